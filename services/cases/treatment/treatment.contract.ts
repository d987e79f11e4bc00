import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";
import { exitReasons, modalities } from "./treatment.rules.ts";

const { id, past, instant, day, text } = fields;

/** What may be done with a treatment episode, by name. */
export const treatmentMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("replan"), at: past.optional(), plannedEndOn: day }),
  z.strictObject({ name: z.literal("describe"), detail: text(4_000) }),
  z.strictObject({ name: z.literal("end"), at: past.optional(), exitReason: z.enum(exitReasons) }),
]);

/** Treatment: who is in it, how they keep to it, and what it is. */
export const treatmentContracts = {
  startTreatment: contract(
    "cases.startTreatment",
    "Begin treatment from a referral that has started",
    z.strictObject({
      referralId: id,
      modality: z.enum(modalities),
      plannedEndOn: day,
      startedAt: past.optional(),
      /** The requirement that it is given under: what is missed of it is then a failure under the order. */
      under: z.strictObject({ orderId: id, requirementId: id }).optional(),
      detail: text(4_000).optional(),
    }),
    itemView,
  ),
  getTreatment: contract(
    "cases.getTreatment",
    "That somebody is in treatment, until when, and how it ended",
    z.strictObject({ id }),
    itemView,
  ),
  getTreatmentDetail: contract(
    "cases.getTreatmentDetail",
    "What the treatment is, for those whom its provider or the person's consent lets read it",
    z.strictObject({ id }),
    itemView,
  ),
  moveTreatment: contract(
    "cases.moveTreatment",
    "Record the next thing about a treatment episode: a new planned end, clinical detail, or its end with the reason",
    z.strictObject({ id, move: treatmentMove }),
    itemView,
  ),
  addTreatmentSession: contract(
    "cases.addTreatmentSession",
    "Set a session of a treatment episode: when and where",
    z.strictObject({ id, dueAt: instant, place: text(120).optional(), setAt: past.optional() }),
    itemView,
  ),
};
