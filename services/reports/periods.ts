import { dayOf } from "../../libs/clock/day.ts";

const zone = "Europe/London";
const inLondon = new Intl.DateTimeFormat("en-CA", {
  timeZone: zone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The date in London at an instant, `2026-03-29`. */
export function londonDate(instant: Date): string {
  return inLondon.format(instant);
}

/** The instant at which a London date begins. */
export function startOfLondonDate(date: string): Date {
  const midnightUtc = new Date(`${date}T00:00:00Z`);
  // London is at UTC or an hour ahead of it, so the date begins at midnight UTC or an hour before.
  const hourBefore = new Date(midnightUtc.getTime() - 3_600_000);
  return londonDate(hourBefore) === date ? hourBefore : midnightUtc;
}

/** The period a London date falls into: its month, `2026-03`, or the Monday that its week begins with. */
export function periodOf(date: string, groupBy: "month" | "week"): string {
  if (groupBy === "month") return date.slice(0, 7);
  const day = new Date(`${date}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return dayOf(day);
}

/** The periods from one date up to another (exclusive), in order, with none left out. */
export function periodsBetween(from: string, to: string, groupBy: "month" | "week"): string[] {
  const periods = new Set<string>();
  for (const day = new Date(`${from}T12:00:00Z`); dayOf(day) < to; day.setUTCDate(day.getUTCDate() + 1))
    periods.add(periodOf(dayOf(day), groupBy));
  return [...periods];
}
