import { casesContracts } from "../../services/cases/cases.contract.ts";
import { addDays, type Instant } from "./calendar.ts";
import { refTo } from "./script.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";

const admittingShare = { full: 0.05, brief: 0.14 } as const;

/** Who is to be sentenced for stealing at times clears their conscience: offences nobody charged, one of them withdrawn again. */
export function tellAdmissions(
  telling: Telling,
  story: CaseTold,
  { d, accused: { key, id }, name, day, minute }: Admitting,
): void {
  const { random, team, writer, detail } = telling;
  const [main] = story.charges.kinds;
  const [offence] = story.charges.offences;
  if (!main?.code.startsWith("TH") || !offence || !random.chance(admittingShare[detail])) return;
  const about = { caseId: story.id, defendantId: id };
  const as = team.who("adviser");
  const step = `${name} admits ${key}`;
  const offences = Array.from({ length: random.int(1, 5) }, () => ({
    ...{ code: main.code, title: main.title, date: addDays(day, -random.int(20, 200)) },
  }));
  writer.call({ at: minute(38), as, name: step, changes: [story.name] }, casesContracts.admitOffences, {
    ...{ ...about, offences, admittedAt: minute(38) },
  });
  if (!random.chance(0.2)) return;
  writer.call({ at: minute(39), as, name: `${step} not`, changes: [story.name] }, casesContracts.withdrawAdmission, {
    ...about,
    ticId: refTo(step, `defendants.${d}.takenIntoConsideration.0.id`),
    reason: "Was in custody on that day.",
  });
}

interface Admitting {
  readonly d: number;
  readonly accused: Accused;
  readonly name: string;
  readonly day: string;
  readonly minute: (minutes: number) => Instant;
}
