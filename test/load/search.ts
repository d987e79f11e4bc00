import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Db, MongoClient } from "mongodb";
import { makePnc } from "../../libs/identifiers/identifiers.ts";
import { blockKeysOf } from "../../services/defendants/matching/matching.rules.ts";
import { nameKey } from "../../services/defendants/matching/names.ts";
import type { Caller } from "../support/client.ts";
import { signIn } from "../support/client.ts";
import { type Rig, type RigFacts, startRig } from "../support/rig.ts";
import { makePerson, makeWorld, person, type World } from "../support/world.ts";
import { type DrawnPerson, drawPeople, random, seed } from "./drawn-people.ts";

/**
 * `npm run bench:search`: searches by the front door among many people, one in thirteen of whom the searching police
 * know. By identifier, by surname and date of birth, and by how a name sounds. It prints; it decides nothing. The aim:
 * 100 ms at p95 among a million (`BENCH_PEOPLE=1000000`, which takes a quarter of an hour to load).
 */
const count = Number(process.env.BENCH_PEOPLE ?? 100_000);
const searchesOfEach = Number(process.env.BENCH_SEARCHES ?? 300);
const seatShare = 1 / 13;
const batch = 1_000;
const searchersCount = 8;
const aimMs = 100;
const say = (line: string) => process.stdout.write(`${line}\n`);

type Document = { readonly _id: string } & Readonly<Record<string, unknown>>;

const rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-search-")), report: say });
try {
  await measure(rig);
} finally {
  await rig.stop();
}
process.exit(0);

async function measure({ facts }: Rig): Promise<void> {
  const world = await makeWorld(facts, ["police"]);
  const client = await new MongoClient(facts.mongoUri).connect();
  const db = client.db(`${facts.databasePrefix}_defendants`);
  const people = drawPeople(count);
  const pncOf = new Map(people.map(({ id }, n) => [id, makePnc(2010, n + 1)]));
  await load(db, world, people, pncOf);
  say(
    `${count.toLocaleString("en-GB")} people, seed ${seed}; ${cpus().length} cores, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  const known = people.filter((_, n) => isSeated(n));
  const ways = {
    identifier: ({ id }: DrawnPerson) => ({ identifier: { kind: "pnc", value: pncOf.get(id) } }),
    "surname and birth": ({ name, dateOfBirth }: DrawnPerson) => ({ surname: name.surname, dateOfBirth }),
    "sound and birth": ({ name, dateOfBirth }: DrawnPerson) => ({
      ...{ surname: name.surname, dateOfBirth },
      alike: true,
    }),
  };
  for (const [way, bodyOf] of Object.entries(ways)) {
    const searchers = await signInAll(facts, world, way);
    const tookMs: number[] = [];
    let shown = 0;
    for (let n = -searchersCount; n < searchesOfEach; n++) {
      const searcher = searchers.at(n % searchersCount);
      const startedAt = performance.now();
      const answer = await searcher?.send("POST", "/v1/defendants/search", { body: bodyOf(random.pick(known)) });
      if (answer?.status !== 200) throw new Error(`a search answered ${answer?.status}: ${answer?.text}`);
      if (n < 0) continue;
      tookMs.push(performance.now() - startedAt);
      shown += answer.body.items.length;
    }
    tookMs.sort((a, b) => a - b);
    const at = (share: number) => (tookMs[Math.floor(tookMs.length * share)] ?? Number.NaN).toFixed(1);
    say(
      `  by ${way.padEnd(18)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (aim ${aimMs}), p99 ${at(0.99)} ms; ${(shown / searchesOfEach).toFixed(1)} people shown`,
    );
  }
  await client.close();
}

function isSeated(n: number): boolean {
  return n % Math.round(1 / seatShare) === 0;
}

/** Several, since what one person's searches show in an hour is bounded. */
async function signInAll(facts: RigFacts, world: World, way: string): Promise<Caller[]> {
  const { administrator } = facts;
  const boss = await signIn(facts.url, administrator.username, administrator.password);
  return Promise.all(
    Array.from({ length: searchersCount }, (_, n) =>
      makePerson(facts, boss, world.agencies.police, "POL", `${way.slice(0, 5)}.${n}.${randomUUID().slice(0, 8)}`),
    ),
  );
}

/** Copies of one file that was made by the front door, each with a name, a birth and a number of its own. */
async function load(
  db: Db,
  world: World,
  people: readonly DrawnPerson[],
  pncOf: ReadonlyMap<string, string>,
): Promise<void> {
  const startedAt = performance.now();
  const { id } = await world.police.create("/v1/defendants", person());
  const [record, access] = await Promise.all(
    ["defendant", "file-access"].map(kind => db.collection<Document>(kind).findOne({ _id: id })),
  );
  if (!record || !access) throw new Error("the first file is not there");
  const clean = { outbox: [], done: [], created: null };
  const elsewhere = (access.involvements as readonly object[]).map(found => ({ ...found, agencyId: randomUUID() }));
  for (let from = 0; from < people.length; from += batch) {
    const slice = people
      .slice(from, from + batch)
      .map((drawn, n) => ({ drawn, seated: isSeated(from + n), fileId: randomUUID() }));
    await Promise.all([
      db.collection<Document>("defendant").insertMany(
        slice.map(({ drawn: { id: number, copyOf: _, ...drawn }, fileId }) => ({
          ...record,
          ...clean,
          ...drawn,
          _id: fileId,
          surnameKey: nameKey(drawn.name.surname),
          aliases: drawn.aliases.map(alias => ({ type: "alias", ...alias })),
          addresses: drawn.addresses.map(address => ({ type: "home", lines: ["1 Example Street"], ...address })),
          matchKeys: [`pnc:${pncOf.get(number)}`],
          blockKeys: blockKeysOf(drawn),
        })),
      ),
      db.collection<Document>("file-access").insertMany(
        slice.map(({ seated, fileId }) => ({
          ...access,
          ...clean,
          _id: fileId,
          involvements: seated ? access.involvements : elsewhere,
        })),
      ),
    ]);
    if (from % 50_000 === 0) say(`stored ${from} people`);
  }
  say(`stored ${people.length} people in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
