import { casesContracts } from "../../services/cases/cases.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, addWorkingDays, at, type Day, daysBetween, type Instant, workingDayFrom } from "./calendar.ts";
import { notes, obligationPlaces, obligationRemarks } from "./data/texts.ts";
import { later } from "./diary.ts";
import type { Disposal } from "./plan.ts";
import { type Ref, refTo } from "./script.ts";
import type { OrderTerms } from "./sentences.ts";
import { testResult } from "./table-story.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";
import { say, tell } from "./words.ts";

export interface Made {
  readonly order: OrderTerms;
  readonly disposal: Disposal;
  readonly passedAt: Instant;
}

const firstAppointmentWorkingDays = 5;
const pastObligationsMax = 6;
const aheadDays = 12;

/** The kinds of outcome as often as they come: most people keep most appointments. */
const outcomes = [
  ["attended-complied", 68],
  ["attended-failed", 4],
  ["absent-acceptable", 9],
  ["absent-unacceptable", 13],
  ["rearranged", 4],
  ["not-held", 2],
] as const;

/** What became of an order: appointments and work, kept and missed; tests; notes of the supervisor. */
export function tellSupervision(telling: Telling, story: CaseTold, accused: Accused, made: Made): void {
  const { random, team, writer, today } = telling;
  const name = `${story.name} order ${accused.key}`;
  const supervisor = team.who(
    story.youth ? "youth" : team.has("probation2") && random.chance(0.4) ? "probation2" : "probation",
  );
  const sentencedOn = made.passedAt.slice(0, 10);
  writer.lookForOrder({ at: at(sentencedOn, "18:00"), as: supervisor, name }, accused.id, story.id);
  const firstOn = addWorkingDays(sentencedOn, firstAppointmentWorkingDays);
  if (firstOn >= today) return;
  tellFirstAppointment(telling, { name, supervisor, day: firstOn, accused, disposal: made.disposal });
  if (made.disposal === "conditional-discharge") return;
  const days = obligationDays(telling, firstOn, made.order.endsOn);
  for (const [n, day] of days.entries()) tellObligation(telling, accused, made, { name, n, day, supervisor });
  tellTests(telling, accused, made, { name, from: firstOn });
  tellSupervisorNotes(telling, story, accused, { name, supervisor, days: [firstOn, ...days] });
}

interface First {
  readonly name: string;
  readonly supervisor: string;
  readonly day: Day;
  readonly accused: Accused;
  readonly disposal: Disposal;
}

/** The appointment that every order begins with. A conditional discharge is an order here, but nobody is seen under it. */
function tellFirstAppointment({ random, writer }: Telling, { name, supervisor, day, accused, disposal }: First): void {
  const discharged = disposal === "conditional-discharge";
  const outcome = discharged ? "not-held" : random.weighted(outcomes);
  writer.call(
    { at: at(day, "17:00"), as: supervisor, name: `${name} first appointment` },
    casesContracts.recordOutcome,
    {
      id: refTo(name, "appointment.id"),
      outcome,
      ...(discharged
        ? { remarks: "No appointments under a conditional discharge." }
        : remarksOn(random, outcome, accused)),
    },
  );
}

/** Days on which something was or is due: from the first appointment to the end of the order, or a little beyond today. */
function obligationDays({ random, today }: Telling, from: Day, endsOn: Day): Day[] {
  const last = [endsOn, addDays(today, aheadDays)].sort()[0] ?? endsOn;
  const every = Math.max(7, Math.ceil(daysBetween(from, last) / (pastObligationsMax + 1)));
  const days: Day[] = [];
  for (let day = from; ; ) {
    day = workingDayFrom(addDays(day, every + random.int(-2, 2)));
    if (day > last) return days;
    days.push(day);
  }
}

interface Due {
  readonly name: string;
  readonly n: number;
  readonly day: Day;
  readonly supervisor: string;
}

function tellObligation(
  telling: Telling,
  accused: Accused,
  { order, passedAt }: Made,
  { name, n, day, supervisor }: Due,
): void {
  const { random, team, writer, today } = telling;
  const step = `${name} obligation ${n}`;
  const work = order.requirements.findIndex(({ type }) => type === "unpaid-work");
  const treated = order.requirements.findIndex(
    ({ providerAgencyId }) => providerAgencyId?.ref === team.agency("treatment").ref,
  );
  const which = random.pick([
    "appointment",
    ...(work >= 0 ? ["work", "work"] : []),
    ...(treated >= 0 ? ["treatment"] : []),
  ]);
  const index = which === "work" ? work : which === "treatment" ? treated : -1;
  const as = which === "treatment" ? team.who("treatment") : supervisor;
  const time = random.pick(["09:30", "10:00", "11:15", "14:00", "15:30"]);
  const usuallySetOn = [addDays(day, -7), passedAt.slice(0, 10)].sort()[1] ?? day;
  const setOn = usuallySetOn < today ? usuallySetOn : addDays(today, -1);
  const setAt = at(setOn, "18:30");
  writer.call({ at: setAt, as, name: step }, casesContracts.addObligation, {
    orderId: refTo(name, "order.id"),
    kind: which === "work" ? "unpaid-work" : "appointment",
    ...(index >= 0 && { requirementId: refTo(name, `order.requirements.${index}.id`) }),
    dueAt: at(day, time),
    place: which === "treatment" ? "Treatment centre" : random.pick(obligationPlaces),
    setAt,
  });
  if (day >= today || random.chance(0.04)) return;
  const outcome = random.weighted(outcomes);
  writer.call({ at: at(day, later(time, 160)), as, name: `${step} outcome` }, casesContracts.recordOutcome, {
    id: refTo(step),
    outcome,
    happenedAt: at(day, time),
    ...remarksOn(random, outcome, accused),
  });
}

function remarksOn(
  random: Telling["random"],
  outcome: keyof typeof obligationRemarks,
  { someone }: Accused,
): { remarks?: string } {
  const remark: string | undefined = random.pick<{ text: string | undefined }>(
    obligationRemarks[outcome].map(text => ({ text })),
  ).text;
  return remark === undefined ? {} : { remarks: tell(remark, someone) };
}

/** Tests under a requirement go to the court by law; fewer are positive as the months go by. */
function tellTests(
  telling: Telling,
  { id }: Accused,
  { order }: Made,
  { name, from }: { name: string; from: Day },
): void {
  const { random, team, writer, today } = telling;
  if (!order.requirements.some(({ type }) => type === "drug-rehabilitation")) return;
  const every = Math.max(14, Math.ceil(daysBetween(from, today) / 6));
  let day = workingDayFrom(addDays(from, random.int(1, 9)));
  for (let n = 0; day < today && day < order.endsOn; n++) {
    writer.call(
      { at: at(day, "16:10"), as: team.who("treatment"), name: `${name} test ${n}` },
      casesContracts.recordTest,
      {
        defendantId: id,
        orderId: refTo(name, "order.id"),
        takenAt: at(day, "13:40"),
        sample: random.pick(["oral-fluid", "urine"] as const),
        ...testResult(telling, Math.max(0.15, 0.6 - n * 0.1)),
      },
    );
    day = workingDayFrom(addDays(day, every + random.int(-2, 2)));
  }
}

interface Supervised {
  readonly name: string;
  readonly supervisor: string;
  readonly days: readonly Day[];
}

function tellSupervisorNotes(
  telling: Telling,
  story: CaseTold,
  { id, someone }: Accused,
  { name, supervisor, days }: Supervised,
): void {
  const { random, team, writer, today } = telling;
  const texts = story.youth ? notes.youth : notes.probation;
  const past = days.filter(day => day < today);
  const share: Ref[] = [team.agency("court")];
  for (const [n, day] of random.some(past, random.int(1, 3)).entries())
    writer.call({ at: at(day, "18:10"), as: supervisor, name: `${name} note ${n}` }, notesContracts.add, {
      defendantId: id,
      caseId: story.id,
      kind: "agency",
      text: say(random, texts, someone),
      writtenAt: at(day, "17:55"),
      shareWith: random.chance(0.65) ? share : [],
    });
}
