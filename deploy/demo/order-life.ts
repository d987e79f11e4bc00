import { nextReview, powerOf, type ReviewPower } from "../../services/cases/reviews/reviews.rules.ts";
import { addDays, addWorkingDays, at, type Day, daysBetween, earlier, later, workingDayFrom } from "./calendar.ts";
import type { Disposal } from "./plan.ts";
import type { Random } from "./random.ts";
import type { OrderTerms } from "./sentences.ts";
import type { Wish } from "./telling.ts";

/** The way of a breach from the failure that led to it. */
export interface BreachPlan {
  readonly ground: "failure-to-comply" | "further-offence";
  /** The failures: the first was warned for. There is none of the order's own where the breach is by an offence. */
  readonly failures: readonly Day[];
  readonly referredOn: Day;
  readonly consideredOn: Day;
  readonly laidOn: Day;
  readonly summonedOn: Day;
  readonly byWarrant: boolean;
  readonly heardOn: Day;
  readonly finding: "admit" | "prove";
  readonly outcome: "no-action" | "fine" | "amend-more-onerous" | "revoke-and-resentence" | "continue";
}
/** One failure that did not become a breach: a warning, an excuse, or a referral that came to nothing. */
export interface LapsePlan {
  readonly on: Day;
  readonly outcome: "warned" | "excused" | "not-pursued";
}
export interface OrderEnd {
  readonly on: Day;
  readonly move:
    | "complete"
    | "revoke-good-progress"
    | "revoke-breach"
    | "revoke-further-offence"
    | "revoke-other"
    | "expire-unpaid-work-outstanding";
}
/** What becomes of an order from the day it is made. */
export interface OrderLife {
  readonly firstOn: Day;
  readonly breach: BreachPlan | undefined;
  readonly lapse: LapsePlan | undefined;
  /** The days of the court's reviews, first to last, and past today. */
  readonly reviews: readonly Day[];
  readonly end: OrderEnd;
}

interface Ordered {
  readonly order: OrderTerms;
  readonly disposal: Disposal;
  readonly on: Day;
  readonly wish: Wish | undefined;
}

const firstAppointmentWorkingDays = 5;
/** So that 24 % of all orders are breached within twelve months (Ministry of Justice Research Series 10/12), discharges and referrals being breached seldom. */
const breachShares: Readonly<Partial<Record<Disposal, number>>> = {
  "community-order": 0.308,
  "suspended-sentence-order": 0.308,
  "youth-rehabilitation-order": 0.287,
};
const lapseShare = 0.5;

export function planLife(random: Random, { order, disposal, on, wish }: Ordered): OrderLife {
  const firstOn = addWorkingDays(on, firstAppointmentWorkingDays);
  const wanted = wish && "breachOn" in wish ? wish.breachOn : undefined;
  const isBreached = wanted !== undefined || (!wish && random.chance(breachShares[disposal] ?? 0));
  const breach = isBreached ? planBreach(random, firstOn, order.endsOn, wanted) : undefined;
  const supervised = disposal !== "conditional-discharge";
  const lapse =
    !breach && supervised && random.chance(lapseShare) ? planLapse(random, firstOn, order.endsOn) : undefined;
  const chain = order.reviewEveryDays
    ? reviewDays({
        from: on,
        everyDays: order.reviewEveryDays,
        endsOn: order.endsOn,
        power: powerAt(order, disposal, on),
      })
    : [];
  const end = planEnd(random, { order, breach, lapse, chain, disposal, on, wish });
  return { firstOn, breach, lapse, reviews: chain.filter(day => day <= end.on), end };
}

const powerAt = ({ requirements }: OrderTerms, type: Disposal, madeOn: Day): ReviewPower =>
  powerOf({ type, madeOn, hasDrugRehabilitation: requirements.some(found => found.type === "drug-rehabilitation") });

/** Drug rehabilitation has reviews by its own rule. */
export const isDrugRehabilitation = ({ requirements }: OrderTerms): boolean =>
  requirements.some(({ type }) => type === "drug-rehabilitation");

/** The days on which an order that was made on a day is reviewed, by the rule that sets them. */
export function reviewDays({
  from,
  everyDays,
  endsOn,
  power = "s217A",
}: {
  readonly from: Day;
  readonly everyDays: number;
  readonly endsOn: Day;
  readonly power?: ReviewPower;
}): Day[] {
  const days: Day[] = [];
  for (let last = new Date(at(from, "12:00")); ; ) {
    const next = nextReview(last, everyDays, power, endsOn);
    if (!next) return days;
    days.push(next.toISOString().slice(0, 10));
    last = next;
  }
}

function planBreach(random: Random, firstOn: Day, endsOn: Day, wanted: Day | undefined): BreachPlan {
  const waits = { referred: 1, considered: 2, laid: random.int(1, 6), summoned: 2, heard: random.int(8, 18) };
  const untilHeard = waits.referred + waits.considered + waits.laid + waits.heard;
  const weeks = Math.max(4, Math.min(18, Math.floor(daysBetween(firstOn, endsOn) / 7) - 8));
  const second =
    wanted === undefined
      ? workingDayFrom(addDays(firstOn, 7 * random.int(3, weeks) + random.int(0, 4)))
      : addWorkingDays(wanted, -untilHeard);
  const first = later(addWorkingDays(second, -random.int(6, 15)), addWorkingDays(firstOn, 1));
  const ground = random.chance(0.18) ? "further-offence" : "failure-to-comply";
  const referredOn = addWorkingDays(second, waits.referred);
  const consideredOn = addWorkingDays(referredOn, waits.considered);
  const laidOn = addWorkingDays(consideredOn, waits.laid);
  return {
    ground,
    failures: ground === "further-offence" ? [second] : [first, second],
    ...{ referredOn, consideredOn, laidOn },
    summonedOn: addWorkingDays(laidOn, waits.summoned),
    byWarrant: random.chance(0.12),
    heardOn: wanted ?? addWorkingDays(laidOn, waits.heard),
    finding: random.chance(0.78) ? "admit" : "prove",
    outcome: random.weighted(breachOutcomes),
  };
}

const breachOutcomes: readonly (readonly [BreachPlan["outcome"], number])[] = [
  ["amend-more-onerous", 38],
  ["revoke-and-resentence", 28],
  ["fine", 14],
  ["continue", 15],
  ["no-action", 5],
];

function planLapse(random: Random, firstOn: Day, endsOn: Day): LapsePlan {
  const span = Math.max(7, daysBetween(firstOn, endsOn) - 14);
  const on = workingDayFrom(addDays(firstOn, random.int(7, span)));
  return {
    on,
    outcome: random.weighted([
      ["warned", 70],
      ["excused", 20],
      ["not-pursued", 10],
    ] as const),
  };
}

/** Most orders run their course; some end early for good progress at a review, some by breach, a few by illness or a move away. */
function planEnd(
  random: Random,
  {
    order,
    breach,
    lapse,
    chain,
    wish,
  }: Ordered & Pick<OrderLife, "breach" | "lapse"> & { readonly chain: readonly Day[] },
): OrderEnd {
  const expires = addDays(order.endsOn, 1);
  if (breach?.outcome === "revoke-and-resentence")
    return {
      on: breach.heardOn,
      move: breach.ground === "further-offence" ? "revoke-further-offence" : "revoke-breach",
    };
  const isWished = wish !== undefined;
  const late = chain.filter((_, n) => n >= Math.ceil(chain.length / 2));
  if (!breach && !lapse && !isWished && late.length > 0 && random.chance(0.3))
    return { on: random.pick(late), move: "revoke-good-progress" };
  if (!breach && !isWished && random.chance(0.04)) {
    const somewhere = addDays(order.endsOn, -random.int(20, 80));
    return { on: workingDayFrom(later(somewhere, lapse ? addDays(lapse.on, 20) : somewhere)), move: "revoke-other" };
  }
  const hasWork = order.requirements.some(({ type }) => type === "unpaid-work");
  return {
    on: workingDayFrom(expires),
    move: hasWork && random.chance(0.08) ? "expire-unpaid-work-outstanding" : "complete",
  };
}

/** Up to which day something is told: the end of the order, or a little beyond today. */
export const toldUntil = ({ end }: OrderLife, today: Day, aheadDays: number): Day =>
  earlier(end.on, addDays(today, aheadDays));
