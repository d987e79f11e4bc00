import mongoose, { type Connection, type Model } from "mongoose";
import type { ExemptionGround } from "../../../libs/access/subject-access.ts";
import type { subjectClass } from "../../../libs/access/subject-parts.ts";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { moveNames, outcomes, refusalGrounds, requestKinds, requestStates } from "./subject-requests.contract.ts";

export type RequestKind = (typeof requestKinds)[number];
export type RequestState = (typeof requestStates)[number];
export type Outcome = (typeof outcomes)[number];
export type MoveName = (typeof moveNames)[number];

/** What was held and not given: how much of which class, and by what law. */
export interface LeftOut {
  readonly class: (typeof subjectClass.options)[number];
  readonly count: number;
  readonly ground: ExemptionGround;
}
/** What was done with a request, by whom and when. */
export interface LogEntry {
  readonly at: Date;
  readonly by: string;
  readonly what: MoveName | "receive";
  readonly text: string | null;
  /** For a pack only. */
  readonly leftOut: readonly LeftOut[] | null;
}

/** One request of a person about what is held of them. */
export interface SubjectRequest extends Stored {
  readonly defendantId: string;
  /** The agency of the officer who recorded it. */
  readonly agencyId: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly receivedAt: Date;
  readonly identityShownAt: Date | null;
  readonly dueOn: string | null;
  readonly extendedByMonths: number;
  readonly details: string;
  /** The officer who did the last thing with it. */
  readonly handledBy: string;
  readonly answer: {
    readonly outcome: Outcome;
    readonly reason: string | null;
    readonly correctedRecordId: string | null;
    readonly statement: string | null;
  } | null;
  readonly refusal: { readonly ground: (typeof refusalGrounds)[number]; readonly reason: string } | null;
  readonly restricting: boolean;
  readonly log: readonly LogEntry[];
}

export function subjectRequestsModel(db: Connection): Model<SubjectRequest> {
  const text = { type: String, required: true };
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<SubjectRequest>(
    db,
    "subject-request",
    {
      defendantId: text,
      agencyId: text,
      kind: text,
      state: text,
      receivedAt: { type: Date, required: true },
      identityShownAt: Date,
      dueOn: String,
      extendedByMonths: Number,
      details: text,
      handledBy: text,
      answer: Mixed,
      refusal: Mixed,
      restricting: Boolean,
      log: [Mixed],
    },
    [
      { state: 1, dueOn: 1 },
      { defendantId: 1, restricting: 1 },
    ],
  );
}
