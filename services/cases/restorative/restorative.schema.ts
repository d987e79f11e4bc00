import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { RestorativeMove, RestorativeState, restorativeForms, restorativeOutcomes } from "./restorative.rules.ts";

/** A restorative meeting that was offered to a defendant at `occurredAt`. It holds no name, no text and nothing of a victim. */
export interface RestorativeMeeting extends InFile {
  readonly caseId: string;
  readonly courtId: string;
  readonly status: RestorativeState;
  readonly form: (typeof restorativeForms)[number] | null;
  readonly outcome: (typeof restorativeOutcomes)[number] | null;
  readonly log: readonly { readonly at: Date; readonly recordedAt: Date; readonly move: RestorativeMove }[];
}

export function restorativeModel(db: Connection): Model<RestorativeMeeting> {
  return recordModel<RestorativeMeeting>(
    db,
    "restorative-meeting",
    {
      ...inFileFields,
      ...{ status: requiredText, form: String, outcome: String, log: [mongoose.Schema.Types.Mixed] },
    },
    byFile,
  );
}
