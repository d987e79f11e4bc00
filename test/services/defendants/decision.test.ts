import type { ProvisionAt } from "../../../libs/contract/provision.ts";
import type { CountedPart, PartState } from "../../../libs/contract/views.ts";
import { decisionOf } from "../../../services/defendants/decision.ts";

/** What the court can decide with, put together by hand. */
const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const [reportId, otherId, caseId, probation] = [1, 2, 3, 4].map(uuid) as [string, string, string, string];
const row = (requirementType: string, needsWillingness: boolean) => ({
  ...{ requirementType, unit: "months", needsWillingness },
  ...{ state: "not-supplied" as const, earliestStartOn: null, providers: [] },
});
const provision: ProvisionAt = {
  ...{ courtId: "north", day: "2026-03-10", agencies: [] },
  requirements: [row("unpaid-work", false), row("drug-rehabilitation", true), row("alcohol-treatment", true)],
};
const report = (id: string, deliveredAt: string, willingness: unknown) => ({
  ...{ id, caseId, status: "delivered" },
  source: { agencyId: probation, occurredAt: "2026-03-01T09:00:00.000Z", recordedAt: "2026-03-01T09:00:00.000Z" },
  report: { author: "P. Officer", summary: "S", deliveredAt, willingness },
});
const parts = (state: PartState, ...items: CountedPart["items"]): CountedPart[] => [
  {
    ...{ part: "pre-sentence-reports", class: "risk", state, suppliedBy: [], alsoHeldBy: [], asOf: null },
    ...{ items, total: items.length, tally: [] },
  },
];
const willingness = (of: readonly CountedPart[], type = "drug-rehabilitation") =>
  decisionOf(of, provision).requirements.find(({ requirementType }) => requirementType === type)?.willingness;

test("what can be imposed stands in its order, and only beside treatment what the person said", () => {
  const { courtId, day, requirements } = decisionOf([], provision);
  expect([courtId, day]).toEqual(["north", "2026-03-10"]);
  expect(requirements.map(({ requirementType, willingness: said }) => [requirementType, said])).toEqual([
    ["unpaid-work", null],
    ["drug-rehabilitation", { state: "not-supplied", said: [] }],
    ["alcohol-treatment", { state: "not-supplied", said: [] }],
  ]);
});

test("what was said stands with who was told, where and when, the newest first, and under its own treatment", () => {
  const said = parts(
    "supplied",
    report(reportId, "2026-03-02T09:00:00.000Z", [{ requirementType: "drug-rehabilitation", willing: false }]),
    report(otherId, "2026-03-08T09:00:00.000Z", [{ requirementType: "drug-rehabilitation", willing: true }]),
  );
  const of = { caseId, agencyId: probation };
  expect(willingness(said)).toEqual({
    state: "supplied",
    said: [
      { ...of, willing: true, recordId: otherId, saidAt: "2026-03-08T09:00:00.000Z" },
      { ...of, willing: false, recordId: reportId, saidAt: "2026-03-02T09:00:00.000Z" },
    ],
  });
  expect(willingness(said, "alcohol-treatment")).toEqual({ state: "not-supplied", said: [] });
});

test.each([
  ["requested", "requested"],
  ["withheld", "withheld"],
  ["none-held", "not-supplied"],
  ["not-supplied", "not-supplied"],
  ["erased", "not-supplied"],
  ["supplied", "not-supplied"],
] as const)("where reports are %s and none says anything, it is %s", (state, expected) => {
  expect(willingness(parts(state))).toEqual({ state: expected, said: [] });
});

test.each([
  ["is asked for", { ...report(reportId, "", []), report: null }],
  ["is of an earlier release", report(reportId, "2026-03-08T09:00:00.000Z", undefined)],
])("a report that %s says nothing", (_name, item) => {
  expect(willingness(parts("supplied", item))).toEqual({ state: "not-supplied", said: [] });
});

test("nothing but a report says it: another part of the same form is not asked", () => {
  const [found] = parts(
    "supplied",
    report(reportId, "2026-03-02T09:00:00.000Z", [{ requirementType: "drug-rehabilitation", willing: true }]),
  );
  expect(willingness([{ ...(found as CountedPart), part: "agency-notes" }])).toEqual({
    state: "not-supplied",
    said: [],
  });
});
