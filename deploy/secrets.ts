import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Part, parts, services } from "../libs/bus/call-graph.ts";
import type { MasterSecret } from "../libs/crypto/master-key.ts";
import type { KeyUse } from "../libs/identity/keys.ts";
import { holdsFiles } from "../libs/record/personal.ts";

const adminUser = "admin";

/** Which private keys each part holds: each speaks for itself, the gateway for people too; agencies signs access tokens, audit its checkpoints. */
const keysOf = (part: Part): KeyUse[] => [
  "bus",
  "service",
  ...(part === "gateway" ? (["internal"] as const) : []),
  ...(part === "agencies" ? (["access"] as const) : []),
  ...(part === "audit" ? (["audit"] as const) : []),
];

interface MadeKey {
  readonly kid: string;
  readonly use: KeyUse;
  readonly owner: string;
  readonly jwk: JsonWebKey;
}

/**
 * Makes a folder of secrets for a development machine, or completes one: a folder for each part with its keys and
 * passwords, and `public-keys.json` for all. In production each part is given its own folder by the platform.
 */
export function makeSecrets(folder: string): void {
  const file = join(folder, "public-keys.json");
  const known: MadeKey[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).keys : [];
  const missing = parts.flatMap(part =>
    keysOf(part)
      .filter(use => !known.some(key => key.owner === part && key.use === use))
      .map(use => makeKey(folder, part, use)),
  );
  for (const part of [...parts, adminUser]) ensure(folder, part, "nats-password");
  for (const service of services) ensure(folder, service, "id-secret");
  ensure(folder, "gateway", "source-key");
  ensure(folder, "agencies", "seal-key");
  ensure(folder, "notes", "master-key");
  for (const service of services) if (holdsFiles.has(service)) ensure(folder, service, "file-master-key");
  if (missing.length > 0) writeFileSync(file, JSON.stringify({ keys: [...known, ...missing] }, null, 2));
}

/**
 * Puts a new master key of a part beside the one there is, which becomes `<secret>-previous`. Refused while
 * an earlier rotation is not over: its previous key may still be needed. Interrupted, it can be run again.
 */
export function putNewMasterKey(folder: string, part: Part = "notes", secret: MasterSecret = "master-key"): void {
  if (isRotating(folder, part, secret))
    throw new Error(`${secret}-previous is still there: finish that rotation first, then delete it`);
  const place = (name: string) => join(folder, part, name);
  write(folder, part, `${secret}-previous`, readFileSync(place(secret), "utf8"));
  write(folder, part, `${secret}-next`, randomText());
  renameSync(place(`${secret}-next`), place(secret));
}

/** Whether a part's master key follows another one that has not been deleted yet. */
export function isRotating(folder: string, part: Part, secret: MasterSecret): boolean {
  const place = (name: string) => join(folder, part, name);
  const previous = place(`${secret}-previous`);
  return existsSync(previous) && readFileSync(previous, "utf8") !== readFileSync(place(secret), "utf8");
}

/** The bus passwords of every user, for the bus's own configuration. */
export function readBusPasswords(folder: string): ReadonlyMap<string, string> {
  return new Map(
    [...parts, adminUser].map(user => [user, readFileSync(join(folder, user, "nats-password"), "utf8").trim()]),
  );
}

function makeKey(folder: string, part: Part, use: KeyUse): MadeKey {
  const kid = `${part}-${use}-${randomBytes(4).toString("hex")}`;
  const { privateKey, publicKey } =
    use === "bus" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
  write(folder, part, `${use}-key`, `${kid}\n${privateKey.export({ type: "pkcs8", format: "pem" }).toString()}`);
  return { kid, use, owner: part, jwk: publicKey.export({ format: "jwk" }) };
}

function write(folder: string, part: string, name: string, text: string): void {
  mkdirSync(join(folder, part), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, part, name), text, { mode: 0o600 });
}

/** A random secret, made once. */
function ensure(folder: string, part: string, name: string): void {
  if (!existsSync(join(folder, part, name))) write(folder, part, name, randomText());
}

const randomText = () => randomBytes(32).toString("base64url");
