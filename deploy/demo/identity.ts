import type { z } from "zod";
import type { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import { addDays, type Day } from "./calendar.ts";
import { type Background, commonWeights, type NameStock, nameStocks, nicknames } from "./data/names.ts";
import { type Court, postcodeLetters, type Ward } from "./data/places.ts";
import type { Random } from "./random.ts";
import type { Serials } from "./serials.ts";

export type Recorded = z.input<typeof defendantsContracts.record.input>;

/** Someone to be charged: what is recorded of them, and what the story needs to know beside. */
export interface Someone {
  readonly recorded: Recorded;
  readonly surname: string;
  /** Where the name is from; what people say of themselves mostly goes with it. */
  readonly background: Background;
  readonly birth: Day;
  readonly sex: "female" | "male";
  readonly ward: Ward;
}

/** Men are charged about five times as often as women. */
const womenShare = 0.18;

const ageBands: readonly (readonly [readonly [youngest: number, oldest: number], number])[] = [
  [[15, 17], 4],
  [[18, 24], 24],
  [[25, 34], 31],
  [[35, 44], 24],
  [[45, 54], 11],
  [[55, 64], 4],
  [[65, 75], 2],
];

export interface IdentityTools {
  readonly random: Random;
  readonly court: Court;
  readonly serials: Serials;
  readonly today: Day;
}

export function inventPerson({ random, court, serials, today }: IdentityTools): Someone {
  const [youngest, oldest] = random.weighted(ageBands);
  const birth = addDays(today, -Math.floor((random.int(youngest, oldest) + 0.999 * random.next()) * 365.2425) - 1);
  const sex = random.chance(womenShare) ? "female" : "male";
  const { background, stock, name } = inventName(random, court, sex);
  const ward = random.pick(court.wards);
  const speaksOther = stock.language !== undefined && random.chance(0.6);
  const recorded: Recorded = {
    name,
    dateOfBirth: birth,
    ...(random.chance(0.01) && { dateOfBirthEstimated: true }),
    sex,
    ...(speaksOther && {
      languages: [stock.language ?? ""],
      interpreter: random.chance((stock.interpreter ?? 0) / 0.6),
    }),
    aliases: inventAliases(random, stock, name, sex),
    addresses: inventAddresses(random, court, ward, today),
    identifiers: inventIdentifiers(random, serials, birth, today),
  };
  return { recorded, surname: name.surname, background, birth, sex, ward };
}

type Name = Recorded["name"];

function inventName(
  random: Random,
  court: Court,
  sex: Someone["sex"],
): { background: Background; stock: NameStock; name: Name } {
  const weights = Object.entries({ ...commonWeights, ...court.backgrounds }) as [Background, number][];
  const background = random.weighted(weights);
  const stock: NameStock = nameStocks[background];
  const forenamesOf = () => random.pick(sex === "female" ? stock.women : stock.men);
  const surname = random.pick(stock.surnames);
  if (random.chance(stock.oneName ?? 0)) return { background, stock, name: { forenames: [], surname } };
  const first = forenamesOf();
  const second = random.chance(stock.second ?? 0.1) ? forenamesOf() : first;
  const title = random.chance(0.12) ? { title: sex === "female" ? random.pick(["Ms", "Mrs", "Miss"]) : "Mr" } : {};
  return {
    background,
    stock,
    name: {
      ...title,
      forenames: [...new Set([first, second])],
      surname: random.chance(stock.double ?? 0) ? `${surname} ${random.pick(stock.surnames)}` : surname,
    },
  };
}

function inventAliases(
  random: Random,
  stock: NameStock,
  { forenames, surname }: Name,
  sex: Someone["sex"],
): NonNullable<Recorded["aliases"]> {
  if (!random.chance(0.22)) return [];
  const type = random.weighted([
    ["nickname", 5],
    ["alias", 4],
    [sex === "female" ? "maiden" : "previous", 2],
  ] as const);
  if (type === "nickname") return [{ type, forenames: [], surname: random.pick(nicknames) }];
  const other = random.pick(stock.surnames.filter(candidate => candidate !== surname));
  return [{ type, forenames, surname: other }];
}

export function inventAddresses(
  random: Random,
  court: Court,
  ward: Ward,
  today: Day,
): NonNullable<Recorded["addresses"]> {
  const since = addDays(today, -random.int(30, 2_500));
  if (random.chance(0.08)) return [{ type: "no-fixed-abode", lines: [court.town], from: since }];
  const home = { type: "home" as const, ...houseIn(random, court, ward), from: since };
  if (!random.chance(0.2)) return [home];
  const before = houseIn(random, court, random.pick(court.wards));
  return [{ type: "home", ...before, from: addDays(since, -random.int(200, 1_500)), to: addDays(since, -1) }, home];
}

/** A house on a street of the ward, with a postcode in use there. */
function houseIn(random: Random, court: Court, ward: Ward): { lines: string[]; postcode: string } {
  const letter = () => postcodeLetters[random.int(0, postcodeLetters.length - 1)] ?? "A";
  const street = `${random.int(1, 240)} ${random.pick(ward.streets)}`;
  const lines = random.chance(0.2) ? [`Flat ${random.int(1, 24)}`, street, court.town] : [street, court.town];
  return { lines, postcode: `${random.pick(ward.districts)} ${random.int(0, 9)}${letter()}${letter()}` };
}

/** What officers have quoted that is no identifier, or has the wrong check letter: it is kept, and nobody is found by it. */
const misquoted = [
  { kind: "cro" as const, value: "NONE" },
  { kind: "cro" as const, value: "123456/00A" },
  { kind: "pnc" as const, value: "2000/1234567A" },
  { kind: "ni" as const, value: "QQ123456A" },
] as const;

function inventIdentifiers(
  random: Random,
  serials: Serials,
  birth: Day,
  today: Day,
): NonNullable<Recorded["identifiers"]> {
  const birthYear = Number(birth.slice(0, 4));
  const thisYear = Number(today.slice(0, 4));
  const firstArrest = random.int(Math.min(birthYear + 14, thisYear - 1), thisYear - 1);
  if (!random.chance(0.93)) return [];
  return [
    { kind: "pnc", value: serials.pnc(firstArrest) },
    ...(random.chance(0.7) ? [{ kind: "cro" as const, value: serials.cro(firstArrest) }] : []),
    ...(birthYear + 18 < thisYear && random.chance(0.16) ? [{ kind: "noms" as const, value: serials.noms() }] : []),
    ...(random.chance(0.3) ? [{ kind: "ni" as const, value: serials.ni() }] : []),
    ...(random.chance(0.03) ? [{ ...random.pick(misquoted), asQuoted: true }] : []),
  ];
}

/** The same person as another officer took them down: a letter or a figure is different, the fingerprints are not. */
export function misheard(random: Random, { recorded, birth }: Someone): Recorded {
  const { name, identifiers = [] } = recorded;
  const [year = "", month = "", day = ""] = birth.split("-");
  const swapped = Number(day) <= 12 && day !== month ? `${year}-${day}-${month}` : birth;
  const known = identifiers.filter(({ kind }) => kind === "pnc");
  return {
    name: {
      forenames: name.forenames.slice(0, 1),
      surname: random.chance(0.5) ? plain(name.surname) : name.surname,
    },
    dateOfBirth: swapped,
    sex: recorded.sex,
    identifiers: known,
  };
}

/** As it is typed by someone without the marks on the keyboard. */
function plain(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^\p{L} -]/gu, "")
    .replace(/ł/g, "l")
    .replace(/Ł/g, "L");
}
