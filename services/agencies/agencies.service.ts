import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { clock } from "../../libs/clock/clock.ts";
import { readSecret } from "../../libs/config/config.ts";
import { fail } from "../../libs/errors/errors.ts";
import { readSigningKey } from "../../libs/identity/keys.ts";
import type { AuditObject } from "../../libs/record/audit-row.ts";
import {
  assertAdministers,
  assertInPerson,
  assertNational,
  isOneStep,
  personalRoles,
  strangeRoles,
} from "./administration.rules.ts";
import { administration, assertKey } from "./administration.ts";
import { agenciesAccess } from "./agencies.access.ts";
import { agenciesContracts } from "./agencies.contract.ts";
import { type AgencyPerson, agenciesModels } from "./agencies.schema.ts";
import { directoryStore, sessionStore } from "./agencies.store.ts";
import { agencyView, personEntry, personView } from "./agencies.views.ts";
import { agreementsStore } from "./agreements.store.ts";
import { agreeing } from "./agreements.ts";
import { approvalsStore } from "./approvals.store.ts";
import { approving } from "./approvals.ts";
import { clientsStore } from "./clients.store.ts";
import { minting } from "./mint.ts";
import { hashPassword, newSecret } from "./passwords.ts";
import { peopleStore } from "./people.store.ts";
import { revocationsStore } from "./revocations.store.ts";
import { secondFactor } from "./second-factor.ts";
import { signingIn } from "./sign-in.ts";
import { teamsStore } from "./teams.store.ts";
import { throttling } from "./throttled.ts";

/** Courts, agencies, their people and systems, and signing in. */
export const agencies: ServiceDefinition<typeof agenciesContracts> = {
  name: "agencies",
  contracts: agenciesContracts,
  access: agenciesAccess,
  open({ config, db, committer }) {
    const models = agenciesModels(db);
    const directory = directoryStore(models, committer);
    const sessions = sessionStore(models);
    const people = peopleStore(models, committer);
    const clients = clientsStore(models, committer);
    const teams = teamsStore(models, committer);
    const revocations = revocationsStore(models);
    const approvals = approving({ directory, people, approvals: approvalsStore(models, committer) });
    const sealKey = Buffer.from(readSecret(config, "seal-key"), "base64url");
    const slowly = throttling(sessions, sealKey);
    const factor = secondFactor({ directory, sessions, throttling: slowly, sealKey });
    const mint = minting({ directory, teams, accessKey: readSigningKey(config, "access") });
    const { clientKeysRequired } = config;
    const signIn = signingIn({ directory, people, sessions, throttling: slowly, factor, mint, clientKeysRequired });

    return {
      handlers: {
        signIn: async ({ username, password, code }, { saw }) => {
          // Of a sign-in that is refused the audit knows whose it would have been, and never the name that was tried.
          const account = await directory.findByUsername(username);
          if (account) saw(accountObject(account));
          return signIn.withPassword(username, password, code);
        },
        refresh: ({ refreshToken }) => signIn.withRefreshToken(refreshToken),
        clientToken: ({ clientId, clientSecret, actingFor }) =>
          signIn.withClientSecret(clientId, clientSecret, actingFor),
        signInAgain: ({ password, code }, { person }) => {
          assertInPerson(person());
          return signIn.again(person(), password, code);
        },
        signOut: async (_input, { person }) => {
          await sessions.end(person().sessionId);
          return {};
        },
        changePassword: async ({ oldPassword, newPassword }, { person, command }) => {
          assertInPerson(person());
          await signIn.changePassword(person().id, oldPassword, newPassword, command());
          return {};
        },
        startSecondFactor: (_input, { person, command }) => {
          assertInPerson(person());
          return factor.start(person().id, command());
        },
        confirmSecondFactor: async ({ code }, { person, command }) => {
          assertInPerson(person());
          await factor.confirm(person().id, code, command());
          return {};
        },
        me: async (_input, asked) => {
          const person = await directory.getPerson(asked.person().id);
          return {
            ...personView(person),
            agency: agencyView(await directory.getAgency(person.agencyId)),
            secondFactor: person.totp?.confirmed ?? false,
            mustChangePassword: Boolean(person.oneTimeUntil),
          };
        },
        list: async ({ type }) => ({ items: (await directory.listAgencies(type)).map(agencyView) }),
        create: async ({ type, name, ouCode }, { person, command }) => {
          assertNational(person());
          return agencyView(await directory.createAgency({ type, name, ouCode: ouCode ?? null }, command()));
        },
        createPerson: async ({ password, ...fields }, { person, command }) => {
          assertAdministers(person(), fields.agencyId);
          const agency = await directory.getAgency(fields.agencyId);
          const errors = strangeRoles(agency.type, fields.roles);
          if (errors.length > 0) fail("VALIDATION", { errors });
          const isOne = isOneStep(person(), fields.roles, agency.recordedAt, clock.now());
          if (!isOne && !(await people.isMade(command())))
            fail("RULE_BROKEN", {
              detail:
                "JUD, IGO and ADM are given by two administrators: add the person without, then POST /v1/approvals.",
            });
          return personView(
            await directory.createPerson({ ...fields, passwordHash: await hashPassword(password) }, command()),
          );
        },
        createClient: async ({ publicKey, certificateThumbprint = null, ...fields }, { person, command }) => {
          assertAdministers(person(), fields.agencyId);
          const agency = await directory.getAgency(fields.agencyId);
          const errors = [...strangeRoles(agency.type, fields.roles), ...personalRoles(fields.roles)];
          if (errors.length > 0) fail("VALIDATION", { errors });
          const { secret, digest } = newSecret();
          const keyThumbprint = publicKey ? assertKey(publicKey) : null;
          const { record, replayed } = await directory.createClient(
            { ...fields, secretDigest: digest, keyThumbprint, certificateThumbprint },
            command(),
          );
          return {
            id: record._id,
            agencyId: record.agencyId,
            name: record.name,
            clientSecret: replayed ? null : secret,
          };
        },
        ...administration({ directory, people, clients, teams }),
        ...approvals.handlers,
        ...agreeing({ directory, agreements: agreementsStore(models, committer) }),
        revocations: async ({ after }) => {
          const { upTo, ...rest } = await revocations.since(new Date(after ?? 0));
          return { ...rest, upTo: upTo.toISOString() };
        },
        describe: async ({ ids }) => ({ agencies: (await directory.describe(ids)).map(agencyView) }),
        describePeople: async ({ ids }) => ({ people: (await directory.describePeople(ids)).map(personEntry) }),
        colleagues: async ({ ids }, { person }) => ({
          people: (await directory.colleagues(ids, person().agencyId)).map(({ _id, name }) => ({ id: _id, name })),
        }),
        describeTeams: async ({ ids }) => ({ teams: await teams.openAmong(ids) }),
      },
      steps: approvals.steps,
    };
  },
};

function accountObject({ _id, agencyId }: AgencyPerson): AuditObject {
  return { class: "administration", fileId: null, recordId: _id, holderAgencyIds: [agencyId] };
}
