import { atHour, dayOf, plusDays } from "../../../libs/clock/day.ts";
import { addMonths } from "../../../libs/clock/months.ts";
import { addWorkingDays, isWorkingDay, subtractWorkingDays } from "../../../libs/clock/working-days.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { ObligationStatus } from "../cases.rules.ts";
import type { Table } from "../flow/flow.ts";

import { standings } from "../obligations/obligations.rules.ts";

export const reviewStates = [
  "due",
  "progress-report-requested",
  "report-served",
  "held",
  "concluded",
  "dispensed-with",
] as const;
export type ReviewState = (typeof reviewStates)[number];
export const attendances = ["attended", "absent-acceptable", "absent-unacceptable", "absent"] as const;
export const reviewOutcomes = ["continue", "praise", "warn", "amend", "sanction", "revoke"] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

const before = ["due", "progress-report-requested", "report-served"] as const;

/** A review of an order by the court that made it (Sentencing Act 2020, ss. 217A and 293; Sch. 9 para. 21 for drug rehabilitation). */
export const reviewTable = {
  "request-report": {
    from: ["due"],
    to: "progress-report-requested",
    by: ["court"],
    tells: ["review.report-requested"],
    effects: ["ask-for-report"],
  },
  "serve-report": {
    from: ["progress-report-requested"],
    to: "report-served",
    by: ["supervisor"],
    tells: ["review.report-served"],
    effects: [],
  },
  rearrange: { from: before, to: "same", by: ["court"], tells: ["review.rearranged"], effects: ["move-attendance"] },
  hold: { from: before, to: "held", by: ["court"], tells: ["review.held"], effects: ["settle-attendance"] },
  conclude: {
    from: ["held"],
    to: "concluded",
    by: ["court"],
    tells: ["review.concluded"],
    effects: ["respond", "set-next"],
  },
  "dispense-with": {
    from: before,
    to: "dispensed-with",
    by: ["court"],
    tells: ["review.dispensed"],
    effects: ["not-held", "set-next"],
  },
} as const satisfies Table<
  ReviewState,
  "court" | "supervisor",
  "ask-for-report" | "move-attendance" | "settle-attendance" | "respond" | "set-next" | "not-held"
>;
export type ReviewMove = keyof typeof reviewTable;

/** What attendance at a review makes of the obligation to come; of somebody who is just not there the court has yet to say why. */
export const attendanceOutcomes = {
  attended: "attended-complied",
  "absent-acceptable": "absent-acceptable",
  "absent-unacceptable": "absent-unacceptable",
  absent: null,
} as const satisfies Record<(typeof attendances)[number], ObligationStatus | null>;

/** By which power an order is reviewed. Before 1 December 2020 community orders were reviewed under s. 178 of the Criminal Justice Act 2003. */
export function powerOf(order: {
  readonly type: string;
  readonly madeOn: string;
  readonly hasDrugRehabilitation: boolean;
}) {
  if (order.hasDrugRehabilitation) return "DRR" as const;
  if (order.type === "suspended-sentence-order") return "s293" as const;
  return order.madeOn < "2020-12-01" ? ("s178" as const) : ("s217A" as const);
}
export type ReviewPower = ReturnType<typeof powerOf>;

const mandatoryAboveMonths = 12;
const beginsAtHour = 10;
const reportLeadWorkingDays = 2;

/** How often an order is reviewed, in days; null when it is not. Drug rehabilitation of more than twelve months must be (Sch. 9 para. 21(1)), monthly where the court has not said how often. */
export function intervalOf(reviewEveryDays: number | null, drugRehabilitationMonths: number | null): number | null {
  if (reviewEveryDays !== null) return reviewEveryDays;
  return (drugRehabilitationMonths ?? 0) > mandatoryAboveMonths ? 28 : null;
}

/** When the next review is due: on a working day, for drug rehabilitation not less than a month on (Sch. 9 para. 21(2)(a)); null after the order has ended. */
export function nextReview(from: Date, everyDays: number, power: ReviewPower, endsOn: string): Date | null {
  const plain = atHour(plusDays(dayOf(from), everyDays), beginsAtHour);
  const month = atHour(addMonths(dayOf(from), 1), beginsAtHour);
  const day = power === "DRR" && month > plain ? month : plain;
  const due = isWorkingDay(day) ? day : addWorkingDays(day, 1);
  return dayOf(due) > endsOn ? null : due;
}

/** When the report must be there, so that it is read before the hearing. */
export const reportDue = (reviewAt: Date): Date => subtractWorkingDays(reviewAt, reportLeadWorkingDays);

/** Reviews of drug rehabilitation stay a month apart, also when one is moved. Fails with RULE_BROKEN. */
export function assertInterval(power: ReviewPower, previousAt: Date, dueAt: Date): void {
  const earliest = addMonths(dayOf(previousAt), 1);
  if (power === "DRR" && dayOf(dueAt) < earliest)
    fail("RULE_BROKEN", {
      detail: `Reviews of drug rehabilitation are not less than a month apart; possible from ${earliest}.`,
    });
}

/** The hearing of a drug rehabilitation review is left out only on a report that the court has read (Sch. 9 para. 22). Fails with RULE_BROKEN. */
export function assertDispensable(power: ReviewPower, state: ReviewState): void {
  if (power === "DRR" && state !== "report-served")
    fail("RULE_BROKEN", {
      detail: "A drug rehabilitation review is dispensed with only when its progress report is there.",
    });
}

/** A progress report on drug rehabilitation includes the test results and the provider's views (Sch. 9 para. 21(2)(e)). Fails with RULE_BROKEN, VALIDATION. */
export function assertComplete(
  power: ReviewPower,
  { tests, providerViews }: { readonly tests: number; readonly providerViews: string | null },
): void {
  if (power !== "DRR") return;
  if (providerViews === null)
    fail("VALIDATION", {
      errors: [
        { path: "providerViews", message: "expected the views of the treatment provider, for drug rehabilitation" },
      ],
    });
  if (tests === 0)
    fail("RULE_BROKEN", {
      detail:
        "A report on drug rehabilitation includes the test results since the last review, and none is recorded; record the tests first, also those that were missed.",
    });
}

/** What a court or a supervisor may answer behaviour with: privileges, and sanctions short of or towards a breach. */
export const responseTypes = {
  praise: "incentive",
  "reviews-reduced": "incentive",
  "requirement-eased": "incentive",
  enabler: "incentive",
  warning: "sanction",
  "reviews-increased": "sanction",
  "tests-increased": "sanction",
  amendment: "sanction",
  breach: "sanction",
} as const;
export type ResponseType = keyof typeof responseTypes;

/** Outcomes of a review that are themselves an answer to behaviour. */
export const outcomeResponses: Readonly<Partial<Record<ReviewOutcome, ResponseType>>> = {
  praise: "praise",
  warn: "warning",
  amend: "amendment",
};

/** Whether this outcome is a reason for this response: nobody is punished for what was kept, or rewarded for what was not, or either for what nobody has said. Fails with RULE_BROKEN. */
export function assertDeserved(type: ResponseType, outcome: ObligationStatus): void {
  const standing = standings[outcome];
  const needed = responseTypes[type] === "incentive" ? "acceptable" : "unacceptable";
  if (standing !== needed)
    fail("RULE_BROKEN", {
      detail: `${type} (${responseTypes[type]}) answers an ${needed} outcome; this one is ${outcome}.`,
    });
}
