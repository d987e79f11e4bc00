import { nameStocks } from "../../deploy/demo/data/names.ts";
import { Random } from "../../deploy/demo/random.ts";
import type { Compared } from "../../services/defendants/matching/matching.rules.ts";
import { calledFor, nameKey } from "../../services/defendants/matching/names.ts";

export const seed = process.env.BENCH_SEED ?? "20070913";
/** What benches draw with: the same people for a seed, on every machine. */
export const random = new Random("matching", seed);
const copiedShare = 0.05;

/** Somebody drawn, and of whom they are a spoilt copy. How copies are spoilt is our guess. */
export type DrawnPerson = Compared & { readonly id: string; readonly copyOf: string | null };
type Person = DrawnPerson;

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

/** One in twenty of them is a copy of another, a few are relatives; surnames are spread as in a census. */
export function drawPeople(count: number): DrawnPerson[] {
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
