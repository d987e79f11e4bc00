import { fail } from "../../../libs/errors/errors.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import { dueAtOf, duesOf, outcomeOfDue, standingOfDues } from "./payments.dues.ts";
import type { Payment } from "./payments.schema.ts";

const obligationOf = (paymentId: string, n: number) => obligationIdOf(paymentId, `due ${n}`);

/** Money that is due is expected like anything else, and what comes in settles it: nobody says it a second time. */
export function paymentSteps(store: ObligationsStore, { payments }: Pick<CasesModels, "payments">) {
  const paymentOf = async ({ recordId }: RecordEvent) =>
    (await payments.findById(recordId).lean<Payment>()) ?? fail("INTERNAL");

  return {
    async expect(event: RecordEvent<"payment.imposed">): Promise<void> {
      const payment = await paymentOf(event);
      const { _id: sourceId, defendantId, caseId, courtId, occurredAt } = payment;
      const about = { defendantId, caseId, courtId, agencyId: courtId, occurredAt, sourceId };
      for (const [n, due] of duesOf(payment).entries())
        await store.expectAfter(event, { ...about, kind: "payment", dueAt: dueAtOf(due) }, obligationOf(sourceId, n));
    },

    /** Whatever was entered: each part is brought to where all entries together have it. */
    async follow(event: RecordEvent<"payment.received" | "payment.corrected" | "payment.written-off">): Promise<void> {
      const payment = await paymentOf(event);
      for (const [n, standing] of standingOfDues(duesOf(payment), payment.entries).entries())
        await store.accordAfter(event, obligationOf(payment._id, n), {
          outcome: outcomeOfDue[standing.state],
          at: "at" in standing ? standing.at : event.occurredAt,
          reason: "What was paid, reversed or written off changed it",
        });
    },
  };
}
