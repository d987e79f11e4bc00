import { randomUUID } from "node:crypto";
import type { Role } from "../../libs/access/roles.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Confirmation, Versions } from "../../libs/identity/access-claims.ts";
import type { SigningKey } from "../../libs/identity/keys.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { signToken } from "../../libs/identity/token.ts";
import { accessSeconds } from "./agencies.rules.ts";
import type { Agency, AgencyPerson, Client, Session } from "./agencies.schema.ts";
import type { DirectoryStore } from "./agencies.store.ts";
import type { TeamsStore } from "./teams.store.ts";

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresInSeconds: number;
  readonly tokenType: "Bearer" | "DPoP";
}
interface MintTools {
  readonly directory: DirectoryStore;
  readonly teams: TeamsStore;
  readonly accessKey: SigningKey;
}

/** Makes access tokens from records as they were read: the versions go in, so that a later change refuses the token. */
export function minting({ directory, teams, accessKey }: MintTools) {
  function sign(who: Person, ver: Versions, cnf?: Confirmation): string {
    const claims = { sub: who.id, sid: who.sessionId, who, ver, ...(cnf && { cnf }) };
    return signToken("access", accessKey, "tracker-gateway", claims);
  }

  /** Fails with SIGN_IN_REFUSED while the agency is suspended. */
  async function workingAgency(id: string): Promise<Agency> {
    const agency = await directory.getAgency(id);
    return agency.suspendedAt ? fail("SIGN_IN_REFUSED") : agency;
  }

  const placeOf = ({ _id, type }: Agency) => ({
    agencyId: _id,
    agencyType: type,
    courtId: type === "court" ? _id : null,
  });

  return {
    /** Until a one-time password has been changed, its holder has no roles. */
    async forPerson(
      person: AgencyPerson,
      session: Pick<Session, "_id" | "openedAt" | "signedInAt">,
      refreshToken: string,
    ): Promise<Tokens> {
      const agency = await workingAgency(person.agencyId);
      const who: Person = {
        kind: "person",
        id: person._id,
        ...placeOf(agency),
        roles: person.oneTimeUntil ? [] : [...person.roles],
        teamIds: await teams.openOf(agency._id, person.teamIds),
        sessionId: session._id,
        signedInAtSeconds: Math.floor((session.signedInAt ?? session.openedAt).getTime() / 1_000),
      };
      const accessToken = sign(who, { person: person.v, agency: agency.v });
      return { accessToken, refreshToken, expiresInSeconds: accessSeconds, tokenType: "Bearer" };
    },

    /** For a system by itself, or for a person of its agency with the roles that both have. */
    async forClient(client: Client, actingFor: AgencyPerson | undefined): Promise<Tokens> {
      const agency = await workingAgency(client.agencyId);
      const who: Person = {
        kind: "client",
        id: actingFor?._id ?? client._id,
        ...placeOf(agency),
        roles: rolesOfBoth(client.roles, actingFor),
        teamIds: actingFor ? await teams.openOf(agency._id, actingFor.teamIds) : [],
        sessionId: randomUUID(),
        signedInAtSeconds: 0,
        ...(actingFor && { clientId: client._id }),
      };
      const versions = { client: client.v, agency: agency.v, ...(actingFor && { person: actingFor.v }) };
      const { keyThumbprint, certificateThumbprint } = client;
      const bound = {
        ...(keyThumbprint && { jkt: keyThumbprint }),
        ...(certificateThumbprint && { "x5t#S256": certificateThumbprint }),
      };
      return {
        accessToken: sign(who, versions, Object.keys(bound).length > 0 ? bound : undefined),
        refreshToken: null,
        expiresInSeconds: accessSeconds,
        tokenType: keyThumbprint ? "DPoP" : "Bearer",
      };
    },
  };
}
export type Minting = ReturnType<typeof minting>;

function rolesOfBoth(roles: readonly Role[], actingFor: AgencyPerson | undefined): Role[] {
  if (!actingFor) return [...roles];
  return actingFor.oneTimeUntil ? [] : roles.filter(role => actingFor.roles.includes(role));
}
