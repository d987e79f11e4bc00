/** The official images, where a Docker engine answers. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { StartedTestContainer } from "testcontainers";
import type { Engine, EngineOptions, EngineSource } from "./engine.ts";
import { findFreePort } from "./ports.ts";
import { until } from "./until.ts";

const images = { mongo: "mongo:8", nats: "nats:2.14" };
const probeTimeoutMs = 2000;
const readyTimeoutMs = 60_000;
const execute = promisify(execFile);

/** True when a Docker engine answers within two seconds. */
export async function isDockerThere(env: NodeJS.ProcessEnv): Promise<boolean> {
  const options = { env, timeout: probeTimeoutMs, killSignal: "SIGKILL" } as const;
  return execute("docker", ["info", "--format", "{{.ServerVersion}}"], options).then(
    ({ stdout }) => stdout.trim() !== "",
    () => false,
  );
}

export async function openDockerEngines(options: EngineOptions): Promise<EngineSource> {
  const { GenericContainer, Wait } = await import("testcontainers");
  const started: StartedTestContainer[] = [];
  return {
    name: "docker",
    title: "Docker containers",
    async startMongo() {
      const port = options.mongoPort ?? (await findFreePort());
      const container = await new GenericContainer(images.mongo)
        .withCommand(["--replSet", "rs0", "--bind_ip_all"])
        .withExposedPorts({ container: 27017, host: port })
        .withWaitStrategy(Wait.forListeningPorts())
        .start();
      started.push(container);
      await waitForPrimary(container);
      const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
      return engineIn(container, url, () => waitForPrimary(container));
    },
    async startNats() {
      const port = options.natsPort ?? (await findFreePort());
      const config = "/etc/nats/tracker.conf";
      const container = await new GenericContainer(images.nats)
        .withCopyContentToContainer([{ content: options.natsConfig, target: config }])
        .withCommand(["-c", config, "-js", "-sd", "/data"])
        .withExposedPorts({ container: 4222, host: port })
        .withWaitStrategy(Wait.forListeningPorts())
        .start();
      started.push(container);
      return engineIn(container, `nats://127.0.0.1:${port}`, async () => {});
    },
    async close() {
      await Promise.all(started.map(container => container.stop()));
    },
  };
}

/** The ports are fixed, so a container that is started again has its old url. */
function engineIn(container: StartedTestContainer, url: string, ready: () => Promise<void>): Engine {
  return {
    url,
    async kill() {
      await execute("docker", ["kill", container.getId()]);
    },
    async start() {
      await execute("docker", ["start", container.getId()]);
      await ready();
    },
    async stop() {
      await execute("docker", ["stop", container.getId()]);
    },
  };
}

/** Makes the one member a replica set, the first time, and waits until it takes writes. */
async function waitForPrimary(container: StartedTestContainer): Promise<void> {
  const initiate = "rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'localhost:27017' }] })";
  const script = `try { rs.status() } catch { ${initiate} } if (!db.hello().isWritablePrimary) quit(1)`;
  await until("MongoDB to be primary", readyTimeoutMs, async () => {
    const { exitCode } = await container.exec(["mongosh", "--quiet", "--eval", script]);
    return exitCode === 0;
  });
}
