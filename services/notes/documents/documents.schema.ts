import mongoose, { type Connection, type Model } from "mongoose";
import type { ItemDisclosure } from "../../../libs/access/item-disclosures.ts";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { DocumentClass } from "./documents.contract.ts";
import type { DocumentType } from "./documents.rules.ts";

/** What is known of a document; its content stands in GridFS under `contentId`. */
export interface DocumentRecord extends Stored {
  readonly defendantId: string;
  readonly caseId: string | null;
  readonly courtId: string | null;
  readonly agencyId: string;
  readonly personId: string;
  readonly occurredAt: Date;
  readonly class: DocumentClass;
  readonly title: string;
  readonly type: DocumentType;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly contentId: string;
  readonly disclosures: readonly ItemDisclosure[];
}

export function documentModel(db: Connection): Model<DocumentRecord> {
  const text = { type: String, required: true } as const;
  return recordModel<DocumentRecord>(
    db,
    "document",
    {
      defendantId: text,
      caseId: String,
      courtId: String,
      agencyId: text,
      personId: text,
      occurredAt: Date,
      class: text,
      title: text,
      type: text,
      sizeBytes: Number,
      sha256: text,
      contentId: text,
      disclosures: [mongoose.Schema.Types.Mixed],
    },
    [{ defendantId: 1, occurredAt: 1 }, { contentId: 1 }],
  );
}
