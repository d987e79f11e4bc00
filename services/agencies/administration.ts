import { createPublicKey } from "node:crypto";
import type { z } from "zod";
import type { Handlers } from "../../libs/bus/actions.ts";
import { fail } from "../../libs/errors/errors.ts";
import { thumbprintOf } from "../../libs/identity/thumbprint.ts";
import type { administrationContracts, publicJwk } from "./administration.contract.ts";
import { assertAdministers, assertAnother, isDangerous, rolesChange, strangeRoles } from "./administration.rules.ts";
import type { DirectoryStore } from "./agencies.store.ts";
import { administeredClientView, administeredPersonView, pageOf, teamView } from "./agencies.views.ts";
import type { ClientsStore } from "./clients.store.ts";
import { hashPassword, newOneTimePassword, newSecret } from "./passwords.ts";
import type { PeopleStore } from "./people.store.ts";
import type { TeamsStore } from "./teams.store.ts";

interface Stores {
  readonly directory: DirectoryStore;
  readonly people: PeopleStore;
  readonly clients: ClientsStore;
  readonly teams: TeamsStore;
}

const needsTwo = (what: string) => ({ detail: `${what} is decided by two administrators: POST /v1/approvals.` });

/** What administrators do with people, systems and teams. */
export function administration({
  directory,
  people,
  clients,
  teams,
}: Stores): Handlers<typeof administrationContracts> {
  return {
    listPeople: async ({ agencyId, ...page }, { person }) => {
      assertAdministers(person(), agencyId);
      return pageOf(await people.list(agencyId, page), page.limit, administeredPersonView);
    },
    getPerson: async ({ id }, { person }) => administeredPersonView(await people.get(id, person())),
    disablePerson: async ({ id }, { person, command }) => {
      await people.get(id, person());
      assertAnother(person(), id);
      return administeredPersonView((await people.disable(id, person(), command())).record);
    },
    enablePerson: async ({ id }, { person, command }) =>
      administeredPersonView((await people.enable(id, person(), command())).record),
    changeRoles: async ({ id, roles }, { person, command }) => {
      const { agencyId } = await people.get(id, person());
      assertAnother(person(), id);
      const errors = strangeRoles((await directory.getAgency(agencyId)).type, roles);
      if (errors.length > 0) fail("VALIDATION", { errors });
      const decide = (present: Parameters<typeof rolesChange>[0]) =>
        rolesChange(present, roles).added.some(isDangerous)
          ? fail("RULE_BROKEN", needsTwo("Adding JUD, IGO or ADM"))
          : roles;
      return administeredPersonView((await people.changeRoles(id, person(), decide, null, command())).record);
    },
    changeTeams: async ({ id, teamIds }, { person, command }) => {
      const { agencyId } = await people.get(id, person());
      const open = new Set(await teams.openOf(agencyId, teamIds));
      const errors = teamIds.flatMap((teamId, n) =>
        open.has(teamId) ? [] : [{ path: `teamIds[${n}]`, message: "expected an open team of the person's agency" }],
      );
      if (errors.length > 0) fail("VALIDATION", { errors });
      return administeredPersonView((await people.changeTeams(id, person(), [...open], command())).record);
    },
    resetPassword: async ({ id }, { person, command }) => {
      const { roles } = await people.get(id, person());
      assertAnother(person(), id);
      // Whoever is handed the password could act as them.
      if (roles.some(isDangerous))
        fail(
          "RULE_BROKEN",
          needsTwo("A new password for a judge, an information governance officer or an administrator"),
        );
      const password = newOneTimePassword();
      const hash = await hashPassword(password);
      const { record, replayed } = await people.resetPassword(id, person(), hash, null, command());
      return { ...administeredPersonView(record), oneTimePassword: replayed ? null : password };
    },

    listClients: async ({ agencyId, ...page }, { person }) => {
      assertAdministers(person(), agencyId);
      return pageOf(await clients.list(agencyId, page), page.limit, administeredClientView);
    },
    getClient: async ({ id }, { person }) => administeredClientView(await clients.get(id, person())),
    suspendClient: async ({ id }, { person, command }) =>
      administeredClientView((await clients.suspend(id, person(), command())).record),
    resumeClient: async ({ id }, { person, command }) =>
      administeredClientView((await clients.resume(id, person(), command())).record),
    rotateSecret: async ({ id }, { person, command }) => {
      const { secret, digest } = newSecret();
      const { record, replayed } = await clients.rotateSecret(id, person(), digest, command());
      return { ...administeredClientView(record), clientSecret: replayed ? null : secret };
    },
    changeKey: async ({ id, publicKey, certificateThumbprint }, { person, command }) => {
      const bound = {
        keyThumbprint: publicKey ? assertKey(publicKey) : null,
        ...(certificateThumbprint !== undefined && { certificateThumbprint }),
      };
      return administeredClientView((await clients.changeKey(id, person(), bound, command())).record);
    },

    listTeams: async ({ agencyId, ...page }, { person }) => {
      assertAdministers(person(), agencyId);
      return pageOf(await teams.list(agencyId, page), page.limit, teamView);
    },
    getTeam: async ({ id }, { person }) => teamView(await teams.get(id, person())),
    createTeam: async ({ agencyId, name }, { person, command }) => {
      assertAdministers(person(), agencyId);
      await directory.getAgency(agencyId);
      return teamView(await teams.add({ agencyId, name }, command()));
    },
    renameTeam: async ({ id, name }, { person, command }) =>
      teamView((await teams.rename(id, person(), name, command())).record),
    closeTeam: async ({ id }, { person, command }) => teamView((await teams.close(id, person(), command())).record),
  };
}

/** The thumbprint of a key that is a point on its curve. Fails with VALIDATION. */
export function assertKey(publicKey: z.output<typeof publicJwk>): string {
  try {
    createPublicKey({ key: publicKey, format: "jwk" });
  } catch {
    fail("VALIDATION", { errors: [{ path: "publicKey", message: "expected a point on P-256" }] });
  }
  return thumbprintOf(publicKey);
}
