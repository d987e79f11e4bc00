/** Where MongoDB and NATS come from: the one place that decides, and says what it decided. */
import { isDockerThere, openDockerEngines } from "./docker-engines.ts";
import type { Engine, EngineOptions, EngineSource } from "./engine.ts";
import { openLocalEngines, whatLocalEnginesLack } from "./local-engines.ts";

export type { Engine, EngineOptions } from "./engine.ts";

export interface Engines {
  /** "given" where both are; otherwise where those that are not given come from. */
  readonly chosen: "given" | "docker" | "local";
  readonly mongo: Engine;
  readonly nats: Engine;
  /** Stops what was started here; a given engine is left alone. */
  stop(): Promise<void>;
}

/**
 * `MONGODB_URI` and `NATS_URL` win; then Docker, if it answers; then the local engines. Takes seconds, and once the time
 * of a download. Throws an error that names these three ways when none is open.
 */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  const given = { mongo: givenEngine(options.env, "MONGODB_URI"), nats: givenEngine(options.env, "NATS_URL") };
  if (given.mongo && given.nats) {
    options.report("Engines: MongoDB and NATS as given by MONGODB_URI and NATS_URL");
    return { chosen: "given", mongo: given.mongo, nats: given.nats, stop: async () => {} };
  }
  const source = await openSource(options);
  try {
    const [mongo, nats] = await Promise.all([given.mongo ?? source.startMongo(), given.nats ?? source.startNats()]);
    const mongoFrom = given.mongo ? "as given by MONGODB_URI" : mongo.url;
    const natsFrom = given.nats ? "as given by NATS_URL" : nats.url;
    options.report(`Engines: ${source.title}; MongoDB ${mongoFrom}; NATS ${natsFrom}`);
    return { chosen: source.name, mongo, nats, stop: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openSource(options: EngineOptions): Promise<EngineSource> {
  if (await isDockerThere(options.env)) return openDockerEngines(options);
  const lacking = whatLocalEnginesLack(options.env);
  if (lacking.length === 0) return openLocalEngines(options);
  throw new Error(
    "Tracker needs MongoDB and NATS. Three ways to have them: set MONGODB_URI and NATS_URL; start Docker; " +
      `or use Linux with apt-get, dpkg and setpriv (this machine lacks: ${lacking.join(", ")}).`,
  );
}

function givenEngine(env: NodeJS.ProcessEnv, variable: "MONGODB_URI" | "NATS_URL"): Engine | undefined {
  const url = env[variable];
  if (!url) return undefined;
  const refuse = async () => {
    throw new Error(`The engine given by ${variable} is not ours to kill or start`);
  };
  return { url, kill: refuse, start: refuse, stop: async () => {} };
}
