import mongoose, { type Connection, type Model } from "mongoose";
import type { ItemDisclosure } from "../../libs/access/item-disclosures.ts";
import { recordModel, type Stored, strict } from "../../libs/record/record.ts";
import type { EscrowReason } from "./escrow.rules.ts";

export interface Note extends Stored {
  readonly defendantId: string;
  readonly caseId: string | null;
  readonly courtId: string | null;
  readonly agencyId: string;
  readonly personId: string;
  readonly occurredAt: Date;
  readonly kind: "agency" | "court";
  readonly text: string;
  readonly disclosures: readonly ItemDisclosure[];
}

/** One step in the life of a private note, sealed: its own key, wrapped by its author's, and what was done with the file it is about. */
export interface PrivateStep {
  /** That of the command that brought it. Which note the step belongs to is inside. */
  readonly id: string;
  readonly key: string;
  readonly sealed: string;
}

/** One release to one person. While it is in force the person's digest of the file finds it and their key opens it. */
export interface PrivateRelease {
  readonly id: string;
  /** A digest of the file under the grantee's key; null once recalled. */
  readonly tag: string | null;
  /** What it says, sealed for the author and for the grantee; for the latter null once recalled. */
  readonly forAuthor: string;
  readonly forGrantee: string | null;
  /** The keys of the texts, wrapped by the grantee's key. */
  readonly keys: readonly { readonly step: string; readonly key: string }[];
}

/** One author's notes on one file. The id is a keyed digest of both, so a dump tells neither the file nor that it has notes. */
export interface PrivateNotes extends Stored {
  readonly authorId: string;
  /** Only ever added to: nothing that was written is lost. */
  readonly steps: readonly PrivateStep[];
  readonly releases: readonly PrivateRelease[];
}

/** A person's own key, wrapped by the master key, which is not in the database. */
export interface AuthorKey {
  readonly _id: string;
  readonly wrappedKey: string;
}

/** An author's key, wrapped for a successor by the successor's own key. The id is that of the escrow. */
export interface EscrowKey {
  readonly _id: string;
  readonly authorId: string;
  readonly successorId: string;
  readonly courtId: string;
  /** What the author wrote after this is not the successor's. */
  readonly confirmedAt: Date;
  readonly wrappedKey: string;
}

/** The passing of an author's notes to a successor, step by step; of the notes it says nothing. */
export interface Escrow extends Stored {
  readonly authorId: string;
  readonly successorId: string;
  readonly courtId: string;
  readonly reason: EscrowReason;
  readonly proposedBy: string;
  readonly approvedBy: string | null;
  readonly confirmedBy: string | null;
}

export interface NotesModels {
  readonly notes: Model<Note>;
  readonly privateNotes: Model<PrivateNotes>;
  readonly authorKeys: Model<AuthorKey>;
  readonly escrows: Model<Escrow>;
  readonly escrowKeys: Model<EscrowKey>;
}

export function notesModels(db: Connection): NotesModels {
  const text = { type: String, required: true } as const;
  const authorKeySchema = new mongoose.Schema<AuthorKey>(
    { _id: String, wrappedKey: String },
    { ...strict, collection: "author-keys" },
  );
  const escrowKeySchema = new mongoose.Schema<EscrowKey>(
    { _id: String, authorId: String, successorId: String, courtId: String, confirmedAt: Date, wrappedKey: String },
    { ...strict, collection: "escrow-keys" },
  );
  escrowKeySchema.index({ successorId: 1 });
  const { Mixed } = mongoose.Schema.Types;
  return {
    notes: recordModel<Note>(
      db,
      "note",
      {
        defendantId: text,
        caseId: String,
        courtId: String,
        agencyId: text,
        personId: text,
        occurredAt: Date,
        kind: text,
        text,
        disclosures: [mongoose.Schema.Types.Mixed],
      },
      [{ defendantId: 1, occurredAt: 1 }],
    ),
    privateNotes: recordModel<PrivateNotes>(
      db,
      "private-notes",
      { authorId: text, steps: [Mixed], releases: [Mixed] },
      [{ authorId: 1, _id: 1 }, { "releases.tag": 1 }],
    ),
    authorKeys: db.model<AuthorKey>("author-key", authorKeySchema),
    escrows: recordModel<Escrow>(
      db,
      "escrow",
      {
        authorId: text,
        successorId: text,
        courtId: text,
        reason: text,
        proposedBy: text,
        approvedBy: String,
        confirmedBy: String,
      },
      [{ recordedAt: 1 }, { courtId: 1, recordedAt: 1 }],
    ),
    escrowKeys: db.model<EscrowKey>("escrow-key", escrowKeySchema),
  };
}
