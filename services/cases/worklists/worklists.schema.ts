import mongoose, { type Connection, type Model } from "mongoose";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import { uuidFrom } from "../../../libs/record/command.ts";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import { requiredText } from "../in-file.ts";
import type { TaskMove, TaskState } from "./worklists.rules.ts";

export interface TaskEntry {
  readonly at: Date;
  readonly by: string;
  readonly move: TaskMove;
  readonly assigneeId: string | null;
  /** Who held it before. */
  readonly previousId: string | null;
}
/** Who of an agency does one item of a worklist. It holds ids only: what the item is stands in its record. */
export interface Task extends Stored {
  readonly worklist: string;
  readonly recordId: string;
  readonly class: InformationClass;
  readonly defendantIds: readonly string[];
  readonly agencyId: string;
  readonly state: TaskState;
  readonly assigneeId: string | null;
  readonly log: readonly TaskEntry[];
}

/** One task for an item of a list and an agency: who shares out work elsewhere is nobody else's business. */
export const taskIdOf = (worklist: string, recordId: string, agencyId: string): string =>
  uuidFrom("task", `${worklist}|${recordId}|${agencyId}`);

export function taskModel(db: Connection): Model<Task> {
  return recordModel<Task>(
    db,
    "task",
    {
      worklist: requiredText,
      recordId: requiredText,
      class: requiredText,
      defendantIds: [String],
      agencyId: requiredText,
      state: requiredText,
      assigneeId: String,
      log: [mongoose.Schema.Types.Mixed],
    },
    [{ agencyId: 1, worklist: 1, assigneeId: 1, changedAt: -1 }],
  );
}
