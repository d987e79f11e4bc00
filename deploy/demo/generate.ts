import { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import { tellAntecedents } from "./antecedents-story.ts";
import { addDays, ageOn, at, type Day, daysBetween, workingDayFrom } from "./calendar.ts";
import { tellCase, type When } from "./case-story.ts";
import { type Court, courts } from "./data/places.ts";
import { Diary } from "./diary.ts";
import { tellMistakenIdentity } from "./duplicate-story.ts";
import { tellEquality } from "./equality-story.ts";
import { given } from "./given.ts";
import { inventAddresses, inventPerson, type Someone } from "./identity.ts";
import type { HearingType } from "./plan.ts";
import { Random } from "./random.ts";
import { type FileScript, refTo } from "./script.ts";
import { Serials } from "./serials.ts";
import { tellLimits } from "./sharing-story.ts";
import { fullCourt, type ReferenceGroup, referenceGroups, teamOf } from "./team.ts";
import type { Accused, Telling } from "./telling.ts";
import { FileWriter } from "./writer.ts";

export interface DemoOptions {
  readonly defendants: number;
  readonly seed: number;
  /** The day the data is for: nothing has happened on it or after it yet. */
  readonly today: Day;
  /** Kept in names, usernames and keys, so that several sets can stand side by side. */
  readonly tag?: string;
  /** So many files, the first ones, are North Liverpool's. */
  readonly firstFiles?: number;
  /** Only these courts and who sits round them, North Liverpool always being one; all of them unless given. */
  readonly courts?: readonly string[];
}

export interface DemoScript {
  /** Courts, agencies and people: a group for each court, North Liverpool's first. */
  readonly reference: readonly ReferenceGroup[];
  /** The files in order. The same ones come first however many are asked for. */
  files(): Generator<FileScript, void, undefined>;
}

/** What a start without other wishes loads. */
export const usual = { defendants: 500, seed: 2007, firstFiles: 60 } as const;

/** Three years. */
const historyDays = 1_095;

/** Files were opened, and payback projects begun, some weeks before anything else. */
const firstDay = (today: Day): Day => addDays(today, -historyDays - 30);

/** Every request that makes the demo data. The same options give the same script to the byte. */
export function generateDemo(options: DemoOptions): DemoScript {
  const { defendants, seed, today, tag = "", firstFiles = usual.firstFiles } = options;
  const words = ["tracker demo", seed, tag];
  const chosen = courts.filter(({ key }) => key === fullCourt || (options.courts?.includes(key) ?? true));
  const weights = chosen.map(court => [court, court.key === fullCourt ? 3 : 1] as const);
  return {
    reference: referenceGroups(chosen, {
      ...{ tag, words, today, password: refTo(given, "password"), begun: firstDay(today) },
    }),
    *files() {
      const diary = new Diary();
      const serials = new Serials(new Random(...words, "serials"));
      for (let index = 0; index < defendants; ) {
        const random = new Random(...words, "file", index);
        const court = index < firstFiles ? courtNamed(fullCourt) : random.weighted(weights);
        const writer = new FileWriter(...words, index);
        const detail = index < firstFiles ? "brief" : "full";
        const beside = new Random(...words, "beside", index);
        const team = teamOf(court, tag);
        const telling: Telling = { random, beside, court, team, diary, serials, today, writer, detail };
        const count = tellFile(telling, index, firstFiles);
        yield { index, court: court.key, defendants: count, steps: writer.steps() };
        index += count;
      }
    },
  };
}

function courtNamed(key: string): Court {
  const found = courts.find(court => court.key === key);
  if (!found) throw new Error(`there is no court ${key}`);
  return found;
}

/** The eighth of every ten may be charged together with the ninth, so that any ten are ten. */
const pairedPlace = 8;
const pairs = 0.4;
/** So many are taken down a second time. */
const duplicates = 0.035;

/** One file, or two that share a case; how many people they are about. */
function tellFile(telling: Telling, index: number, firstFiles: number): number {
  const { random } = telling;
  const people = index % 10 === pairedPlace && random.chance(pairs) ? 2 : 1;
  const first = introduce(telling, "a", people === 2);
  const accused = people === 2 ? [first, introduce(telling, "b", true)] : [first];
  const inSight = index < firstFiles ? 0.6 : index < 10 * firstFiles ? 0.14 : 0.01;
  const whens = caseTimes(telling, first.someone, inSight);
  for (const [n, when] of whens.entries())
    tellCase(telling, `case ${n}`, n === whens.length - 1 ? accused : [first], when);
  if (people === 1 && random.chance(duplicates)) tellMistakenIdentity(telling, first.someone, first.id);
  if (people === 1) tellLimits(telling, first.id);
  return people;
}

/** So old are those who are charged together: grown up through all that is told, since other courts hear children. */
const grownUpThroughout = 22;
/** Nobody is before the court younger than this. */
const youngest = 13;

/** The police record somebody. */
function introduce(telling: Telling, key: string, isOneOfTwo: boolean): Accused {
  const { today, team, writer } = telling;
  let someone = inventPerson(telling);
  while (isOneOfTwo && ageOn(someone.birth, today) < grownUpThroughout) someone = inventPerson(telling);
  const name = `defendant ${key}`;
  const openedAt = at(firstDay(today), "08:00");
  writer.call({ at: openedAt, as: team.who("police"), name }, defendantsContracts.record, {
    ...someone.recorded,
    openedAt,
  });
  const accused = { key, id: refTo(name), someone };
  tellAntecedents(telling, accused, openedAt.slice(0, 10));
  tellEquality(telling, accused, openedAt.slice(0, 10));
  tellMoves(telling, accused);
  return accused;
}

/** Some move house while the file is open. */
function tellMoves(telling: Telling, { key, id, someone }: Accused): void {
  const { random, team, writer, court, today } = telling;
  if (!random.chance(0.08)) return;
  const day = addDays(today, -random.int(5, historyDays));
  const told = { at: at(day, "16:20"), as: team.who("police"), name: `defendant ${key} moved` };
  writer.call(told, defendantsContracts.addDetails, {
    id,
    addresses: inventAddresses(random, court, someone.ward, day)
      .map(address => ({ ...address, from: day }))
      .slice(-1),
  });
}

/** The first files have a hearing coming up and much beside; fewer earlier cases let them be there sooner. */
const caseCountsOfTheFirst = [
  [1, 68],
  [2, 22],
  [3, 8],
  [4, 2],
] as const;
const caseCounts = [
  [1, 58],
  [2, 26],
  [3, 11],
  [4, 5],
] as const;
/** Most hearings in sight are today's; some are weeks away, so that the list is not empty when the data is some weeks old. */
const daysAhead: readonly (readonly [(random: Random) => number, number])[] = [
  [() => 0, 60],
  [random => random.int(1, 21), 28],
  [random => random.int(22, 60), 12],
];
const hearingsInSight: readonly (readonly [HearingType, number])[] = [
  ["first", 22],
  ["plea", 10],
  ["trial", 7],
  ["sentence", 28],
  ["review", 28],
  ["breach", 5],
];

/** When the cases of a file are: the earlier ones at any time, the last perhaps with a hearing today or in the next weeks. */
function caseTimes({ random, today }: Telling, { birth }: Someone, inSight: number): When[] {
  const count = random.weighted(inSight > 0.2 ? caseCountsOfTheFirst : caseCounts);
  const longAgo = Math.min(historyDays, daysBetween(addDays(birth, Math.ceil(youngest * 365.25)), today));
  const received = Array.from({ length: count }, () => addDays(today, -random.int(2, longAgo))).sort();
  if (!random.chance(inSight)) return received.map(day => ({ received: day }));
  const ahead = random.weighted(daysAhead)(random);
  const on = workingDayFrom(addDays(today, ahead));
  const earlier = received
    .slice(0, -1)
    .map(day => ({ received: addDays(today, -Math.max(90, daysBetween(day, today))) }));
  return [...earlier, { hearing: random.weighted(hearingsInSight), on }];
}
