import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InCase, inFileFields, requiredText } from "../in-file.ts";
import type { paymentKinds } from "./payments.reference.ts";
import type { Instalment, PaymentEntry } from "./payments.rules.ts";

/** Money that a court has ordered somebody to pay, and what became of it. */
export interface Payment extends InCase {
  readonly kind: (typeof paymentKinds)[number];
  readonly amountPence: number;
  readonly dueOn: string;
  readonly instalment: Instalment | null;
  readonly entries: readonly PaymentEntry[];
}

export function paymentModel(db: Connection): Model<Payment> {
  return recordModel<Payment>(
    db,
    "payment",
    {
      ...inFileFields,
      kind: requiredText,
      amountPence: Number,
      dueOn: requiredText,
      instalment: mongoose.Schema.Types.Mixed,
      entries: [mongoose.Schema.Types.Mixed],
    },
    byFile,
  );
}
