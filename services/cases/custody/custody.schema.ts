import mongoose, { type Connection, type Model } from "mongoose";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { CustodyKind, CustodyMove, CustodyState, ReleaseReason } from "./custody.rules.ts";

export interface Licence {
  readonly endsOn: string;
  readonly conditions: readonly string[];
}
/** What was told of it on the way, in order. */
export interface CustodyEntry {
  readonly at: Date;
  readonly recordedAt: Date;
  readonly move: CustodyMove;
  readonly establishment: string | null;
}

/** A time that somebody is held, from `occurredAt`; its agency is the one that wrote it down. */
export interface Custody extends InFile {
  readonly caseId: string;
  readonly courtId: string;
  readonly kind: CustodyKind;
  /** Says who may know of it, by its kind. */
  readonly class: InformationClass;
  readonly status: CustodyState;
  readonly establishment: string;
  readonly expectedReleaseOn: string | null;
  readonly releasedAt: Date | null;
  readonly releaseReason: ReleaseReason | null;
  readonly licence: Licence | null;
  readonly log: readonly CustodyEntry[];
}

export function custodyModel(db: Connection): Model<Custody> {
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<Custody>(
    db,
    "custody",
    {
      ...inFileFields,
      ...{ kind: requiredText, class: requiredText, status: requiredText, establishment: requiredText },
      ...{ expectedReleaseOn: String, releasedAt: Date, releaseReason: String, licence: Mixed, log: [Mixed] },
    },
    byFile,
  );
}
