import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { clock } from "../../libs/clock/clock.ts";
import { usual } from "../demo/generate.ts";
import { loadDemo } from "../demo/load.ts";
import { ensureFirstAdministrator } from "../first-administrator.ts";
import { natsConfig } from "../nats/permissions.ts";
import { provisionBus } from "../nats/provision.ts";
import { makeSecrets, readBusPasswords } from "../secrets.ts";
import { startSystem } from "../system.ts";
import { startEngines } from "./engines.ts";
import { dataFolder, demoPassword, type Running, runningFile } from "./running.ts";

const databasePrefix = "tracker";
const administratorName = "first.administrator";
const startedAt = performance.now();

/** `npm start`: engines, then every part, then demo data once; until Ctrl-C, which drains and stops all of it in order. */
export async function startEverything(): Promise<void> {
  const port = readPort(process.env.TRACKER_PORT ?? "8080");
  await assertFree(port);
  const stops: (() => Promise<void>)[] = [];
  const leaving = leaveOnSignal(stops);
  try {
    const running = await startParts(port, stops);
    await fillWithDemo(running, leaving);
  } catch (error) {
    if (leaving.aborted) return; // The signal's own way out is already being taken.
    say(`Tracker could not start: ${error instanceof Error ? error.message : String(error)}`);
    await stopAll(stops);
    process.exit(1);
  }
}

async function startParts(port: number, stops: (() => Promise<void>)[]): Promise<Running> {
  const secretsFolder = process.env.TRACKER_SECRETS ?? join(dataFolder, "secrets");
  makeSecrets(secretsFolder);
  const passwords = readBusPasswords(secretsFolder);
  const engines = await startEngines({ env: process.env, dataFolder, natsConfig: natsConfig(passwords), report: say });
  stops.push(() => engines.stop());
  const administrator = { username: administratorName, password: keptPassword(secretsFolder) };
  await Promise.all([
    provisionBus(engines.nats.url, passwords.get("admin") ?? ""),
    ensureFirstAdministrator({ mongoUri: engines.mongo.url, databasePrefix, ...administrator }),
  ]);
  say("Starting the gateway and six services");
  const urls = { mongoUri: engines.mongo.url, natsUrl: engines.nats.url };
  const logsFolder = join(dataFolder, "logs");
  // The demo data's two hundred people all sign in from this one address.
  const env = { TRACKER_DATABASE_PREFIX: databasePrefix, TRACKER_SIGN_INS_PER_MINUTE_MAX: "600" };
  const system = await startSystem({ ...urls, secretsFolder, logsFolder, port, env });
  stops.push(() => system.stop());
  const running: Running = { url: system.url, ...urls, secretsFolder, databasePrefix, administrator };
  writeFileSync(runningFile, JSON.stringify(running, null, 2), { mode: 0o600 });
  stops.push(async () => rmSync(runningFile, { force: true }));
  return running;
}

/** Loads the demo data the first time: the first files before the address is printed, the rest behind it. */
async function fillWithDemo({ url, administrator }: Running, signal: AbortSignal): Promise<void> {
  if (process.env.TRACKER_DEMO === "off") return welcome(url);
  const today = clock.today();
  const options = { url, administrator, password: demoPassword, ...usual, today };
  const { first, all } = await loadDemo({ ...options, signal, report: say });
  // What ends the loading has been said by then; Tracker itself goes on, and a later start goes on with the loading.
  await first.catch(() => {});
  welcome(url);
  await all.catch(() => {});
}

function welcome(url: string): void {
  const people = [
    ["judge.north-liverpool", "the judge: opens whole files, writes privately, passes sentence"],
    ["listing.north-liverpool", "lists hearings"],
    ["police.merseyside", "records people, sends cases"],
    ["probation.merseyside", "reports for the court, orders, appointments"],
    ["treatment.north-liverpool", "referrals and drug tests"],
  ];
  say(`Tracker answers on ${url}`);
  const lines = [
    "",
    `  The interface, to read and to try   ${url}/docs/`,
    `  Sign in at                          ${url}/v1/sign-in   with the password ${demoPassword}`,
    ...people.map(([username, what]) => `    ${username?.padEnd(28)} ${what}`),
    "  A five-minute walk with curl        README.md",
    "  Logs                                .engines/logs/      Stop with Ctrl-C; forget all data with npm run reset",
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** The first administrator's password: random, made once, and kept beside the other secrets. */
function keptPassword(secretsFolder: string): string {
  const file = join(secretsFolder, "first-administrator-password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

function leaveOnSignal(stops: (() => Promise<void>)[]): AbortSignal {
  const leaving = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (leaving.signal.aborted) return;
      leaving.abort();
      say("Finishing what runs, then stopping");
      stopAll(stops).then(
        () => leave("Stopped", 0),
        error => leave(`Stopped with an error: ${error instanceof Error ? error.message : String(error)}`, 1),
      );
    });
  return leaving.signal;
}

/** The last to be started is stopped first. */
async function stopAll(stops: (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

function leave(line: string, code: number): void {
  say(line);
  process.exit(code);
}

function say(line: string): void {
  process.stdout.write(`[${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s] ${line}\n`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  process.stderr.write(`TRACKER_PORT is "${text}"; expected a number from 1 to 65535\n`);
  return process.exit(1);
}

/** Says so, before anything is started, when the port is taken. */
async function assertFree(port: number): Promise<void> {
  const taken = await new Promise<boolean>(resolve => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.setTimeout(1_000, () => resolve(false));
  });
  if (!taken) return;
  process.stderr.write(`Port ${port} is in use. Choose another: TRACKER_PORT=${port + 1} npm start\n`);
  process.exit(1);
}
