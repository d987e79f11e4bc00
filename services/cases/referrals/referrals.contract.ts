import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";
import { referralEndings, referralRejections } from "./referrals.rules.ts";

const { id, past, instant, text } = fields;
const at = past.optional();
const note = text(1_000).optional();
const plain = <N extends string>(name: N) => z.strictObject({ name: z.literal(name), at });

/** What may be done with a referral, by name. */
export const referralMove = z.discriminatedUnion("name", [
  plain("send"),
  plain("receive"),
  plain("accept"),
  z.strictObject({ name: z.literal("reject"), at, reason: z.enum(referralRejections), note }),
  z.strictObject({ name: z.literal("withdraw"), at, note }),
  z.strictObject({ name: z.literal("set-first-appointment"), at, appointmentAt: instant }),
  plain("start"),
  plain("progress"),
  z.strictObject({ name: z.literal("end"), at, outcome: z.enum(referralEndings), note }),
  z.strictObject({ name: z.literal("revoke"), at, note }),
  z.strictObject({ name: z.literal("cancel"), at, note }),
]);

/** What becomes of referrals. */
export const referralsContracts = {
  moveReferral: contract(
    "cases.moveReferral",
    "Record the next thing about a referral",
    z.strictObject({ id, move: referralMove }),
    itemView,
  ),
};
