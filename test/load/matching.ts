import { mkdtempSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import mongoose, { type Model } from "mongoose";
import { prepareIndexes } from "../../libs/record/record.ts";
import { type Defendant, defendantsModels } from "../../services/defendants/defendants.schema.ts";
import { blockKeysOf, compareProfiles, profileOf } from "../../services/defendants/matching/matching.rules.ts";
import { findAlike } from "../../services/defendants/matching/matching.store.ts";
import { startRig } from "../support/rig.ts";
import { drawPeople, type DrawnPerson as Person, random, seed } from "./drawn-people.ts";

/**
 * `npm run bench:matching`: how well and how fast the rules find who was recorded twice. A drawn set of people, one in
 * twenty of them a spoilt copy of another, always the same for a seed; every pair that shares a blocking key is compared
 * for precision and recall, and a sample is looked up in the real store for the time it takes. It prints; it decides
 * nothing. The aim: precision 0.98 at recall 0.95, and 50 ms at p95. How copies are spoilt is our guess, stated below.
 */
const count = Number(process.env.BENCH_PEOPLE ?? 100_000);
const lookups = Number(process.env.BENCH_LOOKUPS ?? 2_000);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Two are one person when one is a copy of the other, or both are of a third. */
const originOf = ({ id, copyOf }: Person) => copyOf ?? id;
const pairName = (one: Person, other: Person) =>
  one.id < other.id ? `${one.id}|${other.id}` : `${other.id}|${one.id}`;

/** Everyone against whoever shares a key with them, as the store finds them. */
function proposedPairs(people: readonly Person[]): { proposed: Map<string, boolean>; compared: number } {
  const profiles = people.map(profileOf);
  const blocks = new Map<string, number[]>();
  for (const [at, person] of people.entries())
    for (const key of [...blockKeysOf(person), ...person.matchKeys]) {
      const block = blocks.get(key);
      if (block) block.push(at);
      else blocks.set(key, [at]);
    }
  const proposed = new Map<string, boolean>();
  let compared = 0;
  for (const [at, person] of people.entries()) {
    const others = new Set<number>();
    for (const key of [...blockKeysOf(person), ...person.matchKeys])
      for (const other of blocks.get(key) ?? []) if (other > at) others.add(other);
    compared += others.size;
    for (const other of others) {
      const [one, two] = [profiles[at], profiles[other]];
      const second = people[other];
      const likeness = one && two ? compareProfiles(one, two) : undefined;
      if (!second || !likeness) continue;
      proposed.set(pairName(person, second), originOf(person) === originOf(second));
    }
  }
  return { proposed, compared };
}

function truePairs(people: readonly Person[]): Set<string> {
  const byOrigin = new Map<string, Person[]>();
  for (const person of people) byOrigin.set(originOf(person), [...(byOrigin.get(originOf(person)) ?? []), person]);
  return new Set(
    [...byOrigin.values()].flatMap(same =>
      same.flatMap((one, n) => same.slice(n + 1).map(other => pairName(one, other))),
    ),
  );
}

function quality(people: readonly Person[]): void {
  const startedAt = performance.now();
  const { proposed, compared } = proposedPairs(people);
  const wanted = truePairs(people);
  const right = [...proposed.values()].filter(isTrue => isTrue).length;
  const seconds = (performance.now() - startedAt) / 1_000;
  say(`${wanted.size} true pairs, ${proposed.size} proposed, ${right} of them right`);
  say(`precision ${(right / proposed.size).toFixed(4)} (aim 0.98)`);
  say(`recall    ${(right / wanted.size).toFixed(4)} (aim 0.95)`);
  say(`${compared.toLocaleString("en-GB")} pairs compared in ${seconds.toFixed(1)} s`);
}

/** In the store as it is: its query, its indexes, its limits. */
async function times(people: readonly Person[]): Promise<void> {
  const rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-matching-")), report: say });
  const db = await mongoose
    .createConnection(rig.facts.mongoUri, { dbName: `${rig.facts.databasePrefix}_matching`, bufferCommands: false })
    .asPromise();
  try {
    const { defendants } = defendantsModels(db);
    await prepareIndexes(db);
    await load(defendants, people);
    const sample = Array.from({ length: lookups }, () => random.pick(people));
    const tookMs: number[] = [];
    let found = 0;
    for (const [n, person] of [...sample.slice(0, 100), ...sample].entries()) {
      const startedAt = performance.now();
      const alike = await findAlike(defendants, { ...person, _id: person.id });
      if (n < 100) continue;
      tookMs.push(performance.now() - startedAt);
      found += alike.length;
    }
    tookMs.sort((a, b) => a - b);
    const at = (share: number) => (tookMs[Math.floor(tookMs.length * share)] ?? Number.NaN).toFixed(1);
    say(`${lookups} look-ups one after another, ${found} people proposed`);
    say(`p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (aim 50), p99 ${at(0.99)} ms`);
  } finally {
    await db.dropDatabase();
    await db.close();
    await rig.stop();
  }
}

async function load(defendants: Model<Defendant>, people: readonly Person[]): Promise<void> {
  const startedAt = performance.now();
  for (let n = 0; n < people.length; n += 1_000)
    await defendants.collection.insertMany(
      people
        .slice(n, n + 1_000)
        .map(({ id, copyOf: _, ...person }) => ({ _id: id, ...person, blockKeys: blockKeysOf(person) })) as never[],
    );
  say(`stored ${people.length} people in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}

say(`${count} people, seed ${seed}; ${cpus().length} cores, Node ${process.versions.node}`);
const people = drawPeople(count);
quality(people);
if (process.env.BENCH_ENGINE !== "none") await times(people);
process.exit(0);
