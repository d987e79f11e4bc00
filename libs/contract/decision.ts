import { z } from "zod";
import { fields } from "./contract.ts";
import { availabilitySchema } from "./provision.ts";

const { id, instant, day } = fields;

/** What the file holds of a person's willingness to comply with treatment: who was told, in which report, on which case; the newest first. */
export const willingnessSchema = z.strictObject({
  state: z.enum(["supplied", "not-supplied", "requested", "withheld"]),
  said: z.array(z.strictObject({ willing: z.boolean(), recordId: id, caseId: id, agencyId: id, saidAt: instant })),
});

/** What a court can decide with: each requirement that it can impose, who provides it there, and for treatment what the person has said. */
export const decisionSchema = z.strictObject({
  courtId: id,
  day,
  requirements: z.array(availabilitySchema.extend({ willingness: willingnessSchema.nullable() })),
});
export type Decision = z.infer<typeof decisionSchema>;
