import { isKnown } from "../../../libs/errors/errors.ts";
import { assertBail, type BailEntry } from "../../../services/cases/bail/bail.rules.ts";
import { orderTypes, type RequirementType, requirementTypes } from "../../../services/cases/cases.reference.ts";
import {
  assertMakesOrder,
  assertOnce,
  assertReason,
  assertRequirements,
  endingOf,
  isAvailable,
} from "../../../services/cases/orders/orders.rules.ts";
import {
  assertOutstanding,
  outstandingPence,
  type PaymentEntry,
  paidPence,
  paymentStatus,
  receiptToReverse,
} from "../../../services/cases/payments/payments.rules.ts";

function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isKnown(error) ? error.type : error;
  }
  return "allowed";
}

/** The rows of the table in s. 201, and the two of 2003 that are gone for newer offences. */
test("every requirement of the table is there with its unit, and what is gone has an end", () => {
  expect(Object.entries(requirementTypes).map(([type, { unit }]) => `${type} ${unit}`)).toEqual([
    "unpaid-work hours",
    "rehabilitation-activity days",
    "programme days",
    "prohibited-activity months",
    "curfew days",
    "exclusion months",
    "residence months",
    "foreign-travel-prohibition months",
    "mental-health-treatment months",
    "drug-rehabilitation months",
    "drug-testing months",
    "alcohol-treatment months",
    "alcohol-abstinence-and-monitoring days",
    "attendance-centre hours",
    "electronic-compliance-monitoring months",
    "electronic-whereabouts-monitoring months",
    "supervision months",
    "specified-activity days",
  ]);
  expect(Object.entries(requirementTypes).flatMap(([type, row]) => ("offencesUntil" in row ? type : []))).toEqual([
    "supervision",
    "specified-activity",
  ]);
  expect(orderTypes).toEqual(
    expect.arrayContaining(["criminal-behaviour-order", "restraining-order", "deferred-sentence", "community-order"]),
  );
});

test.each([
  ["unpaid-work", "2026-03-10", ["2026-01-01"], true],
  ["unpaid-work", "2005-04-03", ["2005-01-01"], false],
  ["drug-testing", "2022-06-27", ["2022-01-01"], false],
  ["drug-testing", "2022-06-28", ["2022-01-01"], true],
  ["rehabilitation-activity", "2015-01-31", ["2014-01-01"], false],
  ["supervision", "2026-03-10", ["2026-01-01"], false],
  ["supervision", "2026-03-10", ["2015-02-01"], false],
  ["supervision", "2026-03-10", ["2026-01-01", "2015-01-31"], true],
  ["specified-activity", "2006-03-10", ["2006-01-01"], true],
] as const)("%s on %s for offences of %j: %s", (type: RequirementType, day, dates, expected) => {
  expect(isAvailable(type, day, dates)).toBe(expected);
  const order = { supervisedBy: "p", endsOn: "2027-03-10", requirements: [{ type, length: 6 }] };
  expect(refusal(() => assertRequirements(order, day, dates))).toBe(expected ? "allowed" : "VALIDATION");
});

test.each([
  ["community-order", true, "allowed"],
  ["community-order", false, "VALIDATION"],
  ["conditional-discharge", false, "VALIDATION"],
  ["fine", true, "VALIDATION"],
  ["fine", false, "allowed"],
  [null, true, "VALIDATION"],
  [null, false, "allowed"],
] as const)("%s with terms: %s is %s", (disposal, hasTerms, expected) => {
  const terms = { supervisedBy: "p", endsOn: "2027-03-10", requirements: [] };
  expect(refusal(() => assertMakesOrder(disposal, hasTerms ? terms : null))).toBe(expected);
});

test.each([
  ["imposed", "unpaid-work", "complete", "leave-unworked"],
  ["imposed", "curfew", "expire-unpaid-work-outstanding", "terminate"],
  ["imposed", "unpaid-work", "expire-unpaid-work-outstanding", "leave-unworked"],
  ["imposed", "unpaid-work", "revoke-breach", "terminate"],
  ["started", "curfew", "complete", "complete"],
  ["in-progress", "curfew", "complete", "complete"],
  ["in-progress", "curfew", "revoke-good-progress", "terminate"],
  ["completed", "curfew", "complete", undefined],
  ["terminated", "curfew", "revoke-breach", undefined],
  ["unworked", "unpaid-work", "revoke-breach", undefined],
] as const)("a requirement %s (%s) when the order meets %s: %s", (status, type, move, expected) => {
  expect(endingOf({ status, type }, move)).toBe(expected);
});

test.each([
  ["revoke-breach", "VALIDATION"],
  ["revoke-good-progress", "VALIDATION"],
  ["expire-breach-pending", "VALIDATION"],
  ["suspend", "VALIDATION"],
  ["terminate", "VALIDATION"],
  ["leave-unworked", "VALIDATION"],
  ["complete", "allowed"],
  ["start", "allowed"],
  ["resume", "allowed"],
] as const)("%s without a reason is %s", (move, expected) => {
  expect(refusal(() => assertReason(move, null))).toBe(expected);
  expect(refusal(() => assertReason(move, "Said"))).toBe("allowed");
});

describe("money", () => {
  const entry = (kind: PaymentEntry["kind"], amountPence: number, id = "e", of: string | null = null) => ({
    id,
    kind,
    amountPence,
    of,
  });
  const owed = (...entries: ReturnType<typeof entry>[]) => ({ amountPence: 10_000, entries });
  test.each([
    ["nothing yet", owed(), 0, 10_000, "outstanding"],
    ["some", owed(entry("receipt", 2_500)), 2_500, 7_500, "outstanding"],
    ["all", owed(entry("receipt", 2_500), entry("receipt", 7_500)), 10_000, 0, "paid"],
    [
      "one reversed",
      owed(entry("receipt", 10_000, "a"), entry("reversal", 10_000, "b", "a")),
      0,
      10_000,
      "outstanding",
    ],
    ["the rest written off", owed(entry("receipt", 1), entry("write-off", 9_999)), 1, 0, "written-off"],
  ] as const)("%s", (_what, of, paid, left, status) => {
    expect([paidPence(of), outstandingPence(of), paymentStatus(of)]).toEqual([paid, left, status]);
    expect(refusal(() => assertOutstanding(of, left + 1))).toBe("RULE_BROKEN");
    expect(refusal(() => assertOutstanding(of, left))).toBe("allowed");
  });

  test("a receipt is reversed once, and only a receipt is", () => {
    const of = owed(entry("receipt", 500, "a"), entry("receipt", 700, "b"), entry("reversal", 500, "c", "a"));
    expect(receiptToReverse(of, "b")).toBe(700);
    expect(refusal(() => receiptToReverse(of, "a"))).toBe("RULE_BROKEN");
    for (const id of ["c", "z"]) expect(refusal(() => receiptToReverse(of, id))).toBe("VALIDATION");
  });
});

describe("bail", () => {
  const set = (over: Partial<BailEntry>): BailEntry => ({
    status: "unconditional-bail",
    conditions: [],
    at: new Date("2026-03-10T10:00:00Z"),
    by: "j",
    correction: null,
    ...over,
  });
  const curfew = [{ kind: "curfew" as const, text: null }];
  test.each([
    ["unconditional", set({}), "allowed"],
    ["unconditional with a condition", set({ conditions: curfew }), "VALIDATION"],
    ["conditional", set({ status: "conditional-bail", conditions: curfew }), "allowed"],
    ["conditional on nothing", set({ status: "conditional-bail" }), "VALIDATION"],
    ["custody with a condition", set({ status: "custody", conditions: curfew }), "VALIDATION"],
    ["a correction of nothing", set({ correction: "Wrong box" }), "VALIDATION"],
  ] as const)("%s is %s", (_what, entry, expected) => {
    expect(refusal(() => assertBail([], entry))).toBe(expected);
  });

  test("a correction of something is allowed, and there is an end to setting it", () => {
    expect(refusal(() => assertBail([set({})], set({ correction: "Wrong box" })))).toBe("allowed");
    expect(
      refusal(() =>
        assertBail(
          Array.from({ length: 50 }, () => set({})),
          set({}),
        ),
      ),
    ).toBe("RULE_BROKEN");
  });
});

test("a sentence plan is completed once; an order is suspended as often as there are appeals", () => {
  const made = [{ move: "complete-plan" }, { move: "suspend" }, { move: "resume" }];
  expect(refusal(() => assertOnce("complete-plan", []))).toBe("allowed");
  expect(refusal(() => assertOnce("complete-plan", made))).toBe("RULE_BROKEN");
  expect(refusal(() => assertOnce("suspend", made))).toBe("allowed");
});
