import { fail } from "../../libs/errors/errors.ts";
import { assertBases, type BasisOfPlea } from "./basis-of-plea/basis-of-plea.rules.ts";
import type { pleas } from "./cases.reference.ts";
import type { DefendantCase } from "./cases.schema.ts";
import type { CaseStatus } from "./cases.states.ts";
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

/** Where this court is still to decide something. */
const undecided: ReadonlySet<CaseStatus> = new Set([
  "received",
  "listed",
  "in-progress",
  "convicted",
  "awaiting-sentence",
  "inactive-warrant",
  "inactive-sine-die",
  "reopened",
]);

/** Fails with RULE_BROKEN where the court is told nothing more: it has decided, or the case is at another one. */
export function assertUndecided(status: CaseStatus): void {
  if (!undecided.has(status))
    fail("RULE_BROKEN", { detail: `The case is ${status}; this is told to the court before it decides.` });
}

interface PleaEntered {
  readonly offenceId: string;
  readonly plea: (typeof pleas)[number];
  readonly basis?: Pick<BasisOfPlea, "text" | "state"> | undefined;
}

/** Where a defendant-case goes after these pleas: convicted when nothing is left to try. Fails with VALIDATION on somebody else's offence, and on a basis of a plea that is not guilty. */
export function afterPleas(
  current: DefendantCase,
  entered: readonly PleaEntered[],
  at: Date,
  stage: (typeof pleaStages)[number],
): DefendantCase {
  const unknown = entered.findIndex(({ offenceId }) => !current.offences.some(offence => offence.id === offenceId));
  if (unknown >= 0)
    fail("VALIDATION", {
      errors: [{ path: `pleas[${unknown}].offenceId`, message: "expected an offence of this defendant on this case" }],
    });
  assertBases(entered);
  const offences = current.offences.map(offence => {
    const found = entered.find(({ offenceId }) => offenceId === offence.id);
    if (!found) return offence;
    const basis = found.basis && { basis: { ...found.basis, answers: [] } };
    return { ...offence, plea: { value: found.plea, at, stage, ...basis } };
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
