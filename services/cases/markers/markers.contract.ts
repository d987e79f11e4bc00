import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";
import { markerEndings, markerKindNames } from "./markers.rules.ts";

const { id, past, day } = fields;
/** The last day that it counts; null is until somebody ends it. */
const until = day.nullable();

/** What may be done with a marker, by name. */
export const markerMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("renew"), until }),
  z.strictObject({ name: z.literal("end"), at: past.optional(), reason: z.enum(markerEndings) }),
]);

/** What whoever meets a person must know at a glance: codes, never a text. */
export const markersContracts = {
  setMarker: contract(
    "cases.setMarker",
    "Mark a person, or one of their cases: vulnerability, self-harm, domestic abuse, weapons, prolific offending, MAPPA, a victim's safety",
    z
      .strictObject({
        defendantId: id,
        caseId: id.optional(),
        kind: z.enum(markerKindNames),
        mappa: z.strictObject({ category: z.int().min(1).max(4), level: z.int().min(1).max(3) }).optional(),
        markedAt: past.optional(),
        until: until.default(null),
      })
      .refine(({ kind, mappa }) => (kind === "mappa") === (mappa !== undefined), {
        path: ["mappa"],
        message: "expected the category and level of MAPPA, and of nothing else",
      }),
    itemView,
  ),
  getMarker: contract(
    "cases.getMarker",
    "A marker: who set it, from when until when",
    z.strictObject({ id }),
    itemView,
  ),
  moveMarker: contract(
    "cases.moveMarker",
    "Prolong a marker, or end it with the reason",
    z.strictObject({ id, move: markerMove }),
    itemView,
  ),
};
