import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { Disposal } from "./spent.rules.ts";

/** A conviction before, or beside, what the file is about. */
export interface Conviction extends Stored {
  readonly defendantId: string;
  readonly caseId: null;
  readonly courtId: null;
  readonly agencyId: string;
  readonly occurredAt: Date;
  readonly convictedOn: string;
  readonly court: string;
  readonly offences: readonly {
    readonly code: string | null;
    readonly title: string;
    readonly committedOn: string | null;
  }[];
  readonly disposals: readonly Disposal[];
  readonly isSummaryOnly: boolean;
  readonly isSchedule18: boolean;
  readonly corrections: readonly {
    readonly at: Date;
    readonly by: string;
    readonly reason: string;
    readonly fields: readonly string[];
  }[];
}

export function convictionModel(db: Connection): Model<Conviction> {
  const text = { type: String, required: true } as const;
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<Conviction>(
    db,
    "conviction",
    {
      defendantId: text,
      caseId: String,
      courtId: String,
      agencyId: text,
      occurredAt: { type: Date, required: true },
      convictedOn: text,
      court: text,
      offences: [Mixed],
      disposals: [Mixed],
      isSummaryOnly: Boolean,
      isSchedule18: Boolean,
      corrections: [Mixed],
    },
    [{ defendantId: 1, occurredAt: 1 }],
  );
}
