import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { ContactState } from "./victims.rules.ts";

/** That a victim of a case was offered contact by an agency, at `occurredAt`. It holds no name, no address and no text. */
export interface VictimContact extends InFile {
  readonly caseId: string;
  readonly courtId: string;
  /** The restorative meeting that it is about: then the answer is whether the victim agrees to meet. */
  readonly restorativeId?: string | null;
  readonly status: ContactState;
  readonly answers: readonly { readonly at: Date; readonly recordedAt: Date; readonly state: ContactState }[];
}

export function victimContactModel(db: Connection): Model<VictimContact> {
  return recordModel<VictimContact>(
    db,
    "victim-contact",
    { ...inFileFields, restorativeId: String, status: requiredText, answers: [mongoose.Schema.Types.Mixed] },
    byFile,
  );
}
