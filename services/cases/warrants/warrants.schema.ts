import type { Connection, Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import type { WarrantStatus } from "../cases.states.ts";
import { byFile, type InCase, inFileFields, requiredText } from "../in-file.ts";
import type { warrantReasons, warrantTypes } from "./warrants.reference.ts";

export interface Warrant extends InCase {
  readonly type: (typeof warrantTypes)[number];
  readonly reason: (typeof warrantReasons)[number];
  readonly ward: string | null;
  readonly status: WarrantStatus;
  readonly endedAt: Date | null;
  readonly remarks: string | null;
}
export function warrantModel(db: Connection): Model<Warrant> {
  return recordModel<Warrant>(
    db,
    "warrant",
    {
      ...inFileFields,
      type: requiredText,
      reason: requiredText,
      ward: String,
      status: requiredText,
      endedAt: Date,
      remarks: String,
    },
    [...byFile, { courtId: 1, status: 1, occurredAt: 1 }],
  );
}
