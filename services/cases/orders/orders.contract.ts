import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { namesOf } from "../../../libs/contract/states.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { orderTransitions, requirementTransitions } from "../cases.states.ts";

const { id, past, text } = fields;
const orderView = z.looseObject({ id, version: z.int(), source: sourceSchema });

/** How orders and their requirements go on and end. */
export const ordersContracts = {
  moveOrder: contract(
    "cases.moveOrder",
    "Move an order on: its court suspends or revokes it, its supervisor says that it ran its course or ran out",
    z.strictObject({
      id,
      move: z.enum(namesOf(orderTransitions)),
      reason: text(500).optional(),
      movedAt: past.optional(),
    }),
    orderView,
  ),
  moveRequirement: contract(
    "cases.moveRequirement",
    "Move a requirement of an order on: started, going on, completed, terminated, unworked",
    z.strictObject({
      id,
      requirementId: id,
      move: z.enum(namesOf(requirementTransitions)),
      reason: text(500).optional(),
      movedAt: past.optional(),
    }),
    orderView,
  ),
};
