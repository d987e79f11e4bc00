import { z } from "zod";
import { agencyTypes, roles } from "../../libs/access/roles.ts";
import { contract, fields } from "../../libs/contract/contract.ts";
import {
  colleaguesInput,
  colleaguesOutput,
  peopleInput,
  peopleOutput,
  teamsInput,
  teamsOutput,
} from "../../libs/contract/people.ts";
import { checkIdentifier } from "../../libs/identifiers/identifiers.ts";
import { certificateThumbprintSchema, revocationSchema } from "../../libs/identity/access-claims.ts";
import { administrationContracts, publicJwk } from "./administration.contract.ts";
import { agreementContracts } from "./agreements.contract.ts";
import { approvalContracts } from "./approvals.contract.ts";

const empty = z.strictObject({});
const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,59}$/, "expected 3 to 60 letters, digits, dots, dashes or underscores");
/** At least 12 characters (NCSC: length before complexity); the most keeps hashing bounded. */
const newPassword = z.string().min(12, "expected at least 12 characters").max(128, "expected at most 128 characters");
const code = z.string().regex(/^\d{6}$/, "expected the six digits of your authenticator");
const secret = z.string().min(1).max(200);

const tokens = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  expiresInSeconds: z.int(),
  tokenType: z.enum(["Bearer", "DPoP"]),
});
const agency = z.strictObject({
  id: fields.id,
  type: z.enum(agencyTypes),
  name: z.string(),
  ouCode: z.string().nullable(),
});
const person = z.strictObject({
  id: fields.id,
  agencyId: fields.id,
  username: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
});

/** What the agencies service takes and gives: the directory of agencies and people, and signing in. */
export const agenciesContracts = {
  signIn: contract(
    "agencies.signIn",
    "Sign in with a password, and a code when a second factor is on",
    z.strictObject({ username, password: secret, code: code.optional() }),
    tokens,
  ),
  refresh: contract(
    "agencies.refresh",
    "Exchange a refresh token for new tokens; each works once",
    z.strictObject({ refreshToken: secret }),
    tokens,
  ),
  signOut: contract("agencies.signOut", "End the session", empty, empty),
  clientToken: contract(
    "agencies.clientToken",
    "Get an access token for an agency's system",
    z.strictObject({
      clientId: fields.id,
      clientSecret: secret,
      actingFor: fields.id.optional().meta({ description: "The person of the same agency for whom the system acts." }),
    }),
    tokens,
  ),
  startSecondFactor: contract(
    "agencies.startSecondFactor",
    "Get the secret for an authenticator app",
    empty,
    z.strictObject({ secret: z.string(), uri: z.string() }),
  ),
  confirmSecondFactor: contract(
    "agencies.confirmSecondFactor",
    "Turn the second factor on by showing that it works",
    z.strictObject({ code }),
    empty,
  ),
  signInAgain: contract(
    "agencies.signInAgain",
    "Give the password once more, for what asks for a fresh sign-in; the session's refresh token is replaced",
    z.strictObject({ password: secret, code: code.optional() }),
    tokens,
  ),
  changePassword: contract(
    "agencies.changePassword",
    "Choose another password; every session ends, so sign in with it again",
    z.strictObject({ oldPassword: secret, newPassword }),
    empty,
  ),
  me: contract(
    "agencies.me",
    "Who you are signed in as",
    empty,
    person.extend({ agency, secondFactor: z.boolean(), mustChangePassword: z.boolean() }),
  ),
  list: contract(
    "agencies.list",
    "The agencies and courts",
    z.strictObject({ type: z.enum(agencyTypes).optional() }),
    z.strictObject({ items: z.array(agency) }),
  ),
  create: contract(
    "agencies.create",
    "Add an agency or a court",
    z.strictObject({
      type: z.enum(agencyTypes),
      name: fields.name,
      ouCode: z.string().max(20).transform(toOuCode).optional(),
    }),
    agency,
  ),
  createPerson: contract(
    "agencies.createPerson",
    "Add a person to an agency",
    z.strictObject({
      agencyId: fields.id,
      username,
      name: fields.name,
      roles: z.array(z.enum(roles)).max(5),
      password: newPassword,
    }),
    person,
  ),
  createClient: contract(
    "agencies.createClient",
    "Add a machine client to an agency; its secret is shown this once",
    z.strictObject({
      agencyId: fields.id,
      name: fields.name,
      roles: z.array(z.enum(roles)).min(1).max(5),
      publicKey: publicJwk.optional().meta({ description: "The key that it will prove to hold (RFC 9449)." }),
      certificateThumbprint: certificateThumbprintSchema
        .optional()
        .meta({ description: "SHA-256, in base64url, of the certificate that it will connect with (RFC 8705)." }),
    }),
    z.strictObject({ id: fields.id, agencyId: fields.id, name: z.string(), clientSecret: z.string().nullable() }),
  ),
  ...administrationContracts,
  ...approvalContracts,
  ...agreementContracts,
  revocations: contract(
    "agencies.revocations",
    "Whose tokens are refused since an instant, for the gateway",
    z.strictObject({ after: fields.instant.optional() }),
    z.strictObject({ items: z.array(revocationSchema), upTo: fields.instant, isAll: z.boolean() }),
  ),
  describe: contract(
    "agencies.describe",
    "Which agencies these are, for other services",
    z.strictObject({ ids: z.array(fields.id).max(200) }),
    z.strictObject({ agencies: z.array(agency) }),
  ),
  describePeople: contract(
    "agencies.describePeople",
    "Where these people work and as what, for other services",
    peopleInput,
    peopleOutput,
  ),
  colleagues: contract(
    "agencies.colleagues",
    "The names of those among these people who work for your agency, for its lists",
    colleaguesInput,
    colleaguesOutput,
  ),
  describeTeams: contract(
    "agencies.describeTeams",
    "Which of these are open teams, and whose, for other services",
    teamsInput,
    teamsOutput,
  ),
};

function toOuCode(raw: string, context: z.RefinementCtx): string {
  const { canonical, reason } = checkIdentifier("ou-code", raw);
  if (canonical) return canonical;
  context.addIssue({ code: "custom", message: reason ?? "expected an OU code" });
  return z.NEVER;
}
