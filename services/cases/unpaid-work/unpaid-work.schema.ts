import type { Connection, Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";

/** One requirement of unpaid work: what was ordered, and what its sessions have come to. Its agency gives the work. */
export interface UnpaidWork extends InFile {
  readonly orderId: string;
  readonly requirementId: string;
  readonly hoursOrdered: number;
  readonly hoursWorked: number;
  readonly hoursRemaining: number;
  readonly sessions: number;
  /** Sessions that the provider called off. */
  readonly standDowns: number;
  readonly completeBy: string;
  readonly completedOn: string | null;
}

export function unpaidWorkModel(db: Connection): Model<UnpaidWork> {
  return recordModel<UnpaidWork>(
    db,
    "unpaid-work",
    {
      ...inFileFields,
      orderId: requiredText,
      requirementId: requiredText,
      hoursOrdered: Number,
      hoursWorked: Number,
      hoursRemaining: Number,
      sessions: Number,
      standDowns: Number,
      completeBy: requiredText,
      completedOn: String,
    },
    byFile,
  );
}
