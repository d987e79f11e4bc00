import { casesContracts } from "../../services/cases/cases.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, addWorkingDays, at, type Day, earlier, type Instant } from "./calendar.ts";
import { notes } from "./data/texts.ts";
import { tellDocument } from "./documents-story.ts";
import { tellDues } from "./dues-story.ts";
import { tellEnforcement } from "./enforcement-story.ts";
import { type OrderLife, planLife, toldUntil } from "./order-life.ts";
import type { Disposal } from "./plan.ts";
import { tellReviews } from "./review-story.ts";
import { type Ref, refTo } from "./script.ts";
import type { OrderTerms } from "./sentences.ts";
import { tellRiskSharing } from "./sharing-story.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";
import { tellTests } from "./test-story.ts";
import { say } from "./words.ts";

export interface Made {
  readonly order: OrderTerms;
  readonly disposal: Disposal;
  readonly passedAt: Instant;
}
/** An order while it is being told. */
export interface Supervised extends Made {
  /** Also the name under which the order's version is followed. */
  readonly name: string;
  readonly id: Ref;
  readonly sentencedOn: Day;
  readonly supervisor: string;
  readonly accused: Accused;
  readonly life: OrderLife;
  /** What is due is told up to this day. */
  readonly until: Day;
  /** Whether there are treatment and tests under it. */
  readonly isTested: boolean;
}

const aheadDays = 24;

/** What became of an order: appointments and work, kept and missed; tests; reviews; breach; and its end. */
export function tellSupervision(telling: Telling, story: CaseTold, accused: Accused, made: Made): void {
  const { random, team, writer, today } = telling;
  const { order, disposal, passedAt } = made;
  const name = `${story.name} order ${accused.key}`;
  const sentencedOn = passedAt.slice(0, 10);
  const supervisor = team.who(
    story.youth ? "youth" : team.has("probation2") && random.chance(0.4) ? "probation2" : "probation",
  );
  const life = planLife(random, { order, disposal, on: sentencedOn, wish: story.wish });
  const isTested = order.requirements.some(({ type }) => type === "drug-rehabilitation" || type === "drug-testing");
  const supervised: Supervised = {
    ...made,
    ...{ name, id: refTo(name, "order.id"), sentencedOn, supervisor, accused, life, isTested },
    until: toldUntil(life, today, aheadDays),
  };
  writer.lookForOrder({ at: at(sentencedOn, "18:00"), as: supervisor, name, changes: [name] }, accused.id, story.id);
  tellFirstAppointment(telling, supervised);
  if (disposal !== "conditional-discharge") {
    tellRequirements(telling, supervised);
    tellSentencePlan(telling, supervised);
    const tested = isTested ? tellTests(telling, supervised) : [];
    tellDues(telling, supervised);
    tellReviews(telling, story, supervised, tested);
    tellEnforcement(telling, story, supervised);
    tellSupervisorNotes(telling, story, supervised);
    if (!story.youth)
      tellDocument(telling, story, accused, {
        kept: "probation",
        as: supervisor,
        day: addWorkingDays(life.firstOn, 2),
      });
    tellRiskSharing(telling, accused, name, { as: supervisor, day: addWorkingDays(life.firstOn, 3) });
  }
  tellEnd(telling, story, supervised);
}

/** The appointment that every order begins with. A conditional discharge is an order here, but nobody is seen under it. */
function tellFirstAppointment(
  { random, writer, today }: Telling,
  { name, supervisor, disposal, life }: Supervised,
): void {
  const { firstOn } = life;
  if (firstOn >= today) return;
  const discharged = disposal === "conditional-discharge";
  const moved = addWorkingDays(firstOn, random.int(1, 4));
  const outcome = discharged ? "not-held" : random.weighted(moved < today ? firstOutcomes : firstOutcomes.slice(0, 2));
  const as = supervisor;
  const step = `${name} first appointment`;
  writer.call({ at: at(firstOn, "17:00"), as, name: step }, casesContracts.recordOutcome, {
    id: refTo(name, "appointment.id"),
    outcome,
    ...(discharged && { remarks: "No appointments under a conditional discharge." }),
    ...(outcome === "rearranged" && { rearrangedTo: at(moved, "10:30"), rearrangedBy: "defendant" as const }),
  });
  if (outcome === "rearranged")
    writer.call({ at: at(moved, "17:00"), as, name: `${step} again` }, casesContracts.recordOutcome, {
      id: { derived: "obligation", from: [refTo(name, "appointment.id"), "successor"] },
      outcome: "attended-complied",
    });
}

const firstOutcomes = [
  ["attended-complied", 82],
  ["absent-acceptable", 7],
  ["rearranged", 11],
] as const;

/** Each requirement is begun; unpaid work is completed by itself where there was time enough, the others end with the order. */
function tellRequirements({ random, writer, today }: Telling, { name, id, supervisor, order, life }: Supervised): void {
  for (const [n, { type }] of order.requirements.entries()) {
    const step = `${name} requirement ${n}`;
    const startedOn = addWorkingDays(life.firstOn, type === "unpaid-work" ? random.int(1, 9) : random.int(0, 4));
    if (startedOn >= today || startedOn >= life.end.on || random.chance(0.06)) continue;
    const requirementId = refTo(name, `order.requirements.${n}.id`);
    const move = (what: "start" | "continue" | "complete", day: Day) =>
      writer.call(
        { at: at(day, "17:20"), as: supervisor, name: `${step} ${what}`, from: name, changes: [name] },
        casesContracts.moveRequirement,
        { id, requirementId, move: what, movedAt: at(day, "17:20") },
      );
    move("start", startedOn);
    const doneOn = addDays(startedOn, random.int(90, 260));
    if (
      type === "unpaid-work" &&
      life.end.move === "complete" &&
      doneOn < earlier(life.end.on, today) &&
      random.chance(0.7)
    )
      move("complete", addWorkingDays(doneOn, 0));
  }
}

/** The plan of what will be done in which order: mostly within fifteen working days of the first appointment. */
function tellSentencePlan({ random, writer, today }: Telling, { name, id, supervisor, life }: Supervised): void {
  const day = addWorkingDays(life.firstOn, random.int(2, 18));
  if (day >= today || day >= life.end.on || !random.chance(0.88)) return;
  const movedAt = at(day, "16:05");
  writer.call(
    { at: movedAt, as: supervisor, name: `${name} plan`, from: name, changes: [name] },
    casesContracts.moveOrder,
    { id, move: "complete-plan", movedAt },
  );
}

function tellSupervisorNotes(
  telling: Telling,
  story: CaseTold,
  { name, supervisor, accused, life, until }: Supervised,
): void {
  const { random, team, writer, today, detail } = telling;
  const { id, someone } = accused;
  const texts = story.youth ? notes.youth : notes.probation;
  const share: Ref[] = [team.agency("court")];
  const last = earlier(until, addDays(today, -1));
  const count = random.int(1, detail === "full" ? 2 : 1);
  for (let n = 0; n < count; n++) {
    const day = addWorkingDays(addDays(life.firstOn, n * 50 + random.int(0, 30)), 1);
    if (day > last) return;
    writer.call({ at: at(day, "18:10"), as: supervisor, name: `${name} note ${n}` }, notesContracts.add, {
      defendantId: id,
      caseId: story.id,
      kind: "agency",
      text: say(random, texts, someone),
      writtenAt: at(day, "17:55"),
      shareWith: random.chance(0.65) ? share : [],
    });
  }
}

const whyEnded = {
  complete: undefined,
  "revoke-good-progress": "Good progress: nothing is left that the order could add.",
  "revoke-breach": "Revoked in breach proceedings and sentenced again.",
  "revoke-further-offence": "Revoked on conviction of a further offence.",
  "revoke-other": "Too ill to go on with the order.",
  "expire-unpaid-work-outstanding": "Hours were left when the time was over.",
} as const;

/** The end of an order; with it the case is closed. Some are suspended for a while by an appeal. */
function tellEnd(
  { random, writer, today }: Telling,
  story: CaseTold,
  { name, id, supervisor, life, sentencedOn }: Supervised,
): void {
  const { on, move } = life.end;
  const appealedOn = addWorkingDays(sentencedOn, 2);
  const resumedOn = addWorkingDays(sentencedOn, 4);
  const step = (what: string, as: string, day: Day, time: string) => ({
    ...{ at: at(day, time), as, name: `${name} ${what}`, from: name, changes: [name] },
  });
  // No requirement can begin while an order is suspended; these are back before the first appointment.
  if (resumedOn < life.firstOn && resumedOn < today && random.chance(0.03)) {
    const reason = "Appeal against sentence lodged.";
    writer.call(step("suspended", story.judge, appealedOn, "11:30"), casesContracts.moveOrder, {
      ...{ id, move: "suspend", reason, movedAt: at(appealedOn, "11:30") },
    });
    writer.call(step("resumed", story.judge, resumedOn, "11:30"), casesContracts.moveOrder, {
      ...{ id, move: "resume", movedAt: at(resumedOn, "11:30") },
    });
  }
  if (on >= today) return;
  const byCourt = move.startsWith("revoke");
  const time = byCourt ? "17:30" : "09:05";
  const reason = whyEnded[move];
  writer.call(
    { ...step("ended", byCourt ? story.judge : supervisor, on, time), changes: [name, story.name] },
    casesContracts.moveOrder,
    { id, move, ...(reason && { reason }), movedAt: at(on, time) },
  );
}
