import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { itemView } from "../item-view.ts";
import { custodyKindNames, releaseReasons } from "./custody.rules.ts";

const { id, past, day, text } = fields;
const at = past.optional();
const establishment = text(80);

/** What may become of a time in custody, by name. */
export const custodyMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("transfer"), at, establishment }),
  z.strictObject({ name: z.literal("expect-release"), at, expectedReleaseOn: day }),
  z.strictObject({ name: z.literal("release"), at, reason: z.enum(releaseReasons) }),
  z.strictObject({
    ...{ name: z.literal("release-on-licence"), at },
    licence: z.strictObject({ endsOn: day, conditions: z.array(text(300)).max(20).default([]) }),
  }),
  z.strictObject({ name: z.literal("recall"), at, establishment }),
  z.strictObject({ name: z.literal("end-licence"), at }),
]);

/** Custody, on remand or under sentence, as those at the table learn of it: prisons do not work with Tracker. */
export const custodyContracts = {
  recordCustody: contract(
    "cases.recordCustody",
    "Record that a defendant is held: on remand or under sentence, where, since when, and when release is expected",
    z.strictObject({
      ...{ caseId: id, defendantId: id, kind: z.enum(custodyKindNames), establishment },
      from: at,
      expectedReleaseOn: day.nullable().default(null),
    }),
    itemView,
  ),
  getCustody: contract(
    "cases.getCustody",
    "A time in custody, and the licence after it",
    z.strictObject({ id }),
    itemView,
  ),
  moveCustody: contract(
    "cases.moveCustody",
    "Record what became of a time in custody: another prison, a new expected release, release, licence, recall",
    z.strictObject({ id, move: custodyMove }),
    itemView,
  ),
};
