import { fail } from "../../libs/errors/errors.ts";
import type { pleas } from "./cases.reference.ts";
import type { DefendantCase } from "./cases.schema.ts";
import type { pleaStages } from "./results/results.reference.ts";
import { afterFindings } from "./results/results.rules.ts";

export { moved as next } from "../../libs/contract/states.ts";
export type { CaseStatus, HearingStatus, OrderStatus } from "./cases.states.ts";
export type ReportStatus = "requested" | "delivered";
export type ObligationStatus =
  | "awaiting"
  | "attended-complied"
  | "attended-failed"
  | "absent-acceptable"
  | "absent-unacceptable"
  | "rearranged"
  | "not-held";

type Transitions<S extends string> = Readonly<Record<string, { readonly from: readonly S[]; readonly to: S }>>;

/** What may happen to a pre-sentence report. */
export const reportTransitions = {
  deliver: { from: ["requested"], to: "delivered" },
} as const satisfies Transitions<ReportStatus>;

/** An outcome is recorded once; a mistake is put right by a correction, not by writing over it. */
export function assertAwaiting(outcome: ObligationStatus): void {
  if (outcome !== "awaiting")
    fail("RULE_BROKEN", { detail: `The outcome of this obligation is recorded already: ${outcome}.` });
}

/** Where a defendant-case goes after these pleas: convicted when nothing is left to try. */
export function afterPleas(
  current: DefendantCase,
  entered: readonly { offenceId: string; plea: (typeof pleas)[number] }[],
  at: Date,
  stage: (typeof pleaStages)[number],
): DefendantCase {
  const unknown = entered.findIndex(({ offenceId }) => !current.offences.some(offence => offence.id === offenceId));
  if (unknown >= 0)
    fail("VALIDATION", {
      errors: [{ path: `pleas[${unknown}].offenceId`, message: "expected an offence of this defendant on this case" }],
    });
  const offences = current.offences.map(offence => {
    const found = entered.find(({ offenceId }) => offenceId === offence.id);
    return found ? { ...offence, plea: { value: found.plea, at, stage } } : offence;
  });
  return { ...current, offences, status: afterFindings({ offences, status: current.status }) };
}

/** Every offence that has none yet needs its result: a case is disposed of as a whole. */
export function assertAllResulted(current: DefendantCase, results: readonly { offenceId: string }[]): void {
  const missing = current.offences.filter(
    ({ id, result }) => result === null && !results.some(({ offenceId }) => offenceId === id),
  );
  const unknown = results.some(({ offenceId }) => !current.offences.some(({ id }) => id === offenceId));
  if (missing.length > 0 || unknown)
    fail("VALIDATION", {
      errors: [
        {
          path: "results",
          message: `expected one result for each of the ${current.offences.length} offences of this defendant`,
        },
      ],
    });
}

/** A first appointment is due within five working days of the order (National Standards for probation). */
export const firstAppointmentWorkingDays = 5;
/** A first session of unpaid work is due within ten working days of the order, as report 26 counts it. */
export const firstSessionWorkingDays = 10;
