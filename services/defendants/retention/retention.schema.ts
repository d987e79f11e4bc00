import mongoose, { type Connection, type Model } from "mongoose";
import { uuidFrom } from "../../../libs/record/command.ts";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { ErasedAlone } from "../../../libs/retention/class-of.ts";
import type { DueClass } from "../../../libs/retention/retention.rules.ts";
import type { grounds, keepReasons, moveNames, retentionStates } from "./retention.contract.ts";

export type RetentionState = (typeof retentionStates)[number];
export type RetentionMove = (typeof moveNames)[number];

/** A hold that information governance has put on a file: litigation, an inquiry. */
export interface LitigationHold {
  readonly id: string;
  readonly reference: string;
  readonly by: string;
  readonly from: Date;
  readonly to: Date | null;
}
/** How long one file is kept: when it is reviewed, who decided what, and that it was erased. Its id comes from the file's. */
export interface Retention extends Stored {
  readonly defendantId: string;
  /** The file and those merged into it, as they were when somebody last looked. */
  readonly fileIds: readonly string[];
  readonly state: RetentionState;
  readonly dueOn: string | null;
  readonly due: readonly DueClass[];
  /** Kept until this day; the next review is then. */
  readonly reviewOn: string | null;
  readonly keptBecause: (typeof keepReasons)[number] | null;
  readonly holds: readonly LitigationHold[];
  readonly ground: (typeof grounds)[number] | null;
  /** The classes that are proposed; null for the whole file. */
  readonly classes: readonly ErasedAlone[] | null;
  readonly erasedClasses: readonly {
    readonly class: ErasedAlone;
    readonly at: Date;
    readonly decidedBy: string;
  }[];
  readonly proposedBy: string | null;
  readonly proposedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly erasedAt: Date | null;
  readonly log: readonly { readonly at: Date; readonly by: string; readonly move: RetentionMove | "erased" }[];
}

export const retentionIdOf = (fileId: string): string => uuidFrom("retention", fileId);

export function retentionModel(db: Connection): Model<Retention> {
  const { Mixed } = mongoose.Schema.Types;
  const text = { type: String, required: true } as const;
  return recordModel<Retention>(
    db,
    "retention",
    {
      defendantId: text,
      fileIds: [String],
      state: text,
      dueOn: String,
      due: [Mixed],
      reviewOn: String,
      keptBecause: String,
      holds: [Mixed],
      ground: String,
      classes: { type: [String], default: undefined },
      erasedClasses: [Mixed],
      proposedBy: String,
      proposedAt: Date,
      decidedBy: String,
      decidedAt: Date,
      erasedAt: Date,
      log: [Mixed],
    },
    [{ defendantId: 1 }, { state: 1, dueOn: 1 }],
  );
}
