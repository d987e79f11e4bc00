/** MongoDB's and NATS's protocols from child processes on loopback, for development and tests. */
import { existsSync } from "node:fs";
import { mkdir, realpath } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { bringDebianPackages } from "./debian-packages.ts";
import type { EngineOptions, EngineSource } from "./engine.ts";
import { findLockHolder, type Lock, tryLock } from "./kernel-lock.ts";
import { inTurn, type LocalServer } from "./local-server.ts";
import { defineNatsServer } from "./nats-server.ts";
import { isKnownPlatform } from "./own-libraries.ts";
import { findFreePort } from "./ports.ts";
import { definePostgres } from "./postgres.ts";
import { whileReporting } from "./progress.ts";
import { defineWireGateway } from "./wire-gateway.ts";

/** What this machine has not that the local engines need. */
export function whatLocalEnginesLack(env: NodeJS.ProcessEnv): string[] {
  if (!isKnownPlatform) return ["Linux on x64 or arm64"];
  const folders = (env.PATH ?? "").split(delimiter);
  return ["apt-get", "dpkg", "setpriv"].filter(tool => !folders.some(folder => existsSync(join(folder, tool))));
}

/** Throws when another process already runs engines on this data folder. */
export async function openLocalEngines(options: EngineOptions): Promise<EngineSource> {
  await mkdir(options.dataFolder, { recursive: true });
  const folder = await realpath(options.dataFolder);
  const lock = await lockFolder(folder);
  const programs = await bringDebianPackages(options).catch(error => {
    lock.release();
    throw error;
  });
  const started: LocalServer[] = [];
  let isClosed = false;
  const start = async (name: string, url: string, server: LocalServer) => {
    if (isClosed) throw new Error("The local engines have been closed");
    started.push(server);
    await whileReporting(
      () => options.report(`Starting ${name}`),
      () => server.start(),
    );
    return { url, ...server };
  };
  return {
    name: "local",
    title: "local, not for production",
    async startMongo() {
      const port = options.mongoPort ?? (await findFreePort());
      // What retries a write must know that the first try was done; this engine does not.
      return start(
        "MongoDB's stand-in",
        `mongodb://127.0.0.1:${port}/?retryWrites=false`,
        defineMongo(programs, folder, port),
      );
    },
    async startNats() {
      const port = options.natsPort ?? (await findFreePort());
      return start(
        "NATS",
        `nats://127.0.0.1:${port}`,
        defineNatsServer(programs, join(folder, "nats"), port, options.natsConfig),
      );
    },
    async close() {
      isClosed = true;
      await Promise.all(started.map(server => server.stop()));
      lock.release();
    },
  };
}

async function lockFolder(folder: string): Promise<Lock> {
  const lock = await tryLock(folder);
  if (lock) return lock;
  const holder = (await findLockHolder(folder)) ?? "unknown";
  throw new Error(`Process ${holder} already runs engines on ${folder}. Stop it first.`);
}

/** PostgreSQL and the wire gateway before it, as the one server that a client sees. */
function defineMongo(programs: string, folder: string, port: number): LocalServer {
  const postgres = definePostgres(programs, join(folder, "postgres"));
  const gateway = defineWireGateway(join(folder, "wire-gateway"), port, postgres.connection);
  return inTurn({
    async start() {
      await postgres.start();
      await gateway.start();
    },
    async stop() {
      await gateway.stop();
      await postgres.stop();
    },
    async kill() {
      await Promise.all([gateway.kill(), postgres.kill()]);
    },
  });
}
