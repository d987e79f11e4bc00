import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";

/** A certificate with its key, and the digest by which RFC 8705 names it. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
  readonly thumbprint: string;
}
/** An authority that issues certificates for this test alone. */
export interface Authority {
  readonly certificate: string;
  issue(name: string): Certified;
}

const dayMs = 86_400_000;
const ecdsaWithSha256 = Buffer.from("300a06082a8648ce3d040302", "hex");
/** critical, CA: true · critical, digitalSignature · the address 127.0.0.1. */
const authorityExtension = Buffer.from("300f0603551d130101ff040530030101ff", "hex");
const signingExtension = Buffer.from("300e0603551d0f0101ff040403020780", "hex");
const localhostExtension = Buffer.from("300f0603551d110408300687047f000001", "hex");

export function makeAuthority(name: string): Authority {
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificate = pemOf(certify(name, own.publicKey, [authorityExtension], name, own.privateKey));
  return {
    certificate,
    issue(subject) {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const der = certify(subject, publicKey, [signingExtension, localhostExtension], name, own.privateKey);
      return {
        certificate: pemOf(der),
        key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        thumbprint: createHash("sha256").update(der).digest("base64url"),
      };
    },
  };
}

/** An X.509 certificate, version 3 (RFC 5280, section 4.1), good from yesterday until tomorrow. */
function certify(
  subject: string,
  key: KeyObject,
  extensions: readonly Buffer[],
  issuer: string,
  issuerKey: KeyObject,
): Buffer {
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const signed = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    nameOf(issuer),
    der(0x30, timeOf(Date.now() - dayMs), timeOf(Date.now() + dayMs)),
    nameOf(subject),
    key.export({ type: "spki", format: "der" }),
    der(0xa3, der(0x30, ...extensions)),
  );
  return der(0x30, signed, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign("sha256", signed, issuerKey)));
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const size = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

function nameOf(commonName: string): Buffer {
  const oid = Buffer.from("0603550403", "hex");
  return der(0x30, der(0x31, der(0x30, oid, der(0x0c, Buffer.from(commonName)))));
}

function timeOf(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/\D/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`));
}

function pemOf(bytes: Buffer): string {
  return new X509Certificate(bytes).toString();
}
