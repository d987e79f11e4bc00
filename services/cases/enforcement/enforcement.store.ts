import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import { assertBench } from "../court.authority.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { judgeOf } from "../flow/parties.ts";
import { standings } from "../obligations/obligations.rules.ts";
import type { enforcementContracts } from "./enforcement.contract.ts";
import { excused, failed, moved } from "./enforcement.moved.ts";
import { enforcementTable, undecided } from "./enforcement.rules.ts";
import type { Enforcement } from "./enforcement.schema.ts";
import { enforcementPart } from "./enforcement.views.ts";

/** An order has one enforcement, which has its id from it. */
export const enforcementIdOf = (orderId: string) => uuidFrom("enforcement", orderId);

/** The enforcement of orders: failures come in by what becomes of obligations, all else by what people do about them. */
export function enforcementStore(
  { enforcements }: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
) {
  return {
    /** Every order begins compliant. */
    async begin(event: RecordEvent<"order.made">): Promise<void> {
      const { defendantId, caseId, courtId, supervisedBy: agencyId } = event.data;
      const { recordId: orderId, occurredAt } = event;
      await committer.create<Enforcement>(
        enforcements,
        {
          ...{
            defendantId,
            caseId,
            courtId,
            agencyId,
            occurredAt,
            orderId,
            state: "compliant",
            stateSince: occurredAt,
          },
          ...{ failures: [], warnings: [], breaches: [], log: [] },
        },
        [{ type: "enforcement.begun", occurredAt, data: { defendantId, caseId, courtId, orderId, agencyId } }],
        followCommand(event, "enforcement"),
        enforcementIdOf(orderId),
      );
    },

    /** An obligation under an order that was not kept is a failure. */
    async failAfter(event: RecordEvent<"obligation.outcome" | "obligation.corrected">): Promise<void> {
      const { orderId, outcome, kind } = event.data;
      if (!orderId) return;
      const isFailure = standings[outcome] === "unacceptable";
      const command = followCommand(event, "failure");
      const id = event.recordId;
      if (!isFailure && event.type === "obligation.outcome") return;
      await committer.change<Enforcement>(
        enforcements,
        enforcementIdOf(orderId),
        command,
        async () => {},
        current => {
          const known = current.failures.filter(failure => failure.obligationId === id);
          if (isFailure)
            return known.some(({ excuse }) => excuse === null)
              ? { events: [] }
              : failed(current, { id: command.id, obligationId: id, at: event.occurredAt, kind }, command);
          const [open] = undecided(known);
          return open && current.state === "failure-recorded"
            ? excused(current, open.id, "The outcome was corrected", command)
            : { events: [] };
        },
      );
    },

    async moveEnforcement(
      { id, move }: z.output<(typeof enforcementContracts)["moveEnforcement"]["input"]>,
      person: Person,
      command: Command,
    ): Promise<Enforcement> {
      const authorize = async (stored: Enforcement | null) => {
        const about = { id, stored, definition: enforcementPart };
        await authorizeMove(files, person, about, enforcementTable, move.name, ({ agencyId, courtId }) => ({
          ...{ supervisor: agencyId, courtId },
        }));
        if (stored && "judgeId" in move && move.judgeId)
          await assertBench(directory, stored.courtId, [move.judgeId], "move.judgeId");
      };
      const { record } = await committer.change<Enforcement>(enforcements, id, command, authorize, current =>
        moved(current, move, command, judgeOf(person)),
      );
      return record;
    },
  };
}
