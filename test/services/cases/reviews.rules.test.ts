import { standings } from "../../../services/cases/obligations/obligations.rules.ts";
import {
  assertComplete,
  assertDeserved,
  assertDispensable,
  assertInterval,
  attendanceOutcomes,
  intervalOf,
  nextReview,
  outcomeResponses,
  powerOf,
  reportDue,
  responseTypes,
  reviewStates,
  reviewTable,
} from "../../../services/cases/reviews/reviews.rules.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  walk(reviewTable, reviewStates, {
    due: {
      "request-report": "progress-report-requested",
      rearrange: "due",
      hold: "held",
      "dispense-with": "dispensed-with",
    },
    "progress-report-requested": {
      "serve-report": "report-served",
      rearrange: "progress-report-requested",
      hold: "held",
      "dispense-with": "dispensed-with",
    },
    "report-served": { rearrange: "report-served", hold: "held", "dispense-with": "dispensed-with" },
    held: { conclude: "concluded" },
    concluded: {},
    "dispensed-with": {},
  });
});

test("who does what, and what follows", () => {
  expect(partiesOf(reviewTable)).toEqual({
    "request-report": "court",
    "serve-report": "supervisor",
    rearrange: "court",
    hold: "court",
    conclude: "court",
    "dispense-with": "court",
  });
  expect(effectsOf(reviewTable)).toEqual({
    "request-report": "ask-for-report",
    rearrange: "move-attendance",
    hold: "settle-attendance",
    conclude: "respond set-next",
    "dispense-with": "not-held set-next",
  });
});

test("somebody who is not there has neither kept nor failed anything until the court says why", () => {
  expect(attendanceOutcomes).toEqual({
    attended: "attended-complied",
    "absent-acceptable": "absent-acceptable",
    "absent-unacceptable": "absent-unacceptable",
    absent: null,
  });
});

test.each([
  ["community-order", "2020-11-30", false, "s178"],
  ["community-order", "2020-12-01", false, "s217A"],
  ["suspended-sentence-order", "2026-03-10", false, "s293"],
  ["suspended-sentence-order", "2026-03-10", true, "DRR"],
  ["community-order", "2026-03-10", true, "DRR"],
] as const)("%s made on %s, drug rehabilitation %s: %s", (type, madeOn, hasDrugRehabilitation, power) => {
  expect(powerOf({ type, madeOn, hasDrugRehabilitation })).toBe(power);
});

test("how often: as the court said; without a word only drug rehabilitation of more than twelve months, monthly", () => {
  expect([
    intervalOf(42, null),
    intervalOf(42, 18),
    intervalOf(null, null),
    intervalOf(null, 12),
    intervalOf(null, 13),
  ]).toEqual([...[42, 42, null, null, 28]]);
});

const at = (day: string) => new Date(`${day}T11:30:00Z`);
test.each([
  ["28 days on", "2026-03-10", 28, "s217A", "2026-04-07T09:00:00.000Z"],
  ["over a weekend and on to a bank holiday", "2026-03-09", 28, "s217A", "2026-04-07T09:00:00.000Z"],
  ["drug rehabilitation: a month, since that is longer", "2026-03-10", 28, "DRR", "2026-04-10T09:00:00.000Z"],
  ["in February 28 days are a month", "2026-02-10", 28, "DRR", "2026-03-10T10:00:00.000Z"],
  ["on a Saturday, so on Monday", "2026-03-14", 28, "DRR", "2026-04-14T09:00:00.000Z"],
  ["42 days are longer than a month", "2026-03-10", 42, "DRR", "2026-04-21T09:00:00.000Z"],
  ["after the end of the order", "2027-05-20", 28, "s217A", undefined],
  ["on its last day", "2027-05-13", 28, "s217A", "2027-06-10T09:00:00.000Z"],
] as const)("the next review: %s", (_what, from, every, power, due) => {
  expect(nextReview(at(from), every, power, "2027-06-10")?.toISOString()).toBe(due);
});

test("the report is due two working days before", () => {
  expect(reportDue(new Date("2026-04-08T10:00:00Z")).toISOString()).toBe("2026-04-02T10:00:00.000Z");
});

test("drug rehabilitation reviews stay a month apart", () => {
  expect(refusal(() => assertInterval("DRR", at("2026-03-10"), at("2026-04-10")))).toBe("allowed");
  expect(refusal(() => assertInterval("s217A", at("2026-03-10"), at("2026-03-11")))).toBe("allowed");
  expect(refusal(() => assertInterval("DRR", at("2026-03-10"), at("2026-04-09")))).toEqual([
    "RULE_BROKEN",
    "Reviews of drug rehabilitation are not less than a month apart; possible from 2026-04-10.",
  ]);
});

test("a drug rehabilitation review is left out only once its report is there", () => {
  const possible = reviewStates.map(state => [
    refusal(() => assertDispensable("DRR", state)) === "allowed",
    refusal(() => assertDispensable("s293", state)) === "allowed",
  ]);
  expect(possible).toEqual(reviewStates.map(state => [state === "report-served", true]));
});

test("a drug rehabilitation report includes results and the provider's views; another need not", () => {
  expect(refusal(() => assertComplete("DRR", { tests: 1, providerViews: "Doing well" }))).toBe("allowed");
  expect(refusal(() => assertComplete("s217A", { tests: 0, providerViews: null }))).toBe("allowed");
  expect(refusal(() => assertComplete("DRR", { tests: 3, providerViews: null }))).toEqual([
    "VALIDATION",
    [{ path: "providerViews", message: "expected the views of the treatment provider, for drug rehabilitation" }],
  ]);
  expect(refusal(() => assertComplete("DRR", { tests: 0, providerViews: "Doing well" }))).toEqual([
    "RULE_BROKEN",
    expect.stringContaining("includes the test results since the last review"),
  ]);
});

test("every response to every outcome: what was kept is rewarded, what was not is punished, awaiting is neither", () => {
  const incentives = ["praise", "reviews-reduced", "requirement-eased", "enabler"];
  for (const type of Object.keys(responseTypes) as (keyof typeof responseTypes)[])
    for (const outcome of Object.keys(standings) as (keyof typeof standings)[]) {
      const kept = ["attended-complied", "absent-acceptable"].includes(outcome);
      const failed = ["attended-failed", "absent-unacceptable"].includes(outcome);
      const allowed = refusal(() => assertDeserved(type, outcome)) === "allowed";
      expect([type, outcome, allowed]).toEqual([type, outcome, incentives.includes(type) ? kept : failed]);
    }
  expect(outcomeResponses).toEqual({ praise: "praise", warn: "warning", amend: "amendment" });
});

test("each move is told by its own name", () => {
  expect(tellsOf(reviewTable)).toEqual({
    "request-report": "review.report-requested",
    "serve-report": "review.report-served",
    rearrange: "review.rearranged",
    hold: "review.held",
    conclude: "review.concluded",
    "dispense-with": "review.dispensed",
  });
});
