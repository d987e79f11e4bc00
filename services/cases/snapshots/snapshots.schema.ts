import mongoose, { type Connection, type Model } from "mongoose";
import type { ViewToFreeze } from "../../../libs/contract/frozen.ts";
import type { HeldThen } from "../../../libs/contract/views.ts";
import { recordModel, type Stored } from "../../../libs/record/record.ts";

/** How what the court was shown is named by the sentence that was passed on it. */
export interface SnapshotRef {
  readonly id: string;
  /** SHA-256 of the content as JSON with its keys in order (RFC 8785), in hexadecimal. */
  readonly contentHash: string;
}

/** What was shown, when, to whom and in which matter. JSON and nothing else, so that it hashes alike for ever. */
export interface FrozenContent {
  /** So that nobody can find out by trial, from the hash, what was not shown to them. */
  readonly salt: string;
  readonly caseId: string;
  readonly defendantId: string;
  readonly courtId: string;
  readonly hearingId: string;
  readonly takenAt: string;
  readonly shownTo: { readonly personId: string; readonly agencyId: string; readonly roles: readonly string[] };
  readonly view: Omit<ViewToFreeze, "held">;
}

/** What a court was shown when it passed sentence. Stored before the sentence that names it, and never changed. */
export interface Snapshot extends Stored {
  readonly defendantId: string;
  readonly caseId: string;
  readonly courtId: string;
  readonly agencyId: string;
  readonly occurredAt: Date;
  readonly contentHash: string;
  readonly content: FrozenContent;
  /** Beside the content, since it was not shown: by what it is decided who may read each thing of it. */
  readonly held: readonly HeldThen[];
}

export function snapshotModel(db: Connection): Model<Snapshot> {
  const text = { type: String, required: true } as const;
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<Snapshot>(
    db,
    "snapshot",
    {
      defendantId: text,
      caseId: text,
      courtId: text,
      agencyId: text,
      occurredAt: { type: Date, required: true },
      contentHash: text,
      content: { type: Mixed, required: true },
      held: [Mixed],
    },
    [{ defendantId: 1, occurredAt: 1 }, { recordedAt: 1 }],
  );
}
