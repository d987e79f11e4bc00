import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ensureFirstAdministrator } from "../../deploy/first-administrator.ts";
import { type Engines, startEngines } from "../../deploy/local/engines.ts";
import { natsConfig } from "../../deploy/nats/permissions.ts";
import { provisionBus } from "../../deploy/nats/provision.ts";
import { makeSecrets, readBusPasswords } from "../../deploy/secrets.ts";
import { type System, startSystem } from "../../deploy/system.ts";

declare global {
  var trackerRig: Rig | undefined;
}

/** What tests need to know of a running Tracker, as plain data: it crosses from jest's parent to its workers. */
export interface RigFacts {
  readonly url: string;
  readonly mongoUri: string;
  readonly natsUrl: string;
  readonly databasePrefix: string;
  readonly secretsFolder: string;
  readonly logsFolder: string;
  readonly administrator: { readonly username: string; readonly password: string };
}

/** Engines, secrets and all parts of Tracker as real processes, in one folder. */
export interface Rig {
  readonly facts: RigFacts;
  readonly engines: Engines;
  readonly system: System;
  stop(): Promise<void>;
}

const administrator = { username: "first.administrator", password: "test-only-first-administrator" };

export async function startRig({
  folder,
  env = {},
  report = () => {},
}: {
  folder: string;
  env?: NodeJS.ProcessEnv;
  report?: (line: string) => void;
}): Promise<Rig> {
  const secretsFolder = join(folder, "secrets");
  const logsFolder = join(folder, "logs");
  makeSecrets(secretsFolder);
  const passwords = readBusPasswords(secretsFolder);
  const engines = await startEngines({
    env: process.env,
    dataFolder: join(folder, "engines"),
    natsConfig: natsConfig(passwords),
    report,
  });
  const databasePrefix = `test_${process.pid}_${Date.now().toString(36)}`;
  try {
    await provisionBus(engines.nats.url, passwords.get("admin") ?? "");
    await ensureFirstAdministrator({ mongoUri: engines.mongo.url, databasePrefix, ...administrator });
    const system = await startSystem({
      mongoUri: engines.mongo.url,
      natsUrl: engines.nats.url,
      secretsFolder,
      logsFolder,
      port: await findFreePort(),
      env: {
        TRACKER_DATABASE_PREFIX: databasePrefix,
        TRACKER_CHECKPOINT_SECONDS: "1",
        TRACKER_SIGN_INS_PER_MINUTE_MAX: "100000",
        TRACKER_REQUESTS_PER_MINUTE_MAX: "1000000",
        ...env,
      },
    });
    const facts = {
      url: system.url,
      mongoUri: engines.mongo.url,
      natsUrl: engines.nats.url,
      databasePrefix,
      secretsFolder,
      logsFolder,
      administrator,
    };
    return {
      facts,
      engines,
      system,
      async stop() {
        await system.stop();
        await engines.stop();
        if (!process.env.TRACKER_TEST_KEEP) rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await engines.stop();
    throw error;
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
