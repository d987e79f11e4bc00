import { mkdtempSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import mongoose, { type Model } from "mongoose";
import { nameStocks } from "../../deploy/demo/data/names.ts";
import { Random } from "../../deploy/demo/random.ts";
import { prepareIndexes } from "../../libs/record/record.ts";
import { type Defendant, defendantsModels } from "../../services/defendants/defendants.schema.ts";
import {
  blockKeysOf,
  type Compared,
  compareProfiles,
  profileOf,
} from "../../services/defendants/matching/matching.rules.ts";
import { findAlike } from "../../services/defendants/matching/matching.store.ts";
import { calledFor, nameKey } from "../../services/defendants/matching/names.ts";
import { startRig } from "../support/rig.ts";

/**
 * `npm run bench:matching`: how well and how fast the rules find who was recorded twice. A drawn set of people, one in
 * twenty of them a spoilt copy of another, always the same for a seed; every pair that shares a blocking key is compared
 * for precision and recall, and a sample is looked up in the real store for the time it takes. It prints; it decides
 * nothing. The aim: precision 0.98 at recall 0.95, and 50 ms at p95. How copies are spoilt is our guess, stated below.
 */
const count = Number(process.env.BENCH_PEOPLE ?? 100_000);
const lookups = Number(process.env.BENCH_LOOKUPS ?? 2_000);
const seed = process.env.BENCH_SEED ?? "20070913";
const copiedShare = 0.05;
const say = (line: string) => process.stdout.write(`${line}\n`);

type Person = Compared & { readonly id: string; readonly copyOf: string | null };
const random = new Random("matching", seed);

const consonants = ["b", "br", "c", "ch", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "w"];
const middles = [
  "all",
  "an",
  "ar",
  "ast",
  "edd",
  "ell",
  "en",
  "err",
  "ick",
  "ill",
  "in",
  "odd",
  "oll",
  "or",
  "ud",
  "unn",
];
const endings = ["er", "ey", "ford", "ham", "ley", "low", "man", "ow", "son", "ton", "well", "worth"];
/** Real surnames first and made ones after them: the n-th is as common as 1 in n + 8, much as in the census. */
const surnames = [
  ...new Set([
    ...Object.values(nameStocks).flatMap(stock => stock.surnames),
    ...Array.from({ length: 6_000 }, () => {
      const name = random.pick(consonants) + random.pick(middles) + random.pick(endings);
      return name.charAt(0).toUpperCase() + name.slice(1);
    }),
  ]),
];
const forenames = {
  female: [...new Set(Object.values(nameStocks).flatMap(stock => stock.women))],
  male: [...new Set(Object.values(nameStocks).flatMap(stock => stock.men))],
};
const running = (weights: readonly number[]) => {
  let sum = 0;
  return weights.map(weight => (sum += weight));
};
const surnameSums = running(surnames.map((_, n) => 1 / (n + 8)));
function drawSurname(): string {
  const wanted = random.next() * (surnameSums.at(-1) ?? 0);
  let [low, high] = [0, surnames.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((surnameSums[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return surnames[low] ?? "Smith";
}

const two = (number: number) => String(number).padStart(2, "0");
const drawBirth = () => `${random.int(1950, 2010)}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`;
const letter = () => random.pick([..."ABDEFGHJLNPQRSTUWXYZ"]);
const drawPostcode = () => `L${random.int(1, 40)} ${random.int(0, 9)}${letter()}${letter()}`;

function drawIdentifiers(id: string): string[] {
  const kinds = [
    ["pnc", 0.7],
    ["cro", 0.4],
    ["ni", 0.3],
    ["noms", 0.15],
  ] as const;
  return kinds.flatMap(([kind, share]) => (random.chance(share) ? [`${kind}:${id}`] : []));
}

function drawPerson(id: string): Person {
  const sex = random.chance(0.18) ? "female" : "male";
  const drawn = [random.pick(forenames[sex]), ...(random.chance(0.45) ? [random.pick(forenames[sex])] : [])];
  return {
    id,
    copyOf: null,
    name: { forenames: [...new Set(drawn)], surname: drawSurname() },
    aliases: random.chance(0.1) ? [{ forenames: [], surname: drawSurname() }] : [],
    dateOfBirth: drawBirth(),
    dateOfBirthEstimated: random.chance(0.005),
    sex,
    addresses: random.chance(0.9) ? [{ postcode: drawPostcode() }] : [],
    matchKeys: drawIdentifiers(id),
  };
}

/** Who is like another without being them: brothers and sisters, sons of one name, twins. */
function drawRelative(id: string, of: Person): Person {
  const own = drawPerson(id);
  const family = { ...own, name: { ...own.name, surname: of.name.surname }, addresses: of.addresses };
  const kind = random.next();
  if (kind < 0.8) return family;
  if (kind < 0.97) return { ...family, name: of.name, sex: of.sex };
  return { ...family, dateOfBirth: of.dateOfBirth };
}

function slip(text: string): string {
  const at = random.int(1, Math.max(1, text.length - 2));
  const [before, here, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
  return random.pick([
    before + after,
    before + here + here + after,
    before + random.pick([..."aeionrst"]) + after,
    before + after.charAt(0) + here + after.slice(1),
  ]);
}

function respelt(name: string): string {
  const ways: readonly (readonly [RegExp, string])[] = [
    [/ph/, "f"],
    [/ck/, "k"],
    [/ey$/, "y"],
    [/e/, "i"],
    [/s$/, "z"],
    [/c(?=[aou])/, "k"],
    [/(.)\1/, "$1"],
  ];
  const fitting = ways.filter(([pattern]) => pattern.test(name));
  if (fitting.length === 0) return slip(name);
  const [pattern, by] = random.pick(fitting);
  return name.replace(pattern, by);
}

function nicknameOf(forename: string): string {
  const [formal = ""] = calledFor(nameKey(forename));
  const short = [..."aeiouy"].includes(formal.at(-1) ?? "") ? formal : forename;
  return short === nameKey(forename) ? slip(forename) : short;
}

function spoiltName({ forenames: [first = "", ...more], surname }: Person["name"]): Person["name"] {
  const kept = { forenames: [first, ...more], surname };
  const all: readonly (readonly [() => Person["name"], number])[] = [
    [() => kept, 40],
    [() => ({ ...kept, surname: slip(surname) }), 13],
    [() => ({ ...kept, surname: respelt(surname) }), 9],
    [() => ({ ...kept, forenames: [nicknameOf(first)] }), 9],
    [() => ({ ...kept, forenames: [slip(first)] }), 8],
    [() => ({ ...kept, forenames: [first] }), 9],
    [() => ({ ...kept, forenames: more.length > 0 ? more : [first] }), 4],
    [() => ({ ...kept, forenames: [first.charAt(0)] }), 2],
    [() => ({ forenames: [surname], surname: first }), 3],
    [() => ({ ...kept, surname: drawSurname() }), 3],
  ];
  return random.weighted(all)();
}

function spoiltBirth(birth: string): { dateOfBirth: string; dateOfBirthEstimated: boolean } {
  const [year = "", month = "", day = ""] = birth.split("-");
  const wrong = (number: string) => `${number.slice(0, -1)}${random.int(0, 9)}`;
  const known = (dateOfBirth: string) => ({ dateOfBirth, dateOfBirthEstimated: false });
  return random.weighted<() => { dateOfBirth: string; dateOfBirthEstimated: boolean }>([
    [() => known(birth), 77],
    [() => known(Number(day) <= 12 ? `${year}-${day}-${month}` : birth), 8],
    [() => known(`${wrong(year)}-${month}-${day}`), 5],
    [() => known(`${year}-${month}-${wrong(day)}`), 5],
    [() => ({ dateOfBirth: `${Number(year) + random.int(-2, 2)}-01-01`, dateOfBirthEstimated: true }), 4],
    [() => known(drawBirth()), 1],
  ])();
}

/** The same person taken down again: by name, birth, address and numbers as each comes, more than half with no number in common. */
function drawCopy(id: string, of: Person): Person {
  const name = spoiltName(of.name);
  const moved = random.next();
  return {
    ...of,
    ...spoiltBirth(of.dateOfBirth),
    id,
    copyOf: of.id,
    name,
    aliases:
      name.surname !== of.name.surname && random.chance(0.3) ? [{ forenames: [], surname: of.name.surname }] : [],
    addresses: moved < 0.55 ? of.addresses : moved < 0.9 ? [{ postcode: drawPostcode() }] : [],
    matchKeys: of.matchKeys.filter(() => random.chance(0.35)),
  };
}

function drawPeople(): Person[] {
  const people: Person[] = [];
  const copies = Math.round(count * copiedShare);
  for (let n = 0; n < count - copies; n++) {
    const relative = n > 0 && random.chance(0.03) ? random.pick(people) : undefined;
    people.push(relative ? drawRelative(`p${n}`, relative) : drawPerson(`p${n}`));
  }
  const first = people.length;
  for (let n = 0; n < copies; n++) people.push(drawCopy(`c${n}`, people[random.int(0, first - 1)] ?? drawPerson("p")));
  return people;
}

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
const people = drawPeople();
quality(people);
if (process.env.BENCH_ENGINE !== "none") await times(people);
process.exit(0);
