import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";
import { attendances, type ResponseType, responseTypes, reviewOutcomes } from "./reviews.rules.ts";

const { id, past, instant, text } = fields;
const at = past.optional();
const directions = text(2_000);
/** The judge who sat, where somebody else records it. */
const judgeId = id.optional();

/** What the court may do with a review, by name. */
export const reviewMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("request-report"), at }),
  z.strictObject({ name: z.literal("rearrange"), at, dueAt: instant, reason: directions }),
  z.strictObject({ name: z.literal("hold"), at, attendance: z.enum(attendances), judgeId }),
  z.strictObject({
    name: z.literal("conclude"),
    at,
    outcome: z.enum(reviewOutcomes),
    directions: directions.optional(),
    nextDueAt: instant.optional(),
  }),
  z.strictObject({ name: z.literal("dispense-with"), at, reason: directions }),
]);

/** Reviews of orders by the court, the reports for them, and what behaviour is answered with. */
export const reviewsContracts = {
  getReview: contract("cases.getReview", "A review of an order", z.strictObject({ id }), itemView),
  moveReview: contract(
    "cases.moveReview",
    "Record the next thing that the court does with a review",
    z.strictObject({ id, move: reviewMove }),
    itemView,
  ),
  serveProgressReport: contract(
    "cases.serveProgressReport",
    "Serve the progress report that a court has asked for; results and what was kept are put in by Tracker",
    z.strictObject({
      id,
      author: fields.name,
      summary: text(8_000),
      providerViews: text(4_000).optional(),
      servedAt: past.optional(),
    }),
    itemView,
  ),
  getProgressReport: contract(
    "cases.getProgressReport",
    "A progress report on an order",
    z.strictObject({ id }),
    itemView,
  ),
  recordResponse: contract(
    "cases.recordResponse",
    "Record an incentive or a sanction, and which obligation it answers",
    z.strictObject({
      orderId: id,
      type: z.enum(Object.keys(responseTypes) as [ResponseType]),
      obligationId: id.optional(),
      reason: directions,
      givenAt: past.optional(),
    }),
    itemView,
  ),
  getResponse: contract("cases.getResponse", "An incentive or a sanction", z.strictObject({ id }), itemView),
};
