import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import type { RequirementType } from "../cases.reference.ts";
import type { OrderStatus } from "../cases.rules.ts";
import type { RequirementStatus } from "../cases.states.ts";
import { byFile, type InCase, inFileFields, requiredText } from "../in-file.ts";

export interface OrderTerms {
  readonly supervisedBy: string;
  readonly endsOn: string;
  readonly requirements: readonly {
    readonly type: RequirementType;
    readonly length: number;
    readonly providerAgencyId?: string | undefined;
    /** That they said before this court that they are willing to comply. */
    readonly willing?: { readonly saidAt: string } | undefined;
  }[];
  readonly reviewEveryDays?: number | undefined;
}
export interface Requirement {
  readonly id: string;
  readonly type: RequirementType;
  readonly length: number;
  readonly unit: string;
  readonly providerAgencyId: string | null;
  /** When they said in court that they are willing; null where a report says so, and where nothing is asked. */
  readonly willingSaidAt?: Date | null;
  readonly status: RequirementStatus;
  readonly startedAt: Date | null;
  /** When it ended, and why where it ended before its time. */
  readonly ended: { readonly at: Date; readonly reason: string | null } | null;
}
export interface Order extends InCase {
  readonly type: string;
  readonly supervisedBy: string;
  readonly madeOn: string;
  readonly endsOn: string;
  readonly status: OrderStatus;
  readonly reviewEveryDays: number | null;
  readonly requirements: readonly Requirement[];
  /** What was said about where it goes, in order; the last one says how it ended. */
  readonly moves: readonly OrderMoveMade[];
}
export interface OrderMoveMade {
  readonly move: string;
  readonly to: OrderStatus;
  readonly at: Date;
  readonly agencyId: string;
  readonly reason: string | null;
}
export function orderModel(db: Connection): Model<Order> {
  return recordModel<Order>(
    db,
    "order",
    {
      ...inFileFields,
      type: requiredText,
      supervisedBy: requiredText,
      madeOn: requiredText,
      endsOn: requiredText,
      status: requiredText,
      reviewEveryDays: Number,
      requirements: [mongoose.Schema.Types.Mixed],
      moves: [mongoose.Schema.Types.Mixed],
    },
    byFile,
  );
}
