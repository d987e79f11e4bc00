import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { eventually } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { caseOf, makeWorld, person, type World } from "../support/world.ts";
import { hammer, type Measured, type Target } from "./hammer.ts";
import { fileQueries, fileRows, readQueries, readRows } from "./own-queries.ts";

/**
 * `npm run bench:requests`: Tracker beside the least program that does the same reads and writes on the same database, in one
 * run, turn and turn about. It prints; it decides nothing. The load is made on the same two cores as everything else.
 */
const durationMs = Number(process.env.BENCH_MS ?? 10_000);
const warmUpMs = 2_000;
const connections = [1, 20, 100];
/** An odd number: of the ratios of the pairs, each taken at nearly one time, the one in the middle counts. */
const rounds = 5;
const say = (line = "") => process.stdout.write(`${line}\n`);

const rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-bench-")), report: say });
try {
  await bench(rig);
} finally {
  await rig.stop();
}
process.exit(0);

async function bench({ facts, system }: Rig): Promise<void> {
  const world = await makeWorld(facts);
  const bare = await startBare(facts.mongoUri, facts.databasePrefix);
  const file = await makeFile(world);
  /** Commands have a file of their own, so that the whole file stays as long as it is said to be. */
  const written = await makeWritten(world);
  say(
    `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.versions.node}; ${durationMs / 1_000} s a measurement in ${rounds} rounds, turn and turn about`,
  );
  const token = { authorization: `Bearer ${world.judge.token}` };
  const get = (url: string, path: string, headers = {}): Target => ({
    url,
    method: "GET",
    next: () => ({ path, headers }),
  });

  await compare(
    `one record read (${readQueries("").length} questions, ${readRows.length} row)`,
    get(facts.url, `/v1/defendants/${file.defendantId}`, token),
    get(bare.url, `/record/${file.defendantId}`),
  );
  await compare("one command", needCommand(facts.url, world, written), bareCommand(bare.url, written));
  await compare(
    `whole file (${file.cases} cases, ${file.entries} entries, ${file.bytes} bytes; ${fileQueries("").length} questions, ${fileRows.length} rows)`,
    get(facts.url, `/v1/defendants/${file.defendantId}/file?limit=200`, token),
    get(bare.url, `/file/${file.defendantId}`),
  );
  await sustained(facts.mongoUri, facts.databasePrefix, facts.url, world, written);
  say("\nMemory after the run (resident, MB)");
  for (const [part, pid] of system.pids) say(`  ${part.padEnd(12)} ${residentMb(pid)}`);
  bare.stop();
}

/** Both in turn at every number of connections: the middle round of each, and the middle ratio of the rounds' pairs. */
async function compare(title: string, tracker: Target, bare: Target): Promise<void> {
  say(`\n${title}`);
  say("  conn  who        req/s    p50 ms   p95 ms   p99 ms  failures");
  for (const target of [bare, tracker]) await hammer(target, 1, warmUpMs);
  for (const count of connections) {
    const pairs: { bare: Measured; tracker: Measured }[] = [];
    for (let round = 0; round < rounds; round++)
      pairs.push({
        bare: await hammer(bare, count, durationMs / rounds),
        tracker: await hammer(tracker, count, durationMs / rounds),
      });
    for (const who of ["bare", "tracker"] as const)
      row(count, who, middle(pairs.map(pair => pair[who]).toSorted((a, b) => a.perSecond - b.perSecond)));
    const ratiosOf = (ratio: (pair: (typeof pairs)[number]) => number) => pairs.map(ratio).toSorted((a, b) => a - b);
    const times = ratiosOf(pair => pair.bare.perSecond / pair.tracker.perSecond);
    const p50 = ratiosOf(pair => pair.tracker.p50Ms / pair.bare.p50Ms);
    const p95 = ratiosOf(pair => pair.tracker.p95Ms / pair.bare.p95Ms);
    say(
      `  ${"".padEnd(5)} ratio      ${middle(times).toFixed(2)}× the time per request (${times.map(each => each.toFixed(2)).join(" ")}); p50 ${middle(p50).toFixed(2)}×, p95 ${middle(p95).toFixed(2)}×`,
    );
  }
}

function middle<T>(sorted: readonly T[]): T {
  const found = sorted[Math.floor(sorted.length / 2)];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}

function row(count: number, who: string, { perSecond, p50Ms, p95Ms, p99Ms, failures }: Measured): void {
  say(
    `  ${String(count).padStart(4)}  ${who.padEnd(8)} ${perSecond.toFixed(0).padStart(7)} ${p50Ms.toFixed(2).padStart(9)} ${p95Ms.toFixed(2).padStart(8)} ${p99Ms.toFixed(2).padStart(8)} ${String(failures).padStart(9)}`,
  );
}

function needCommand(url: string, { coordinator }: World, defendantId: string): Target {
  const body = JSON.stringify({
    defendantId,
    domain: "accommodation",
    severity: 2,
    summary: "Sofa-surfing since January",
  });
  return {
    url,
    method: "POST",
    next: () => ({
      path: "/v1/needs",
      body,
      headers: { authorization: `Bearer ${coordinator.token}`, "idempotency-key": randomUUID() },
    }),
  };
}

/** The same document as the command above makes, and its event. */
function bareCommand(url: string, defendantId: string): Target {
  return {
    url,
    method: "POST",
    next: () => {
      const _id = randomUUID();
      const event = {
        _id: `need:${_id}:1:0`,
        type: "need.identified",
        kind: "need",
        recordId: _id,
        v: 1,
        n: 0,
        data: { defendantId, domain: "accommodation", severity: 2 },
      };
      return {
        path: "/command",
        body: JSON.stringify({
          _id,
          v: 1,
          defendantId,
          caseId: null,
          courtId: null,
          agencyId: _id,
          domain: "accommodation",
          severity: 2,
          summary: "Sofa-surfing since January",
          event,
        }),
      };
    },
  };
}

/** Commands for ten seconds, then how long relay and consumers took to be done with all of them. */
async function sustained(
  mongoUri: string,
  prefix: string,
  url: string,
  world: World,
  defendantId: string,
): Promise<void> {
  const client = await new MongoClient(mongoUri).connect();
  const events = () => client.db(`${prefix}_cases`).collection("events").countDocuments({ kind: "need" });
  const facts = () => client.db(`${prefix}_reports`).collection("facts").countDocuments({ kind: "need" });
  const before = { events: await events(), facts: await facts() };
  const startedAt = performance.now();
  const load = await hammer(needCommand(url, world, defendantId), 20, durationMs * 2.5);
  const loadedMs = performance.now() - startedAt;
  const atEnd = { events: (await events()) - before.events, facts: (await facts()) - before.facts };
  const done = load.requests - load.failures;
  await eventually("all events recorded", async () => (await events()) - before.events >= done, 60_000);
  const relayedMs = performance.now() - startedAt;
  await eventually("all events folded", async () => (await facts()) - before.facts >= done, 60_000);
  const foldedMs = performance.now() - startedAt;
  say("\nSustained, 20 connections");
  say(
    `  commands          ${((done / loadedMs) * 1_000).toFixed(0)}/s for ${(loadedMs / 1_000).toFixed(1)} s (${done})`,
  );
  say(
    `  relay, meanwhile  ${((atEnd.events / loadedMs) * 1_000).toFixed(0)} events/s; all recorded ${(relayedMs - loadedMs).toFixed(0)} ms after the last command`,
  );
  say(
    `  facts, meanwhile  ${((atEnd.facts / loadedMs) * 1_000).toFixed(0)} events/s; all folded ${(foldedMs - loadedMs).toFixed(0)} ms after the last command`,
  );
  await client.close();
}

/** A file with one case of this court. */
async function makeWritten(world: World): Promise<string> {
  const { id } = await world.police.create("/v1/defendants", person());
  await world.police.create("/v1/cases", caseOf(id, world.courtId));
  return id;
}

/** A file of ten cases and two hundred things on its timeline. */
async function makeFile(world: World) {
  const defendant = await world.police.create("/v1/defendants", person());
  const cases: string[] = [];
  for (let n = 0; n < 10; n++)
    cases.push((await world.police.create("/v1/cases", caseOf(defendant.id, world.courtId))).id);
  for (const caseId of cases) {
    for (let n = 0; n < 4; n++)
      await world.lister.create(`/v1/cases/${caseId}/hearings`, {
        day: "2026-03-10",
        session: "morning",
        room: "1",
        type: "mention",
        defendantIds: [defendant.id],
      });
    for (let n = 0; n < 5; n++)
      await world.coordinator.create("/v1/needs", {
        defendantId: defendant.id,
        caseId,
        domain: "drugs",
        severity: 1,
        summary: "Asked for help with methadone",
      });
    for (let n = 0; n < 10; n++)
      await world.legalAdviser.create("/v1/notes", {
        defendantId: defendant.id,
        caseId,
        kind: "court",
        text: "Came on time; asked for time to pay; next week again.",
        shareWith: [],
      });
  }
  const answer = await world.judge.send("GET", `/v1/defendants/${defendant.id}/file?limit=200`);
  const entries = answer.body.parts.reduce((sum: number, part: { items: unknown[] }) => sum + part.items.length, 0);
  return { defendantId: String(defendant.id), cases: cases.length, entries, bytes: answer.text.length };
}

async function startBare(mongoUri: string, prefix: string): Promise<{ url: string; stop(): void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  server.close();
  await once(server, "close");
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("bare.ts", import.meta.url)), mongoUri, prefix, String(port)],
    { stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
  await once(child, "message");
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}

function residentMb(pid: number): string {
  try {
    const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb ? (Number(kb) / 1_024).toFixed(0) : "unknown";
  } catch {
    return "unknown";
  }
}
