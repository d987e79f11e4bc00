import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";

const { id, past, day, text } = fields;
const texts = z.array(text(500)).max(20);

/** The terms of an order that a line of results makes. */
export const ancillaryTerms = z.strictObject({
  endsOn: day.optional(),
  prohibitions: texts.default([]),
  requirements: texts.default([]),
  supervisedBy: id.optional(),
  isUnder18: z.boolean().default(false),
});

/** What may be done with such an order, by name. */
const move = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("vary"), at: past.optional(), terms: ancillaryTerms, reason: text(500) }),
  z.strictObject({ name: z.literal("discharge"), at: past.optional(), reason: text(500) }),
  z.strictObject({ name: z.literal("expire"), at: past.optional() }),
  z.strictObject({ name: z.literal("report"), at: past.optional(), termId: id, isMet: z.boolean(), note: text(1_000) }),
]);

/** Criminal behaviour orders, restraining orders and deferred sentences: made by results, and what becomes of them. */
export const ancillaryOrdersContracts = {
  getAncillaryOrder: contract(
    "cases.getAncillaryOrder",
    "A criminal behaviour order, restraining order or deferred sentence",
    z.strictObject({ id }),
    itemView,
  ),
  moveAncillaryOrder: contract(
    "cases.moveAncillaryOrder",
    "Vary or end such an order, or report whether a requirement of a deferred sentence is met",
    z.strictObject({ id, move }),
    itemView,
  ),
};
