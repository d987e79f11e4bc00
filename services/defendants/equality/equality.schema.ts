import type { Connection, Model } from "mongoose";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { declarers, disabilities, Ethnicity, genderIdentities } from "./equality.reference.ts";

/** What a person said of themself on one day. It is never changed: what is put right is said again. */
export interface EqualityDeclaration extends Stored {
  readonly defendantId: string;
  /** The agency that wrote it down. */
  readonly agencyId: string;
  readonly occurredAt: Date;
  readonly ethnicity: Ethnicity;
  readonly disability: (typeof disabilities)[number];
  readonly genderIdentity: (typeof genderIdentities)[number] | null;
  readonly declaredBy: (typeof declarers)[number];
  readonly isCorrection: boolean;
}

export function equalityModel(db: Connection): Model<EqualityDeclaration> {
  const text = { type: String, required: true };
  return recordModel<EqualityDeclaration>(
    db,
    "equality",
    {
      defendantId: text,
      agencyId: text,
      occurredAt: { type: Date, required: true },
      ethnicity: text,
      disability: text,
      genderIdentity: String,
      declaredBy: text,
      isCorrection: { type: Boolean, required: true },
    },
    [{ defendantId: 1, occurredAt: 1 }],
  );
}
