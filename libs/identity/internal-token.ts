import { clock } from "../clock/clock.ts";
import type { PublicKey, SigningKey } from "./keys.ts";
import { type Person, personSchema, type Subject } from "./subject.ts";
import { signToken, verifyToken } from "./token.ts";

/** A 60-second token by which `subject` may reach just the actions in `audience`. Only the gateway holds the key. */
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
  const keptSeconds = 30;
  let token = "";
  let mintedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.seconds() - mintedAt > keptSeconds) {
      token = signToken("service", key, audience, { sub: `svc:${name}` });
      mintedAt = clock.seconds();
    }
    return token;
  };
}

/** Who a request on the bus is from, by the token it carries and nothing else; undefined when that token is not good for `action`. */
export function readSubject(token: unknown, action: string, keys: readonly PublicKey[]): Subject | undefined {
  const verified = verifyToken(token, ["internal", "service"], action, keys);
  if (!verified) return undefined;
  const { claims, key } = verified;
  // A service's key speaks for that service only, whatever the token says.
  if (key.use === "service")
    return claims.sub === `svc:${key.owner}` ? Object.freeze({ kind: "service", name: key.owner }) : undefined;
  if (claims.sub === "anonymous") return Object.freeze({ kind: "anonymous" });
  const person = personSchema.safeParse(claims.who).data;
  return person && person.id === claims.sub ? Object.freeze(person) : undefined;
}
