import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { AncillaryMove, AncillaryOrderType, AncillaryState } from "./ancillary-orders.rules.ts";

/** One thing that the order forbids or requires; of a deferred sentence also whether it is met, once somebody has said. */
export interface AncillaryTerm {
  readonly id: string;
  readonly kind: "prohibition" | "requirement";
  readonly text: string;
  readonly isMet: boolean | null;
}
/** A criminal behaviour order, a restraining order or a deferred sentence, of the court that made it. */
export interface AncillaryOrder extends InFile {
  readonly caseId: string;
  readonly courtId: string;
  readonly offenceId: string;
  readonly hearingId: string;
  readonly type: AncillaryOrderType;
  readonly status: AncillaryState;
  readonly madeOn: string;
  /** Null: until further order. */
  readonly endsOn: string | null;
  readonly supervisedBy: string | null;
  readonly isUnder18: boolean;
  readonly terms: readonly AncillaryTerm[];
  readonly endedAt: Date | null;
  readonly log: readonly {
    readonly at: Date;
    readonly by: string;
    readonly move: AncillaryMove | "deal-with";
    readonly state: AncillaryState;
    readonly text: string | null;
  }[];
}

export function ancillaryOrderModel(db: Connection): Model<AncillaryOrder> {
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<AncillaryOrder>(
    db,
    "ancillary-order",
    {
      ...inFileFields,
      offenceId: requiredText,
      hearingId: requiredText,
      type: requiredText,
      status: requiredText,
      madeOn: requiredText,
      endsOn: String,
      supervisedBy: String,
      isUnder18: Boolean,
      terms: [Mixed],
      endedAt: Date,
      log: [Mixed],
    },
    byFile,
  );
}
