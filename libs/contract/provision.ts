import { z } from "zod";
import { agencyTypes } from "../access/roles.ts";
import { contract, fields } from "./contract.ts";

const { id, instant, day } = fields;

/** What one agency says that it can provide: how many places are free, and the first day on which one can begin. */
const providerSchema = z.strictObject({
  id,
  version: z.int(),
  agencyId: id,
  placesFree: z.int(),
  nextStartOn: day.nullable(),
  statedAt: instant,
  /** Said so long ago that it should be asked again. */
  isStale: z.boolean(),
});

export const availabilitySchema = z.strictObject({
  requirementType: z.string(),
  unit: z.string(),
  /** Whether a court may impose it on those alone who have expressed willingness to comply with it. */
  needsWillingness: z.boolean(),
  /** `not-supplied` where nobody has said anything, which is not that there is nothing; `needs-nobody` where nobody has to. */
  state: z.enum(["supplied", "not-supplied", "needs-nobody"]),
  /** The first day on which a free place can begin; null where no place is free. */
  earliestStartOn: day.nullable(),
  providers: z.array(providerSchema),
});
export type Availability = z.infer<typeof availabilitySchema>;

/** What can be imposed at a court on a day, and who can provide it: about agencies, and nobody's file. */
export const provisionAtSchema = z.strictObject({
  courtId: id,
  day,
  requirements: z.array(availabilitySchema),
  agencies: z.array(z.strictObject({ id, type: z.enum(agencyTypes), name: z.string() })),
});
export type ProvisionAt = z.infer<typeof provisionAtSchema>;

export const listProvision = contract(
  "cases.listProvision",
  "The requirements that a court can impose on a day, today where none is named, in the order of the Act: who provides each there, how many places are free and when one can begin",
  z.strictObject({ courtId: id, day: day.optional() }),
  provisionAtSchema,
);
