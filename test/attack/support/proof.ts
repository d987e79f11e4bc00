import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import type { Json } from "../../support/client.ts";
import { encode, es256, nowSeconds } from "./forge.ts";

/** A system's own key, as the system holds it. */
export interface ProofKey {
  readonly key: KeyObject;
  readonly jwk: Json;
}

export function proofKey(): ProofKey {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { key: privateKey, jwk: createPublicKey(privateKey).export({ format: "jwk" }) };
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("base64url");

/** A proof as RFC 9449 has it, made by hand from its parts, but for `claims` and `header`. */
export function proofOf(
  { key, jwk }: ProofKey,
  { method, url, token }: { method: string; url: string; token: string },
  { claims = {}, header = {} }: { claims?: object; header?: object } = {},
): string {
  return es256(
    { typ: "dpop+jwt", alg: "ES256", jwk, ...header },
    { jti: randomUUID(), htm: method, htu: url, iat: nowSeconds(), ath: sha256(token), ...claims },
    { key },
  );
}

/** A proof whose header says `alg`, with the signature that `sign` makes of its text. */
export function signedOtherwise(header: object, claims: object, sign: (text: string) => string): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign(text)}`;
}
