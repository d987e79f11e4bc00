import mongoose, { type Connection, type Model } from "mongoose";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { Mappa, MarkerEnding, MarkerKind, MarkerState } from "./markers.rules.ts";

/** What must be known of a person at a glance. It counts from `occurredAt`; its agency is the one that set it. */
export interface Marker extends InFile {
  readonly kind: MarkerKind;
  /** Says who may know of it, by its kind. */
  readonly class: InformationClass;
  readonly mappa: Mappa | null;
  readonly status: MarkerState;
  readonly until: string | null;
  readonly renewals: readonly { readonly at: Date; readonly by: string; readonly until: string | null }[];
  readonly ended: { readonly at: Date; readonly recordedAt: Date; readonly reason: MarkerEnding } | null;
}

export function markerModel(db: Connection): Model<Marker> {
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<Marker>(
    db,
    "marker",
    {
      ...inFileFields,
      ...{ kind: requiredText, class: requiredText, status: requiredText },
      ...{ mappa: Mixed, until: String, renewals: [Mixed], ended: Mixed },
    },
    byFile,
  );
}
