import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import type { needDomains } from "../cases.reference.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { ActionOutcome, MeetingMove, MeetingState } from "./meetings.rules.ts";

export interface PlanAction {
  readonly id: string;
  /** The agency that took it on. */
  readonly agencyId: string;
  readonly what: string;
  readonly need: (typeof needDomains)[number] | null;
  readonly dueAt: Date;
  readonly outcome: ActionOutcome | null;
  readonly finishedAt: Date | null;
}
/** A problem-solving meeting about one defendant on one case. */
export interface Meeting extends InFile {
  readonly caseId: string;
  readonly courtId: string;
  readonly reason: string;
  readonly state: MeetingState;
  readonly heldAt: Date | null;
  readonly attendees: readonly string[];
  readonly defendantAgreed: boolean | null;
  readonly solicitorAgreed: boolean | null;
  readonly needs: readonly (typeof needDomains)[number][];
  readonly actions: readonly PlanAction[];
  readonly summary: string | null;
  readonly log: readonly { at: Date; by: string; move: MeetingMove; state: MeetingState; text: string | null }[];
}

export function meetingModel(db: Connection): Model<Meeting> {
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<Meeting>(
    db,
    "meeting",
    {
      ...inFileFields,
      reason: requiredText,
      state: requiredText,
      heldAt: Date,
      attendees: [String],
      defendantAgreed: Boolean,
      solicitorAgreed: Boolean,
      needs: [String],
      actions: [Mixed],
      summary: String,
      log: [Mixed],
    },
    [...byFile, { courtId: 1, state: 1, occurredAt: 1 }],
  );
}
