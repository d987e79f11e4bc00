/** Local engines for one test file, in a folder of their own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../../deploy/local/engine.ts";
import { openLocalEngines } from "../../../../deploy/local/local-engines.ts";

export interface TestEngines {
  readonly dataFolder: string;
  readonly mongo: Engine;
  readonly nats: Engine;
  stop(): Promise<void>;
}

export async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "engines-test-"));
}

export async function startTestEngines(natsConfig = ""): Promise<TestEngines> {
  const dataFolder = await makeFolder();
  const report = () => {};
  const source = await openLocalEngines({ env: process.env, dataFolder, natsConfig, report });
  const stop = async () => {
    await source.close();
    await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    const [mongo, nats] = await Promise.all([source.startMongo(), source.startNats()]);
    return { dataFolder, mongo, nats, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
