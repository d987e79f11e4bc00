import { calledFor, nameKey, nameParts } from "./names.ts";
import { isMisspelt, soundsOf } from "./phonetics.ts";

/** What is compared of a person, as the store has it. */
export interface Compared {
  readonly name: { readonly forenames: readonly string[]; readonly surname: string };
  readonly aliases: readonly { readonly forenames: readonly string[]; readonly surname: string }[];
  readonly dateOfBirth: string;
  readonly dateOfBirthEstimated: boolean;
  readonly sex: string;
  readonly addresses: readonly { readonly postcode?: string | undefined }[];
  readonly matchKeys: readonly string[];
}

/** One rule that held, and what it adds: bits of evidence, so that each one more doubles the odds. */
export interface Reason {
  readonly rule: MatchRule;
  readonly weight: number;
}
export interface Likeness {
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** Pairs with less than this are not worth anybody's time: they would be strangers more often than not. */
const pointsMin = 12;
const scoreMax = 0.99;
/** An estimated date of birth is taken to be right to within these. */
const estimatedYears = 2;

/** One person, made ready to be compared with many. */
interface Profile {
  readonly person: Compared;
  readonly surname: string;
  readonly surnameParts: readonly string[];
  readonly surnames: readonly string[];
  readonly surnameSounds: readonly string[];
  readonly partSounds: readonly string[];
  readonly forename: string;
  readonly forenames: readonly string[];
  readonly forenameSounds: readonly string[];
  readonly called: readonly string[];
  readonly postcodes: readonly string[];
}

type Test = (one: Profile, other: Profile) => boolean;
type Row = readonly [rule: string, weight: number, holds: Test];

const share = (some: readonly string[], others: readonly string[]) => some.some(found => others.includes(found));
const idOf = (person: Compared, kind: string) => person.matchKeys.filter(key => key.startsWith(`${kind}:`));
const sameId =
  (kind: string): Test =>
  ({ person: one }, { person: other }) =>
    share(idOf(one, kind), idOf(other, kind));
/** Both have a number that a person has one of, and none in common. */
const otherId =
  (...kinds: readonly string[]): Test =>
  ({ person: one }, { person: other }) =>
    kinds.some(kind => {
      const [some, others] = [idOf(one, kind), idOf(other, kind)];
      return some.length > 0 && others.length > 0 && !share(some, others);
    });
const always: Test = () => true;

/** Day and month the other way round: how a form was read, or another country writes. */
function swappedBirth(day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${year}-${date}-${month}`;
}
const birthYear = ({ person }: Profile) => Number(person.dateOfBirth.slice(0, 4));

function digitsApart(one: string, other: string): number {
  return [...one].filter((digit, place) => digit !== other[place]).length;
}

/**
 * The rules, group by group. In each group of a kind that `adds: "first"` the first row that holds counts and no other;
 * of a group that `adds: "all"` every one. Weights are bits: roughly log2 of how much likelier the agreement is
 * between two records of one person than between two strangers, rounded to whole ones by hand.
 */
const table = [
  {
    adds: "all",
    rows: [
      ["same-pnc", 30, sameId("pnc")],
      ["same-cro", 30, sameId("cro")],
      ["same-noms", 30, sameId("noms")],
      ["same-crn", 30, sameId("crn")],
      ["same-ni", 30, sameId("ni")],
      ["same-nhs", 30, sameId("nhs")],
      ["same-driver", 30, sameId("driver")],
      ["other-identifier", -6, otherId("pnc", "noms", "ni", "nhs")],
      [
        "other-sex",
        -2,
        ({ person: one }, { person: other }) =>
          ["female", "male"].includes(one.sex) && ["female", "male"].includes(other.sex) && one.sex !== other.sex,
      ],
    ],
  },
  {
    adds: "first",
    rows: [
      ["same-surname", 7, (one, other) => one.surname === other.surname],
      [
        "names-swapped",
        9,
        (one, other) => one.forename !== "" && one.surname === other.forename && one.forename === other.surname,
      ],
      ["same-surname-as-alias", 5, (one, other) => share(one.surnames, other.surnames)],
      ["surname-sounds-alike", 5, (one, other) => share(one.surnameSounds, other.surnameSounds)],
      ["surname-misspelt", 5, (one, other) => isMisspelt(one.surname, other.surname)],
      ["part-of-surname", 4, (one, other) => share(one.partSounds, other.partSounds)],
      ["other-surname", -5, always],
    ],
  },
  {
    adds: "first",
    rows: [
      ["forename-not-known", 0, (one, other) => one.forename === "" || other.forename === ""],
      // Told already by the row of the surname.
      ["forename-swapped", 0, (one, other) => one.surname === other.forename && one.forename === other.surname],
      ["same-forename", 4, (one, other) => one.forename === other.forename],
      ["nickname", 3, (one, other) => share(one.called, other.called)],
      ["forename-sounds-alike", 3, (one, other) => share(one.forenameSounds, other.forenameSounds)],
      ["forename-misspelt", 3, (one, other) => isMisspelt(one.forename, other.forename)],
      ["other-forename-of-same-person", 2, (one, other) => share(one.forenames, other.forenames)],
      [
        "initial",
        1,
        ({ forename: one }, { forename: other }) => (one.length === 1 || other.length === 1) && one[0] === other[0],
      ],
      ["other-forename", -10, always],
    ],
  },
  {
    adds: "first",
    rows: [
      ["same-birth", 9, ({ person: one }, { person: other }) => one.dateOfBirth === other.dateOfBirth],
      [
        "birth-day-and-month-swapped",
        7,
        ({ person: one }, { person: other }) => one.dateOfBirth === swappedBirth(other.dateOfBirth),
      ],
      ["birth-digit", 4, ({ person: one }, { person: other }) => digitsApart(one.dateOfBirth, other.dateOfBirth) === 1],
      [
        "birth-estimated",
        2,
        (one, other) =>
          (one.person.dateOfBirthEstimated || other.person.dateOfBirthEstimated) &&
          Math.abs(birthYear(one) - birthYear(other)) <= estimatedYears,
      ],
      ["other-birth", -8, always],
    ],
  },
  {
    adds: "first",
    rows: [
      ["same-postcode", 5, (one, other) => share(one.postcodes, other.postcodes)],
      ["postcode-not-known", 0, (one, other) => one.postcodes.length === 0 || other.postcodes.length === 0],
      ["other-postcode", -4, always],
    ],
  },
] as const satisfies readonly { readonly adds: "first" | "all"; readonly rows: readonly Row[] }[];

/** The row that a person adds by hand (`always` in the overrides), beside those of the table. */
export const alwaysMatch = { rule: "always-match", weight: 30 } as const;
export type MatchRule = (typeof table)[number]["rows"][number][0] | typeof alwaysMatch.rule;
export const matchRules: readonly [MatchRule, ...MatchRule[]] = [
  alwaysMatch.rule,
  ...table.flatMap(({ rows }) => rows.map(([rule]) => rule)),
];

export function profileOf(person: Compared): Profile {
  const forenames = person.name.forenames.map(nameKey).filter(key => key !== "");
  const forename = forenames[0] ?? "";
  const surname = nameKey(person.name.surname);
  const surnameParts = nameParts(person.name.surname);
  return {
    person,
    surname,
    surnameParts,
    surnameSounds: soundsOf(surname),
    partSounds: surnameParts.flatMap(soundsOf),
    forenameSounds: soundsOf(forename),
    surnames: [person.name, ...person.aliases].map(({ surname }) => nameKey(surname)),
    forename,
    forenames: [...forenames, ...person.aliases.flatMap(alias => alias.forenames.map(nameKey))],
    called: calledFor(forename),
    postcodes: person.addresses.flatMap(({ postcode }) => postcode?.replace(/\s/g, "") ?? []),
  };
}

/**
 * How likely two records are one person, and by which rules; undefined when they are not worth a look. A valid
 * identifier in common is always worth one, since one of the two is wrong otherwise. Nothing is ever joined by a
 * score: a person decides.
 */
export function compareProfiles(one: Profile, other: Profile): Likeness | undefined {
  const reasons: Reason[] = table.flatMap(({ adds, rows }: { adds: "first" | "all"; rows: readonly Row[] }) => {
    const held = rows.filter(([, , holds]) => holds(one, other));
    return (adds === "first" ? held.slice(0, 1) : held).map(([rule, weight]) => ({ rule: rule as MatchRule, weight }));
  });
  const points = reasons.reduce((sum, { weight }) => sum + weight, 0);
  const exact = share(one.person.matchKeys, other.person.matchKeys);
  if (points < pointsMin && !exact) return undefined;
  const told = reasons.filter(({ weight }) => weight !== 0);
  return { score: scoreOf(Math.max(points, pointsMin)), reasons: told };
}

export const compare = (one: Compared, other: Compared): Likeness | undefined =>
  compareProfiles(profileOf(one), profileOf(other));

/** Even odds at the least that is shown, doubling with each bit; never certain. */
function scoreOf(points: number): number {
  return Math.min(scoreMax, Math.round(100 / (1 + 2 ** (pointsMin - points))) / 100);
}

/** A record has no more keys than this, whatever it is given: aliases past that are not found by. */
const blockKeysMax = 120;

/**
 * What a record is found by when somebody like it is recorded; whoever has none in common is never compared. Each key
 * is exact in two things and blind to the rest: sound of the surname and the birth, sound of a forename and the birth,
 * both sounds and the year, both sounds and the day, the postcode and either sound. Day and month stand in one order,
 * and the two sounds too, so that what was swapped is found.
 */
export function blockKeysOf(person: Compared): string[] {
  const { surnameParts, surnames, forenames, postcodes } = profileOf(person);
  const lasts = codes([...surnames, ...surnameParts]);
  const firsts = codes(forenames.flatMap(key => [key, ...calledFor(key)]));
  const [year = "", month = "", date = ""] = person.dateOfBirth.split("-");
  const day = [month, date].sort().join("");
  const years = person.dateOfBirthEstimated ? [-2, -1, 0, 1, 2].map(off => String(Number(year) + off)) : [year];
  const both = lasts.flatMap(last => firsts.map(first => [last, first].sort().join("-")));
  const keys = [
    ...lasts.flatMap(last => [`s:${last}|${year}${day}`, ...postcodes.map(postcode => `p:${last}|${postcode}`)]),
    ...firsts.flatMap(first => [`s:${first}|${year}${day}`, ...postcodes.map(postcode => `p:${first}|${postcode}`)]),
    ...both.flatMap(pair => [`d:${pair}|${day}`, ...years.map(found => `y:${pair}|${found}`)]),
  ];
  return [...new Set(keys)].slice(0, blockKeysMax);
}

const codes = (keys: readonly string[]) => [...new Set(keys.flatMap(soundsOf))];

interface Sought {
  readonly surname: string;
  readonly dateOfBirth: string;
}

/** What a search by a surname's sound, with a birth, looks up: the same keys. */
export function searchKeysOf({ surname, dateOfBirth }: Sought): string[] {
  const [year = "", month = "", date = ""] = dateOfBirth.split("-");
  return codes([nameKey(surname)]).map(sound => `s:${sound}|${year}${[month, date].sort().join("")}`);
}

/** Whether such a search finds this person: a forename has the same kind of key. */
export function isFoundAlike(person: Compared, { surname, dateOfBirth }: Sought): boolean {
  const isBirth = person.dateOfBirth === dateOfBirth || person.dateOfBirth === swappedBirth(dateOfBirth);
  const { surnames, surnameParts } = profileOf(person);
  return isBirth && share([...surnames, ...surnameParts].flatMap(soundsOf), soundsOf(nameKey(surname)));
}
