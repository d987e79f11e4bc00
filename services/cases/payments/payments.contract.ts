import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { amountMaxPence, paymentKinds } from "./payments.reference.ts";

const { id, past, day, text } = fields;
const pence = z.int().min(1).max(amountMaxPence);
const paymentView = z.looseObject({ id, version: z.int(), source: sourceSchema });

/** Fines, compensation, costs and surcharges: what was ordered, what came, what is left. Amounts are in pence. */
export const paymentsContracts = {
  imposePayment: contract(
    "cases.imposePayment",
    "Record money that the court has ordered to be paid, and when it is due",
    z.strictObject({
      caseId: id,
      defendantId: id,
      kind: z.enum(paymentKinds),
      amountPence: pence,
      dueOn: day,
      instalment: z.strictObject({ amountPence: pence, every: z.enum(["week", "month"]) }).optional(),
      imposedAt: past.optional(),
    }),
    paymentView,
  ),
  recordReceipt: contract(
    "cases.recordReceipt",
    "Record money received",
    z.strictObject({ id, amountPence: pence, receivedAt: past.optional() }),
    paymentView,
  ),
  reverseReceipt: contract(
    "cases.reverseReceipt",
    "Take back a receipt that was recorded wrongly, and say why",
    z.strictObject({ id, receiptId: id, reason: text(500), reversedAt: past.optional() }),
    paymentView,
  ),
  writeOff: contract(
    "cases.writeOff",
    "Write off what is outstanding, or some of it, and say why",
    z.strictObject({ id, amountPence: pence, reason: text(500), writtenOffAt: past.optional() }),
    paymentView,
  ),
  getPayment: contract("cases.getPayment", "Money to be paid, and what was paid", z.strictObject({ id }), paymentView),
};
