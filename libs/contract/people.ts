import { z } from "zod";
import { roles } from "../access/roles.ts";
import { fields } from "./contract.ts";

/** What `agencies` tells other services of people: where they work, as what, and whether they still may sign in. */
export const peopleInput = z.strictObject({ ids: z.array(fields.id).max(20) });
const personEntrySchema = z.strictObject({
  id: fields.id,
  agencyId: fields.id,
  roles: z.array(z.enum(roles)),
  teamIds: z.array(fields.id),
  enabled: z.boolean(),
});
export type PersonEntry = z.infer<typeof personEntrySchema>;
export const peopleOutput = z.strictObject({ people: z.array(personEntrySchema) });
