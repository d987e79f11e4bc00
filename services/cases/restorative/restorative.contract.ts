import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";
import { restorativeForms, restorativeOutcomes } from "./restorative.rules.ts";

const { id, past } = fields;
const at = past.optional();

/** What may become of a restorative meeting, by name. */
export const restorativeMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("agree"), at }),
  z.strictObject({ name: z.literal("decline"), at }),
  z.strictObject({ name: z.literal("call-off"), at }),
  z.strictObject({ name: z.literal("hold"), at, form: z.enum(restorativeForms) }),
  z.strictObject({ name: z.literal("conclude"), at, outcome: z.enum(restorativeOutcomes) }),
]);

/** Restorative justice, as the defendant's side of it goes (Victims' Code, right 3); the victim's answer is in the contact with the victim. */
export const restorativeContracts = {
  offerRestorative: contract(
    "cases.offerRestorative",
    "Record that a defendant was offered a restorative meeting",
    z.strictObject({ caseId: id, defendantId: id, offeredAt: at }),
    itemView,
  ),
  getRestorative: contract(
    "cases.getRestorative",
    "A restorative meeting, as the defendant's side of it goes",
    z.strictObject({ id }),
    itemView,
  ),
  moveRestorative: contract(
    "cases.moveRestorative",
    "Record the next thing about a restorative meeting: what the defendant says, that it was held, what came of it",
    z.strictObject({ id, move: restorativeMove }),
    itemView,
  ),
};
