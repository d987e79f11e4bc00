import type { InformationClass } from "../../../libs/access/matrix.ts";
import { addWorkingDays } from "../../../libs/clock/working-days.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { ObligationStatus } from "../cases.rules.ts";

interface Kind {
  /** The part of the file it stands in, and the class that says who sees it. */
  readonly part: "obligations" | "court-obligations" | "report-obligations" | "plan-obligations";
  readonly class: InformationClass;
  /** Who says what became of it: the supervisor or provider, the court, or what happens to the thing it comes from. */
  readonly settledBy: "worker" | "court" | "event";
}

/** Everything that can be expected of somebody at a time. */
export const obligationLedger = {
  appointment: { part: "obligations", class: "compliance", settledBy: "worker" },
  "unpaid-work": { part: "obligations", class: "compliance", settledBy: "worker" },
  "treatment-session": { part: "obligations", class: "compliance", settledBy: "worker" },
  "drug-test": { part: "obligations", class: "compliance", settledBy: "worker" },
  payment: { part: "obligations", class: "compliance", settledBy: "event" },
  curfew: { part: "obligations", class: "compliance", settledBy: "worker" },
  hearing: { part: "court-obligations", class: "compliance", settledBy: "court" },
  "deferred-sentence": { part: "court-obligations", class: "compliance", settledBy: "event" },
  review: { part: "court-obligations", class: "compliance", settledBy: "court" },
  "progress-report": { part: "court-obligations", class: "compliance", settledBy: "event" },
  "pre-sentence-report": { part: "report-obligations", class: "risk", settledBy: "event" },
  "plan-action": { part: "plan-obligations", class: "needs", settledBy: "event" },
  "provider-appointment": { part: "plan-obligations", class: "needs", settledBy: "event" },
} as const satisfies Record<string, Kind>;
export type ObligationKind = keyof typeof obligationLedger;

/** What each outcome counts as. An obligation that nobody has said anything about has not been kept. */
export const standings = {
  awaiting: "awaiting",
  "attended-complied": "acceptable",
  "absent-acceptable": "acceptable",
  "attended-failed": "unacceptable",
  "absent-unacceptable": "unacceptable",
  rearranged: "not-counted",
  "not-held": "not-counted",
} as const satisfies Record<ObligationStatus, "acceptable" | "unacceptable" | "not-counted" | "awaiting">;

/** After so many working days without an outcome somebody has forgotten to say. */
const outcomeDueWorkingDays = 5;
const correctionsMax = 20;

export function isOutcomeOverdue(
  { outcome, dueAt }: { readonly outcome: ObligationStatus; readonly dueAt: Date },
  now: Date,
): boolean {
  return outcome === "awaiting" && addWorkingDays(dueAt, outcomeDueWorkingDays) < now;
}

/**
 * Whether a recorded outcome may be put right to another. What was rearranged has a successor, so it stays; nothing
 * becomes rearranged, or unsaid, afterwards. Fails with RULE_BROKEN.
 */
export function assertCorrectable(from: ObligationStatus, to: ObligationStatus, corrected: number): void {
  if (from === "awaiting")
    fail("RULE_BROKEN", { detail: "No outcome is recorded yet, so there is nothing to correct; record one." });
  if (from === "rearranged")
    fail("RULE_BROKEN", { detail: "A rearranged obligation has a successor; record the outcome of that one." });
  if (from === to) fail("RULE_BROKEN", { detail: `The outcome is ${from} already.` });
  if (corrected >= correctionsMax)
    fail("RULE_BROKEN", { detail: `An outcome is corrected at most ${correctionsMax} times.` });
}
