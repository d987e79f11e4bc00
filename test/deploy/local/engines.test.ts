/** Starting, killing and leaving behind: nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { connect as connectNats } from "nats";
import { bringDebianPackages } from "../../../deploy/local/debian-packages.ts";
import { startEngines } from "../../../deploy/local/engines.ts";
import { openLocalEngines } from "../../../deploy/local/local-engines.ts";
import { definePostgres } from "../../../deploy/local/postgres.ts";
import { findProcesses } from "../../../deploy/local/process-table.ts";
import { reset } from "../../../deploy/local/reset.ts";
import { until } from "../../../deploy/local/until.ts";
import { makeFolder, startTestEngines } from "./support/start.ts";

const supervisor = fileURLToPath(new URL("support/supervisor.ts", import.meta.url));
const secondStartMsMax = 4000;

/** Command lines of all processes that have to do with a data folder. */
function processesOf(dataFolder: string): string[] {
  const { connection } = definePostgres("", join(dataFolder, "postgres"));
  const names = [dataFolder, connection.host.split("/").at(-1)!];
  return findProcesses(command => command.some(part => names.some(name => part.includes(name)))).map(
    ({ id, command }) => `${id} ${command.join(" ")}`,
  );
}

describe("an engine that was given", () => {
  const env = { MONGODB_URI: "mongodb://db.example/", NATS_URL: "nats://bus.example" };

  test("is used as it is, and cannot be killed", async () => {
    const lines: string[] = [];
    const report = (line: string) => lines.push(line);
    const engines = await startEngines({ env, dataFolder: "/nowhere", natsConfig: "", report });
    expect([engines.chosen, engines.mongo.url, engines.nats.url]).toEqual([
      "given",
      "mongodb://db.example/",
      "nats://bus.example",
    ]);
    expect(lines).toEqual(["Engines: MongoDB and NATS as given by MONGODB_URI and NATS_URL"]);
    await expect(engines.mongo.kill()).rejects.toThrow("The engine given by MONGODB_URI is not ours to kill or start");
    await expect(engines.nats.start()).rejects.toThrow("The engine given by NATS_URL is not ours to kill or start");
    await engines.stop();
  });
});

test("where there is neither Docker nor apt, the error names the three ways", async () => {
  const starting = startEngines({
    env: { PATH: "/nowhere" },
    dataFolder: "/nowhere",
    natsConfig: "",
    report: () => {},
  });
  await expect(starting).rejects.toThrow(
    /set MONGODB_URI and NATS_URL; start Docker; or use Linux with apt-get, dpkg and setpriv/,
  );
});

test("data survives a stop, and the second start is quick", async () => {
  const dataFolder = await makeFolder();
  const options = { env: process.env, dataFolder, natsConfig: "", report: () => {} };
  for (const round of [1, 2]) {
    const startedAt = performance.now();
    const source = await openLocalEngines(options);
    const [mongo] = await Promise.all([source.startMongo(), source.startNats()]);
    if (round === 2) expect(performance.now() - startedAt).toBeLessThan(secondStartMsMax);
    const client = await MongoClient.connect(mongo.url);
    await client.db("kept").collection("rounds").insertOne({ round });
    expect(await client.db("kept").collection("rounds").countDocuments()).toBe(round);
    await client.close();
    await source.close();
  }
  expect(processesOf(dataFolder)).toEqual([]);
  await rm(dataFolder, { recursive: true });
});

test("a folder is used by one process at a time, and not reset meanwhile", async () => {
  const engines = await startTestEngines();
  const second = openLocalEngines({
    env: process.env,
    dataFolder: engines.dataFolder,
    natsConfig: "",
    report: () => {},
  });
  await expect(second).rejects.toThrow(`Process ${process.pid} already runs engines on ${engines.dataFolder}`);
  const refused = await reset(engines.dataFolder);
  expect(refused.isDeleted).toBe(false);
  expect(refused.message).toContain(`${process.pid} (runs the engines)`);
  await engines.stop();
  await mkdir(join(engines.dataFolder, "nats"), { recursive: true });
  expect(await reset(engines.dataFolder)).toEqual({ isDeleted: true, message: `Deleted ${engines.dataFolder}` });
  await expect(readdir(engines.dataFolder)).rejects.toThrow("ENOENT");
});

test("NATS that is killed comes back on its url with what JetStream had stored", async () => {
  const engines = await startTestEngines('authorization { users = [{ user: "u", password: "p" }] }');
  const options = { servers: engines.nats.url, user: "u", pass: "p", maxReconnectAttempts: -1, reconnectTimeWait: 50 };
  const connection = await connectNats(options);
  const manager = await connection.jetstreamManager({ timeout: 500 });
  await manager.streams.add({ name: "events", subjects: ["events.>"] });
  for (const number of [1, 2, 3]) await connection.jetstream().publish("events.test", `message ${number}`);
  await engines.nats.kill();
  await engines.nats.start();
  await until("the client to be connected again", 10_000, async () => {
    const info = await manager.streams.info("events").catch(() => undefined);
    return info?.state.messages === 3;
  });
  expect((await manager.streams.getMessage("events", { seq: 3 })).string()).toBe("message 3");
  await connection.close();
  await engines.stop();
});

test("a server that cannot start says what it said itself", async () => {
  await expect(startTestEngines("no_such_option: true")).rejects.toThrow(
    /nats-server did not start:[\s\S]*unknown field "no_such_option"/,
  );
});

describe("a supervisor", () => {
  async function startSupervisor(dataFolder: string) {
    const child = spawn(process.execPath, [supervisor, dataFolder], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    const [line] = await once(child.stdout, "data");
    const urls: { mongo: string; nats: string } = JSON.parse(String(line));
    return { child, ...urls };
  }

  test("that is killed leaves no process, and the next one finds the data", async () => {
    const dataFolder = await makeFolder();
    const first = await startSupervisor(dataFolder);
    const client = await MongoClient.connect(first.mongo);
    await client.db("kept").collection("facts").insertOne({ fact: 1 });
    expect(processesOf(dataFolder).length).toBeGreaterThan(3);
    first.child.kill("SIGKILL");
    await until("no process to be left", 10_000, () => processesOf(dataFolder).length === 0);
    await client.close();

    const second = await startSupervisor(dataFolder);
    const again = await MongoClient.connect(second.mongo);
    expect(await again.db("kept").collection("facts").countDocuments({ fact: 1 })).toBe(1);
    await again.close();
    second.child.kill("SIGTERM");
    await once(second.child, "exit");
    expect(processesOf(dataFolder)).toEqual([]);
    await rm(dataFolder, { recursive: true });
  });

  test("stops what an earlier one has left running", async () => {
    const dataFolder = await makeFolder();
    const options = { env: process.env, dataFolder, natsConfig: "", report: () => {} };
    const program = join(await bringDebianPackages(options), "usr/sbin/nats-server");
    const store = join(dataFolder, "nats/store");
    const left = spawn(program, ["-a", "127.0.0.1", "-p", "-1", "-js", "-sd", store], { stdio: "ignore" });
    await once(left, "spawn");
    const leftEnded = once(left, "exit");
    const source = await openLocalEngines(options);
    await source.startNats();
    expect(await leftEnded).toEqual([null, "SIGKILL"]);
    await source.close();
    await rm(dataFolder, { recursive: true });
  });
});
