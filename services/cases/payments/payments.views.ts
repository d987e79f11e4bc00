import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { outstandingPence, paidPence, paymentStatus } from "./payments.rules.ts";
import type { Payment } from "./payments.schema.ts";

const words = { receipt: "received", reversal: "receipt reversed", "write-off": "written off" } as const;
const pounds = (pence: number) => `£${(pence / 100).toFixed(2)}`;

/** Money to be paid, as it appears in a file. */
export const paymentsPart: PartDefinition<Payment> = {
  part: "payments",
  class: "results",
  category: () => "convicted",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    class: "results",
    agencyId,
    caseId,
    occurredAt,
    recordedAt,
  }),
  view: (stored, view) => ({
    caseId: stored.caseId,
    courtId: stored.courtId,
    kind: stored.kind,
    status: paymentStatus(stored),
    ...(view === "full" && {
      amountPence: stored.amountPence,
      paidPence: paidPence(stored),
      outstandingPence: outstandingPence(stored),
      dueOn: stored.dueOn,
      instalment: stored.instalment && { ...stored.instalment },
      entries: stored.entries.map(({ id, kind, amountPence, at, of, reason }) => ({
        id,
        kind,
        amountPence,
        at: at.toISOString(),
        of,
        reason,
      })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, kind, amountPence, entries }) => [
    { at: occurredAt, recordedAt, what: `To be paid: ${kind}, ${pounds(amountPence)}` },
    ...entries.map(entry => ({
      at: entry.at,
      recordedAt: entry.recordedAt,
      what: `${kind} ${words[entry.kind]}: ${pounds(entry.amountPence)}`,
    })),
  ],
};
