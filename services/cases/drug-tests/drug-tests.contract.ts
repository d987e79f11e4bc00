import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { substances } from "../cases.reference.ts";
import { itemView } from "../item-view.ts";

const { id, past, instant, text } = fields;
const at = past.optional();
const plain = <N extends string>(name: N) => z.strictObject({ name: z.literal(name), at });
const shown = {
  at,
  outcome: z.enum(["negative", "positive", "invalid"]),
  positiveFor: z.array(z.enum(substances)).max(7).default([]),
};

/** What may become of a drug test, by name. */
export const drugTestMove = z.discriminatedUnion("name", [
  plain("take-sample"),
  plain("miss-acceptably"),
  plain("miss-unacceptably"),
  plain("refuse"),
  plain("cancel"),
  z.strictObject({ name: z.literal("result"), ...shown }),
  z.strictObject({ name: z.literal("dispute"), at, reason: text(1_000) }),
  z.strictObject({ name: z.literal("confirm"), ...shown, reason: text(1_000) }),
]);

/** Drug tests by their schedule. */
export const drugTestsContracts = {
  scheduleTest: contract(
    "cases.scheduleTest",
    "Schedule a drug test under an order",
    z.strictObject({
      orderId: id,
      dueAt: instant,
      sample: z.enum(["oral-fluid", "urine"]),
      scheduledAt: past.optional(),
    }),
    itemView,
  ),
  moveTest: contract(
    "cases.moveTest",
    "Record the next thing about a scheduled drug test; a disputed result is confirmed or put right, and says why",
    z.strictObject({ id, move: drugTestMove }),
    itemView,
  ),
};
