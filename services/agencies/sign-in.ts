import { randomUUID } from "node:crypto";
import { clock } from "../../libs/clock/clock.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import { isSessionOver } from "./administration.rules.ts";
import { sessionSeconds } from "./agencies.rules.ts";
import type { AgencyPerson } from "./agencies.schema.ts";
import type { DirectoryStore, SessionStore } from "./agencies.store.ts";
import type { Minting, Tokens } from "./mint.ts";
import { digestOf, hashPassword, isDigest, isPassword, newSecret } from "./passwords.ts";
import type { PeopleStore } from "./people.store.ts";
import type { SecondFactor } from "./second-factor.ts";
import type { Throttling } from "./throttled.ts";

interface SignInTools {
  readonly directory: DirectoryStore;
  readonly people: PeopleStore;
  readonly sessions: SessionStore;
  readonly throttling: Throttling;
  readonly factor: SecondFactor;
  readonly mint: Minting;
  /** Whether a system without a key of its own is turned away. */
  readonly clientKeysRequired: boolean;
}

/** Signing in and staying signed in. Every refusal says the same: SIGN_IN_REFUSED. */
export function signingIn({ directory, people, sessions, throttling, factor, mint, clientKeysRequired }: SignInTools) {
  const { throttled } = throttling;

  /** The person, if this is their password and code and they may sign in. Costs the same work whoever is named. */
  async function recognise(found: AgencyPerson | null, password: string, code: string | undefined) {
    const known = await isPassword(password, found?.passwordHash);
    if (!found || !known || found.disabledAt !== null) return undefined;
    if (found.oneTimeUntil && clock.now() >= found.oneTimeUntil) return undefined;
    return (await factor.hasCode(found, code)) ? found : undefined;
  }

  return {
    async withPassword(username: string, password: string, code: string | undefined): Promise<Tokens> {
      const person = await throttled("person", username, async () =>
        recognise(await directory.findByUsername(username), password, code),
      );
      const openedAt = clock.now();
      const { secret, digest } = newSecret();
      const session = {
        _id: randomUUID(),
        personId: person._id,
        personVersion: person.v,
        refreshDigest: digest,
        openedAt,
        signedInAt: openedAt,
        expiresAt: new Date(openedAt.getTime() + sessionSeconds * 1_000),
      };
      const tokens = await mint.forPerson(person, session, `${session._id}.${secret}`);
      await sessions.open(session);
      return tokens;
    },

    /** The password once more, in the same session: the new tokens say that it was given just now. */
    async again(asked: Person, password: string, code: string | undefined): Promise<Tokens> {
      const current = await directory.getPerson(asked.id);
      const person = await throttled("person", current.username, () => recognise(current, password, code));
      const { secret, digest } = newSecret();
      const session = await sessions.signInAgain(asked.sessionId, person._id, digest);
      if (!session || isSessionOver(person, session)) return fail("SIGN_IN_REFUSED");
      return mint.forPerson(person, session, `${session._id}.${secret}`);
    },

    /** A refresh token works once. One that comes a second time has been copied, so the session ends. */
    async withRefreshToken(refreshToken: string): Promise<Tokens> {
      const [sessionId = "", old = ""] = refreshToken.split(".", 2);
      const { secret, digest } = newSecret();
      const session = await sessions.rotate(sessionId, digestOf(old), digest);
      if (!session) {
        await sessions.end(sessionId);
        return fail("SIGN_IN_REFUSED");
      }
      const person = await directory.getPerson(session.personId);
      if (isSessionOver(person, session)) return fail("SIGN_IN_REFUSED");
      return mint.forPerson(person, session, `${sessionId}.${secret}`);
    },

    async withClientSecret(clientId: string, clientSecret: string, actingForId: string | undefined): Promise<Tokens> {
      const { client, actingFor } = await throttled("client", clientId, async () => {
        const found = await directory.findClient(clientId);
        if (!found || !isDigest(clientSecret, found.secretDigest) || found.suspendedAt) return undefined;
        if (clientKeysRequired && !found.keyThumbprint && !found.certificateThumbprint) return undefined;
        if (actingForId === undefined) return { client: found, actingFor: undefined };
        const person = await directory.findPerson(actingForId);
        const may = person?.agencyId === found.agencyId && person.disabledAt === null;
        return may ? { client: found, actingFor: person } : undefined;
      });
      return mint.forClient(client, actingFor);
    },

    /** Sets the password that the person chose. They sign in with it again: every session ends. */
    async changePassword(personId: string, old: string, chosen: string, command: Command): Promise<void> {
      const person = await directory.getPerson(personId);
      // A repeated command has changed it already, and the old one is no longer the password.
      if (!person.done.some(({ key }) => key === command.id)) {
        const isKnown = async () => ((await isPassword(old, person.passwordHash)) ? true : undefined);
        await throttled("person", person.username, isKnown);
        if (old === chosen) fail("RULE_BROKEN", { detail: "The new password is the old one." });
      }
      await people.changePassword(personId, person.passwordHash, await hashPassword(chosen), command);
    },
  };
}
