import { createHmac, randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { clock } from "../../libs/clock/clock.ts";
import { seal, unseal } from "../../libs/crypto/seal.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { SigningKey } from "../../libs/identity/keys.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { signToken } from "../../libs/identity/token.ts";
import type { Command } from "../../libs/record/command.ts";
import { accessSeconds, admitAttempt, codeKeptSeconds, sessionSeconds, throttle, totp } from "./agencies.rules.ts";
import type { AgencyPerson } from "./agencies.schema.ts";
import type { DirectoryStore, SessionStore } from "./agencies.store.ts";
import { digestOf, isDigest, isPassword, newSecret } from "./passwords.ts";

interface SignInTools {
  readonly directory: DirectoryStore;
  readonly sessions: SessionStore;
  readonly accessKey: SigningKey;
  /** Seals authenticator secrets, and names attempts without keeping the name. */
  readonly sealKey: Buffer;
}
interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  expiresInSeconds: number;
}

/** Signing in, staying signed in, and the second factor. Every refusal says the same: SIGN_IN_REFUSED. */
export function signingIn({ directory, sessions, accessKey, sealKey }: SignInTools) {
  const attemptName = (kind: string, name: string) =>
    createHmac("sha256", sealKey).update(`${kind}|${name}`).digest("base64url");

  /** Makes an attempt when the name's count allows one; counted before it is made, so that attempts made at once are counted too. */
  async function throttled<T>(kind: string, name: string, attempt: () => Promise<T | undefined>): Promise<T> {
    const attempts = attemptName(kind, name);
    for (let isCounted = false; !isCounted; ) {
      const before = await sessions.findAttempts(attempts);
      const admitted = admitAttempt(before, clock.now());
      if ("waitSeconds" in admitted) return fail("TOO_MANY_REQUESTS", { retryAfterSeconds: admitted.waitSeconds });
      isCounted = await sessions.swapAttempts(attempts, before, admitted.next, throttle.windowSeconds);
    }
    const result = await attempt();
    if (result === undefined) return fail("SIGN_IN_REFUSED");
    await sessions.forgive(attempts);
    return result;
  }

  function accessToken(person: Person): string {
    return signToken("access", accessKey, "tracker-gateway", { sub: person.id, sid: person.sessionId, who: person });
  }

  async function subjectOf(
    kind: Person["kind"],
    holder: Pick<AgencyPerson, "_id" | "agencyId" | "roles"> & Partial<Pick<AgencyPerson, "teamIds">>,
    session: { readonly id: string; readonly openedAt: Date },
  ): Promise<Person> {
    const agency = await directory.getAgency(holder.agencyId);
    return {
      kind,
      id: holder._id,
      agencyId: agency._id,
      agencyType: agency.type,
      courtId: agency.type === "court" ? agency._id : null,
      roles: [...holder.roles],
      teamIds: [...(holder.teamIds ?? [])],
      sessionId: session.id,
      signedInAtSeconds: Math.floor(session.openedAt.getTime() / 1_000),
    };
  }

  async function hasCode(person: AgencyPerson, code: string | undefined): Promise<boolean> {
    if (!person.totp?.confirmed) return true;
    if (code === undefined) return false;
    const step = stepOf(unseal(sealKey, person._id, person.totp.sealed).toString(), code);
    return step !== undefined && sessions.useOnce(attemptName("step", `${person._id}|${step}`), codeKeptSeconds);
  }

  return {
    async withPassword(username: string, password: string, code: string | undefined): Promise<Tokens> {
      const person = await throttled("person", username, async () => {
        const found = await directory.findByUsername(username);
        const known = await isPassword(password, found?.passwordHash);
        return found && known && found.disabledAt === null && (await hasCode(found, code)) ? found : undefined;
      });
      const sessionId = randomUUID();
      const openedAt = clock.now();
      const { secret, digest } = newSecret();
      await sessions.open({
        _id: sessionId,
        personId: person._id,
        refreshDigest: digest,
        openedAt,
        expiresAt: new Date(openedAt.getTime() + sessionSeconds * 1_000),
      });
      return {
        accessToken: accessToken(await subjectOf("person", person, { id: sessionId, openedAt })),
        refreshToken: `${sessionId}.${secret}`,
        expiresInSeconds: accessSeconds,
      };
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
      if (person.disabledAt !== null) fail("SIGN_IN_REFUSED");
      return {
        accessToken: accessToken(await subjectOf("person", person, { id: sessionId, openedAt: session.openedAt })),
        refreshToken: `${sessionId}.${secret}`,
        expiresInSeconds: accessSeconds,
      };
    },

    async withClientSecret(clientId: string, clientSecret: string): Promise<Tokens> {
      const client = await throttled("client", clientId, async () => {
        const found = await directory.findClient(clientId);
        return found && isDigest(clientSecret, found.secretDigest) ? found : undefined;
      });
      return {
        accessToken: accessToken(await subjectOf("client", client, { id: randomUUID(), openedAt: clock.now() })),
        refreshToken: null,
        expiresInSeconds: accessSeconds,
      };
    },

    /** A fresh authenticator secret. It replaces one that is not confirmed; a confirmed one must be reset by the agency's administrator. */
    async startSecondFactor(personId: string, command: Command): Promise<{ secret: string; uri: string }> {
      const person = await directory.getPerson(personId);
      if (person.totp?.confirmed)
        fail("RULE_BROKEN", { detail: "Your second factor is on already. Your agency administrator can reset it." });
      const sealed = seal(sealKey, personId, new Secret({ size: 20 }).base32);
      await directory.changeTotp(personId, { sealed, confirmed: false }, command);
      // What stands now: a repeated command wrote nothing, and its first answer may have been lost.
      const { totp: started, username } = await directory.getPerson(personId);
      const secret = unseal(sealKey, personId, started?.sealed ?? fail("INTERNAL")).toString();
      return { secret, uri: authenticator(secret, username).toString() };
    },

    async confirmSecondFactor(personId: string, code: string, command: Command): Promise<void> {
      await throttled("code", personId, async () => {
        const { totp: started } = await directory.getPerson(personId);
        const step = started ? stepOf(unseal(sealKey, personId, started.sealed).toString(), code) : undefined;
        if (!started || step === undefined) return undefined;
        await directory.changeTotp(personId, { ...started, confirmed: true }, command);
        await sessions.useOnce(attemptName("step", `${personId}|${step}`), codeKeptSeconds);
        return true;
      });
    },
  };
}

function authenticator(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: totp.issuer,
    label,
    secret: Secret.fromBase32(secret),
    digits: totp.digits,
    period: totp.periodSeconds,
    algorithm: totp.algorithm,
  });
}

/** The step of the clock that the code belongs to, if it is a good one about now. */
function stepOf(secret: string, code: string): number | undefined {
  const timestamp = clock.now().getTime();
  const delta = authenticator(secret, "").validate({ token: code, timestamp, window: totp.window });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / totp.periodSeconds) + delta;
}
