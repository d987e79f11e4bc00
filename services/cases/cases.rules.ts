import { fail } from "../../libs/errors/errors.ts";
import type { pleas } from "./cases.reference.ts";
import type { DefendantCase } from "./cases.schema.ts";

export type CaseStatus = "received" | "listed" | "in-progress" | "awaiting-sentence" | "sentenced";
export type HearingStatus = "listed" | "held" | "vacated";
export type ReportStatus = "requested" | "delivered";
export type OrderStatus = "active";
export type ObligationStatus =
  | "awaiting"
  | "attended-complied"
  | "attended-failed"
  | "absent-acceptable"
  | "absent-unacceptable"
  | "rearranged"
  | "not-held";

type Transitions<S extends string> = Readonly<Record<string, { readonly from: readonly S[]; readonly to: S }>>;

/** What may happen to a defendant-case, and where it leads. */
export const caseTransitions = {
  list: { from: ["received"], to: "listed" },
  deny: { from: ["listed", "in-progress"], to: "in-progress" },
  convict: { from: ["listed", "in-progress"], to: "awaiting-sentence" },
  sentence: { from: ["awaiting-sentence"], to: "sentenced" },
} as const satisfies Transitions<CaseStatus>;

/** What may happen to a hearing. */
export const hearingTransitions = {
  held: { from: ["listed"], to: "held" },
  vacated: { from: ["listed"], to: "vacated" },
} as const satisfies Transitions<HearingStatus>;

/** What may happen to a pre-sentence report. */
export const reportTransitions = {
  deliver: { from: ["requested"], to: "delivered" },
} as const satisfies Transitions<ReportStatus>;

/** The state a transition leads to; fails with RULE_BROKEN and what is allowed now. */
export function next<T extends Transitions<string>>(
  what: string,
  transitions: T,
  transition: keyof T & string,
  current: string,
): T[keyof T]["to"] {
  const row = transitions[transition];
  if (row?.from.includes(current)) return row.to;
  const allowed = Object.entries(transitions)
    .filter(([, { from }]) => from.includes(current))
    .map(([name]) => name);
  return fail("RULE_BROKEN", {
    detail: `${what} is ${current}, so "${transition}" is not possible; possible now: ${allowed.join(", ") || "nothing"}.`,
  });
}

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
): DefendantCase {
  const unknown = entered.findIndex(({ offenceId }) => !current.offences.some(offence => offence.id === offenceId));
  if (unknown >= 0)
    fail("VALIDATION", {
      errors: [{ path: `pleas[${unknown}].offenceId`, message: "expected an offence of this defendant on this case" }],
    });
  const offences = current.offences.map(offence => {
    const found = entered.find(({ offenceId }) => offenceId === offence.id);
    return found ? { ...offence, plea: { value: found.plea, at } } : offence;
  });
  const guilty = offences.every(offence => offence.plea?.value === "guilty");
  return {
    ...current,
    offences,
    status: next("The case", caseTransitions, guilty ? "convict" : "deny", current.status),
  };
}

/** Every offence needs its result: a case is disposed of as a whole. */
export function assertAllResulted(current: DefendantCase, results: readonly { offenceId: string }[]): void {
  const missing = current.offences.filter(({ id }) => !results.some(result => result.offenceId === id));
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
