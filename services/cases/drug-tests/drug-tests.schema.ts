import mongoose, { type Connection, type Model } from "mongoose";
import type { ItemDisclosure } from "../../../libs/access/item-disclosures.ts";
import { recordModel } from "../../../libs/record/record.ts";
import type { testOutcomes } from "../cases.reference.ts";
import { byFile, type Correction, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { DrugTestMove, DrugTestState } from "./drug-tests.rules.ts";

export interface DrugTest extends InFile {
  readonly orderId: string | null;
  readonly sample: string;
  readonly status: DrugTestState;
  /** When it was to be taken; null for one that was recorded without a schedule. */
  readonly dueAt: Date | null;
  readonly outcome: (typeof testOutcomes)[number] | "awaiting";
  readonly positiveFor: readonly string[];
  readonly disclosures: readonly ItemDisclosure[];
  /** Taken under a requirement that gives the court the results by law. */
  readonly statutory: boolean;
  readonly log: readonly { at: Date; by: string; move: DrugTestMove; state: DrugTestState; text: string | null }[];
  readonly corrections: readonly Correction<string>[];
}
export function drugTestModel(db: Connection): Model<DrugTest> {
  return recordModel<DrugTest>(
    db,
    "drug-test",
    {
      ...inFileFields,
      orderId: String,
      sample: requiredText,
      outcome: requiredText,
      positiveFor: [String],
      disclosures: [mongoose.Schema.Types.Mixed],
      statutory: Boolean,
      status: requiredText,
      dueAt: Date,
      log: [mongoose.Schema.Types.Mixed],
      corrections: [mongoose.Schema.Types.Mixed],
    },
    [...byFile, { agencyId: 1, status: 1, dueAt: 1 }],
  );
}
