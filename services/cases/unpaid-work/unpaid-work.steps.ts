import { dayOf } from "../../../libs/clock/day.ts";
import { addWorkingDays } from "../../../libs/clock/working-days.ts";
import { uuidFrom } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import { firstSessionWorkingDays } from "../cases.rules.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Obligation } from "../obligations/obligations.schema.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import { completeByOf, firstSessionHours, progressOf } from "./unpaid-work.rules.ts";
import type { UnpaidWork } from "./unpaid-work.schema.ts";

const sessionsMax = 2_000;

const unpaidWorkIdOf = (requirementId: string) => uuidFrom("unpaid-work", requirementId);

/** The hours of each requirement of unpaid work, as its sessions make them: nobody types them a second time. */
export function unpaidWorkSteps(
  { unpaidWork, obligations }: CasesModels,
  committer: Committer,
  ledger: ObligationsStore,
) {
  return {
    /** What was ordered, and the first session of it; whoever provides the work sets the others. */
    async begin(event: RecordEvent<"order.made">): Promise<void> {
      const { defendantId, caseId, courtId, supervisedBy, imposed } = event.data;
      const { recordId: orderId, occurredAt } = event;
      const completeBy = completeByOf(dayOf(occurredAt));
      for (const { requirementId, type, length: hoursOrdered, providerAgencyId } of imposed) {
        if (type !== "unpaid-work") continue;
        const about = { defendantId, caseId, courtId, agencyId: providerAgencyId ?? supervisedBy };
        const told = { orderId, requirementId, hoursOrdered, completeBy, ...progressOf(hoursOrdered, []) };
        await committer.create<UnpaidWork>(
          unpaidWork,
          { ...about, ...told, occurredAt },
          [{ type: "unpaidwork.ordered", occurredAt, data: { ...about, ...told } }],
          followCommand(event, `unpaid work ${requirementId}`),
          unpaidWorkIdOf(requirementId),
        );
        const dueAt = addWorkingDays(occurredAt, firstSessionWorkingDays);
        const hoursOffered = firstSessionHours(hoursOrdered);
        await ledger.expectAfter(
          event,
          { ...about, orderId, requirementId, occurredAt, kind: "unpaid-work", dueAt, hoursOffered },
          obligationIdOf(requirementId, "first session"),
        );
      }
    },

    /** What a session came to, or was put right to: the hours are counted again from all that are known now. */
    async count(event: RecordEvent<"obligation.outcome" | "obligation.corrected">): Promise<void> {
      if (event.data.kind !== "unpaid-work") return;
      const { defendantId } = event.data;
      const session = await obligations.findById(event.recordId).lean<Obligation>();
      const requirementId = session?.requirementId;
      const id = requirementId && unpaidWorkIdOf(requirementId);
      if (!id || !(await unpaidWork.exists({ _id: id } as never))) return;
      let sessions: readonly Obligation[] = [];
      await committer.change<UnpaidWork>(
        unpaidWork,
        id,
        followCommand(event, "hours"),
        // Read after the record on each try, so that whoever writes last has counted every session.
        async () => {
          const ofRequirement = { defendantId, requirementId, kind: "unpaid-work" as const };
          sessions = await obligations.find(ofRequirement).limit(sessionsMax).lean<Obligation[]>();
        },
        stored => {
          const progress = progressOf(stored.hoursOrdered, sessions);
          const { caseId, courtId, agencyId, orderId, hoursOrdered, completeBy } = stored;
          const about = { defendantId, caseId, courtId, agencyId, orderId, requirementId: stored.requirementId };
          return {
            set: progress,
            events: [
              {
                type: "unpaidwork.counted",
                occurredAt: event.occurredAt,
                data: { ...about, hoursOrdered, completeBy, ...progress },
              },
            ],
          };
        },
      );
    },
  };
}
