import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import type { ObligationStatus } from "../cases.rules.ts";
import { byFile, type Correction, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { ObligationKind } from "./obligations.rules.ts";

/** Something that is expected to happen at a time: its outcome is `awaiting` until somebody says. */
export interface Obligation extends InFile {
  /** The order it is under, if any. */
  readonly orderId: string | null;
  readonly requirementId: string | null;
  /** The hearing, review, report, meeting, test or other thing it comes from; null for one that somebody set. */
  readonly sourceId: string | null;
  readonly kind: ObligationKind;
  readonly dueAt: Date;
  readonly place: string | null;
  /** Of a session of unpaid work: the hours offered and worked, the project and its ward. */
  readonly hoursOffered: number | null;
  readonly hoursCredited: number | null;
  readonly projectId: string | null;
  readonly ward: string | null;
  readonly outcome: ObligationStatus;
  readonly happenedAt: Date | null;
  readonly outcomeRecordedAt: Date | null;
  readonly outcomeBy: string | null;
  readonly remarks: string | null;
  /** The chain of a rearranged one: who moved it, what came before and what comes after. */
  readonly rearrangedBy: string | null;
  readonly supersedes: string | null;
  readonly supersededBy: string | null;
  readonly corrections: readonly Correction<ObligationStatus>[];
}

export function obligationModel(db: Connection): Model<Obligation> {
  return recordModel<Obligation>(
    db,
    "obligation",
    {
      ...inFileFields,
      orderId: String,
      requirementId: String,
      sourceId: String,
      kind: requiredText,
      dueAt: Date,
      place: String,
      hoursOffered: Number,
      hoursCredited: Number,
      projectId: String,
      ward: String,
      outcome: requiredText,
      happenedAt: Date,
      outcomeRecordedAt: Date,
      outcomeBy: String,
      remarks: String,
      rearrangedBy: String,
      supersedes: String,
      supersededBy: String,
      corrections: [mongoose.Schema.Types.Mixed],
    },
    [...byFile, { agencyId: 1, outcome: 1, kind: 1, dueAt: 1 }, { courtId: 1, outcome: 1, kind: 1, dueAt: 1 }],
  );
}
