import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { HearingStatus } from "../cases.rules.ts";
import type { TrialStatus } from "../cases.states.ts";
import { requiredText } from "../in-file.ts";
import type { AttendanceEntry, NextListing } from "./hearings.rules.ts";

export interface Hearing extends Stored {
  readonly agencyId: string;
  readonly occurredAt: Date;
  readonly caseId: string;
  readonly courtId: string;
  readonly defendantIds: readonly string[];
  readonly day: string;
  readonly session: "morning" | "afternoon";
  readonly room: string;
  readonly order: number;
  readonly type: string;
  readonly status: HearingStatus;
  readonly present: readonly string[];
  readonly heldAt: Date | null;
  /** Every day it takes, the first one too. */
  readonly days: readonly string[];
  /** The judges or magistrates who sit, by their ids. */
  readonly bench: readonly string[];
  /** All that was recorded of who attended, corrections after what they correct. */
  readonly attendance: readonly AttendanceEntry[];
  /** Why it was moved, vacated or adjourned. */
  readonly ended: {
    readonly reason: string;
    readonly agency: string;
    readonly remarks: string | null;
    readonly at: Date;
  } | null;
  readonly next: NextListing | null;
  readonly nextHearingId: string | null;
  readonly previousHearingId: string | null;
  /** How a listing for trial ended; null for a hearing of another type. */
  readonly trial: {
    readonly classification: TrialStatus;
    readonly reason: string | null;
    readonly party: string | null;
    readonly at: Date | null;
  } | null;
}
export function hearingModel(db: Connection): Model<Hearing> {
  return recordModel<Hearing>(
    db,
    "hearing",
    {
      agencyId: requiredText,
      occurredAt: Date,
      caseId: requiredText,
      courtId: requiredText,
      defendantIds: [String],
      day: requiredText,
      session: requiredText,
      room: requiredText,
      order: Number,
      type: requiredText,
      status: requiredText,
      present: [String],
      heldAt: Date,
      days: [String],
      bench: [String],
      attendance: [mongoose.Schema.Types.Mixed],
      ended: mongoose.Schema.Types.Mixed,
      next: mongoose.Schema.Types.Mixed,
      nextHearingId: String,
      previousHearingId: String,
      trial: mongoose.Schema.Types.Mixed,
    },
    [
      { defendantIds: 1, occurredAt: 1 },
      { courtId: 1, day: 1 },
      { courtId: 1, days: 1 },
      { courtId: 1, status: 1, heldAt: 1 },
    ],
  );
}
