import type { disposals, hearingTypes } from "../../services/cases/cases.reference.ts";
import { addWorkingDays, type Day } from "./calendar.ts";
import type { Random } from "./random.ts";

export type HearingType = (typeof hearingTypes)[number];
export type Disposal = (typeof disposals)[number];

/** One hearing of a case to come: how long after the last, and what is done in it. */
export interface PlannedHearing {
  readonly type: HearingType;
  /** Working days since the hearing before, or since the case came in. */
  readonly gap: number;
  readonly outcome: "held" | "vacated";
  readonly plea?: "guilty" | "not-guilty";
  /** A report is asked for: for the next hearing, or to be given by word of mouth on the day. */
  readonly asks?: "later" | "today";
  readonly sentences?: true;
}
export interface Plan {
  readonly disposal: Disposal;
  readonly reviewEveryDays: number | undefined;
  readonly hearings: readonly PlannedHearing[];
}

const held = (type: HearingType, gap: number, more: Partial<PlannedHearing> = {}): PlannedHearing => ({
  type,
  gap,
  outcome: "held",
  ...more,
});

/** The way of a case through court, from first hearing to sentence and, where an order is reviewed, on from there. */
export function planCase(random: Random, { youth, serious }: { youth: boolean; serious: boolean }): Plan {
  const disposal = random.weighted(youth ? youthDisposals : serious ? seriousDisposals : commonDisposals);
  const reviewed = ["community-order", "suspended-sentence-order", "youth-rehabilitation-order"].includes(disposal);
  const reviewEveryDays = reviewed && random.chance(0.55) ? random.pick([28, 28, 42, 56]) : undefined;
  const untilSentence = random.weighted([
    [sentencedAtOnce, reviewed ? 10 : 34],
    [guiltyAtOnce, 38],
    [guiltyLater, 18],
    [guiltyAtTrial, 24],
  ] as const)(random);
  const after = reviewEveryDays === undefined ? [] : reviews(random, reviewEveryDays);
  return {
    disposal,
    reviewEveryDays,
    hearings: [...untilSentence, ...after].flatMap((hearing, n) =>
      n > 0 && hearing.type !== "review" && random.chance(0.08)
        ? [
            { type: hearing.type, gap: hearing.gap, outcome: "vacated" as const },
            { ...hearing, gap: random.int(4, 9) },
          ]
        : [hearing],
    ),
  };
}

const firstGap = (random: Random) => random.int(1, 8);

function sentencedAtOnce(random: Random): PlannedHearing[] {
  const asks = random.chance(0.4) ? { asks: "today" as const } : {};
  return [held("first", firstGap(random), { plea: "guilty", sentences: true, ...asks })];
}

function guiltyAtOnce(random: Random): PlannedHearing[] {
  return [
    held("first", firstGap(random), { plea: "guilty", asks: "later" }),
    held("sentence", random.int(5, 17), { sentences: true }),
  ];
}

function guiltyLater(random: Random): PlannedHearing[] {
  return [
    held("first", firstGap(random)),
    held("plea", random.int(5, 12), { plea: "guilty", asks: "later" }),
    held("sentence", random.int(8, 17), { sentences: true }),
  ];
}

/** Denied at first; on the day of trial the plea is changed. */
function guiltyAtTrial(random: Random): PlannedHearing[] {
  const first = held("first", firstGap(random), { plea: "not-guilty" });
  const gap = random.int(22, 45);
  if (random.chance(0.4)) return [first, held("trial", gap, { plea: "guilty", asks: "today", sentences: true })];
  return [
    first,
    held("trial", gap, { plea: "guilty", asks: "later" }),
    held("sentence", random.int(10, 16), { sentences: true }),
  ];
}

function reviews(random: Random, everyDays: number): PlannedHearing[] {
  const gap = Math.round((everyDays * 5) / 7);
  const count = random.int(2, 5);
  const list = Array.from({ length: count }, () => held("review", gap + random.int(0, 2)));
  return random.chance(0.2) ? [...list.slice(0, 2), held("breach", random.int(6, 12)), ...list.slice(2)] : list;
}

const commonDisposals: readonly (readonly [Disposal, number])[] = [
  ["community-order", 40],
  ["suspended-sentence-order", 7],
  ["conditional-discharge", 12],
  ["fine", 18],
  ["custody", 11],
  ["absolute-discharge", 2],
];
const seriousDisposals: readonly (readonly [Disposal, number])[] = [
  ["community-order", 42],
  ["suspended-sentence-order", 26],
  ["custody", 26],
  ["fine", 6],
];
const youthDisposals: readonly (readonly [Disposal, number])[] = [
  ["referral-order", 45],
  ["youth-rehabilitation-order", 40],
  ["conditional-discharge", 15],
];

/** The days of the hearings, and the day the case came in, when one of the hearings is to fall on a day. */
export function daysEndingAt(plan: readonly PlannedHearing[], index: number, day: Day): { received: Day; days: Day[] } {
  const before: Day[] = [day];
  for (let n = index; n > 0; n--) before.unshift(addWorkingDays(before[0] ?? day, -(plan[n]?.gap ?? 1)));
  const received = addWorkingDays(before[0] ?? day, -(plan[0]?.gap ?? 1));
  return { received, days: daysFrom(plan, received) };
}

/** The days of the hearings of a case that came in on a day. */
export function daysFrom(plan: readonly PlannedHearing[], received: Day): Day[] {
  const days: Day[] = [];
  for (const { gap } of plan) days.push(addWorkingDays(days.at(-1) ?? received, gap));
  return days;
}
