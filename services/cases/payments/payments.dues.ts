import { endOf, plusDays } from "../../../libs/clock/day.ts";
import { addMonths } from "../../../libs/clock/months.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Instalment, PaymentEntry } from "./payments.rules.ts";

/** Two years of weekly instalments: longer than courts give. */
export const duesMax = 104;

/** One part of a payment, and the day by which it is to be there. */
export interface Due {
  readonly dueOn: string;
  readonly amountPence: number;
}
interface Imposed {
  readonly amountPence: number;
  readonly dueOn: string;
  readonly instalment: Instalment | null;
}

/** What is due and when: all at once, or by instalments from the first day on, the last one with what is left. Fails with VALIDATION. */
export function duesOf({ amountPence, dueOn, instalment }: Imposed): Due[] {
  if (!instalment) return [{ dueOn, amountPence }];
  const count = Math.ceil(amountPence / instalment.amountPence);
  if (count > duesMax)
    fail("VALIDATION", {
      errors: [{ path: "instalment.amountPence", message: `expected at most ${duesMax} instalments` }],
    });
  return Array.from({ length: count }, (_, n) => ({
    dueOn: instalment.every === "week" ? plusDays(dueOn, 7 * n) : addMonths(dueOn, n),
    amountPence: Math.min(instalment.amountPence, amountPence - n * instalment.amountPence),
  }));
}

/** The end of the day by which a part is to be there. */
export const dueAtOf = ({ dueOn }: Due): Date => endOf(dueOn);

export type DueStanding =
  | { readonly state: "open" }
  /** Paid in full, and when the last penny of it came. */
  | { readonly state: "paid-in-time" | "paid-late"; readonly at: Date }
  /** Given up by the court before it was paid in full. */
  | { readonly state: "written-off" };

/**
 * What has become of each part: money goes to the parts in the order in which they are due, and what is written off is
 * taken from the last ones. A receipt that was reversed never came.
 */
export function standingOfDues(
  dues: readonly Due[],
  entries: readonly Pick<PaymentEntry, "id" | "kind" | "amountPence" | "at" | "of">[],
): DueStanding[] {
  const reversed = new Set(entries.map(({ of }) => of));
  const receipts = entries
    .filter(({ kind, id }) => kind === "receipt" && !reversed.has(id))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const total = dues.reduce((sum, { amountPence }) => sum + amountPence, 0);
  const writtenOff = entries
    .filter(({ kind }) => kind === "write-off")
    .reduce((sum, { amountPence }) => sum + amountPence, 0);
  const paid = receipts.reduce((sum, { amountPence }) => sum + amountPence, 0);
  const collectable = total - writtenOff;
  let upTo = 0;
  return dues.map(due => {
    const from = upTo;
    upTo += due.amountPence;
    const at = whenReached(receipts, upTo);
    if (at) return { state: at <= dueAtOf(due) ? "paid-in-time" : "paid-late", at };
    const isGivenUp = writtenOff > 0 && (from >= collectable || paid >= Math.min(upTo, collectable));
    return isGivenUp ? { state: "written-off" } : { state: "open" };
  });
}

function whenReached(
  receipts: readonly Pick<PaymentEntry, "amountPence" | "at">[],
  amountPence: number,
): Date | undefined {
  let sum = 0;
  return receipts.find(receipt => {
    sum += receipt.amountPence;
    return sum >= amountPence;
  })?.at;
}

/** What each standing makes of the obligation to pay. Nothing is kept by waiting, and nothing that is given up is a failure. */
export const outcomeOfDue = {
  open: "awaiting",
  "paid-in-time": "attended-complied",
  "paid-late": "attended-failed",
  "written-off": "not-held",
} as const satisfies Record<DueStanding["state"], string>;
