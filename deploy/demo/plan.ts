import type { disposals, hearingTypes } from "../../services/cases/cases.reference.ts";
import type {
  adjournmentReasons,
  movingReasons,
  TrialReasonName,
} from "../../services/cases/hearings/hearings.reference.ts";
import { addWorkingDays, type Day } from "./calendar.ts";
import type { Random } from "./random.ts";

export type HearingType = (typeof hearingTypes)[number];
export type Disposal = (typeof disposals)[number];
export type AdjournmentReason = keyof typeof adjournmentReasons;
export type MovingReason = keyof typeof movingReasons;

/** How a case ends before this court. */
export type Ending = "sentence" | "acquittal" | "withdrawal" | "send" | "transfer" | "adjourn-sine-die";
/**
 * How a hearing goes: `held` something is done in it; `adjourned` nothing is; `missed` the defendant stays away, and a
 * warrant is issued; `ineffective` a trial is called on and does not go ahead; `moved` and `vacated` before the day.
 */
export type Course = "held" | "adjourned" | "missed" | "ineffective" | "moved" | "vacated";

/** One hearing of a case to come: how long after the last, and what is done in it. */
export interface PlannedHearing {
  readonly type: HearingType;
  /** Working days since the hearing before, or since the case came in. */
  readonly gap: number;
  readonly course: Course;
  readonly adjourned?: AdjournmentReason;
  readonly moved?: MovingReason;
  readonly trial?: {
    readonly classification: "effective" | "cracked" | "ineffective";
    readonly reason?: TrialReasonName;
  };
  /** It takes this day and the next. */
  readonly twoDays?: true;
  readonly plea?: "guilty" | "not-guilty";
  readonly verdict?: "guilty" | "not-guilty";
  /** A report is asked for: for the next hearing, or to be given by word of mouth on the day. */
  readonly asks?: "later" | "today";
  readonly ends?: Ending;
}
export interface Plan {
  readonly disposal: Disposal;
  readonly hearings: readonly PlannedHearing[];
}

type Weighted<T> = readonly (readonly [T, number])[];

const held = (type: HearingType, gap: number, more: Partial<PlannedHearing> = {}): PlannedHearing => ({
  type,
  gap,
  course: "held",
  ...more,
});

/** The way of a case through court, from first hearing to its end there. */
export function planCase(random: Random, { youth, serious }: { youth: boolean; serious: boolean }): Plan {
  const disposal = random.weighted(youth ? youthDisposals : serious ? seriousDisposals : commonDisposals);
  const needsReport = /order$/.test(disposal) && disposal !== "referral-order";
  const way = random.weighted([
    [sentencedAtOnce, needsReport ? 20 : 34],
    [guiltyAtOnce, 27],
    [guiltyLater, 12],
    [tried, 25],
    [endedEarly, serious ? 12 : 6],
  ] as const);
  return { disposal, hearings: way(random) };
}

const firstGap = (random: Random) => random.int(1, 8);

function sentencedAtOnce(random: Random): PlannedHearing[] {
  const asks = random.chance(0.4) ? { asks: "today" as const } : {};
  return [held("first", firstGap(random), { plea: "guilty", ends: "sentence", ...asks })];
}

function guiltyAtOnce(random: Random): PlannedHearing[] {
  return disturbed(random, [
    held("first", firstGap(random), { plea: "guilty", asks: "later" }),
    held("sentence", random.int(7, 18), { ends: "sentence" }),
  ]);
}

function guiltyLater(random: Random): PlannedHearing[] {
  return disturbed(random, [
    held("first", firstGap(random)),
    held("plea", random.int(5, 12), { plea: "guilty", asks: "later" }),
    held("sentence", random.int(8, 17), { ends: "sentence" }),
  ]);
}

/** Of trials that are called on, as many as were at North Liverpool in 2008 to 2011 (Ministry of Justice Research Series 10/12). */
export const trialShares = { effective: 36, cracked: 49, ineffective: 15 } as const;

/** Denied at first. The trial is called on once or more often, until it goes ahead or is not needed any more. */
function tried(random: Random): PlannedHearing[] {
  const first = held("first", firstGap(random), { plea: "not-guilty" });
  const rounds: PlannedHearing[] = [];
  for (let gap = random.int(28, 50); ; gap = random.int(18, 32)) {
    const classification = random.weighted(Object.entries(trialShares) as [keyof typeof trialShares, number][]);
    if (random.chance(0.08)) rounds.push({ type: "trial", gap, ...unsettled(random, "trial") });
    if (classification !== "ineffective") {
      const since = rounds.at(-1)?.course === "moved" || rounds.at(-1)?.course === "vacated" ? random.int(8, 20) : gap;
      return [
        first,
        ...rounds,
        ...(classification === "effective" ? effective(random, since) : cracked(random, since)),
      ];
    }
    const [reason, adjourned] = random.weighted(ineffectiveReasons);
    rounds.push({ type: "trial", gap, course: "ineffective", adjourned, trial: { classification, reason } });
  }
}

function effective(random: Random, gap: number): PlannedHearing[] {
  const trial = {
    trial: { classification: "effective" as const },
    ...(random.chance(0.06) && { twoDays: true as const }),
  };
  if (random.chance(0.32)) return [held("trial", gap, { ...trial, verdict: "not-guilty", ends: "acquittal" })];
  return sentencedAfter(random, held("trial", gap, { ...trial, verdict: "guilty" }), 0.4);
}

function cracked(random: Random, gap: number): PlannedHearing[] {
  const because = (reason: TrialReasonName) => ({ trial: { classification: "cracked" as const, reason } });
  if (random.chance(0.7)) {
    const reason = random.chance(0.85) ? "guilty-plea" : "guilty-plea-to-alternative";
    return sentencedAfter(random, held("trial", gap, { ...because(reason), plea: "guilty" }), 0.28);
  }
  const reason = random.pick(["prosecution-ends-case", "prosecution-ends-case", "prosecution-witness-absent"] as const);
  return [held("trial", gap, { ...because(reason), ends: "withdrawal" })];
}

/** Most are sentenced on the day of trial, on a report by word of mouth; for some a written one is needed. */
function sentencedAfter(random: Random, trial: PlannedHearing, laterShare: number): PlannedHearing[] {
  if (!random.chance(laterShare)) return [{ ...trial, asks: "today", ends: "sentence" }];
  return [{ ...trial, asks: "later" }, held("sentence", random.int(8, 16), { ends: "sentence" })];
}

/** Not for this court, or for none: discontinued, sent to the Crown Court, transferred, put off without a day. */
function endedEarly(random: Random): PlannedHearing[] {
  const ends = random.weighted(earlyEndings);
  const plea = ends === "withdrawal" && random.chance(0.5) ? { plea: "not-guilty" as const } : {};
  if (random.chance(0.5)) return [held("first", firstGap(random), { ...plea, ends })];
  return [held("first", firstGap(random), plea), held("mention", random.int(6, 18), { ends })];
}

/** A hearing that does not come to anything is told before the one in its place. */
function disturbed(random: Random, hearings: readonly PlannedHearing[]): PlannedHearing[] {
  return hearings.flatMap((hearing, n) => {
    const { type, gap } = hearing;
    const again = { ...hearing, gap: random.int(3, 8) };
    if (random.chance(0.08))
      return [{ type, gap, course: "adjourned" as const, adjourned: random.weighted(emptyAdjournments) }, again];
    if (random.chance(0.06))
      return [
        { type, gap, course: "missed" as const },
        { ...hearing, gap: random.weighted(daysAway)(random) },
      ];
    if (n > 0 && random.chance(0.08)) return [{ type, gap, ...unsettled(random, type) }, again];
    return [hearing];
  });
}

/** How many working days somebody who stayed away is looked for: most are soon found. */
const daysAway: Weighted<(random: Random) => number> = [
  [random => random.int(3, 8), 60],
  [random => random.int(9, 20), 28],
  [random => random.int(21, 60), 12],
];

/** Moved to another day, or taken out of the list. */
function unsettled(random: Random, type: HearingType): Pick<PlannedHearing, "course" | "moved"> {
  const moved = random.weighted(reasonsToMove);
  return { course: random.chance(type === "trial" ? 0.5 : 0.7) ? "moved" : "vacated", moved };
}

const ineffectiveReasons: Weighted<readonly [TrialReasonName, AdjournmentReason]> = [
  [["prosecution-witness-absent", "prosecution-not-ready"], 30],
  [["prosecution-not-ready", "prosecution-not-ready"], 15],
  [["defence-not-ready", "defence-not-ready"], 15],
  [["defendant-absent", "defendant-absent"], 15],
  [["defendant-not-produced", "defendant-not-produced"], 5],
  [["not-reached", "court-time"], 14],
  [["no-interpreter", "no-interpreter"], 6],
];
const emptyAdjournments: Weighted<AdjournmentReason> = [
  ["report-not-ready", 28],
  ["agency-information-not-ready", 12],
  ["defence-not-ready", 20],
  ["prosecution-not-ready", 14],
  ["defendant-not-produced", 8],
  ["no-interpreter", 5],
  ["court-time", 9],
  ["other", 4],
];
const reasonsToMove: Weighted<MovingReason> = [
  ["application-by-defence", 40],
  ["application-by-prosecution", 25],
  ["court-time", 20],
  ["defendant-in-custody-elsewhere", 10],
  ["listed-in-error", 5],
];
const earlyEndings: Weighted<Ending> = [
  ["withdrawal", 60],
  ["send", 22],
  ["transfer", 10],
  ["adjourn-sine-die", 8],
];

/** Few fines and much custody, as was said of North Liverpool. */
const commonDisposals: Weighted<Disposal> = [
  ["community-order", 42],
  ["suspended-sentence-order", 8],
  ["conditional-discharge", 12],
  ["fine", 14],
  ["custody", 15],
  ["absolute-discharge", 2],
];
const seriousDisposals: Weighted<Disposal> = [
  ["community-order", 38],
  ["suspended-sentence-order", 26],
  ["custody", 32],
  ["fine", 4],
];
const youthDisposals: Weighted<Disposal> = [
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
