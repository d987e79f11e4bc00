import { z } from "zod";
import { roles } from "../access/roles.ts";
import { fields } from "./contract.ts";

/** How many people or teams one question may name. */
export const describedMax = 20;
const idsInput = z.strictObject({ ids: z.array(fields.id).max(describedMax) });

/** What `agencies` tells other services of people: where they work, as what, and whether they still may sign in. */
export const peopleInput = idsInput;
const personEntrySchema = z.strictObject({
  id: fields.id,
  agencyId: fields.id,
  roles: z.array(z.enum(roles)),
  teamIds: z.array(fields.id),
  enabled: z.boolean(),
});
/** The judge by whose reach something is put together that is only to be frozen (libs/access/for-judge.ts). */
export const judgeSchema = personEntrySchema.pick({ id: true, teamIds: true });
export type Judge = z.infer<typeof judgeSchema>;
export type PersonEntry = z.infer<typeof personEntrySchema>;
export const peopleOutput = z.strictObject({ people: z.array(personEntrySchema) });

/** What it tells them of teams: whose they are; one that is closed is not told. */
export const teamsInput = idsInput;
export const teamsOutput = z.strictObject({ teams: z.array(z.strictObject({ id: fields.id, agencyId: fields.id })) });

/** What it tells a person of others: the names of those who work for the same agency, and of nobody else. */
export const colleaguesInput = z.strictObject({ ids: z.array(fields.id).max(500) });
export const colleaguesOutput = z.strictObject({
  people: z.array(z.strictObject({ id: fields.id, name: z.string() })),
});
