import { casesContracts } from "../../services/cases/cases.contract.ts";
import { type Beside, besideSentence, tellAfterwards, tellDeferral } from "./ancillary-story.ts";
import { addDays, addWorkingDays, at } from "./calendar.ts";
import { tellSentenceCustody } from "./custody-story.ts";
import { offenceOf } from "./hearing-story.ts";
import { tellMoney } from "./money-story.ts";
import type { Ending } from "./plan.ts";
import { type Input, refTo } from "./script.ts";
import { noSeparatePenalty, type OrderTerms, type Passed, passSentence } from "./sentences.ts";
import { tellSupervision } from "./supervision-story.ts";
import type { Accused, CaseTold, Stage, Telling } from "./telling.ts";
import { tellAdmissions } from "./tics-story.ts";

type Result = Input<typeof casesContracts.draftResults>["lines"][number];

/** How a case ends before this court. */
export function tellEnding(telling: Telling, story: CaseTold, stage: Stage, ending: Ending): void {
  if (ending === "sentence") tellSentences(telling, story, stage);
  else tellWithoutSentence(telling, story, stage, ending);
}

function tellWithoutSentence(
  telling: Telling,
  story: CaseTold,
  stage: Stage,
  ending: Exclude<Ending, "sentence">,
): void {
  for (const [d, accused] of story.accused.entries())
    if (ending === "acquittal") tellResults(telling, story, stage, { d, accused, code: "2004", text: "Not guilty" });
    else if (ending === "withdrawal")
      tellResults(telling, story, stage, { d, accused, ...telling.random.pick(withdrawals) });
    else tellMove(telling, story, stage, accused, ending);
}

const withdrawals = [
  { code: "2053", text: "Discontinued" },
  { code: "2051", text: "Withdrawn" },
] as const;
const reasonsToMove = {
  send: "Too grave for this court",
  transfer: "To be heard with other matters nearer to where the defendant lives",
  "adjourn-sine-die": "Until the defendant is well enough",
} as const;

function tellMove(
  { writer, team }: Telling,
  story: CaseTold,
  { name, minute }: Stage,
  { key, id }: Accused,
  move: keyof typeof reasonsToMove,
): void {
  writer.call(
    {
      ...{ at: minute(45), as: team.who("adviser"), name: `${name} ${move} ${key}` },
      ...{ from: story.name, changes: [story.name] },
    },
    casesContracts.moveCase,
    { caseId: story.id, defendantId: id, move, reason: reasonsToMove[move], movedAt: minute(45) },
  );
}

/** Results without a sentence are drafted by the adviser and shared by the same hand; sharing moves the hearing on. */
function tellResults(
  telling: Telling,
  story: CaseTold,
  { name, id, minute, lastDay }: Decided,
  { d, accused, code, text }: { d: number; accused: Accused; code: string; text: string },
): void {
  const { writer, team } = telling;
  const about = { caseId: story.id, defendantId: accused.id };
  const lines = story.charges.offences.map((_, o) => ({ offenceId: offenceOf(story, d, o), code, text }));
  const as = team.who("adviser");
  writer.call(
    { at: minute(44), as, name: `${name} draft ${accused.key}`, changes: [story.name, name] },
    casesContracts.draftResults,
    { ...about, hearingId: id, lines },
  );
  writer.call(
    { at: minute(46), as, name: `${name} results ${accused.key}`, from: story.name, changes: [story.name, name] },
    casesContracts.shareResults,
    { ...about, sharedAt: minute(46) },
  );
  tellClosing(telling, story, accused, { after: lastDay, likelihood: 0.9 });
}

/** The court closes what is over, some days later. */
function tellClosing(
  { random, writer, team, today }: Telling,
  story: CaseTold,
  { key, id }: Accused,
  { after, likelihood }: { after: string; likelihood: number },
): void {
  const day = addWorkingDays(after, random.int(1, 4));
  if (day >= today || !random.chance(likelihood)) return;
  const movedAt = at(day, "16:55");
  writer.call(
    {
      ...{ at: movedAt, as: team.who("adviser"), name: `${story.name} closed ${key}` },
      ...{ from: story.name, changes: [story.name] },
    },
    casesContracts.moveCase,
    { caseId: story.id, defendantId: id, move: "close", movedAt },
  );
}

/** Where and when something is decided about one person. */
type Decided = Pick<Stage, "name" | "id" | "minute" | "lastDay">;

function tellSentences(telling: Telling, story: CaseTold, stage: Stage): void {
  for (const [d, accused] of story.accused.entries()) {
    const { name, lastDay: day, minute } = stage;
    tellAdmissions(telling, story, { d, accused, name, day, minute });
    const deferred = tellDeferral(telling, story, stage, accused);
    const decided = deferred ? deferred.passes : stage;
    if (decided) tellSentence(telling, story, decided, { d, accused });
  }
}

function tellSentence(
  telling: Telling,
  story: CaseTold,
  decided: Decided,
  { d, accused }: { d: number; accused: Accused },
): void {
  const { random, writer, team } = telling;
  const { name, minute, lastDay } = decided;
  const about = { caseId: story.id, defendantId: accused.id };
  const passed = passSentence(telling, story, lastDay, minute(40));
  const results = story.charges.offences.map((_, o) => ({
    offenceId: offenceOf(story, d, o),
    ...(o === 0
      ? { code: passed.code, text: passed.text }
      : story.cleared.has(o)
        ? { code: "2004", text: "Not guilty" }
        : noSeparatePenalty),
  }));
  const beside = besideSentence(telling, story, d, lastDay);
  pass(telling, story, decided, { accused, passed, results, beside });
  tellAfterwards(telling, story, { d, accused, beside, day: lastDay });
  if (passed.order && random.chance(0.5))
    writer.call(
      {
        ...{ at: minute(47), as: team.who("adviser"), name: `${name} in force ${accused.key}` },
        ...{ from: story.name, changes: [story.name] },
      },
      casesContracts.moveCase,
      { ...about, move: "put-in-force", movedAt: minute(47) },
    );
  tellAmendment(telling, story, decided, accused, [...results, ...beside.map(({ line }) => line)]);
  tellMoney(telling, story, accused, { imposedAt: minute(46), day: lastDay, fined: passed.finePence });
  if (story.plan.disposal === "custody" && !story.youth) tellSentenceCustody(telling, story, accused, lastDay);
  if (passed.order) tellOrder(telling, story, accused, passed.order, minute(45));
  else if (random.chance(reopenedShare)) tellReopening(telling, story, accused, { d, after: lastDay });
  else tellClosing(telling, story, accused, { after: addDays(lastDay, 2), likelihood: 0.85 });
}

/** The judge says it in one go; what stands beside the sentence is drafted by the adviser first. */
function pass(
  { writer, team }: Telling,
  story: CaseTold,
  { name, id: hearingId, minute }: Decided,
  {
    accused,
    passed,
    results,
    beside,
  }: { accused: Accused; passed: Passed; results: readonly Result[]; beside: readonly Beside[] },
): void {
  const { disposal } = story.plan;
  const about = { caseId: story.id, defendantId: accused.id };
  const terms = passed.order && { order: passed.order };
  const step = `${name} sentence ${accused.key}`;
  const told = { at: minute(45), as: story.judge, name: step, from: story.name, changes: [story.name, name] };
  if (beside.length === 0) {
    writer.call(told, casesContracts.sentence, {
      ...{ ...about, hearingId, disposal, results, passedAt: minute(45) },
      ...terms,
    });
    return;
  }
  writer.call(
    { at: minute(44), as: team.who("adviser"), name: `${step} draft`, changes: [story.name, name] },
    casesContracts.draftResults,
    {
      ...about,
      hearingId,
      disposal,
      lines: [...results, ...beside.map(({ line }) => line)],
      draftedAt: minute(44),
      ...terms,
    },
  );
  writer.call(told, casesContracts.shareResults, { ...about, sharedAt: minute(45) });
}

/** So many of those sentenced in one go knew nothing of it, and say so on oath (Magistrates' Courts Act 1980, s. 14). */
const reopenedShare = 0.025;

/** The case begins again, and ends without a conviction. */
function tellReopening(
  telling: Telling,
  story: CaseTold,
  accused: Accused,
  { d, after }: { d: number; after: string },
): void {
  const { writer, team, today, diary, court, random } = telling;
  const { key, id: defendantId } = accused;
  const openedOn = addWorkingDays(after, random.int(8, 18));
  const heardOn = addWorkingDays(openedOn, random.int(4, 10));
  if (heardOn >= today) return;
  const name = `${story.name} hearing again ${key}`;
  const slot = diary.place(court, heardOn);
  const as = team.who("adviser");
  const about = { caseId: story.id, defendantId };
  const movedAt = at(openedOn, "11:05");
  writer.call(
    { at: movedAt, as, name: `${story.name} reopened ${key}`, from: story.name, changes: [story.name] },
    casesContracts.moveCase,
    { ...about, move: "reopen", ground: "statutory-declaration", reason: "Was in hospital and knew nothing.", movedAt },
  );
  const { time, ...place } = slot;
  writer.call({ at: movedAt, as: team.who("listing"), name, changes: [name, story.name] }, casesContracts.listHearing, {
    caseId: story.id,
    ...{ ...place, day: heardOn, type: "application", defendantIds: [defendantId], listedAt: movedAt },
    bench: [team.person(story.judgePost)],
  });
  const heldAt = at(heardOn, time);
  writer.call({ at: heldAt, as, name: `${name} outcome`, from: name, changes: [name] }, casesContracts.recordHearing, {
    id: refTo(name),
    outcome: "held",
    present: [defendantId],
    heldAt,
  });
  const stage = { name, id: refTo(name), minute: () => at(heardOn, "17:10"), lastDay: heardOn };
  tellResults(telling, story, stage, { d, accused, code: "2051", text: "Withdrawn" });
}

function tellOrder(telling: Telling, story: CaseTold, accused: Accused, order: OrderTerms, passedAt: string): void {
  tellSupervision(telling, story, accused, { order, disposal: story.plan.disposal, passedAt });
}

/** A slip in what was shared is put right on the day after: another version beside the first, with the reason. */
function tellAmendment(
  { random, writer, team, today }: Telling,
  story: CaseTold,
  { name, lastDay }: Decided,
  { key, id }: Accused,
  results: readonly Result[],
): void {
  const day = addWorkingDays(lastDay, 1);
  if (day >= today || !random.chance(0.05)) return;
  const amendedAt = at(day, "09:50");
  writer.call(
    {
      ...{ at: amendedAt, as: team.who("adviser"), name: `${name} amended ${key}` },
      ...{ from: story.name, changes: [story.name] },
    },
    casesContracts.amendResults,
    {
      caseId: story.id,
      defendantId: id,
      lines: results.map(({ text, ...line }, n) => ({ ...line, text: n === 0 ? `${text}. Costs of £85` : text })),
      reason: "The costs were left out when the result was written down.",
      amendedAt,
    },
  );
}
