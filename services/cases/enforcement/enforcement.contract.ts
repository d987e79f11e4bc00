import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";
import { breachOutcomes } from "./enforcement.rules.ts";

const { id, past, day, text } = fields;
const reason = text(2_000);
/** When it was done, if that is not now. */
const at = past.optional();
const plain = <N extends string>(name: N) => z.strictObject({ name: z.literal(name), at });

/** What may be done in the enforcement of an order, by name (Sentencing Act 2020, Sch. 10 paras. 6-8 and 10-11). */
export const enforcementMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("record-failure"), at, reason }),
  z.strictObject({ name: z.literal("accept-excuse"), at, failureId: id, reason }),
  z.strictObject({ name: z.literal("warn"), at, circumstances: reason }),
  z.strictObject({ name: z.literal("refer"), at, reason }),
  plain("consider"),
  z.strictObject({
    name: z.literal("lay-information"),
    at,
    ground: z.enum(["failure-to-comply", "further-offence"]).default("failure-to-comply"),
  }),
  plain("summon"),
  z.strictObject({ name: z.literal("issue-warrant"), at, bail: z.boolean() }),
  z.strictObject({ name: z.literal("list-breach"), at, day }),
  plain("admit"),
  plain("prove"),
  plain("not-prove"),
  z.strictObject({ name: z.literal("withdraw"), at, reason }),
  z.strictObject({ name: z.literal("deal-with"), at, outcome: z.enum(breachOutcomes), judgeId: id.optional() }),
]);

/** Failures, warnings and breach, from the first missed appointment to what the court does about it. */
export const enforcementContracts = {
  getEnforcement: contract(
    "cases.getEnforcement",
    "How an order is enforced: failures, warnings and breaches",
    z.strictObject({ id }),
    itemView,
  ),
  moveEnforcement: contract(
    "cases.moveEnforcement",
    "Record the next thing in the enforcement of an order",
    z.strictObject({ id, move: enforcementMove }),
    itemView,
  ),
};
