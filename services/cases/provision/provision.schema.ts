import type { Connection, Model } from "mongoose";
import { uuidFrom } from "../../../libs/record/command.ts";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { RequirementType } from "../cases.reference.ts";
import { requiredText } from "../in-file.ts";

/** What an agency can provide at a court, as it last said. */
export interface Provision extends Stored {
  readonly courtId: string;
  readonly agencyId: string;
  readonly requirementType: RequirementType;
  readonly placesFree: number;
  /** The first day on which a place can begin; null where none is free and nobody knows when. */
  readonly nextStartOn: string | null;
  readonly statedAt: Date;
  /** Since when it is no longer provided. */
  readonly withdrawnAt: Date | null;
}

/** One for an agency, a court and a type: what is said anew takes the place of what was said before. */
export const provisionIdOf = ({
  agencyId,
  courtId,
  requirementType,
}: Pick<Provision, "agencyId" | "courtId" | "requirementType">): string =>
  uuidFrom("provision", `${agencyId}|${courtId}|${requirementType}`);

export function provisionModel(db: Connection): Model<Provision> {
  return recordModel<Provision>(
    db,
    "provision",
    {
      courtId: requiredText,
      agencyId: requiredText,
      requirementType: requiredText,
      placesFree: { type: Number, required: true },
      nextStartOn: String,
      statedAt: { type: Date, required: true },
      withdrawnAt: Date,
    },
    [{ courtId: 1, withdrawnAt: 1 }],
  );
}
