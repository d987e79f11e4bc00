import type { RecordEvent } from "../../../libs/record/record.ts";
import { effectsOf } from "../flow/flow.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import { attendanceOutcomes, type ReviewMove, reviewTable } from "./reviews.rules.ts";
import type { ReviewsStore } from "./reviews.store.ts";

type MovedType = Exclude<(typeof reviewTable)[ReviewMove]["tells"][number], "review.report-served">;
type Moved = { [T in MovedType]: RecordEvent<T> }[MovedType];
type Effect = (typeof reviewTable)[ReviewMove]["effects"][number];

/** What follows from a review: each effect that the table names. */
export function reviewSteps(reviews: ReviewsStore, obligations: ObligationsStore) {
  const about = ({ data: { defendantId, caseId, courtId, orderId, agencyId } }: RecordEvent<"review.due">) => ({
    ...{ defendantId, caseId, courtId, orderId, agencyId: courtId ?? agencyId },
  });
  const effects: Readonly<Record<Effect, (event: Moved) => Promise<void>>> = {
    "ask-for-report": async event => {
      if (event.type === "review.report-requested") await reviews.askForReport(event);
    },
    "move-attendance": async event => {
      if (event.type === "review.rearranged")
        await obligations.rearrangeAfter(event, event.data.obligationId, event.data.dueAt, "court");
    },
    "settle-attendance": async event => {
      if (event.type !== "review.held") return;
      const outcome = attendanceOutcomes[event.data.attendance];
      if (outcome) await obligations.settleAfter(event, event.data.obligationId, outcome);
    },
    "not-held": async event => {
      if (event.type === "review.dispensed") await obligations.settleAfter(event, event.data.obligationId, "not-held");
    },
    respond: async event => {
      if (event.type === "review.concluded") await reviews.respondAfter(event);
    },
    "set-next": async event => {
      if (event.type === "review.concluded" || event.type === "review.dispensed") await reviews.planNext(event);
    },
  };
  return {
    async due(event: RecordEvent<"review.due">): Promise<void> {
      const { recordId: sourceId, occurredAt } = event;
      const expected = { ...about(event), kind: "review" as const, dueAt: event.data.dueAt, sourceId, occurredAt };
      await obligations.expectAfter(event, expected, obligationIdOf(sourceId, "review"));
      await reviews.askByLaw(event);
    },

    async moved(event: Moved): Promise<void> {
      for (const effect of effectsOf<Effect>(reviewTable, event.type)) await effects[effect](event);
    },

    async reportRequested(event: RecordEvent<"report.progress.requested">): Promise<void> {
      const { defendantId, caseId, courtId, orderId, agencyId, dueAt } = event.data;
      const { recordId: sourceId, occurredAt } = event;
      const expected = { defendantId, caseId, courtId, orderId, agencyId, sourceId, occurredAt, dueAt };
      await obligations.expectAfter(
        event,
        { ...expected, kind: "progress-report" },
        obligationIdOf(sourceId, "report"),
      );
    },

    async reportServed(event: RecordEvent<"report.progress.served">): Promise<void> {
      await obligations.settleAfter(event, obligationIdOf(event.recordId, "report"), "attended-complied");
      await reviews.reportServed(event);
    },
  };
}
