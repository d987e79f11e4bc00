import { createHash } from "node:crypto";

/** A public key on P-256, as RFC 7517 writes it. */
export interface EcJwk {
  readonly crv: string;
  readonly kty: string;
  readonly x: string;
  readonly y: string;
}

/** The SHA-256 thumbprint of the key in base64url (RFC 7638): of its required members, in the order of their names. */
export function thumbprintOf({ crv, kty, x, y }: EcJwk): string {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
}
