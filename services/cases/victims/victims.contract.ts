import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";

const { id, past } = fields;
const at = past.optional();

/** Contact with victims: that it was offered and whether it was taken up. Who the victim is and where stays with the agency (Victims' Code, right 11). */
export const victimsContracts = {
  offerVictimContact: contract(
    "cases.offerVictimContact",
    "Record that a victim of a case was offered contact; who they are is not written here",
    z.strictObject({
      caseId: id,
      defendantId: id,
      /** The restorative meeting that the victim is asked about. */
      restorativeId: id.optional(),
      offeredAt: at,
    }),
    itemView,
  ),
  moveVictimContact: contract(
    "cases.moveVictimContact",
    "Record the victim's answer to the offer",
    z.strictObject({
      id,
      move: z.discriminatedUnion("name", [
        z.strictObject({ name: z.literal("take-up"), at }),
        z.strictObject({ name: z.literal("decline"), at }),
      ]),
    }),
    itemView,
  ),
  getVictimContact: contract(
    "cases.getVictimContact",
    "An offer of contact to a victim",
    z.strictObject({ id }),
    itemView,
  ),
};
