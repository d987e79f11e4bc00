import { casesContracts } from "../../services/cases/cases.contract.ts";
import { addDays, ageOn, at, type Day, daysBetween } from "./calendar.ts";
import { offenceKinds } from "./data/offences.ts";
import type { Random } from "./random.ts";
import { type Input, refTo } from "./script.ts";
import type { Accused, Telling } from "./telling.ts";

type Disposal = Input<typeof casesContracts.recordConviction>["disposals"][number];

const counts = [
  [0, 42],
  [1, 18],
  [2, 13],
  [3, 11],
  [5, 10],
  [8, 6],
] as const;
const countMax = { full: 8, brief: 3 } as const;
const responsibleFrom = 14;

/** Earlier convictions, as the police take them over when they open the file: some spent, some not, a few of childhood. */
export function tellAntecedents(
  { random, team, writer, court, detail }: Telling,
  { key, id, someone }: Accused,
  openedOn: Day,
): void {
  const from = addDays(someone.birth, Math.ceil(responsibleFrom * 365.25));
  const span = daysBetween(from, addDays(openedOn, -60));
  if (span < 30) return;
  const count = Math.min(random.weighted(counts), countMax[detail], Math.ceil(span / 200));
  const days = Array.from({ length: count }, () => addDays(from, random.int(0, span))).sort();
  for (const [n, convictedOn] of days.entries()) {
    const kind = random.pick(offenceKinds);
    const name = `defendant ${key} conviction ${n}`;
    writer.call(
      { at: at(addDays(openedOn, 1), "08:00"), as: team.who("police"), name },
      casesContracts.recordConviction,
      {
        defendantId: id,
        convictedOn,
        court: random.chance(0.8) ? `${court.town} Magistrates' Court` : `${court.town} Crown Court`,
        offences: [{ code: kind.code, title: kind.title }],
        disposals: [disposalOf(random, convictedOn, ageOn(someone.birth, convictedOn) < 18)],
        isSummaryOnly: kind.category === "summary",
      },
    );
    if (random.chance(0.02))
      writer.call(
        { at: at(addDays(openedOn, 3), "10:00"), as: team.who("police"), name: `${name} corrected` },
        casesContracts.correctConviction,
        {
          id: refTo(name),
          reason: "The register names another court.",
          court: `${court.town} and District Magistrates' Court`,
        },
      );
  }
}

function disposalOf(random: Random, day: Day, isYouth: boolean): Disposal {
  const kind = random.weighted(isYouth ? ofYouths : ofAdults);
  const until = (months: number) => addDays(day, Math.round(months * 30.4));
  switch (kind) {
    case "custody":
    case "suspended-sentence": {
      const lengthMonths = random.pick([1, 2, 3, 4, 6, 9, 14, 30]);
      return { kind, lengthMonths, endsOn: until(Math.max(12, lengthMonths)) };
    }
    case "fine":
    case "absolute-discharge":
    case "caution":
    case "conditional-caution":
      return { kind };
    default:
      return { kind, endsOn: until(random.pick([6, 12, 12, 24])) };
  }
}

const ofAdults = [
  ["caution", 14],
  ["conditional-caution", 4],
  ["fine", 34],
  ["community-order", 26],
  ["conditional-discharge", 18],
  ["custody", 14],
  ["suspended-sentence", 6],
  ["absolute-discharge", 2],
] as const;
const ofYouths = [
  ["caution", 30],
  ["referral-order", 60],
  ["youth-rehabilitation-order", 22],
  ["conditional-discharge", 18],
] as const;
