import { casesContracts } from "../../services/cases/cases.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addWorkingDays, at, type Day, type Instant } from "./calendar.ts";
import { notes, reportMiddles, reportOpenings, reportProposals } from "./data/texts.ts";
import { later, type Slot } from "./diary.ts";
import type { Plan, PlannedHearing } from "./plan.ts";
import { refTo } from "./script.ts";
import { noSeparatePenalty, passSentence } from "./sentences.ts";
import { tellSupervision } from "./supervision-story.ts";
import { tellTable } from "./table-story.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";
import { say } from "./words.ts";

/** One hearing of a case: what was planned for it, its day, and the days before and after it. */
export interface Stage {
  readonly name: string;
  readonly plan: Plan;
  readonly hearing: PlannedHearing;
  readonly n: number;
  readonly day: Day;
  readonly before: Day;
  readonly after: Day | undefined;
}

/** What was done in a hearing that was held. */
export function tellHeld(telling: Telling, story: CaseTold, stage: Stage, slot: Slot): void {
  const { hearing, day } = stage;
  const minute = (minutes: number): Instant => at(day, later(slot.time, minutes));
  if (hearing.plea) tellPleas(telling, story, stage, hearing.plea, minute(4));
  if (hearing.asks) tellReports(telling, story, stage, slot, hearing.asks);
  if (hearing.asks || stage.n === 0) tellTable(telling, story, stage);
  if (hearing.sentences) tellSentences(telling, story, stage, minute(45));
  tellCourtNotes(telling, story, stage, minute);
}

function tellPleas(
  { team, writer }: Telling,
  story: CaseTold,
  { name }: Stage,
  plea: "guilty" | "not-guilty",
  enteredAt: Instant,
): void {
  for (const [d, { key, id }] of story.accused.entries()) {
    writer.call({ at: enteredAt, as: team.who("adviser"), name: `${name} plea ${key}` }, casesContracts.plead, {
      caseId: story.id,
      defendantId: id,
      pleas: story.charges.offences.map((_, o) => ({ offenceId: offenceOf(story, d, o), plea })),
      enteredAt,
    });
    story.version++;
  }
}

const offenceOf = ({ name }: CaseTold, defendant: number, offence: number) =>
  refTo(name, `defendants.${defendant}.offences.${offence}.id`);

/** Reports are asked for in court, and come on the day by word of mouth or before the next hearing; a few never come. */
function tellReports(telling: Telling, story: CaseTold, stage: Stage, slot: Slot, asks: "later" | "today"): void {
  const { random, team, writer } = telling;
  const { day, after = day, name } = stage;
  const oral = asks === "today";
  const due = oral ? day : addWorkingDays(after, -1);
  for (const accused of story.accused) {
    const asked = `${name} report ${accused.key}`;
    const requestedAt = at(day, later(slot.time, 8));
    writer.call(
      { at: requestedAt, as: random.chance(0.5) ? story.judge : team.who("adviser"), name: asked },
      casesContracts.requestReport,
      {
        caseId: story.id,
        defendantId: accused.id,
        agencyId: team.agency(story.youth ? "youth" : "probation"),
        format: oral ? "oral" : random.pick(["fast-delivery", "fast-delivery", "standard"] as const),
        dueAt: at(due, oral ? "17:00" : "12:00"),
        requestedAt,
      },
    );
    const early = addWorkingDays(due, -random.int(0, 2));
    const deliveredAt = oral ? at(day, later(slot.time, 35)) : at(early > day ? early : due, "11:50");
    if (deliveredAt < telling.today && random.chance(0.92)) tellDelivery(telling, story, accused, asked, deliveredAt);
  }
}

const authors = ["P. Okafor", "J. Whitfield", "S. Mahmood", "C. Llewellyn", "R. Doyle", "A. Nowak"];

function tellDelivery(
  { random, team, writer }: Telling,
  { youth, needs }: CaseTold,
  { someone }: Accused,
  asked: string,
  deliveredAt: Instant,
): void {
  const about = needs.includes("drugs") ? "drugs" : needs.includes("alcohol") ? "alcohol" : "other";
  writer.call(
    { at: deliveredAt, as: team.who(youth ? "youth" : "probation"), name: `${asked} delivered` },
    casesContracts.deliverReport,
    {
      id: refTo(asked),
      author: random.pick(authors),
      summary: [reportOpenings[about], reportMiddles].map(texts => say(random, texts, someone)).join(" "),
      proposal: random.pick(reportProposals[youth ? "youth" : about]),
      riskOfHarm: random.weighted(risksOfHarm),
      likelihoodOfReoffending: random.weighted(likelihoods),
      deliveredAt,
    },
  );
}

const risksOfHarm = [
  ["low", 55],
  ["medium", 33],
  ["high", 11],
  ["very-high", 1],
] as const;
const likelihoods = [
  ["low", 22],
  ["medium", 38],
  ["high", 36],
  ["very-high", 4],
] as const;

function tellSentences(telling: Telling, story: CaseTold, { plan, day, name }: Stage, passedAt: Instant): void {
  for (const [d, accused] of story.accused.entries()) {
    const { code, text, order } = passSentence(telling, { ...story, ...plan, day });
    telling.writer.call(
      { at: passedAt, as: story.judge, name: `${name} sentence ${accused.key}`, ifVersion: story.version },
      casesContracts.sentence,
      {
        caseId: story.id,
        defendantId: accused.id,
        hearingId: refTo(name),
        disposal: plan.disposal,
        results: story.charges.offences.map((_, o) => ({
          offenceId: offenceOf(story, d, o),
          ...(o === 0 ? { code, text } : noSeparatePenalty),
        })),
        ...(order && { order }),
        passedAt,
      },
    );
    story.version++;
    if (order) tellSupervision(telling, story, accused, { order, disposal: plan.disposal, passedAt });
  }
}

/** Working notes of the court, and now and then a line the judge keeps to himself. */
function tellCourtNotes(
  { random, team, writer }: Telling,
  story: CaseTold,
  { name, hearing, plan }: Stage,
  minute: (minutes: number) => Instant,
): void {
  for (const { key, id, someone } of story.accused) {
    if (random.chance(0.25))
      writer.call(
        {
          at: minute(50),
          as: team.who(random.pick(["adviser", "listing", "coordinator"])),
          name: `${name} court note ${key}`,
        },
        notesContracts.add,
        {
          defendantId: id,
          caseId: story.id,
          kind: "court",
          text: say(
            random,
            someone.recorded.interpreter && random.chance(0.5) ? notes.interpreted : notes.court,
            someone,
          ),
          writtenAt: minute(49),
        },
      );
    const seenOften = hearing.type === "review" || plan.reviewEveryDays !== undefined;
    if (random.chance(seenOften ? 0.4 : 0.15))
      writer.call({ at: minute(55), as: story.judge, name: `${name} private note ${key}` }, notesContracts.addPrivate, {
        defendantId: id,
        text: say(random, notes.judge, someone),
        writtenAt: minute(55),
      });
  }
}
