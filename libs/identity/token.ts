import jwt from "jsonwebtoken";
import { z } from "zod";
import { clock } from "../clock/clock.ts";
import type { KeyUse, PublicKey, SigningKey } from "./keys.ts";

/** What the three kinds of token pin by hand: header type, issuer, and the longest life a token may claim. */
const kinds = {
  access: { typ: "at+jwt", issuer: "tracker", lifeSecondsMax: 300 },
  internal: { typ: "int+jwt", issuer: "tracker-gateway", lifeSecondsMax: 60 },
  service: { typ: "svc+jwt", issuer: "tracker-service", lifeSecondsMax: 60 },
} as const satisfies Partial<Record<KeyUse, object>>;
export type TokenKind = keyof typeof kinds;

const tokenLengthMax = 8_192;
const clockToleranceSeconds = 5;
const headerSchema = z.strictObject({ alg: z.literal("ES256"), typ: z.string(), kid: z.string().max(64) });
const timesSchema = z.object({
  iat: z.int(),
  exp: z.int(),
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
});

/** Signs `claims` as a token of `kind` for `audience`, good for the longest life its kind allows. */
export function signToken(
  kind: TokenKind,
  { kid, key }: SigningKey,
  audience: string | string[],
  claims: object,
): string {
  const { typ, issuer, lifeSecondsMax } = kinds[kind];
  const iat = clock.seconds();
  const payload = { ...claims, iat, exp: iat + lifeSecondsMax, iss: issuer, aud: audience };
  return jwt.sign(payload, key, { algorithm: "ES256", keyid: kid, header: { alg: "ES256", typ, kid } });
}

export interface Verified {
  readonly claims: Record<string, unknown>;
  readonly key: PublicKey;
  /** When it ends, in seconds since 1970. */
  readonly untilSeconds: number;
}

/**
 * The claims of a good token of one of `accepted` kinds, with the key that signed it; undefined for anything else.
 * Algorithm, type, key id, issuer, audience and times are all checked; headers that name keys elsewhere are refused.
 */
export function verifyToken(
  token: unknown,
  accepted: readonly TokenKind[],
  audience: string,
  keys: readonly PublicKey[],
): Verified | undefined {
  if (typeof token !== "string" || token.length > tokenLengthMax) return undefined;
  const [first, payload] = token.split(".", 2).map(readJson);
  const header = headerSchema.safeParse(first).data;
  const kind = accepted.find(name => kinds[name].typ === header?.typ);
  const key = keys.find(candidate => candidate.kid === header?.kid && candidate.use === kind);
  if (!kind || !key || payload === undefined) return undefined;
  const claims = verifySignature(token, key, kinds[kind].issuer, audience);
  const times = timesSchema.safeParse(claims).data;
  if (!claims || !times || times.exp - times.iat > kinds[kind].lifeSecondsMax) return undefined;
  if (times.iat > clock.seconds() + clockToleranceSeconds) return undefined;
  return { claims, key, untilSeconds: times.exp };
}

/** One part of a token; undefined unless it is written as we write it: of a name given twice, readers believe different ones. */
function readJson(part: string): unknown {
  try {
    const text = Buffer.from(part, "base64url").toString("utf8");
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function verifySignature(
  token: string,
  { key }: PublicKey,
  issuer: string,
  audience: string,
): Record<string, unknown> | undefined {
  try {
    const claims = jwt.verify(token, key, {
      algorithms: ["ES256"],
      issuer,
      audience,
      clockTimestamp: clock.seconds(),
      clockTolerance: clockToleranceSeconds,
    });
    return typeof claims === "string" ? undefined : claims;
  } catch {
    return undefined;
  }
}
