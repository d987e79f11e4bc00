import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../support/client.ts";
import type { RigFacts } from "../../support/rig.ts";

export interface HeldKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** A part's private key, as somebody who took its secrets would have it. */
export function takeKey(rig: RigFacts, part: string, use: "access" | "internal" | "service" | "bus"): HeldKey {
  const [kid = "", ...pem] = readFileSync(join(rig.secretsFolder, part, `${use}-key`), "utf8").split("\n");
  return { kid, key: createPrivateKey(pem.join("\n")) };
}

/** A key of nobody's, under whatever name. */
export function foreignKey(kid = "foreign"): HeldKey {
  return { kid, key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey };
}

/** JSON as text where the text matters (names given twice, numbers too large), a value everywhere else. */
export type Part = object | string;

export const encode = (part: Part): string =>
  Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");

/** A token signed with ES256, whatever its header says. */
export function es256(header: Part, claims: Part, { key }: Pick<HeldKey, "key">): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

/** The two readable parts of a real token. */
export function open(token: string): { header: Json; claims: Json } {
  const [header = "", claims = ""] = token.split(".").map(part => Buffer.from(part, "base64url").toString());
  return { header: JSON.parse(header), claims: JSON.parse(claims) };
}

export const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** An internal token such as the gateway makes for `who`, but for `changes`. */
export function internalToken(key: HeldKey, who: Json, audience: string[], changes: object = {}): string {
  const iat = nowSeconds();
  return es256(
    { alg: "ES256", typ: "int+jwt", kid: key.kid },
    { sub: who.id, who, iat, exp: iat + 60, iss: "tracker-gateway", aud: audience, ...changes },
    key,
  );
}

/** A token such as a service makes for its own account, but for `changes`. */
export function serviceToken(key: HeldKey, name: string, audience: string[], changes: object = {}): string {
  const iat = nowSeconds();
  return es256(
    { alg: "ES256", typ: "svc+jwt", kid: key.kid },
    { sub: `svc:${name}`, iat, exp: iat + 60, iss: "tracker-service", aud: audience, ...changes },
    key,
  );
}
