import { plusDays } from "../../../libs/clock/day.ts";
import { addMonths } from "../../../libs/clock/months.ts";
import { fail } from "../../../libs/errors/errors.ts";

/**
 * When a conviction is spent: Rehabilitation of Offenders Act 1974, ss. 4 to 6, as amended by the Police, Crime,
 * Sentencing and Courts Act 2022, s. 193 (in force from 28 October 2023). Days are calendar days in England and Wales.
 * A court may have regard to a spent conviction (s. 7(2)(a)), so it is marked and not hidden.
 */
export const disposalKinds = [
  "caution",
  "conditional-caution",
  "absolute-discharge",
  "fine",
  "compensation",
  "conditional-discharge",
  "bind-over",
  "referral-order",
  "community-order",
  "youth-rehabilitation-order",
  "disqualification",
  "other-order",
  "suspended-sentence",
  "custody",
  "life",
] as const;
export type DisposalKind = (typeof disposalKinds)[number];

export interface Disposal {
  readonly kind: DisposalKind;
  /** Of custody, suspended or not: its length in months, rounded up. */
  readonly lengthMonths: number | null;
  /** The last day of the sentence, licence included, or of the order; of compensation the day it was paid in full. */
  readonly endsOn: string | null;
}

export interface Convicted {
  readonly id: string;
  /** The day of conviction. */
  readonly convictedOn: string;
  readonly isYouth: boolean;
  /** Every offence of it can only be tried summarily: such a conviction extends no other (s. 6(6)(a)). */
  readonly isSummaryOnly: boolean;
  /** A sentence of more than four years for an offence of Schedule 18 to the Sentencing Act 2020 is never spent (s. 5(1)(da)). */
  readonly isSchedule18: boolean;
  readonly disposals: readonly Disposal[];
}

/** From which day a conviction is spent; null is never, or not while something is still to come. */
export interface Spent {
  readonly from: string | null;
  readonly rule: string;
}

/** A caution is no conviction, and stands beside no sentence (s. 8A and Sch. 2). */
const cautions: ReadonlySet<DisposalKind> = new Set(["caution", "conditional-caution"]);

export const isCaution = (disposals: readonly Pick<Disposal, "kind">[]): boolean =>
  disposals.every(({ kind }) => cautions.has(kind));

/** Fails with VALIDATION where a caution has another disposal beside it. */
export function assertCautionAlone(kinds: readonly DisposalKind[]): void {
  if (kinds.length > 1 && kinds.some(kind => cautions.has(kind)))
    fail("VALIDATION", { errors: [{ path: "disposals", message: "expected a caution by itself" }] });
}

const orders: ReadonlySet<DisposalKind> = new Set([
  "conditional-discharge",
  "bind-over",
  "referral-order",
  "community-order",
  "youth-rehabilitation-order",
  "disqualification",
  "other-order",
]);

/** Longest first: more than so many months in custody, and how long after it, for adults and for those under 18 at conviction. */
const custodyBands = [
  { moreThanMonths: 48, adultMonths: 84, youthMonths: 42, words: "custody of more than 4 years" },
  { moreThanMonths: 12, adultMonths: 48, youthMonths: 24, words: "custody of more than 1 and up to 4 years" },
  { moreThanMonths: 0, adultMonths: 12, youthMonths: 6, words: "custody of up to 1 year" },
] as const;

/** One disposal by itself. */
export function spentBy(disposal: Disposal, { convictedOn, isYouth, isSchedule18 }: Omit<Convicted, "id">): Spent {
  const { kind, endsOn, lengthMonths } = disposal;
  if (kind === "life") return { from: null, rule: "a sentence for life is never spent" };
  if (kind === "caution") return { from: convictedOn, rule: "caution: at once" };
  if (kind === "conditional-caution") {
    const months = addMonths(convictedOn, 3);
    const from = endsOn !== null && endsOn < months ? endsOn : months;
    return { from, rule: "conditional caution: 3 months after it was given, or when it ends before" };
  }
  if (kind === "absolute-discharge") return { from: convictedOn, rule: "absolute discharge: at once" };
  if (kind === "fine") {
    const months = isYouth ? 6 : 12;
    return { from: addMonths(convictedOn, months), rule: `fine: ${months} months from conviction` };
  }
  if (kind === "compensation") return { from: endsOn, rule: "compensation: when it is paid in full" };
  if (orders.has(kind))
    return endsOn
      ? { from: plusDays(endsOn, 1), rule: `${kind}: the day after its last day` }
      : { from: addMonths(convictedOn, 24), rule: `${kind} without a last day: 24 months from conviction` };
  const band = custodyBands.find(({ moreThanMonths }) => (lengthMonths ?? Number.POSITIVE_INFINITY) > moreThanMonths);
  if (!band || !endsOn) return { from: null, rule: "custody whose length or last day is not known" };
  if (isSchedule18 && band.moreThanMonths === 48)
    return { from: null, rule: "more than 4 years for an offence of Schedule 18: never spent" };
  const months = isYouth ? band.youthMonths : band.adultMonths;
  return { from: addMonths(endsOn, months), rule: `${band.words}: ${months} months from its last day` };
}

/**
 * All convictions of one person together. Somebody convicted again before a conviction is spent waits for both
 * (s. 6(4)); a summary offence, an order and a discharge make nobody wait longer (s. 6(5) and (6)).
 */
export function spentOf(convictions: readonly Convicted[]): ReadonlyMap<string, Spent> {
  const inOrder = [...convictions].sort((a, b) => (a.convictedOn < b.convictedOn ? -1 : 1));
  const alone = new Map(inOrder.map(one => [one.id, latest(one.disposals.map(disposal => spentBy(disposal, one)))]));
  const waiting = new Map<string, Spent>();
  for (const one of inOrder) {
    const binding = one.disposals.filter(
      ({ kind }) => !orders.has(kind) && !cautions.has(kind) && kind !== "absolute-discharge",
    );
    if (binding.length > 0) waiting.set(one.id, latest(binding.map(disposal => spentBy(disposal, one))));
  }
  // Each pass only puts a day off, and only to one of the days there are: so it ends.
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const [n, earlier] of inOrder.entries())
      for (const later of inOrder.slice(n + 1)) {
        const one = waiting.get(earlier.id);
        const other = waiting.get(later.id);
        if (!one || !other || later.isSummaryOnly || !isAfter(one.from, later.convictedOn)) continue;
        if (one.from === other.from) continue;
        const both = { from: laterOf(one.from, other.from), rule: "waits for another conviction (s. 6(4))" };
        waiting.set(one.from === both.from ? later.id : earlier.id, both);
        isSettled = false;
      }
  }
  return new Map(
    [...alone].map(([id, own]) => {
      const together = waiting.get(id);
      return [id, together ? latest([own, together]) : own];
    }),
  );
}

export function isSpent({ from }: Spent, today: string): boolean {
  return from !== null && from <= today;
}

/** The one that comes last; the first of them where two come on the same day. */
function latest(all: readonly Spent[]): Spent {
  const [first = { from: null, rule: "nothing is known of the sentence" }, ...others] = all;
  return others.reduce((last, one) => (last.from !== null && isAfter(one.from, last.from) ? one : last), first);
}

/** Whether a day comes after another; never comes after every day. */
const isAfter = (one: string | null, day: string) => one === null || one > day;
const laterOf = (a: string | null, b: string | null) => (a === null || (b !== null && a > b) ? a : b);
