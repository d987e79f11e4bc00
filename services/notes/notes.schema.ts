import mongoose, { type Connection, type Model } from "mongoose";
import type { ItemDisclosure } from "../../libs/access/item-disclosures.ts";
import { recordModel, type Stored, strict } from "../../libs/record/record.ts";

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

/** One sealed note: its own key, wrapped by its author's, and the text with the file it is about. */
export interface PrivateEntry {
  readonly id: string;
  readonly wrappedKey: string;
  readonly sealed: string;
}

/** One author's notes on one file. The id is a keyed digest of both, so a dump tells neither the file nor that it has notes. */
export interface PrivateNotes extends Stored {
  readonly authorId: string;
  readonly entries: readonly PrivateEntry[];
}

/** An author's key, wrapped by the master key, which is not in the database. */
export interface AuthorKey {
  readonly _id: string;
  readonly wrappedKey: string;
}

export interface NotesModels {
  readonly notes: Model<Note>;
  readonly privateNotes: Model<PrivateNotes>;
  readonly authorKeys: Model<AuthorKey>;
}

export function notesModels(db: Connection): NotesModels {
  const text = { type: String, required: true } as const;
  const authorKeySchema = new mongoose.Schema<AuthorKey>(
    { _id: String, wrappedKey: String },
    { ...strict, collection: "author-keys" },
  );
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
    privateNotes: recordModel<PrivateNotes>(db, "private-notes", {
      authorId: text,
      entries: [mongoose.Schema.Types.Mixed],
    }),
    authorKeys: db.model<AuthorKey>("author-key", authorKeySchema),
  };
}
