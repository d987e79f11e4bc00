import { type Role, roleHomes } from "../../libs/access/roles.ts";
import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { readSecret } from "../../libs/config/config.ts";
import { fail } from "../../libs/errors/errors.ts";
import { readSigningKey } from "../../libs/identity/keys.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { agenciesAccess } from "./agencies.access.ts";
import { agenciesContracts } from "./agencies.contract.ts";
import { agenciesModels } from "./agencies.schema.ts";
import { directoryStore, sessionStore } from "./agencies.store.ts";
import { agencyView, personEntry, personView } from "./agencies.views.ts";
import { hashPassword, newSecret } from "./passwords.ts";
import { signingIn } from "./sign-in.ts";

/** Courts, agencies, their people and systems, and signing in. */
export const agencies: ServiceDefinition<typeof agenciesContracts> = {
  name: "agencies",
  contracts: agenciesContracts,
  access: agenciesAccess,
  open({ config, db, committer }) {
    const models = agenciesModels(db);
    const directory = directoryStore(models, committer);
    const sessions = sessionStore(models);
    const signIn = signingIn({
      directory,
      sessions,
      accessKey: readSigningKey(config, "access"),
      sealKey: Buffer.from(readSecret(config, "seal-key"), "base64url"),
    });

    /** An agency gives out its own roles only: nobody becomes a judge at a police station. */
    async function assertRoles(agencyId: string, roles: readonly Role[]): Promise<void> {
      const { type } = await directory.getAgency(agencyId);
      const errors = roles.flatMap((role, n) =>
        roleHomes[role].includes(type)
          ? []
          : [{ path: `roles[${n}]`, message: `expected a role of an agency of type ${type}` }],
      );
      if (errors.length > 0) fail("VALIDATION", { errors });
    }

    return {
      handlers: {
        signIn: ({ username, password, code }) => signIn.withPassword(username, password, code),
        refresh: ({ refreshToken }) => signIn.withRefreshToken(refreshToken),
        clientToken: ({ clientId, clientSecret }) => signIn.withClientSecret(clientId, clientSecret),
        signOut: async (_input, { person }) => {
          await sessions.end(person().sessionId);
          return {};
        },
        startSecondFactor: (_input, { person, command }) => signIn.startSecondFactor(person().id, command()),
        confirmSecondFactor: async ({ code }, { person, command }) => {
          await signIn.confirmSecondFactor(person().id, code, command());
          return {};
        },
        me: async (_input, asked) => {
          const person = await directory.getPerson(asked.person().id);
          return {
            ...personView(person),
            agency: agencyView(await directory.getAgency(person.agencyId)),
            secondFactor: person.totp?.confirmed ?? false,
          };
        },
        list: async ({ type }) => ({ items: (await directory.listAgencies(type)).map(agencyView) }),
        create: async ({ type, name, ouCode }, { person, command }) => {
          assertNational(person());
          return agencyView(await directory.createAgency({ type, name, ouCode: ouCode ?? null }, command()));
        },
        createPerson: async ({ password, ...fields }, { person, command }) => {
          assertAdministers(person(), fields.agencyId);
          await assertRoles(fields.agencyId, fields.roles);
          return personView(
            await directory.createPerson({ ...fields, passwordHash: await hashPassword(password) }, command()),
          );
        },
        createClient: async (fields, { person, command }) => {
          assertAdministers(person(), fields.agencyId);
          await assertRoles(fields.agencyId, fields.roles);
          const { secret, digest } = newSecret();
          const { record, replayed } = await directory.createClient({ ...fields, secretDigest: digest }, command());
          return {
            id: record._id,
            agencyId: record.agencyId,
            name: record.name,
            clientSecret: replayed ? null : secret,
          };
        },
        describe: async ({ ids }) => ({ agencies: (await directory.describe(ids)).map(agencyView) }),
        describePeople: async ({ ids }) => ({ people: (await directory.describePeople(ids)).map(personEntry) }),
      },
    };
  },
};

/** Agencies and courts are added by the ministry's administrators only. */
function assertNational(person: Person): void {
  if (person.agencyType !== "moj") fail("ACCESS_DENIED");
}

/** People and systems are added by the agency's own administrators, or the ministry's for a new agency. */
function assertAdministers(person: Person, agencyId: string): void {
  if (person.agencyType !== "moj" && person.agencyId !== agencyId) fail("NOT_FOUND");
}
