import { atHour } from "../../../libs/clock/day.ts";
import { addWorkingDays } from "../../../libs/clock/working-days.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import { firstAppointmentWorkingDays } from "../cases.rules.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Hearing } from "../hearings/hearings.schema.ts";
import { type ObligationsStore, obligationIdOf } from "./obligations.store.ts";

/** When a session begins, for somebody who is told to come: courts sit from ten and from two. */
const sessionBeginsAtHour = { morning: 10, afternoon: 14 } as const;

/** What is expected because of something that has happened, and what has become of it: safe to repeat, named by the event. */
export function obligationSteps(store: ObligationsStore, { hearings }: Pick<CasesModels, "hearings">) {
  return {
    async firstAppointment(event: RecordEvent<"order.made">): Promise<void> {
      const { defendantId, caseId, courtId, supervisedBy } = event.data;
      const { recordId: orderId, occurredAt } = event;
      const about = { defendantId, caseId, courtId, agencyId: supervisedBy, orderId, occurredAt };
      const dueAt = addWorkingDays(occurredAt, firstAppointmentWorkingDays);
      await store.expectAfter(
        event,
        { ...about, kind: "appointment", dueAt },
        obligationIdOf(orderId, "first appointment"),
      );
    },

    async attendance(event: RecordEvent<"hearing.listed">): Promise<void> {
      const { caseId, courtId, defendantIds, day, session } = event.data;
      const dueAt = atHour(day, session === "afternoon" ? sessionBeginsAtHour.afternoon : sessionBeginsAtHour.morning);
      const about = { caseId, courtId, agencyId: courtId, occurredAt: event.occurredAt, sourceId: event.recordId };
      for (const defendantId of defendantIds)
        await store.expectAfter(
          event,
          { ...about, defendantId, kind: "hearing", dueAt },
          obligationIdOf(event.recordId, defendantId),
        );
    },

    /** Whoever was there has come; of the others the court says whether they had a good reason. */
    async attended(event: RecordEvent<"hearing.held">): Promise<void> {
      for (const defendantId of event.data.present)
        await store.settleAfter(event, obligationIdOf(event.recordId, defendantId), "attended-complied");
    },

    async vacated(event: RecordEvent<"hearing.vacated">): Promise<void> {
      const hearing = await hearings.findById(event.recordId).lean<Hearing>();
      for (const defendantId of hearing?.defendantIds ?? [])
        await store.settleAfter(event, obligationIdOf(event.recordId, defendantId), "not-held");
    },

    async preSentenceReport(event: RecordEvent<"psr.requested">): Promise<void> {
      const { defendantId, caseId, courtId, agencyId, dueAt } = event.data;
      const about = { defendantId, caseId, courtId, agencyId, occurredAt: event.occurredAt, sourceId: event.recordId };
      const id = obligationIdOf(event.recordId, "pre-sentence report");
      await store.expectAfter(event, { ...about, kind: "pre-sentence-report", dueAt }, id);
    },

    delivered: (event: RecordEvent<"psr.delivered">) =>
      store.settleAfter(event, obligationIdOf(event.recordId, "pre-sentence report"), "attended-complied"),
  };
}
