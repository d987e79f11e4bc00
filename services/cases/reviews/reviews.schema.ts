import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type {
  attendances,
  ResponseType,
  ReviewMove,
  ReviewOutcome,
  ReviewPower,
  ReviewState,
} from "./reviews.rules.ts";

export interface ReviewEntry {
  readonly at: Date;
  readonly by: string;
  readonly move: ReviewMove;
  readonly state: ReviewState;
  readonly text: string | null;
}
/** One review of an order: due, reported on, held and decided, or dispensed with. */
export interface Review extends InFile {
  readonly orderId: string;
  readonly supervisedBy: string;
  readonly number: number;
  readonly power: ReviewPower;
  readonly everyDays: number;
  readonly endsOn: string;
  /** When the review before this one was due, or the order was made. */
  readonly previousAt: Date;
  readonly dueAt: Date;
  readonly state: ReviewState;
  /** The obligation to come to it; another one once it is moved. */
  readonly obligationId: string;
  readonly reportServedAt: Date | null;
  readonly heldAt: Date | null;
  readonly attendance: (typeof attendances)[number] | null;
  readonly outcome: ReviewOutcome | null;
  readonly nextDueAt: Date | null;
  readonly log: readonly ReviewEntry[];
}

/** How an order goes, told to the court before a review: asked for, then served. */
export interface ProgressReport extends InFile {
  readonly orderId: string;
  readonly reviewId: string;
  readonly power: ReviewPower;
  readonly since: Date;
  readonly dueAt: Date;
  /** One that holds test results is read as they are. */
  readonly hasTests: boolean;
  readonly report: {
    readonly author: string;
    readonly summary: string;
    readonly providerViews: string | null;
    readonly testIds: readonly string[];
    readonly counts: Readonly<Record<string, number>>;
    readonly servedAt: Date;
  } | null;
}

/** An answer to behaviour: an incentive or a sanction, beside the formal breach. */
export interface BehaviourResponse extends InFile {
  readonly orderId: string;
  readonly type: ResponseType;
  readonly obligationId: string | null;
  readonly reviewId: string | null;
  /** When what it answers happened. */
  readonly triggeredAt: Date | null;
  readonly reason: string | null;
}

export function reviewModels(db: Connection): {
  reviews: Model<Review>;
  progressReports: Model<ProgressReport>;
  responses: Model<BehaviourResponse>;
} {
  const { Mixed } = mongoose.Schema.Types;
  const underOrder = { ...inFileFields, orderId: requiredText };
  return {
    reviews: recordModel<Review>(
      db,
      "review",
      {
        ...underOrder,
        supervisedBy: requiredText,
        number: Number,
        power: requiredText,
        everyDays: Number,
        endsOn: requiredText,
        previousAt: Date,
        dueAt: Date,
        state: requiredText,
        obligationId: requiredText,
        reportServedAt: Date,
        heldAt: Date,
        attendance: String,
        outcome: String,
        nextDueAt: Date,
        log: [Mixed],
      },
      [...byFile, { courtId: 1, state: 1, dueAt: 1 }, { supervisedBy: 1, state: 1, dueAt: 1 }],
    ),
    progressReports: recordModel<ProgressReport>(
      db,
      "progress-report",
      {
        ...underOrder,
        reviewId: requiredText,
        power: requiredText,
        since: Date,
        dueAt: Date,
        hasTests: Boolean,
        report: Mixed,
      },
      [...byFile, { agencyId: 1, "report.servedAt": 1, dueAt: 1 }, { courtId: 1, "report.servedAt": 1, dueAt: 1 }],
    ),
    responses: recordModel<BehaviourResponse>(
      db,
      "response",
      { ...underOrder, type: requiredText, obligationId: String, reviewId: String, triggeredAt: Date, reason: String },
      byFile,
    ),
  };
}
