import { isKnown } from "../../../libs/errors/errors.ts";
import { type RequirementType, requirementTypes } from "../../../services/cases/cases.reference.ts";
import type { OrderTerms } from "../../../services/cases/orders/orders.schema.ts";
import {
  asksForReports,
  assertWilling,
  needsWillingness,
  type Willingness,
  willingnessIn,
} from "../../../services/cases/orders/willingness.rules.ts";

const passedAt = new Date("2026-03-10T11:00:00Z");
const before = { saidAt: "2026-03-10T10:30:00Z" };
const order = (...requirements: OrderTerms["requirements"][number][]): OrderTerms => ({
  ...{ supervisedBy: "probation", endsOn: "2027-03-10", requirements },
});
const drugs = { type: "drug-rehabilitation", length: 6 } as const;
const alcohol = { type: "alcohol-treatment", length: 6 } as const;
const work = { type: "unpaid-work", length: 80 } as const;

/** Paths and messages of what is refused; none where nothing is. */
function refused(terms: OrderTerms | null, said: Willingness = {}): (readonly [string, string])[] {
  try {
    assertWilling(terms, passedAt, said);
    return [];
  } catch (error) {
    if (!isKnown(error) || error.type !== "VALIDATION") throw error;
    return error.data?.errors?.map(({ path, message }) => [path, message] as const) ?? [];
  }
}
const paths = (...asked: Parameters<typeof refused>) => refused(...asked).map(([path]) => path);

test.each(Object.keys(requirementTypes) as RequirementType[])("%s needs willingness where the Act says so", type => {
  const asks = ["mental-health-treatment", "drug-rehabilitation", "alcohol-treatment"].includes(type);
  expect(needsWillingness(type)).toBe(asks);
  expect(paths(order({ type, length: 6 }))).toEqual(asks ? ["order.requirements[0].willing"] : []);
  expect(paths(order({ type, length: 6, willing: before }))).toEqual(asks ? [] : ["order.requirements[0].willing"]);
});

test("no order, and an order without treatment, ask for nothing", () => {
  expect([refused(null), refused(order()), refused(order(work))]).toEqual([[], [], []]);
});

test("what a report says is enough for the treatment that it names, and for no other", () => {
  expect(paths(order(work, drugs), { "drug-rehabilitation": true })).toEqual([]);
  expect(paths(order(work, drugs, alcohol), { "drug-rehabilitation": true })).toEqual([
    "order.requirements[2].willing",
  ]);
  expect(paths(order(alcohol), { "drug-rehabilitation": true })).toEqual(["order.requirements[0].willing"]);
});

test("a report that they are not willing is said as that, and what they say in court comes after it", () => {
  const said = { "drug-rehabilitation": false };
  expect(refused(order(drugs), said)[0]?.[1]).toMatch(/the report on this case says that they are not$/);
  expect(refused(order(drugs))[0]?.[1]).toMatch(/no report on this case says so$/);
  expect(refused(order({ ...drugs, willing: before }), said)).toEqual([]);
});

test.each([
  ["2026-03-10T11:00:00Z", []],
  ["2026-03-10T11:00:01Z", ["order.requirements[0].willing.saidAt"]],
])("said at %s, sentence passed at eleven", (saidAt, expected) => {
  expect(paths(order({ ...drugs, willing: { saidAt } }))).toEqual(expected);
});

test("reports are asked only where treatment is ordered and nobody said anything in court", () => {
  expect([order(), order(work), order({ ...drugs, willing: before }), null].map(asksForReports)).toEqual([
    ...[false, false, false, false],
  ]);
  expect([order(drugs), order({ ...drugs, willing: before }, alcohol)].map(asksForReports)).toEqual([true, true]);
});

test("the last word of the reports counts, one that is awaited or of an earlier release says nothing", () => {
  const report = (day: string, ...said: (readonly ["drug-rehabilitation" | "alcohol-treatment", boolean])[]) => ({
    report: {
      ...{ author: "P.", summary: "S", proposal: "P", proposedRequirements: [] },
      ...{ riskOfHarm: "low" as const, likelihoodOfReoffending: "low" as const },
      deliveredAt: new Date(`${day}T09:00:00Z`),
      willingness: said.map(([requirementType, willing]) => ({ requirementType, willing })),
    },
  });
  const { willingness: _none, ...older } = report("2026-03-09").report;
  const changed = [
    report("2026-03-08", ["drug-rehabilitation", false]),
    report("2026-03-01", ["drug-rehabilitation", true], ["alcohol-treatment", true]),
    { report: older },
    { report: null },
  ];
  expect(willingnessIn(changed)).toEqual({ "drug-rehabilitation": false, "alcohol-treatment": true });
  expect(willingnessIn([])).toEqual({});
});
