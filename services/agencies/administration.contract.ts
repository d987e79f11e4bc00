import { z } from "zod";
import { roles } from "../../libs/access/roles.ts";
import { contract, fields } from "../../libs/contract/contract.ts";
import { certificateThumbprintSchema } from "../../libs/identity/access-claims.ts";

const version = z.int();
const page = { limit: z.coerce.number().int().min(1).max(200).default(100), cursor: fields.id.optional() };
const roleList = z
  .array(z.enum(roles))
  .max(5)
  .refine(list => new Set(list).size === list.length, "expected each role once");

const administeredPerson = z.strictObject({
  id: fields.id,
  version,
  agencyId: fields.id,
  username: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  teamIds: z.array(fields.id),
  secondFactor: z.boolean(),
  mustChangePassword: z.boolean(),
  disabledAt: fields.instant.nullable(),
});
const administeredClient = z.strictObject({
  id: fields.id,
  version,
  agencyId: fields.id,
  name: z.string(),
  roles: z.array(z.enum(roles)),
  keyThumbprint: z.string().nullable(),
  certificateThumbprint: z.string().nullable(),
  suspendedAt: fields.instant.nullable(),
});
const team = z.strictObject({
  id: fields.id,
  version,
  agencyId: fields.id,
  name: z.string(),
  closedAt: fields.instant.nullable(),
});
const listOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), next: fields.id.nullable() });
const ofAgency = z.strictObject({ agencyId: fields.id, ...page });
const byId = z.strictObject({ id: fields.id });

/** A public key on P-256 as RFC 7517 writes it; a private part is refused like any unknown field. */
export const publicJwk = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().regex(/^[\w-]{43}$/, "expected 32 bytes in base64url"),
  y: z.string().regex(/^[\w-]{43}$/, "expected 32 bytes in base64url"),
});

/** What an agency's administrators do with its people, systems and teams. */
export const administrationContracts = {
  listPeople: contract(
    "agencies.listPeople",
    "The people of an agency, for its administrators",
    ofAgency,
    listOf(administeredPerson),
  ),
  getPerson: contract("agencies.getPerson", "One person, for their administrators", byId, administeredPerson),
  disablePerson: contract(
    "agencies.disablePerson",
    "Stop a person from working, at once: they are signed out everywhere",
    byId,
    administeredPerson,
  ),
  enablePerson: contract("agencies.enablePerson", "Let a disabled person work again", byId, administeredPerson),
  changeRoles: contract(
    "agencies.changeRoles",
    "Give a person these roles; JUD, IGO and ADM are added by two people (POST /v1/approvals)",
    z.strictObject({ id: fields.id, roles: roleList }),
    administeredPerson,
  ),
  changeTeams: contract(
    "agencies.changeTeams",
    "Put a person into these teams of their agency, and no others",
    z.strictObject({ id: fields.id, teamIds: z.array(fields.id).max(20) }),
    administeredPerson,
  ),
  resetPassword: contract(
    "agencies.resetPassword",
    "Give a person a one-time password, shown this once; it must be changed at the next sign-in",
    byId,
    administeredPerson.extend({ oneTimePassword: z.string().nullable() }),
  ),
  listClients: contract(
    "agencies.listClients",
    "The systems of an agency, for its administrators",
    ofAgency,
    listOf(administeredClient),
  ),
  getClient: contract("agencies.getClient", "One system, for its administrators", byId, administeredClient),
  suspendClient: contract("agencies.suspendClient", "Stop a system, at once", byId, administeredClient),
  resumeClient: contract("agencies.resumeClient", "Let a suspended system work again", byId, administeredClient),
  rotateSecret: contract(
    "agencies.rotateSecret",
    "Give a system a new secret, shown this once; the old one and its tokens end",
    byId,
    administeredClient.extend({ clientSecret: z.string().nullable() }),
  ),
  changeKey: contract(
    "agencies.changeKey",
    "Bind a system to a key: from now on it proves with each request that it holds it (RFC 9449)",
    z.strictObject({
      id: fields.id,
      publicKey: publicJwk.nullable(),
      certificateThumbprint: certificateThumbprintSchema
        .nullish()
        .meta({ description: "As it is, unless it is given; null: none." }),
    }),
    administeredClient,
  ),
  listTeams: contract("agencies.listTeams", "The teams of an agency", ofAgency, listOf(team)),
  getTeam: contract("agencies.getTeam", "One team", byId, team),
  createTeam: contract(
    "agencies.createTeam",
    "Add a team to an agency",
    z.strictObject({ agencyId: fields.id, name: fields.name }),
    team,
  ),
  renameTeam: contract(
    "agencies.renameTeam",
    "Give a team another name",
    z.strictObject({ id: fields.id, name: fields.name }),
    team,
  ),
  closeTeam: contract("agencies.closeTeam", "Close a team for good; its people are no longer in it", byId, team),
};
