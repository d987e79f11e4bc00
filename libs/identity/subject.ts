import { z } from "zod";
import { agencyTypes, roles } from "../access/roles.ts";

/** A person who signed in, or an agency's system: what decisions are made on. */
export const personSchema = z.strictObject({
  kind: z.enum(["person", "client"]),
  id: z.uuid(),
  agencyId: z.uuid(),
  agencyType: z.enum(agencyTypes),
  courtId: z.uuid().nullable(),
  roles: z.array(z.enum(roles)).max(10),
  teamIds: z.array(z.uuid()).max(20),
  sessionId: z.uuid(),
  /** When the password was last given, in seconds since 1970: what is dangerous asks for a fresh sign-in. A system never gives one: 0. */
  signedInAtSeconds: z.int(),
  /** The system that acts for this person; `kind` is then `client`. */
  clientId: z.uuid().optional(),
});
export type Person = Readonly<z.infer<typeof personSchema>>;

/** Whoever asks: a person, a service on its own account, or someone who has not signed in. */
export type Subject = Person | { readonly kind: "service"; readonly name: string } | { readonly kind: "anonymous" };
