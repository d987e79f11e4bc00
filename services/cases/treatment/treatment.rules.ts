import { dayOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Table } from "../flow/flow.ts";
import type { ReferralState } from "../referrals/referrals.rules.ts";

/** What kinds of treatment there are, as drug and alcohol services report them nationally. */
export const modalities = [
  "prescribing",
  "structured-counselling",
  "structured-day-programme",
  "inpatient",
  "residential-rehabilitation",
  "alcohol-treatment",
  "other-structured",
] as const;
export const exitReasons = ["completed", "planned-transfer", "dropped-out", "custody", "other"] as const;
export const treatmentStates = ["in-treatment", "ended"] as const;
export type TreatmentState = (typeof treatmentStates)[number];

/** A treatment episode: planned, described and ended by the agency that gives it, and by nobody else. */
export const treatmentTable = {
  replan: { from: ["in-treatment"], to: "same", by: ["provider"], tells: ["treatment.replanned"], effects: [] },
  describe: {
    from: ["in-treatment", "ended"],
    to: "same",
    by: ["provider"],
    tells: ["treatment.described"],
    effects: [],
  },
  end: { from: ["in-treatment"], to: "ended", by: ["provider"], tells: ["treatment.ended"], effects: ["sessions-off"] },
} as const satisfies Table<TreatmentState, "provider", "sessions-off">;
export type TreatmentMove = keyof typeof treatmentTable;

/** Entries of clinical detail that one episode keeps. */
export const detailsMax = 200;

const begun: ReadonlySet<ReferralState> = new Set(["started", "in-progress"]);

/** Fails with RULE_BROKEN unless the referral that the treatment comes from has started and goes on. */
export function assertBegun(status: ReferralState): void {
  if (!begun.has(status))
    fail("RULE_BROKEN", {
      detail: `The referral is ${status}; treatment comes from one that is started or in-progress.`,
    });
}

/** Fails with VALIDATION, naming the field, where something would end before it began. */
export function assertAfterStart(path: string, startedAt: Date, end: Date | string): void {
  const isBefore = typeof end === "string" ? end < dayOf(startedAt) : end < startedAt;
  if (isBefore) fail("VALIDATION", { errors: [{ path, message: "expected no time before the treatment began" }] });
}
