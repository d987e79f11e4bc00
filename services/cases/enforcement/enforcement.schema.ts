import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { breachOutcomes, EnforcementMove, EnforcementState, OpenFailure } from "./enforcement.rules.ts";

export interface Failure extends OpenFailure {
  /** The obligation that was not kept; null for what somebody recorded by hand. */
  readonly obligationId: string | null;
  /** What was failed: the kind of obligation, or `other` for what somebody recorded by hand. */
  readonly kind: string;
}
export interface Warning {
  readonly id: string;
  readonly at: Date;
  readonly circumstances: string;
  readonly failureIds: readonly string[];
}
export interface Breach {
  readonly id: string;
  readonly failureIds: readonly string[];
  /** Where the time to the outcome is counted from: the earliest failure it is about. */
  readonly failedAt: Date;
  readonly referredAt: Date;
  readonly presentedAt: Date | null;
  readonly ground: "failure-to-comply" | "further-offence" | null;
  readonly finding: "admitted" | "proved" | "not-proved" | "withdrawn" | null;
  readonly outcome: (typeof breachOutcomes)[number] | null;
  readonly resolvedAt: Date | null;
}
export interface EnforcementEntry {
  readonly at: Date;
  readonly by: string;
  readonly move: EnforcementMove;
  readonly state: EnforcementState;
  readonly text: string | null;
}
/** How an order is enforced: one for each order, compliant until a failure is recorded. */
export interface Enforcement extends InFile {
  readonly orderId: string;
  readonly state: EnforcementState;
  /** Since when it is in this state. */
  readonly stateSince: Date;
  readonly failures: readonly Failure[];
  readonly warnings: readonly Warning[];
  readonly breaches: readonly Breach[];
  readonly log: readonly EnforcementEntry[];
}

export function enforcementModel(db: Connection): Model<Enforcement> {
  const { Mixed } = mongoose.Schema.Types;
  const fields = { failures: [Mixed], warnings: [Mixed], breaches: [Mixed], log: [Mixed] };
  return recordModel<Enforcement>(
    db,
    "enforcement",
    { ...inFileFields, orderId: requiredText, state: requiredText, stateSince: Date, ...fields },
    [...byFile, { agencyId: 1, state: 1, stateSince: 1 }, { courtId: 1, state: 1, stateSince: 1 }],
  );
}
