import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { treatmentMove } from "../../services/cases/treatment/treatment.contract.ts";
import { addDays, addWorkingDays, at, type Day, later, workingDayFrom } from "./calendar.ts";
import { treatmentDetails } from "./data/texts.ts";
import { refTo, type WithRefs } from "./script.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";
import { say } from "./words.ts";

type Move = WithRefs<z.input<typeof treatmentMove>>;

interface Episode {
  /** The referral that it comes from. */
  readonly name: string;
  readonly seenOn: Day;
  readonly endsOn: Day;
  readonly outcome: "completed" | "partly" | "ended-early" | "did-not-engage" | "transferred";
}

const exits = {
  completed: "completed",
  partly: "other",
  "ended-early": "dropped-out",
  "did-not-engage": "dropped-out",
  transferred: "planned-transfer",
} as const;
const modalities = [
  ["prescribing", 38],
  ["structured-counselling", 26],
  ["structured-day-programme", 12],
  ["alcohol-treatment", 14],
  ["residential-rehabilitation", 4],
  ["inpatient", 2],
  ["other-structured", 4],
] as const;
const sessionOutcomes = [
  ["attended-complied", 74],
  ["absent-acceptable", 10],
  ["absent-unacceptable", 12],
  ["not-held", 4],
] as const;
const sessionsMax = { full: 4, brief: 2 } as const;

/** Treatment that came of a referral: sessions kept and missed, now and then a new plan, and the end with its reason. */
export function tellTreatment(
  telling: Telling,
  story: CaseTold,
  { someone }: Accused,
  { name, seenOn, endsOn, outcome }: Episode,
): void {
  const { random, team, writer, today, detail } = telling;
  const as = team.who("treatment");
  const episode = `${name} treatment`;
  const startedAt = at(seenOn, "12:20");
  const isAlcohol = story.needs.includes("alcohol") && !story.needs.includes("drugs");
  writer.call({ at: startedAt, as, name: episode }, casesContracts.startTreatment, {
    referralId: refTo(name),
    modality: isAlcohol ? "alcohol-treatment" : random.weighted(modalities),
    plannedEndOn: addDays(endsOn, outcome === "completed" ? 0 : random.int(20, 90)),
    startedAt,
    ...(random.chance(0.6) && { detail: say(random, treatmentDetails, someone) }),
  });
  const most = random.int(1, sessionsMax[detail]);
  for (let n = 0; n < most; n++) {
    const day = workingDayFrom(addDays(seenOn, 6 + n * random.int(9, 14)));
    const setOn = later(addWorkingDays(day, -3), seenOn);
    if (day >= endsOn || setOn >= today) break;
    const session = `${episode} session ${n}`;
    writer.call({ at: at(setOn, "17:05"), as, name: session }, casesContracts.addTreatmentSession, {
      id: refTo(episode),
      dueAt: at(day, "10:30"),
      place: "Treatment centre",
      setAt: at(setOn, "17:05"),
    });
    if (day >= today) break;
    writer.call({ at: at(day, "12:30"), as, name: `${session} outcome` }, casesContracts.recordOutcome, {
      id: refTo(session),
      outcome: random.weighted(sessionOutcomes),
      happenedAt: at(day, "10:30"),
    });
  }
  const move = (what: string, day: Day, time: string, made: Move) => {
    if (day >= today || day > endsOn) return;
    const told = { at: at(day, time), as, name: `${episode} ${what}` };
    writer.call(told, casesContracts.moveTreatment, { id: refTo(episode), move: made });
  };
  const replannedOn = addWorkingDays(seenOn, 12);
  if (random.chance(0.12))
    move("replanned", replannedOn, "16:30", {
      name: "replan",
      at: at(replannedOn, "16:30"),
      plannedEndOn: addDays(endsOn, 30),
    });
  if (random.chance(0.1))
    move("described", replannedOn, "16:45", { name: "describe", detail: say(random, treatmentDetails, someone) });
  move("ended", endsOn, "16:40", {
    ...{ name: "end", at: at(endsOn, "16:40"), exitReason: random.chance(0.05) ? "custody" : exits[outcome] },
  });
}
