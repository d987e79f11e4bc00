import { courtList } from "../../../services/reports/catalogue/daily-court-list.ts";
import { catalogue } from "../../../services/reports/catalogue/index.ts";
import type { HearingFact, Named } from "../../../services/reports/facts.ts";

const hearing = (over: Partial<Named<HearingFact>>): Named<HearingFact> => ({
  _id: "hearing:one",
  kind: "hearing",
  courtId: "court",
  caseId: "case-1",
  defendantIds: ["ann"],
  day: "2026-03-10",
  session: "morning",
  room: "1",
  order: 1,
  type: "mention",
  status: "listed",
  heldAt: null,
  ...over,
});
const sources = (over: object) => ({
  hearings: [],
  names: new Map([
    ["ann", "Ann Lee"],
    ["bob", "Bob Ray"],
  ]),
  reporting: new Map(),
  cases: [],
  reports: [],
  items: [],
  earlier: [],
  reached: new Map([["one", ["ann", "bob"]]]),
  ...over,
});
const report = (deliveredAt: string | null) => ({
  kind: "pre-sentence-report" as const,
  courtId: "court",
  caseId: "case-1",
  defendantIds: ["ann"],
  day: null,
  requestedAt: new Date("2026-03-01"),
  deliveredAt: deliveredAt ? new Date(deliveredAt) : null,
});
const item = (id: string, lastRecordedAt: string) => ({
  _id: `need:${id}`,
  kind: "need" as const,
  courtId: null,
  caseId: null,
  defendantIds: ["ann"],
  day: null,
  class: "needs" as const,
  lastRecordedAt: new Date(lastRecordedAt),
});

test("one row a defendant, in the order of session, room and list; vacated hearings and people out of reach are not on it", () => {
  const rows = courtList(
    sources({
      hearings: [
        hearing({ session: "afternoon", order: 1, defendantIds: ["ann"] }),
        hearing({ room: "2", order: 1, defendantIds: ["bob"] }),
        hearing({ room: "1", order: 10, defendantIds: ["bob"] }),
        hearing({ room: "1", order: 9, defendantIds: ["ann", "stranger"] }),
        hearing({ status: "vacated" }),
      ],
    }),
    "2026-03-10",
  );
  expect(rows.map(row => [row.session, row.room, row.order, row.defendant])).toEqual([
    ["morning", "1", 9, "Ann Lee"],
    ["morning", "1", 10, "Bob Ray"],
    ["morning", "2", 1, "Bob Ray"],
    ["afternoon", "1", 1, "Ann Lee"],
  ]);
});

test.each([
  ["a sentence without a report", "sentence", [], 0, ["pre-sentence report"], []],
  ["a sentence with a report asked for", "sentence", [report(null)], 0, ["pre-sentence report"], ["PSR"]],
  ["a sentence with a report", "sentence", [report("2026-03-09")], 100, [], ["PSR"]],
  ["a mention", "mention", [], "nothing needed", [], []],
  ["a breach", "breach", [], "nothing needed", [], ["breach"]],
] as const)("the pack for %s", (_what, type, reports, packPercent, missing, tags) => {
  const [row] = courtList(sources({ hearings: [hearing({ type })], reports: [...reports] }), "2026-03-10");
  expect(row).toMatchObject({ packPercent, missing, tags });
});

test("new since last counts what came after the last hearing held and may be seen of this person", () => {
  const given = sources({
    hearings: [hearing({})],
    earlier: [
      hearing({ day: "2026-02-01", status: "held", heldAt: new Date("2026-02-01T10:00:00Z") }),
      hearing({ day: "2026-03-20", status: "held", heldAt: new Date("2026-03-20T10:00:00Z") }),
    ],
    items: [
      item("old", "2026-01-15"),
      item("new", "2026-02-15"),
      item("newer", "2026-02-16"),
      item("hidden", "2026-02-17"),
      item("of another", "2026-02-18"),
    ],
    reached: new Map<string, string[]>([
      ["one", ["ann"]],
      ...["old", "new", "newer"].map((id): [string, string[]] => [id, ["ann"]]),
      ["of another", ["bob"]],
    ]),
  });
  expect(courtList(given, "2026-03-10")[0]?.newSinceLast).toBe(2);
});

test("a hearing is on the list for those defendants of it of whom the reader may see it", () => {
  const hearings = [
    hearing({ defendantIds: ["ann", "bob"] }),
    hearing({ _id: "hearing:two", order: 2, defendantIds: ["ann"] }),
  ];
  const rows = courtList(sources({ hearings, reached: new Map([["one", ["bob"]]]) }), "2026-03-10");
  expect(rows.map(({ order, defendantId }) => [order, defendantId])).toEqual([[1, "bob"]]);
});

test("what may not be reported stands in the row it is about: of the person always, of a case with that case alone", () => {
  const reporting = new Map([
    [
      "ann",
      [
        { kind: "yjcea-1999-s45", caseId: null },
        { kind: "soaa-1992", caseId: "case-1" },
        { kind: "yjcea-1999-s45", caseId: "case-1" },
      ],
    ],
    ["bob", [{ kind: "yjcea-1999-s45", caseId: "case-3" }]],
  ]);
  const hearings = [
    hearing({ order: 1, defendantIds: ["ann"] }),
    hearing({ order: 2, defendantIds: ["ann"], caseId: "case-2" }),
    hearing({ order: 3, defendantIds: ["bob"] }),
  ];
  expect(courtList(sources({ hearings, reporting }), "2026-03-10").map(row => row.reporting)).toEqual([
    ["soaa-1992", "yjcea-1999-s45"],
    ["yjcea-1999-s45"],
    [],
  ]);
});

test("every report that names defendants says what may not be reported of them", () => {
  for (const { id, columns } of catalogue)
    if ("defendant" in columns) expect([id, Object.keys(columns)]).toEqual([id, expect.arrayContaining(["reporting"])]);
});
