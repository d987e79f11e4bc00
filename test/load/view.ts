import { mkdtempSync } from "node:fs";
import { Agent, request } from "node:http";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { signIn } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { sentenced } from "../support/sentenced.ts";
import { caseOf, makePerson, makeWorld, type World } from "../support/world.ts";
import { type Query, viewQueries } from "./own-queries.ts";

/**
 * `npm run bench:view`: the sentencing view of a long file, asked for at fixed times whether or not earlier answers are
 * there (an open loop), beside the same questions put to the database bare, one after another. It prints; it decides
 * nothing. The aim: 150 ms at p95 with ten views a second. The load is made on the same cores as everything else.
 */
const casesCount = Number(process.env.BENCH_CASES ?? 20);
const obligationsCount = Number(process.env.BENCH_OBLIGATIONS ?? 500);
const notesCount = Number(process.env.BENCH_NOTES ?? 300);
const perSecond = Number(process.env.BENCH_RATE ?? 10);
const seconds = Number(process.env.BENCH_SECONDS ?? 20);
const rounds = 3;
const warmUpViews = 30;
/** How many requests make the data at once. */
const makersMax = 4;
const say = (line = "") => process.stdout.write(`${line}\n`);

const agent = new Agent({ keepAlive: true });
const rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-view-")), report: say });
try {
  await measure(rig);
} finally {
  await rig.stop();
}
process.exit(0);

async function measure({ facts }: Rig): Promise<void> {
  const world = await makeWorld(facts, ["judge", "legalAdviser", "lister", "police", "probation"]);
  const defendantId = await makeLongFile(world);
  const path = `/v1/defendants/${defendantId}/sentencing-view`;
  // A token lasts five minutes, and making the file may have taken longer.
  const username = `bench.${defendantId.slice(0, 8)}`;
  const password = "correct horse battery staple";
  const { administrator } = facts;
  const boss = await signIn(facts.url, administrator.username, administrator.password);
  await makePerson(facts, boss, world.courtId, "JUD", username);
  const judge = () => signIn(facts.url, username, password);
  const answer = await (await judge()).send("GET", path);
  const client = await new MongoClient(facts.mongoUri, { maxPoolSize: 1 }).connect();
  const bare = bareQueries(client, facts.databasePrefix, defendantId, world.courtId);
  const read = await bare();
  say(
    `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.versions.node}; load before ${loadavg()[0]?.toFixed(1)}`,
  );
  say(
    `one file: ${read.counts}; ${read.documents} documents, ${Math.round(read.bytes / 1_024)} kB as JSON; the view ${Math.round(answer.text.length / 1_024)} kB`,
  );
  say(`${perSecond} views a second arriving, ${seconds} s a round`);
  say(
    "            views   p50 ms   p95 ms   p99 ms   max ms  failures  most at once     bare p50   bare p95   ratio p50",
  );
  const { token: first } = await judge();
  for (let n = 0; n < warmUpViews; n++) await once(facts.url, path, first);
  for (let round = 1; round <= rounds; round++) {
    const bareTimes = await timesOf(20, bare);
    const { token } = await judge();
    const alone = await timesOf(20, () => once(facts.url, path, token));
    const found = await arriving(facts.url, path, token);
    const [bareP50, bareP95] = [at(bareTimes, 0.5), at(bareTimes, 0.95)];
    row(`round ${round}`, found, bareP50, bareP95);
    say(
      `  alone, one after another: p50 ${at(alone, 0.5).toFixed(1)} ms, p95 ${at(alone, 0.95).toFixed(1)} ms; ${(at(alone, 0.5) / bareP50).toFixed(2)}× bare`,
    );
  }
  say(`load after ${loadavg()[0]?.toFixed(1)}`);
  await client.close();
}

interface Arrived {
  readonly times: readonly number[];
  readonly failures: number;
  readonly atOnceMax: number;
}

function row(name: string, { times, failures, atOnceMax }: Arrived, bareP50: number, bareP95: number): void {
  const ms = (value: number) => value.toFixed(1).padStart(8);
  say(
    `${name.padEnd(10)} ${String(times.length).padStart(6)} ${ms(at(times, 0.5))} ${ms(at(times, 0.95))} ${ms(at(times, 0.99))} ${ms(times.at(-1) ?? 0)} ${String(failures).padStart(9)} ${String(atOnceMax).padStart(13)} ${ms(bareP50).padStart(12)} ${ms(bareP95).padStart(10)} ${(at(times, 0.5) / bareP50).toFixed(2).padStart(10)}×`,
  );
}

/** Views at their times, however many are still on their way; each counts from when it was due. */
async function arriving(url: string, path: string, token: string): Promise<Arrived> {
  const times: number[] = [];
  let [failures, atOnce, atOnceMax] = [0, 0, 0];
  const startedAt = performance.now();
  const views = Array.from({ length: perSecond * seconds }, async (_, n) => {
    const dueAt = startedAt + (n * 1_000) / perSecond;
    await new Promise(resolve => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
    atOnce += 1;
    atOnceMax = Math.max(atOnceMax, atOnce);
    const status = await once(url, path, token);
    atOnce -= 1;
    if (status !== 200) failures += 1;
    times.push(performance.now() - dueAt);
  });
  await Promise.all(views);
  return { times: times.sort((a, b) => a - b), failures, atOnceMax };
}

/** One view, read to its end; its status. */
function once(url: string, path: string, token: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise(resolve => {
    const req = request({ agent, hostname, port, path, headers: { authorization: `Bearer ${token}` } }, res => {
      res.resume();
      res.once("end", () => resolve(res.statusCode ?? 0));
    });
    req.once("error", () => resolve(0));
    req.end();
  });
}

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The questions that a view puts to the three databases, with the driver alone, each after the one before. */
function bareQueries(client: MongoClient, prefix: string, id: string, courtId: string) {
  const find = ({ db, collection, filter, sort, limit, projection }: Query) =>
    client
      .db(`${prefix}_${db}`)
      .collection(collection)
      .find(filter, { limit, ...(sort && { sort }), ...(projection && { projection }) })
      .toArray();
  return async () => {
    const found = new Map<string, object[]>();
    for (const query of viewQueries(id, courtId)) found.set(query.collection, await find(query));
    const documents = [...found.values()].flat();
    const counted = ["case", "order", "obligation", "note"].map(name => `${found.get(name)?.length ?? 0} ${name}s`);
    return { counts: counted.join(", "), documents: documents.length, bytes: JSON.stringify(documents).length };
  };
}

/** A file with so many cases, obligations and notes, a third of the notes shared with the court by probation. */
async function makeLongFile(world: World): Promise<string> {
  const first = await sentenced(world, [{ type: "rehabilitation-activity", length: 20 }]);
  const { defendantId } = first;
  const others = await inTurns(casesCount - 1, () => {
    const body = caseOf(defendantId, world.courtId);
    return world.police.create("/v1/cases", body);
  });
  const caseIds = [first.caseId, ...others.map(({ id }) => String(id))];
  await inTurns(casesCount * 2, n =>
    world.lister.create(`/v1/cases/${caseIds[n % caseIds.length]}/hearings`, {
      day: "2026-03-10",
      session: "morning",
      room: "1",
      type: "mention",
      defendantIds: [defendantId],
    }),
  );
  // What the hearings and the order have called for is there already.
  const expected = casesCount * 2 + 2;
  await inTurns(Math.max(0, obligationsCount - expected), n => {
    const dueAt = new Date(Date.UTC(2026, 3, 1 + (n % 300), 10)).toISOString();
    const body = { kind: "appointment", dueAt, place: "Bootle probation office" };
    return world.probation.create(`/v1/orders/${first.orderId}/obligations`, body);
  });
  const text = "Came on time; asked for time to pay; next week again. ".repeat(4);
  await inTurns(notesCount, n => {
    const ofAgency = { defendantId, caseId: first.caseId, kind: "agency", text, shareWith: [world.courtId] };
    const ofCourt = { defendantId, caseId: caseIds[n % caseIds.length], kind: "court", text };
    return n % 3 === 0
      ? world.probation.create("/v1/notes", ofAgency)
      : world.legalAdviser.create("/v1/notes", ofCourt);
  });
  return defendantId;
}

/** Makes so many things, a few at a time. */
async function inTurns<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const work = async () => {
    for (let n = next++; n < count; n = next++) made.push(await make(n));
  };
  await Promise.all(Array.from({ length: makersMax }, work));
  return made;
}
