import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { natsConfig } from "../nats/permissions.ts";
import { provisionBus } from "../nats/provision.ts";
import { makeSecrets, readBusPasswords } from "../secrets.ts";
import { startSystem } from "../system.ts";
import { startEngines } from "./engines.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** `npm start`: engines, then every part, then demo data once; until Ctrl-C, which drains and stops all of it in order. */
export async function startEverything(): Promise<void> {
  const startedAt = performance.now();
  const say = (line: string) =>
    process.stdout.write(`[${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s] ${line}\n`);
  const dataFolder = join(root, ".engines");
  const port = readPort(process.env.TRACKER_PORT ?? "8080");
  await assertFree(port);
  const secretsFolder = process.env.TRACKER_SECRETS ?? join(dataFolder, "secrets");
  makeSecrets(secretsFolder);
  const passwords = readBusPasswords(secretsFolder);

  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.reverse().splice(0)) await stop();
  };
  let stopping = false;
  const leave = (signal: string) => {
    if (stopping) return;
    stopping = true;
    say(`${signal}: finishing what runs, then stopping`);
    void stopAll()
      .then(
        () => say("stopped"),
        error => say(`stopped with an error: ${error instanceof Error ? error.message : error}`),
      )
      .then(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, leave);

  try {
    const engines = await startEngines({
      env: process.env,
      dataFolder,
      natsConfig: natsConfig(passwords),
      report: say,
    });
    stops.push(() => engines.stop());
    await provisionBus(engines.nats.url, passwords.get("admin") ?? "");
    say("Starting the gateway and five services");
    const system = await startSystem({
      mongoUri: engines.mongo.url,
      natsUrl: engines.nats.url,
      secretsFolder,
      logsFolder: join(dataFolder, "logs"),
      port,
    });
    stops.push(() => system.stop());
    say(`Tracker answers on ${system.url}`);
  } catch (error) {
    say(`Tracker could not start: ${error instanceof Error ? error.message : String(error)}`);
    await stopAll();
    process.exit(1);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  process.stderr.write(`TRACKER_PORT is "${text}", not a port\n`);
  return process.exit(1);
}

/** Says so before anything is started when the port is taken. */
async function assertFree(port: number): Promise<void> {
  const taken = await new Promise<boolean>(resolve => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => {});
    socket.setTimeout(1_000, () => resolve(false));
  });
  if (!taken) return;
  process.stderr.write(`Port ${port} is in use. Choose another: TRACKER_PORT=8081 npm start\n`);
  process.exit(1);
}
