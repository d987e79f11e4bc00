import type { Model } from "mongoose";
import { fail, isKnown } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../../libs/record/record.ts";
import { afterTaskMove, type TaskMove } from "./worklists.rules.ts";
import { type Task, taskIdOf } from "./worklists.schema.ts";

/** Of what somebody holds on one list so much is looked for, the newest first. */
const heldMax = 2_000;

export interface MovedItem {
  readonly worklist: string;
  readonly recordId: string;
  readonly class: Task["class"];
  readonly defendantIds: readonly string[];
  /** Whether it still stands on its list. */
  readonly isOnList: boolean;
}

/** Who does what: one record for an item, a list and an agency. */
export function tasksStore(tasks: Model<Task>, committer: Committer) {
  return {
    /** The tasks of these items for the person's agency, by the id of the item. */
    async of(worklist: string, recordIds: readonly string[], { agencyId }: Person): Promise<ReadonlyMap<string, Task>> {
      const ids = recordIds.map(recordId => taskIdOf(worklist, recordId, agencyId));
      const found = await tasks.find({ _id: { $in: ids } }, withoutBookkeeping).lean<Task[]>();
      return new Map(found.map(task => [task.recordId, task]));
    },

    /** The items of a list that somebody holds. */
    async heldBy(worklist: string, { agencyId, id }: Person): Promise<string[]> {
      const found = await tasks
        .find({ agencyId, worklist, assigneeId: id }, { recordId: 1 })
        .sort({ changedAt: -1 })
        .limit(heldMax)
        .lean<Pick<Task, "recordId">[]>();
      return found.map(({ recordId }) => recordId);
    },

    /** Fails with STALE_VERSION, RULE_BROKEN, ACCESS_DENIED; whoever calls has found the item within reach. */
    async move(
      item: MovedItem,
      { move, assigneeId }: { readonly move: TaskMove; readonly assigneeId: string },
      { id: by, agencyId }: Person,
      command: Command,
    ): Promise<Task> {
      const { worklist, recordId, class: cls, defendantIds, isOnList } = item;
      const id = taskIdOf(worklist, recordId, agencyId);
      const about = { worklist, recordId, class: cls, defendantIds, agencyId };
      const decide = (current: Pick<Task, "state" | "assigneeId" | "log">) => {
        const after = afterTaskMove(current, move, by, assigneeId);
        const entry = { move, assigneeId: after.assigneeId, previousId: current.assigneeId };
        return {
          set: after,
          push: { log: [{ at: command.at, by, ...entry }] },
          events: [{ type: "task.moved" as const, data: { ...about, defendantIds: [...defendantIds], ...entry } }],
        };
      };
      const assertOnList = () => {
        if (!isOnList)
          fail("RULE_BROKEN", { detail: "This is done, or no longer for this list: there is nothing to hold." });
      };
      const current = await tasks.findById(id, { created: 1 }).lean<Pick<Task, "created">>();
      if (current && current.created.key !== command.id) {
        const changed = await committer.change<Task>(
          tasks,
          id,
          command,
          async () => {},
          stored => {
            assertOnList();
            return decide(stored);
          },
        );
        return changed.record;
      }
      if (command.ifVersion !== 0) return fail("STALE_VERSION");
      if (!current) assertOnList();
      const { set, push, events } = decide({ state: "unassigned", assigneeId: null, log: [] });
      try {
        return (await committer.create<Task>(tasks, { ...about, ...set, log: push.log }, events, command, id)).record;
      } catch (error) {
        // Somebody else made it first, at the same moment.
        if (isKnown(error) && error.type === "IDEMPOTENCY_KEY_REUSED" && !current) fail("STALE_VERSION");
        throw error;
      }
    },
  };
}
export type TasksStore = ReturnType<typeof tasksStore>;
