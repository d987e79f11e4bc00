import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { drugTestMove } from "../../services/cases/drug-tests/drug-tests.contract.ts";
import { addDays, addWorkingDays, at, type Day, earlier, later, workingDayFrom } from "./calendar.ts";
import { isDrugRehabilitation } from "./order-life.ts";
import { refTo } from "./script.ts";
import type { Supervised } from "./supervision-story.ts";
import type { Telling } from "./telling.ts";

const testsMax = { full: 4, brief: 2 } as const;
/** So many working days before a review its test is taken, so that the report can tell of it. */
const beforeReviewWorkingDays = 6;

/**
 * Tests under a requirement go to the court by law; fewer are positive as the months go by. Of drug rehabilitation
 * that is reviewed there is one for each report. The days of those that were taken.
 */
export function tellTests(telling: Telling, supervised: Supervised): readonly Day[] {
  const { random, today, detail } = telling;
  const { life, order, until } = supervised;
  const byReview = isDrugRehabilitation(order)
    ? life.reviews.map(day => addWorkingDays(day, -beforeReviewWorkingDays))
    : [];
  const count = testsMax[detail];
  const every = random.int(24, 38);
  const others = Array.from({ length: count }, (_, n) => workingDayFrom(addDays(life.firstOn, 5 + n * every)));
  const days = (byReview.length > 0 ? byReview : others).filter(day => day > life.firstOn && day < life.end.on);
  const taken: Day[] = [];
  for (const [n, day] of days.entries()) {
    if (day > until) break;
    const name = `${supervised.name} test ${n}`;
    const isNeeded = byReview.length > 0;
    if (day < today && random.chance(detail === "full" ? 0.35 : 0.7)) recordAtOnce(telling, supervised, name, n, day);
    else tellScheduled(telling, supervised, { name, n, day, isNeeded });
    if (day < today) taken.push(day);
  }
  return taken;
}

function recordAtOnce(telling: Telling, { accused, id }: Supervised, name: string, n: number, day: Day): void {
  const { random, team, writer } = telling;
  writer.call({ at: at(day, "16:10"), as: team.who("treatment"), name }, casesContracts.recordTest, {
    defendantId: accused.id,
    orderId: id,
    takenAt: at(day, "13:40"),
    sample: random.pick(["oral-fluid", "urine"] as const),
    ...shown(telling, n),
  });
}

interface Scheduled {
  readonly name: string;
  readonly n: number;
  readonly day: Day;
  /** A report waits for it, so it is not cancelled. */
  readonly isNeeded: boolean;
}

/** A test by its schedule: a sample and what it shows, a reason for not coming, or the provider's cancellation. */
function tellScheduled(telling: Telling, supervised: Supervised, { name, n, day, isNeeded }: Scheduled): void {
  const { random, today } = telling;
  schedule(telling, supervised, name, day);
  if (day >= today) return;
  const what = random.weighted([
    ["take-sample", 86],
    ["miss-acceptably", 8],
    ["cancel", isNeeded ? 0 : 6],
  ] as const);
  move(telling, `${name} ${what}`, name, at(day, "13:40"), { name: what });
  const knownOn = addWorkingDays(day, random.int(0, 3));
  if (what !== "take-sample" || knownOn >= today) return;
  const result = shown(telling, n);
  move(telling, `${name} result`, name, at(knownOn, "16:20"), { name: "result", ...result });
  const disputedOn = addWorkingDays(knownOn, 1);
  const confirmedOn = addWorkingDays(knownOn, 6);
  if (result.outcome !== "positive" || confirmedOn >= today || !random.chance(0.1)) return;
  const reason = "Says that it was the cough medicine.";
  move(telling, `${name} disputed`, name, at(disputedOn, "10:20"), { name: "dispute", reason });
  const confirmed = random.chance(0.75) ? result : { outcome: "negative" as const, positiveFor: [] };
  move(telling, `${name} confirmed`, name, at(confirmedOn, "15:20"), {
    ...{ name: "confirm" as const, ...confirmed, reason: "Laboratory report on the second sample." },
  });
}

/** A test to which somebody did not come, or at which no sample was given: a failure of the order. */
export function tellMissedTest(telling: Telling, supervised: Supervised, name: string, day: Day): void {
  schedule(telling, supervised, name, day);
  const what = telling.random.chance(0.7) ? "miss-unacceptably" : "refuse";
  move(telling, `${name} ${what}`, name, at(day, "13:40"), { name: what });
}

function schedule(
  { random, team, writer, today }: Telling,
  { id, sentencedOn }: Supervised,
  name: string,
  day: Day,
): void {
  const on = earlier(later(addDays(earlier(day, today), -6), addDays(sentencedOn, 1)), addDays(today, -1));
  writer.call({ at: at(on, "16:40"), as: team.who("treatment"), name }, casesContracts.scheduleTest, {
    orderId: id,
    dueAt: at(day, "13:40"),
    sample: random.pick(["oral-fluid", "urine"] as const),
    scheduledAt: at(on, "16:40"),
  });
}

type Move = z.input<typeof drugTestMove>;

function move({ team, writer }: Telling, step: string, test: string, when: string, what: Move): void {
  const told = { at: when, as: team.who("treatment"), name: step };
  writer.call(told, casesContracts.moveTest, { id: refTo(test), move: { ...what, at: when } });
}

type Substance = "opiates" | "cocaine" | "benzodiazepines" | "cannabis";
interface Shown {
  readonly outcome: "positive" | "negative" | "invalid";
  readonly positiveFor: Substance[];
}

/** What a sample shows: the later the test the likelier nothing. */
function shown({ random }: Telling, n: number): Shown {
  if (random.chance(0.04)) return { outcome: "invalid", positiveFor: [] };
  if (!random.chance(Math.max(0.15, 0.6 - n * 0.1))) return { outcome: "negative", positiveFor: [] };
  const positiveFor = random.some(["opiates", "cocaine", "benzodiazepines", "cannabis"] as const, random.int(1, 2));
  return { outcome: "positive", positiveFor };
}

/** What a test of somebody who comes of their own accord shows, or that they did not come. */
export function testResult(telling: Telling, positiveShare: number) {
  const { random } = telling;
  const outcome = random.chance(0.12)
    ? random.pick(["missed-acceptable", "missed-unacceptable", "missed-unacceptable", "refused", "invalid"] as const)
    : random.chance(positiveShare)
      ? ("positive" as const)
      : ("negative" as const);
  const positiveFor =
    outcome === "positive"
      ? random.some(["opiates", "cocaine", "benzodiazepines", "cannabis"] as const, random.int(1, 2))
      : [];
  return { outcome, positiveFor };
}
