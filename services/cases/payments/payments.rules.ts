import { fail } from "../../../libs/errors/errors.ts";

export interface Instalment {
  readonly amountPence: number;
  readonly every: "week" | "month";
}
/** What became of some of the money. A receipt that was wrong is reversed by an entry that says why. */
export interface PaymentEntry {
  readonly id: string;
  readonly kind: "receipt" | "reversal" | "write-off";
  readonly amountPence: number;
  readonly at: Date;
  readonly recordedAt: Date;
  /** The receipt that a reversal takes back. */
  readonly of: string | null;
  readonly reason: string | null;
}
interface Owed {
  readonly amountPence: number;
  readonly entries: readonly Pick<PaymentEntry, "id" | "kind" | "amountPence" | "of">[];
}

const total = ({ entries }: Owed, kind: PaymentEntry["kind"]) =>
  entries.filter(entry => entry.kind === kind).reduce((sum, { amountPence }) => sum + amountPence, 0);

export const paidPence = (owed: Owed): number => total(owed, "receipt") - total(owed, "reversal");
export const outstandingPence = (owed: Owed): number => owed.amountPence - paidPence(owed) - total(owed, "write-off");

export function paymentStatus(owed: Owed): "outstanding" | "paid" | "written-off" {
  if (outstandingPence(owed) > 0) return "outstanding";
  return total(owed, "write-off") > 0 ? "written-off" : "paid";
}

/** Fails with RULE_BROKEN where more would be paid or written off than is outstanding. */
export function assertOutstanding(owed: Owed, amountPence: number): void {
  const left = outstandingPence(owed);
  if (amountPence > left) fail("RULE_BROKEN", { detail: `${left} pence are outstanding, and no more.` });
}

/** The receipt to take back. Fails with VALIDATION when there is none, RULE_BROKEN when it has been taken back. */
export function receiptToReverse(owed: Owed, id: string): number {
  const receipt = owed.entries.find(entry => entry.kind === "receipt" && entry.id === id);
  if (!receipt) return fail("VALIDATION", { errors: [{ path: "receiptId", message: "expected a receipt of this" }] });
  if (owed.entries.some(({ of }) => of === id)) fail("RULE_BROKEN", { detail: "This receipt was reversed already." });
  return receipt.amountPence;
}
