import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Json } from "../../support/client.ts";
import { encode, es256, foreignKey, type HeldKey, nowSeconds, type Part } from "./forge.ts";

/** A real token, opened, with the key that signed it: what every bad one differs from in one way. */
export interface Genuine {
  readonly token: string;
  readonly header: Json;
  readonly claims: Json;
  readonly key: HeldKey;
}

type Make = (genuine: Genuine) => string;

const withHeader =
  (change: (header: Json) => Part): Make =>
  ({ header, claims, key }) =>
    es256(change(header), claims, key);
const withClaims =
  (change: (claims: Json) => Part): Make =>
  ({ header, claims, key }) =>
    es256(header, change(claims), key);

const parts = ({ token }: Genuine) => token.split(".") as [string, string, string];
const pem = (key: KeyObject) => createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
const jwk = ({ key }: HeldKey) => createPublicKey(key).export({ format: "jwk" });

/** Signed by `key` in the way the algorithm is truly done, so that only naming the algorithm can refuse it. */
function otherwise(alg: string, { header, claims }: Genuine, makeSignature: (signed: Buffer) => Buffer): string {
  const signed = `${encode({ ...header, alg })}.${encode(claims)}`;
  return `${signed}.${makeSignature(Buffer.from(signed)).toString("base64url")}`;
}

/** The text of an object with one member put in front under a name that comes again later, as JSON allows. */
const twice = (name: string, first: unknown, object: object) =>
  `{${JSON.stringify(name)}:${JSON.stringify(first)},${JSON.stringify(object).slice(1)}`;
/** The same with the bad one last. */
const twiceLast = (name: string, last: unknown, object: object) =>
  `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(last)}}`;
const without = (name: string, object: Json) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

const algorithms: [string, Make][] = [
  ...["none", "None", "nOnE", "NONE"].map((alg): [string, Make] => [
    `alg ${alg} with the genuine signature`,
    genuine => `${encode({ ...genuine.header, alg })}.${parts(genuine)[1]}.${parts(genuine)[2]}`,
  ]),
  ["alg none without a signature", genuine => `${encode({ ...genuine.header, alg: "none" })}.${parts(genuine)[1]}.`],
  [
    "HS256 with the public key's PEM as the secret",
    genuine => otherwise("HS256", genuine, text => createHmac("sha256", pem(genuine.key.key)).update(text).digest()),
  ],
  [
    "HS256 with the public key's JWK as the secret",
    genuine =>
      otherwise("HS256", genuine, text =>
        createHmac("sha256", JSON.stringify(jwk(genuine.key)))
          .update(text)
          .digest(),
      ),
  ],
  [
    "HS256 with an empty secret",
    genuine => otherwise("HS256", genuine, text => createHmac("sha256", "").update(text).digest()),
  ],
  [
    "RS256 with a key of nobody's",
    genuine => {
      const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      return otherwise("RS256", genuine, text => sign("sha256", text, privateKey));
    },
  ],
  [
    "EdDSA with a key of nobody's",
    genuine => otherwise("EdDSA", genuine, text => sign(null, text, generateKeyPairSync("ed25519").privateKey)),
  ],
  [
    "ES384 over the genuine key",
    genuine =>
      otherwise("ES384", genuine, text => sign("sha384", text, { key: genuine.key.key, dsaEncoding: "ieee-p1363" })),
  ],
  ["no alg", withHeader(header => without("alg", header))],
  ["alg that is a list", withHeader(header => ({ ...header, alg: ["ES256"] }))],
];

const keyIds: [string, unknown][] = [
  ["another name", "agencies-access-00000000"],
  ["a path", "../../../../dev/null"],
  ["SQL", "' UNION SELECT 'key' --"],
  ["an operator", { $ne: null }],
  ["a list", ["agencies-access"]],
  ["null", null],
  ["10 kB", "k".repeat(10_240)],
  ["a name every object has", "__proto__"],
];
const headers: [string, Make][] = [
  ...keyIds.map(([name, kid]): [string, Make] => [`kid: ${name}`, withHeader(header => ({ ...header, kid }))]),
  ["no kid", withHeader(header => without("kid", header))],
  ["jku", withHeader(header => ({ ...header, jku: "http://127.0.0.1:1/keys.json" }))],
  ["x5u", withHeader(header => ({ ...header, x5u: "http://127.0.0.1:1/chain.pem" }))],
  ["x5c", withHeader(header => ({ ...header, x5c: ["MIIB"] }))],
  [
    "jwk: a key that comes along and did sign",
    ({ header, claims }) => {
      const own = foreignKey();
      return es256({ ...header, jwk: jwk(own) }, claims, own);
    },
  ],
  ["crit", withHeader(header => ({ ...header, crit: ["exp"] }))],
  ["b64: false", withHeader(header => ({ ...header, b64: false, crit: ["b64"] }))],
  ["zip", withHeader(header => ({ ...header, zip: "DEF" }))],
  ["alg twice, the good one last", withHeader(header => twice("alg", "none", header))],
  ["typ twice, the good one last", withHeader(header => twice("typ", "JWT", header))],
  ...["JWT", "id+jwt", "int+jwt", "svc+jwt", "AT+JWT", "at+jwt ", ""].map((typ): [string, Make] => [
    `typ "${typ}"`,
    withHeader(header => ({ ...header, typ })),
  ]),
  ["no typ", withHeader(header => without("typ", header))],
  ["a header that is a list", withHeader(header => [header])],
  ["a header that is no JSON", withHeader(() => "header")],
];

/** Written as text: what JSON.stringify would not write. */
const claimText = (name: string, text: string) => (claims: Json) =>
  JSON.stringify({ ...claims, [name]: "here" }).replace(`"${name}":"here"`, `"${name}":${text}`);

const times: [string, Make][] = [
  ["no exp", withClaims(claims => without("exp", claims))],
  ["exp as text", withClaims(claims => ({ ...claims, exp: String(claims.exp) }))],
  ["exp with a fraction", withClaims(claims => ({ ...claims, exp: claims.exp - 0.5 }))],
  ["exp 1e400", withClaims(claimText("exp", "1e400"))],
  ["exp null", withClaims(claims => ({ ...claims, exp: null }))],
  ["exp past", withClaims(claims => ({ ...claims, iat: claims.iat - 310, exp: claims.iat - 10 }))],
  ["exp long past", withClaims(claims => ({ ...claims, iat: 0, exp: 300 }))],
  ["exp negative", withClaims(claims => ({ ...claims, exp: -1 }))],
  ["a life of 301 seconds", withClaims(claims => ({ ...claims, exp: claims.iat + 301 }))],
  ["a life of a year", withClaims(claims => ({ ...claims, exp: claims.iat + 31_536_000 }))],
  ["a long life begun long ago", withClaims(claims => ({ ...claims, iat: claims.iat - 86_400 }))],
  ["no iat", withClaims(claims => without("iat", claims))],
  ["iat as text", withClaims(claims => ({ ...claims, iat: String(claims.iat) }))],
  ["iat in a minute", withClaims(claims => ({ ...claims, iat: claims.iat + 60 }))],
  ["iat in a year", withClaims(claims => ({ ...claims, iat: claims.iat + 31_536_000, exp: claims.exp + 31_536_000 }))],
  ["nbf in a minute", withClaims(claims => ({ ...claims, nbf: nowSeconds() + 60 }))],
  ["nbf as text", withClaims(claims => ({ ...claims, nbf: "0" }))],
  ["exp twice, the good one last", withClaims(claims => twice("exp", 9_999_999_999, claims))],
  ["exp twice, the bad one last", withClaims(claims => twiceLast("exp", 9_999_999_999, claims))],
  ["sub twice", withClaims(claims => twice("sub", "11111111-1111-4111-8111-111111111111", claims))],
  ["aud twice", withClaims(claims => twice("aud", "another", claims))],
];

const names: [string, Make][] = [
  ["another issuer", withClaims(claims => ({ ...claims, iss: "tracker-gateway" }))],
  ["an issuer that begins alike", withClaims(claims => ({ ...claims, iss: "tracker.example" }))],
  ["issuers", withClaims(claims => ({ ...claims, iss: ["tracker"] }))],
  ["no issuer", withClaims(claims => without("iss", claims))],
  ["another audience", withClaims(claims => ({ ...claims, aud: "agencies.me" }))],
  ["an audience that begins alike", withClaims(claims => ({ ...claims, aud: "tracker-gateway-2" }))],
  ["no audience", withClaims(claims => without("aud", claims))],
  ["an empty audience", withClaims(claims => ({ ...claims, aud: [] }))],
  ["an audience that is an operator", withClaims(claims => ({ ...claims, aud: { $ne: null } }))],
];

const people: [string, Make][] = [
  ["nobody", withClaims(claims => without("who", claims))],
  ["another than sub", withClaims(claims => ({ ...claims, sub: "11111111-1111-4111-8111-111111111111" }))],
  ["no sub", withClaims(claims => without("sub", claims))],
  ["a role that is not one", withClaims(claims => ({ ...claims, who: { ...claims.who, roles: ["ROOT"] } }))],
  ["eleven roles", withClaims(claims => ({ ...claims, who: { ...claims.who, roles: Array(11).fill("JUD") } }))],
  ["more than a person has", withClaims(claims => ({ ...claims, who: { ...claims.who, admin: true } }))],
  ["a service", withClaims(claims => ({ ...claims, who: { ...claims.who, kind: "service" } }))],
];

const signatures: [string, Make][] = [
  ["none", genuine => `${parts(genuine)[0]}.${parts(genuine)[1]}.`],
  ["left out", genuine => `${parts(genuine)[0]}.${parts(genuine)[1]}`],
  ["cut short", genuine => genuine.token.slice(0, -4)],
  ["one letter changed", genuine => genuine.token.replace(/.(?=.{40}$)/, letter => (letter === "A" ? "B" : "A"))],
  ["all zeros", genuine => `${parts(genuine)[0]}.${parts(genuine)[1]}.${Buffer.alloc(64).toString("base64url")}`],
  [
    "in DER",
    ({ header, claims, key }) => {
      const signed = `${encode(header)}.${encode(claims)}`;
      return `${signed}.${sign("sha256", Buffer.from(signed), key.key).toString("base64url")}`;
    },
  ],
  ["of another key", ({ header, claims }) => es256(header, claims, foreignKey())],
  [
    "of other claims",
    genuine => `${parts(genuine)[0]}.${encode({ ...genuine.claims, roles: ["JUD"] })}.${parts(genuine)[2]}`,
  ],
  ["padded", genuine => `${genuine.token}==`],
];

const shapes: [string, Make][] = [
  ["claims that are text", withClaims(() => '"me"')],
  ["claims that are a list", withClaims(claims => [claims])],
  ["claims that are null", withClaims(() => "null")],
  ["claims that are no JSON", withClaims(() => "{")],
  ["four parts", ({ token }) => `${token}.x`],
  ["five parts, as an encrypted one has", ({ token }) => `${token}.x.y`],
  ["one word", () => "token"],
  ["8 kB of claims", withClaims(claims => ({ ...claims, more: "x".repeat(8_192) }))],
];

const titled = (title: string, rows: [string, Make][]) =>
  rows.map(([name, make]) => [`${title}: ${name}`, make] as const);

/** What is wrong, and how to make a token that is wrong in just that way. */
export const badTokens: readonly (readonly [string, Make])[] = [
  ...titled("algorithm", algorithms),
  ...titled("header", headers),
  ...titled("times", times),
  ...titled("issuer and audience", names),
  ...titled("who", people),
  ...titled("signature", signatures),
  ...titled("shape", shapes),
];
