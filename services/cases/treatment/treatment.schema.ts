import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { exitReasons, modalities, TreatmentState } from "./treatment.rules.ts";

/** What somebody is treated with, from a referral that started. Its agency is the one that treats; it began at `occurredAt`. */
export interface TreatmentEpisode extends InFile {
  readonly referralId: string;
  /** The requirement it is given under, if any. */
  readonly orderId: string | null;
  readonly requirementId: string | null;
  readonly modality: (typeof modalities)[number];
  readonly status: TreatmentState;
  readonly plannedEndOn: string;
  readonly endedAt: Date | null;
  readonly exitReason: (typeof exitReasons)[number] | null;
  /** What was said about the treatment, in order; a later entry puts an earlier one right. */
  readonly details: readonly { readonly at: Date; readonly by: string; readonly text: string }[];
}

export function treatmentModel(db: Connection): Model<TreatmentEpisode> {
  return recordModel<TreatmentEpisode>(
    db,
    "treatment-episode",
    {
      ...inFileFields,
      referralId: requiredText,
      orderId: String,
      requirementId: String,
      modality: requiredText,
      status: requiredText,
      plannedEndOn: requiredText,
      endedAt: Date,
      exitReason: String,
      details: [mongoose.Schema.Types.Mixed],
    },
    byFile,
  );
}
