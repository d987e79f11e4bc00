import { createHash, createPublicKey } from "node:crypto";
import type { Request } from "express";
import jwt from "jsonwebtoken";
import { z } from "zod";
import { clock } from "../libs/clock/clock.ts";
import { thumbprintOf } from "../libs/identity/thumbprint.ts";

const proofLengthMax = 4_096;
const ageSecondsMax = 30;
/** A proof is remembered for as long as it could be shown again: made ahead of our clock, and then to its end. */
const keptSeconds = 2 * ageSecondsMax + 1;
const keptMax = 200_000;

const coordinate = z.string().regex(/^[\w-]{43}$/);
const headerSchema = z.strictObject({
  typ: z.literal("dpop+jwt"),
  alg: z.literal("ES256"),
  jwk: z.strictObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: coordinate, y: coordinate }),
});
const claimsSchema = z.object({
  jti: z.string().min(8).max(128),
  htm: z.string(),
  htu: z.string().max(2_048),
  iat: z.int(),
  ath: z.string(),
});

/** Proofs of holding a key (RFC 9449): one for each request, each good once at this gateway. */
export class Proofs {
  readonly #publicUrl: string | undefined;
  readonly #seen = new Map<string, number>();

  /** `publicUrl` is where callers see this gateway; without it, the address that each request names. */
  constructor(publicUrl: string | undefined) {
    this.#publicUrl = publicUrl && new URL(publicUrl).origin;
  }

  /** Whether the request proves to come from the holder of the key with thumbprint `jkt`, for this very token. */
  isProven(req: Request, token: string, jkt: string): boolean {
    const [proof = "", ...others] = req.headersDistinct.dpop ?? [];
    if (others.length > 0 || proof.length > proofLengthMax) return false;
    const claims = readProof(proof, jkt);
    return (
      claims !== undefined &&
      claims.htm === req.method &&
      this.#isHere(claims.htu, req) &&
      Math.abs(clock.seconds() - claims.iat) <= ageSecondsMax &&
      claims.ath === createHash("sha256").update(token).digest("base64url") &&
      this.#isFirst(`${jkt}|${claims.jti}`)
    );
  }

  /** The address without its query, as RFC 9449 compares it. */
  #isHere(htu: string, req: Request): boolean {
    const origin = this.#publicUrl ?? `${req.protocol}://${req.host}`;
    const [path = ""] = req.originalUrl.split("?", 1);
    const [given, here] = [URL.parse(htu), URL.parse(path, origin)];
    return given !== null && here !== null && given.origin === here.origin && given.pathname === here.pathname;
  }

  /** Looked at last, so that only good proofs take up room. When there is none, nothing is good until some has passed. */
  #isFirst(name: string): boolean {
    const now = clock.seconds();
    for (const [old, untilSeconds] of this.#seen) {
      if (untilSeconds > now) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(name) || this.#seen.size >= keptMax) return false;
    this.#seen.set(name, now + keptSeconds);
    return true;
  }
}

/** The claims of a proof signed with the key that has this thumbprint; undefined for anything else. */
function readProof(proof: string, jkt: string): z.output<typeof claimsSchema> | undefined {
  try {
    const [first = ""] = proof.split(".", 1);
    const { jwk } = headerSchema.parse(JSON.parse(Buffer.from(first, "base64url").toString("utf8")));
    if (thumbprintOf(jwk) !== jkt) return undefined;
    const key = createPublicKey({ key: jwk, format: "jwk" });
    return claimsSchema.parse(jwt.verify(proof, key, { algorithms: ["ES256"], clockTimestamp: clock.seconds() }));
  } catch {
    return undefined;
  }
}
