import { clock } from "../clock/clock.ts";
import { Kept } from "./kept.ts";
import type { PublicKey, SigningKey } from "./keys.ts";
import { type Person, personSchema, type Subject } from "./subject.ts";
import { signToken, type Verified, verifyToken } from "./token.ts";

/** An internal or service token is used for half its life at the most, so it is never about to end on its way. */
const reusedSeconds = 30;

/** Makes the gateway's tokens: 60 seconds, for just the actions in the audience. Only the gateway holds the key. */
export function internalTokens(key: SigningKey): InternalTokens {
  const kept = new Kept<string>();
  return {
    /** For the person who showed `accessToken`; the same token, person and audience are given the same one for a while. */
    forPerson(accessToken, person, audience) {
      const name = `${accessToken}|${audience.join()}`;
      return (
        kept.find(name) ?? kept.keep(name, mintInternalToken(key, person, audience), clock.seconds() + reusedSeconds)
      );
    },
    forAnyone: audience => mintInternalToken(key, { kind: "anonymous" }, audience),
  };
}
export interface InternalTokens {
  forPerson(accessToken: string, person: Person, audience: string[]): string;
  forAnyone(audience: string[]): string;
}

/** One internal token for `subject`, good for 60 seconds. */
export function mintInternalToken(
  key: SigningKey,
  subject: Person | { kind: "anonymous" },
  audience: string[],
): string {
  return signToken("internal", key, audience, {
    sub: subject.kind === "anonymous" ? "anonymous" : subject.id,
    who: subject,
  });
}

/** A service's token for its own account; kept for half its life, since a service asks often. */
export function serviceTokens(name: string, key: SigningKey, audience: string[]): () => string {
  let token = "";
  let mintedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.seconds() - mintedAt > reusedSeconds) {
      token = signToken("service", key, audience, { sub: `svc:${name}` });
      mintedAt = clock.seconds();
    }
    return token;
  };
}

/** Reads who a request on the bus is from; a token that was good for an action is not checked again while it lasts. */
export function subjectReader(keys: readonly PublicKey[]): (token: unknown, action: string) => Subject | undefined {
  const kept = new Kept<Subject>();
  return (token, action) => {
    if (typeof token !== "string") return undefined;
    const name = `${action}|${token}`;
    const known = kept.find(name);
    if (known) return known;
    const read = readSubject(token, action, keys);
    return read && kept.keep(name, read.subject, read.untilSeconds);
  };
}

/** Who a token speaks for, by its signature and nothing else; undefined when it is not good for `action`. */
function readSubject(
  token: unknown,
  action: string,
  keys: readonly PublicKey[],
): { subject: Subject; untilSeconds: number } | undefined {
  const verified = verifyToken(token, ["internal", "service"], action, keys);
  const subject = verified && subjectOf(verified);
  return subject && { subject: frozen(subject), untilSeconds: verified.untilSeconds };
}

/** A kept subject is handed to many requests, so nobody may give it another role. */
function frozen(subject: Subject): Subject {
  if ("roles" in subject) Object.freeze(subject.roles);
  return Object.freeze(subject);
}

function subjectOf({ claims, key }: Verified): Subject | undefined {
  // A service's key speaks for that service only, whatever the token says.
  if (key.use === "service")
    return claims.sub === `svc:${key.owner}` ? { kind: "service", name: key.owner } : undefined;
  if (claims.sub === "anonymous") return { kind: "anonymous" };
  const person = personSchema.safeParse(claims.who).data;
  return person?.id === claims.sub ? person : undefined;
}
