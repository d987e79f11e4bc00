import mongoose, { type Connection } from "mongoose";
import type { AppendOnly } from "../../libs/record/append-only.ts";
import type { AuditRow } from "../../libs/record/audit-row.ts";
import { strict } from "../../libs/record/record.ts";

/**
 * Two chains, so that nothing that reads, counts or publishes the one can touch the other: rows about private notes,
 * which their author alone may see, are in the second.
 */
export const chains = ["main", "private-notes"] as const;
export type Chain = (typeof chains)[number];

/** One row in its place: `hash` is of the row and of the hash before it, so none can be changed, moved, put in or left out unseen. */
export interface Entry {
  /** The row's own id, so that each row is in a chain once. */
  readonly _id: string;
  readonly chain: Chain;
  /** From 1, without gaps. */
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly row: AuditRow;
}

/** What was true of a chain at a moment, signed: whoever keeps it sees a shorter or another chain for what it is. */
export interface Checkpoint {
  readonly chain: Chain;
  readonly length: number;
  readonly head: string;
  readonly at: string;
  readonly kid: string;
  readonly signature: string;
}

export interface AuditModels {
  readonly entries: AppendOnly<Entry>;
  readonly checkpoints: AppendOnly<Checkpoint & { readonly _id: string }>;
}

export function auditModels(db: Connection): AuditModels {
  const entry = new mongoose.Schema(
    { _id: String, chain: String, seq: Number, prev: String, hash: String, row: mongoose.Schema.Types.Mixed },
    { ...strict, strictQuery: false, collection: "chain" }, // Readings look into the row, which has no schema here.
  );
  // One writer: of two that link a row to the same place, the second is refused.
  entry.index({ chain: 1, seq: 1 }, { unique: true });
  for (const field of ["objects.fileId", "objects.recordId", "objects.holderAgencyIds", "who.id", "who.agencyId"])
    entry.index({ [`row.${field}`]: 1, seq: -1 });
  entry.index({ "row.at": 1 });
  entry.index({ "row.grantId": 1, seq: -1 }, { partialFilterExpression: { "row.grantId": { $type: "string" } } });
  const checkpoint = new mongoose.Schema(
    { _id: String, chain: String, length: Number, head: String, at: String, kid: String, signature: String },
    { ...strict, collection: "checkpoints" },
  );
  checkpoint.index({ chain: 1, length: 1 });
  return {
    entries: db.model("chain-entry", entry) as unknown as AuditModels["entries"],
    checkpoints: db.model("checkpoint", checkpoint) as unknown as AuditModels["checkpoints"],
  };
}
