import type { Connection, Model } from "mongoose";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import { requiredText } from "../in-file.ts";
import type { projectKinds } from "./payback-projects.contract.ts";

/** Where unpaid work is done; the days are the first and the last. */
export interface PaybackProject extends Stored {
  readonly name: string;
  readonly ward: string;
  readonly kind: (typeof projectKinds)[number];
  readonly courtId: string;
  readonly agencyId: string;
  readonly from: string;
  readonly to: string | null;
}

export function paybackProjectModel(db: Connection): Model<PaybackProject> {
  return recordModel<PaybackProject>(
    db,
    "payback-project",
    {
      name: requiredText,
      ward: requiredText,
      kind: requiredText,
      courtId: requiredText,
      agencyId: requiredText,
      from: requiredText,
      to: String,
    },
    [{ courtId: 1 }, { agencyId: 1 }],
  );
}
