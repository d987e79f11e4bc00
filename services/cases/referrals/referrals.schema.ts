import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel } from "../../../libs/record/record.ts";
import type { needDomains } from "../cases.reference.ts";
import { byFile, type InFile, inFileFields, requiredText } from "../in-file.ts";
import type { ReferralMove, ReferralState, referralEndings, referralRejections } from "./referrals.rules.ts";

export interface Referral extends InFile {
  readonly providerAgencyId: string;
  readonly need: (typeof needDomains)[number];
  readonly basis: string;
  readonly status: ReferralState;
  /** Drafted, and not sent since: not told to anybody. */
  readonly isUnsent?: boolean;
  readonly firstAppointmentAt: Date | null;
  readonly outcome: (typeof referralEndings)[number] | null;
  readonly rejection: (typeof referralRejections)[number] | null;
  readonly log: readonly { at: Date; by: string; move: ReferralMove; state: ReferralState; text: string | null }[];
}
export function referralModel(db: Connection): Model<Referral> {
  return recordModel<Referral>(
    db,
    "referral",
    {
      ...inFileFields,
      providerAgencyId: requiredText,
      need: requiredText,
      basis: requiredText,
      status: requiredText,
      isUnsent: Boolean,
      firstAppointmentAt: Date,
      outcome: String,
      rejection: String,
      log: [mongoose.Schema.Types.Mixed],
    },
    [...byFile, { providerAgencyId: 1, status: 1, occurredAt: 1 }, { agencyId: 1, status: 1, occurredAt: 1 }],
  );
}
