import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Part, parts } from "../bus/call-graph.ts";

/** The whole environment of one process, read once at start and frozen. A missing or wrong value stops the start by name. */
export function readConfig(part: Part, env: NodeJS.ProcessEnv = process.env) {
  const text = (name: string): string => env[name] || stop(`${name} is not set`);
  const count = (name: string, fallback: number, max: number): number => {
    const value = Number(env[name] ?? fallback);
    const good = Number.isInteger(value) && value > 0 && value <= max;
    return good ? value : stop(`${name} is not a whole number from 1 to ${max}`);
  };
  const url = (name: string): string | undefined => {
    const value = env[name] || undefined;
    return value === undefined || URL.canParse(value) ? value : stop(`${name} is not an address`);
  };
  const production = env.NODE_ENV === "production";
  const secretsFolder = text("TRACKER_SECRETS");
  return Object.freeze({
    part,
    production,
    instance: env.TRACKER_INSTANCE ?? "0",
    mongoUri: text("MONGODB_URI"),
    databasePrefix: env.TRACKER_DATABASE_PREFIX ?? "tracker",
    natsUrl: text("NATS_URL"),
    secretsFolder,
    httpHost: env.TRACKER_HOST ?? "127.0.0.1",
    httpPort: count("TRACKER_PORT", 8080, 65_535),
    requestTimeoutMs: count("TRACKER_REQUEST_TIMEOUT_MS", 2_000, 30_000),
    poolSizeMax: count("TRACKER_POOL_SIZE_MAX", 20, 200),
    requestsPerMinuteMax: count("TRACKER_REQUESTS_PER_MINUTE_MAX", 6_000, 10_000_000),
    signInsPerMinuteMax: count("TRACKER_SIGN_INS_PER_MINUTE_MAX", 60, 10_000_000),
    purposeRequired: env.TRACKER_PURPOSE_REQUIRED === "1",
    witnessFolder: env.TRACKER_WITNESS ?? join(secretsFolder, "..", "witness"),
    checkpointSeconds: count("TRACKER_CHECKPOINT_SECONDS", 60, 3_600),
    clientKeysRequired: env.TRACKER_CLIENT_KEYS_REQUIRED === "1",
    publicUrl: url("TRACKER_PUBLIC_URL"),
    tls: readTls(env, count("TRACKER_TLS_PORT", 8443, 65_535)),
    rebuild: env.TRACKER_REBUILD === "1",
  });
}
export type Config = ReturnType<typeof readConfig>;

/** A second, encrypted way in; undefined where something before the gateway encrypts, or nothing does. */
function readTls(env: NodeJS.ProcessEnv, port: number) {
  const { TRACKER_TLS_CERT: certFile, TRACKER_TLS_KEY: keyFile, TRACKER_TLS_CLIENT_CA: clientCaFile } = env;
  if (!certFile && !keyFile && !clientCaFile) return undefined;
  if (!certFile || !keyFile) return stop("TRACKER_TLS_CERT and TRACKER_TLS_KEY are set together");
  return { port, certFile, keyFile, clientCaFile: clientCaFile || undefined };
}

/** The part a process was started as. */
export function readPart(name: string | undefined): Part {
  return (
    parts.find(part => part === name) ?? stop(`"${name}" is not a part of Tracker; the parts are ${parts.join(", ")}`)
  );
}

/** A secret of this process, from its own folder. Stops the start when it is absent. */
export function readSecret(config: Pick<Config, "secretsFolder" | "part">, name: string): string {
  return findSecret(config, name) ?? stop(`the secret ${config.part}/${name} is not in TRACKER_SECRETS`);
}

/** A secret that need not be there. */
export function findSecret(
  { secretsFolder, part }: Pick<Config, "secretsFolder" | "part">,
  name: string,
): string | undefined {
  try {
    return readFileSync(join(secretsFolder, part, name), "utf8").trim();
  } catch {
    return undefined;
  }
}

function stop(reason: string): never {
  throw new Error(reason);
}
