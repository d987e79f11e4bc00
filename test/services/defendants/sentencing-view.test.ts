import type { InformationClass } from "../../../libs/access/matrix.ts";
import type { CountedPart } from "../../../libs/contract/views.ts";
import { sentencingView } from "../../../services/defendants/sentencing-view.ts";

/** The judge's screen, put together by hand. */
const now = new Date("2026-03-10T10:00:00Z");
const court = "north-liverpool";
const options = { form: "sentence", courtId: court, readerId: "judge", now } as const;
const item = (id: string, day: string, more: object = {}) => ({
  id,
  source: { agencyId: "agency", occurredAt: `${day}T00:00:00.000Z`, recordedAt: `${day}T00:00:00.000Z` },
  ...more,
});
const part = (
  name: string,
  cls: InformationClass,
  items: CountedPart["items"],
  more: Partial<CountedPart> = {},
): CountedPart => ({
  part: name,
  class: cls,
  state: items.length > 0 ? "supplied" : "none-held",
  suppliedBy: [],
  alsoHeldBy: [],
  asOf: null,
  items,
  total: items.length,
  tally: [],
  ...more,
});
const file = (parts: readonly CountedPart[], dateOfBirth: string | null = "1990-03-11") => ({
  defendant: { id: "person", dateOfBirth, status: "active", mergedInto: null, candidates: [] },
  parts,
  timeline: { items: [] },
});
const view = (parts: readonly CountedPart[], changes: Partial<Parameters<typeof sentencingView>[1]> = {}) =>
  sentencingView(file(parts), { ...options, ...changes });

test("every part has its place, and the places their order", () => {
  const parts = [
    part("needs", "needs", []),
    part("orders", "supervision", []),
    part("spent-convictions", "spent", []),
    part("cases", "case", []),
    part("court-notes", "court-notes", []),
    part("warrants", "case", []),
    part("remand", "case", []),
    part("custody", "supervision", []),
    part("payments", "results", []),
    part("markers", "identity", []),
    part("case-markers", "case", []),
  ];
  const placed = (form: "sentence" | "review") =>
    view(parts, { form }).blocks.map(({ block, parts: shown }) => [block, shown.map(one => one.part)]);
  expect(placed("sentence")).toEqual([
    ["matter", ["cases", "case-markers"]],
    ["record", ["spent-convictions", "warrants", "remand", "custody"]],
    ["person-and-needs", ["needs", "markers"]],
    ["orders-and-compliance", ["orders", "payments"]],
    ["notes", ["court-notes"]],
  ]);
  expect(placed("review").map(([block]) => block)).toEqual([
    "orders-and-compliance",
    "matter",
    "record",
    "person-and-needs",
    "notes",
  ]);
});

test.each(["intelligence", "victim-contact", "private-notes", "equality"] as const)(
  "%s is never on it, whoever may read it: the defence must be able to see all of the screen",
  cls => {
    const entry = { id: "secret", at: "", recordedAt: "", part: "unseen", recordId: "", agencyId: "", what: "" };
    const parts = [part("unseen", cls, [item("secret", "2026-01-01")])];
    const shown = sentencingView({ ...file(parts), timeline: { items: [entry] } }, options);
    expect(JSON.stringify(shown)).not.toMatch(/unseen|secret/);
  },
);

test("what is missing is named with its state and who holds it; what nobody has is not missing", () => {
  const { strip } = view([
    part("cases", "case", [item("a", "2026-01-01")], { asOf: "2026-01-02T00:00:00.000Z" }),
    part("pre-sentence-reports", "risk", [], { state: "requested", alsoHeldBy: ["probation"] }),
    part("drug-tests", "drug-tests", [], { state: "withheld", alsoHeldBy: ["clinic"] }),
    part("orders", "supervision", [item("b", "2025-01-01")], { asOf: "2025-06-01T00:00:00.000Z" }),
    part("referrals", "needs", []),
  ]);
  expect(strip.pack).toEqual({
    supplied: 2,
    of: 4,
    missing: [
      { part: "pre-sentence-reports", state: "requested", heldBy: ["probation"] },
      { part: "drug-tests", state: "withheld", heldBy: ["clinic"] },
    ],
  });
  expect(strip.oldestSourceAt).toBe("2025-06-01T00:00:00.000Z");
});

test("before this court: hearings that were held here, not those listed, vacated or held elsewhere", () => {
  const tally = [
    { key: `held ${court}`, count: 2, lastDay: "2026-02-12" },
    { key: `listed ${court}`, count: 1, lastDay: "2026-03-10" },
    { key: `vacated ${court}`, count: 1, lastDay: "2026-02-20" },
    { key: "held liverpool", count: 1, lastDay: "2026-03-01" },
  ];
  const { strip } = view([part("hearings", "case", [], { tally })]);
  expect(strip.hearingsHere).toEqual({ count: 2, lastDay: "2026-02-12" });
});

test("before you: those held here before this judge, not those before a colleague or listed", () => {
  const tally = [
    { key: `held ${court}`, count: 4, lastDay: "2026-02-12" },
    { key: `held ${court} judge`, count: 3, lastDay: "2026-02-02" },
    { key: `held ${court} colleague`, count: 1, lastDay: "2026-02-12" },
    { key: `listed ${court} judge`, count: 1, lastDay: "2026-03-10" },
    { key: "held liverpool judge", count: 2, lastDay: "2026-03-01" },
  ];
  const parts = [part("hearings", "case", [], { tally })];
  expect(view(parts).strip.beforeYou).toEqual({ count: 3, lastDay: "2026-02-02" });
  expect(view(parts, { readerId: "another" }).strip.beforeYou).toEqual({ count: 0, lastDay: null });
});

test("reviews kept: those that were attended, of those that were held", () => {
  const tally = Object.entries({ attended: 4, "absent-acceptable": 1, "absent-unacceptable": 2 }).map(
    ([key, count]) => ({ key, count, lastDay: null }),
  );
  expect(view([part("reviews", "supervision", [], { tally })]).strip.reviews).toEqual({ kept: 4, of: 7 });
});

test("flags: a child, and markers that are in force; none that has ended, and none that is not on the screen", () => {
  const marked = (id: string, kind: string, isInForce: boolean) => item(id, "2026-01-01", { kind, isInForce });
  const parts = [
    part("markers", "identity", [marked("a", "vulnerable-adult", true)]),
    part("case-markers", "case", [marked("b", "weapons", false), marked("c", "domestic-abuse", true)]),
    part("victim-markers", "victim-contact", [marked("d", "victim-safety", true)]),
  ];
  expect(sentencingView(file(parts, "2009-01-01"), options).flags).toEqual([
    { kind: "youth", recordId: null },
    { kind: "vulnerable-adult", recordId: "a" },
    { kind: "domestic-abuse", recordId: "c" },
  ]);
  expect(view([]).flags).toEqual([]);
});

test("kept: what was complied with, of what is known; awaiting is neither kept nor missed", () => {
  const outcomes = {
    "attended-complied": 2,
    "absent-unacceptable": 1,
    "absent-acceptable": 1,
    "attended-failed": 1,
    awaiting: 7,
    "not-held": 3,
    rearranged: 4,
  };
  const tally = Object.entries(outcomes).map(([key, count]) => ({ key, count, lastDay: null }));
  expect(view([part("obligations", "compliance", [], { tally })]).strip.kept).toEqual({ kept: 2, of: 5 });
});

test("a long part shows its newest, and says how many there are", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => item(`i${n}`, `2025-${String((n % 12) + 1).padStart(2, "0")}-01`));
  const [matter, , , orders] = view([
    part("hearings", "case", many(36)),
    part("obligations", "compliance", many(36)),
  ]).blocks;
  expect([matter?.parts[0]?.items.length, matter?.parts[0]?.total]).toEqual([20, 36]);
  expect([orders?.parts[0]?.items.length, orders?.parts[0]?.total]).toEqual([10, 36]);
  const months = orders?.parts[0]?.items.map(({ source }) => (source as { occurredAt: string }).occurredAt.slice(0, 7));
  expect(months).toEqual(
    [..."ccc"]
      .map(() => "2025-12")
      .concat(
        [..."ccc"].map(() => "2025-11"),
        [..."ccc"].map(() => "2025-10"),
        ["2025-09"],
      ),
  );
});

test.each([
  ["1990-03-10", 36],
  ["1990-03-11", 35],
  ["2008-03-11", 17],
  [null, null],
])("born %s: %s years old", (dateOfBirth, years) => {
  expect(sentencingView(file([], dateOfBirth), options).ageYears).toBe(years);
});
