import { casesContracts } from "../../services/cases/cases.contract.ts";
import { addDays, addWorkingDays, at, type Day } from "./calendar.ts";
import { offenceOf } from "./hearing-story.ts";
import { type Derived, type Input, idOf, refTo } from "./script.ts";
import type { Accused, CaseTold, Stage, Telling } from "./telling.ts";

type Line = Input<typeof casesContracts.draftResults>["lines"][number];
/** An order beside a sentence: the line that makes it, and until when it runs where it ends by itself. */
export interface Beside {
  readonly line: Line;
  readonly code: string;
  readonly prohibitions: readonly string[];
  readonly endsOn: Day | undefined;
}

const codes = { behaviour: "1177", restraining: "3047", deferral: "4005" } as const;
/** So many are made where the offence calls for it; more in the files that are looked at first. */
const shares = {
  restraining: { full: 0.12, brief: 0.3 },
  behaviour: { full: 0.04, brief: 0.1 },
} as const;
/** A criminal behaviour order lasts two years at least (Sentencing Act 2020, s. 334). */
const years = { two: 731, five: 1_827 } as const;

export const ancillaryId = (story: CaseTold, d: number, { id }: Accused, code: string): Derived =>
  idOf("ancillary-order", story.id, id, offenceOf(story, d, 0), code);

/** The orders that the court makes beside this sentence: against whoever hurts or haunts somebody, or a street. */
export function besideSentence(telling: Telling, story: CaseTold, d: number, day: Day): readonly Beside[] {
  const { random, detail, team } = telling;
  const [main] = story.charges.kinds;
  if (!main || story.youth || story.plan.disposal === "absolute-discharge") return [];
  const offenceId = offenceOf(story, d, 0);
  if (main.wording.includes("{victim}") && random.chance(shares.restraining[detail])) {
    const endsOn = random.chance(0.8) ? addDays(day, random.pick([365, years.two])) : undefined;
    const prohibitions = random.some(forbidden.restraining, random.int(1, 2));
    const terms = { prohibitions, ...(endsOn && { endsOn }) };
    const code = codes.restraining;
    const line = { offenceId, code, text: `Restraining order ${until(endsOn)}`, terms };
    return [{ line, code, prohibitions, endsOn }];
  }
  if (!main.code.startsWith("TH") || !random.chance(shares.behaviour[detail])) return [];
  const endsOn = addDays(day, random.pick([years.two, years.two, years.five]));
  const prohibitions = random.some(forbidden.behaviour, random.int(1, 2));
  const supervised = { requirements: ["See the drug service once a week"], supervisedBy: team.agency("probation") };
  const terms = { endsOn, prohibitions, ...(random.chance(0.4) && supervised) };
  const code = codes.behaviour;
  const line = { offenceId, code, text: `Criminal behaviour order ${until(endsOn)}`, terms };
  return [{ line, code, prohibitions, endsOn }];
}

const until = (endsOn: Day | undefined) => (endsOn ? `until ${endsOn}` : "until further order");

const forbidden = {
  restraining: [
    "Not to contact the victim, by any means or through anybody",
    "Not to enter the street in which the victim lives",
    "Not to write of the victim where others can read it",
  ],
  behaviour: [
    "Not to enter any shop of the parade",
    "Not to be in the precinct between 10 in the evening and 6 in the morning",
    "Not to carry a bag lined with foil",
  ],
} as const;

/** What became of such an order: eased on application, lifted, or over on its day. */
export function tellAfterwards(
  { random, team, writer, today }: Telling,
  story: CaseTold,
  { d, accused, beside, day }: { d: number; accused: Accused; beside: readonly Beside[]; day: Day },
): void {
  for (const { code, prohibitions, endsOn } of beside) {
    const id = ancillaryId(story, d, accused, code);
    const move = (what: string, on: Day, made: Input<typeof casesContracts.moveAncillaryOrder>["move"]) =>
      writer.call(
        { at: at(on, "12:45"), as: team.who("adviser"), name: `${story.name} ${code} ${accused.key} ${what}` },
        casesContracts.moveAncillaryOrder,
        { id, move: made },
      );
    const variedOn = addWorkingDays(day, random.int(40, 160));
    if (variedOn < today && random.chance(0.25))
      move("varied", variedOn, {
        ...{ name: "vary", at: at(variedOn, "12:45"), reason: "Has work next door." },
        terms: { ...(endsOn && { endsOn }), prohibitions: [...prohibitions.slice(0, 1), "Except on the way to work"] },
      });
    const endedOn = endsOn ? addWorkingDays(endsOn, 1) : today;
    const dischargedOn = addWorkingDays(day, random.int(170, 240));
    if (endedOn < today) move("expired", endedOn, { name: "expire", at: at(endedOn, "12:45") });
    else if (dischargedOn < today && random.chance(0.15))
      move("discharged", dischargedOn, {
        ...{ name: "discharge", at: at(dischargedOn, "12:45"), reason: "No longer needed: both have moved away." },
      });
  }
}

const deferredShare = { full: 0.012, brief: 0.07 } as const;
const deferralTerm = "To find work or training, and to show that it is kept";

/** Whether sentence is put off, to see what somebody makes of the time; and the hearing on the day to which it is. */
export function tellDeferral(
  telling: Telling,
  story: CaseTold,
  stage: Stage,
  accused: Accused,
): { readonly passes: Omit<Stage, "hearing" | "n" | "day" | "before" | "after" | "slot"> | undefined } | undefined {
  const { random, team, writer, today, diary, court, detail } = telling;
  const { name, id: hearingId, lastDay, minute } = stage;
  if (story.youth || story.wish || story.accused.length > 1 || !random.chance(deferredShare[detail])) return undefined;
  const { key, id: defendantId } = accused;
  const about = { caseId: story.id, defendantId };
  const heardOn = addWorkingDays(lastDay, random.int(60, 110));
  const as = team.who("adviser");
  const terms = { endsOn: heardOn, requirements: [deferralTerm], supervisedBy: team.agency("probation") };
  const line = {
    offenceId: offenceOf(story, 0, 0),
    code: codes.deferral,
    text: `Sentence deferred to ${heardOn}`,
    terms,
  };
  writer.call(
    { at: minute(43), as, name: `${name} deferral ${key}`, changes: [story.name, name] },
    casesContracts.draftResults,
    { ...about, hearingId, lines: [line], draftedAt: minute(43) },
  );
  writer.call(
    { at: minute(44), as: story.judge, name: `${name} deferred ${key}`, from: story.name, changes: [story.name, name] },
    casesContracts.shareResults,
    { ...about, sharedAt: minute(44) },
  );
  const later = `${story.name} hearing deferred ${key}`;
  const { time, ...place } = diary.place(court, heardOn);
  writer.call({ at: minute(50), as: team.who("listing"), name: later, changes: [later] }, casesContracts.listHearing, {
    caseId: story.id,
    ...{ ...place, day: heardOn, type: "sentence", defendantIds: [defendantId], listedAt: minute(50) },
    bench: [team.person(story.judgePost)],
  });
  const reportedOn = addWorkingDays(heardOn, -4);
  if (reportedOn < today)
    writer.call(
      { at: at(reportedOn, "15:20"), as: team.who("probation"), name: `${later} report` },
      casesContracts.moveAncillaryOrder,
      {
        id: ancillaryId(story, 0, accused, codes.deferral),
        move: {
          ...{ name: "report", at: at(reportedOn, "15:20"), isMet: random.chance(0.7) },
          termId: idOf("ancillary-term", ancillaryId(story, 0, accused, codes.deferral), 0),
          note: "Seen three times. Brought the letter from the college.",
        },
      },
    );
  if (heardOn >= today) return { passes: undefined };
  const heldAt = at(heardOn, time);
  writer.call(
    { at: heldAt, as, name: `${later} outcome`, from: later, changes: [later] },
    casesContracts.recordHearing,
    {
      ...{ id: refTo(later), outcome: "held", present: [defendantId], heldAt },
    },
  );
  const end = (minutes: number) => at(heardOn, `17:${String(Math.min(59, minutes)).padStart(2, "0")}`);
  return { passes: { name: later, id: refTo(later), lastDay: heardOn, minute: end } };
}
