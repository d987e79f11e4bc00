import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { responseTypes } from "../../services/cases/reviews/reviews.rules.ts";
import { addDays, addWorkingDays, at, type Day, daysBetween, earlier, later, workingDayFrom } from "./calendar.ts";
import { obligationPlaces, obligationRemarks } from "./data/texts.ts";
import { later as afterTime } from "./diary.ts";
import { type Derived, idOf, type Ref, refTo } from "./script.ts";
import type { Supervised } from "./supervision-story.ts";
import type { Telling } from "./telling.ts";
import { tellMissedTest } from "./test-story.ts";
import { tell } from "./words.ts";

/** The kinds of outcome as often as they come where nothing is failed: most people keep most appointments. */
const outcomes = [
  ["attended-complied", 82],
  ["absent-acceptable", 9],
  ["rearranged", 5],
  ["not-held", 4],
] as const;
type Outcome = keyof typeof obligationRemarks;
const firstSessionWorkingDays = 10;
const forgottenShare = 0.04;
const duesMax = { full: 7, brief: 4 } as const;

/** What was due under an order and what became of it, the failures that were planned among it. */
export function tellDues(telling: Telling, supervised: Supervised): void {
  const { random, today } = telling;
  const failures = failuresOf(supervised);
  const apart = (day: Day) => failures.every(failed => Math.abs(daysBetween(failed, day)) > 3);
  for (const [n, day] of duesOf(telling, supervised).filter(apart).entries()) {
    const due = add(telling, supervised, `${supervised.name} due ${n}`, day);
    if (day >= today || random.chance(forgottenShare)) continue;
    const outcome = random.weighted(outcomes);
    settle(telling, supervised, due, outcome);
    if (outcome === "attended-complied" && random.chance(0.1))
      respond(telling, supervised, due, random.pick(incentives));
  }
  for (const [n, day] of failures.filter(failed => failed < today).entries()) tellFailure(telling, supervised, n, day);
  tellFirstSessions(telling, supervised);
}

/** The sessions of unpaid work that the order itself sets; those that follow are among the dues. */
function tellFirstSessions(telling: Telling, supervised: Supervised): void {
  const { random, today } = telling;
  const { name, order, sentencedOn, passedAt, supervisor: as } = supervised;
  const day = addWorkingDays(sentencedOn, firstSessionWorkingDays);
  if (day >= today) return;
  for (const [n, { type }] of order.requirements.entries()) {
    if (type !== "unpaid-work" || random.chance(forgottenShare)) continue;
    const id = idOf("obligation", refTo(name, `order.requirements.${n}.id`), "first session");
    const due = { step: `${name} first session ${n}`, id, day, time: passedAt.slice(11, 16), as };
    settle(telling, supervised, due, random.weighted(outcomes));
  }
}

const failuresOf = ({ life: { breach, lapse } }: Supervised): readonly Day[] => [
  ...(breach?.ground === "failure-to-comply" ? breach.failures : []),
  ...(lapse ? [lapse.on] : []),
];

/** Days on which something was or is due: from the first appointment to the end of the order, or a little beyond today. */
function duesOf({ random, detail, today }: Telling, { life: { firstOn, end }, until }: Supervised): Day[] {
  const most = duesMax[detail];
  const every = Math.max(7, Math.ceil(daysBetween(firstOn, until) / (most + 1)));
  const days: Day[] = [];
  for (let day = firstOn; ; ) {
    day = workingDayFrom(addDays(day, every + random.int(-2, 2)));
    if (day > until || day >= end.on) break;
    days.push(day);
  }
  // While an order is in force, something is coming.
  const soon = workingDayFrom(addDays(today, random.int(1, 12)));
  return soon < end.on && firstOn < today && !days.some(day => day >= today) ? [...days, soon] : days;
}

interface Due {
  readonly step: string;
  readonly id: Ref | Derived;
  readonly day: Day;
  readonly time: string;
  readonly as: string;
}

function add(telling: Telling, { name, id, order, sentencedOn, supervisor }: Supervised, step: string, day: Day): Due {
  const { random, team, writer, today } = telling;
  const work = order.requirements.findIndex(({ type }) => type === "unpaid-work");
  const treated = order.requirements.findIndex(
    ({ providerAgencyId }) => providerAgencyId?.ref === team.agency("treatment").ref,
  );
  const curfew = order.requirements.findIndex(({ type }) => type === "curfew");
  const which = random.pick([
    "appointment",
    ...(work >= 0 ? ["work", "work"] : []),
    ...(treated >= 0 ? ["treatment"] : []),
    ...(curfew >= 0 && random.chance(0.3) ? ["curfew"] : []),
  ]);
  const index = { work, treatment: treated, curfew }[which] ?? -1;
  const as = which === "treatment" ? team.who("treatment") : supervisor;
  const time = random.pick(["09:30", "10:00", "11:15", "14:00", "15:30"]);
  const setOn = later(sentencedOn, addDays(earlier(day, today), -7));
  const setAt = at(earlier(setOn, addDays(today, -1)), "18:30");
  writer.call({ at: setAt, as, name: step }, casesContracts.addObligation, {
    orderId: id,
    kind: which === "work" ? "unpaid-work" : which === "curfew" ? "curfew" : "appointment",
    ...(index >= 0 && { requirementId: refTo(name, `order.requirements.${index}.id`) }),
    ...(which === "work" && { hoursOffered: 7, ...(random.chance(0.8) && { projectId: random.pick(team.projects) }) }),
    dueAt: at(day, time),
    place: which === "treatment" ? "Treatment centre" : random.pick(obligationPlaces),
    setAt,
  });
  return { step, id: refTo(step), day, time, as };
}

/** What became of it; what is rearranged has a successor, which is kept where its day has come. */
function settle(
  { random, writer, today }: Telling,
  { accused }: Supervised,
  { step, id, day, time, as }: Due,
  outcome: Outcome,
): void {
  const remark = random.pick<{ text: string | undefined }>(obligationRemarks[outcome].map(text => ({ text }))).text;
  const to = addWorkingDays(day, random.int(1, 5));
  writer.call({ at: at(day, afterTime(time, 160)), as, name: `${step} outcome` }, casesContracts.recordOutcome, {
    id,
    outcome,
    happenedAt: at(day, time),
    ...(remark !== undefined && { remarks: tell(remark, accused.someone) }),
    ...(outcome === "rearranged" && { rearrangedTo: at(to, time), rearrangedBy: random.pick(movers) }),
  });
  if (outcome === "rearranged" && to < today)
    writer.call({ at: at(to, afterTime(time, 160)), as, name: `${step} again` }, casesContracts.recordOutcome, {
      id: idOf("obligation", id, "successor"),
      outcome: "attended-complied",
      happenedAt: at(to, time),
    });
}

const movers = ["defendant", "defendant", "supervisor", "provider"] as const;

/** Not kept without a reason: an appointment, work, or a test. */
function tellFailure(telling: Telling, supervised: Supervised, n: number, day: Day): void {
  const { random, writer, today } = telling;
  const { name, life, isTested } = supervised;
  const step = `${name} failure ${n}`;
  const isExcused = life.lapse?.on === day && life.lapse.outcome === "excused";
  if (isTested && !isExcused && random.chance(0.4)) {
    tellMissedTest(telling, supervised, step, day);
    return;
  }
  const due = add(telling, supervised, step, day);
  settle(telling, supervised, due, isExcused || random.chance(0.75) ? "absent-unacceptable" : "attended-failed");
  const shownOn = addWorkingDays(day, random.int(1, 4));
  if (isExcused && shownOn < today)
    writer.call({ at: at(shownOn, "12:10"), as: due.as, name: `${step} excused` }, casesContracts.correctOutcome, {
      id: refTo(step),
      outcome: "absent-acceptable",
      reason: "Brought the letter from the hospital: was admitted that morning.",
    });
  else if (random.chance(0.3)) respond(telling, supervised, due, random.pick(sanctions));
}

const incentives = ["praise", "praise", "enabler", "requirement-eased", "reviews-reduced"] as const;
const sanctions = ["warning", "reviews-increased", "tests-increased", "amendment", "breach"] as const;
const reasons: Readonly<Record<keyof typeof responseTypes, string>> = {
  praise: "Came every time this month.",
  enabler: "Bus pass, so that the early session can be kept.",
  "requirement-eased": "Fortnightly from now on.",
  "reviews-reduced": "Seen less often while it goes well.",
  warning: "Told what happens at the next failure.",
  "reviews-increased": "Seen more often until it goes better.",
  "tests-increased": "Tested twice a week for a month.",
  amendment: "To be varied at the next review.",
  breach: "On the way back to court.",
};

function respond(
  { random, writer, today }: Telling,
  { id, supervisor }: Supervised,
  { step, day }: Due,
  type: keyof typeof responseTypes,
): void {
  const givenOn = addWorkingDays(day, random.int(0, 3));
  if (givenOn >= today) return;
  const givenAt = at(givenOn, "18:40");
  writer.call({ at: givenAt, as: supervisor, name: `${step} ${type}` }, casesContracts.recordResponse, {
    orderId: id,
    type,
    obligationId: refTo(step),
    reason: reasons[type],
    givenAt,
  });
}
