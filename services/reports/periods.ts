import { plusDays } from "../../libs/clock/day.ts";

/** The period a day falls into: its month, `2026-03`, or the Monday that its week begins with. */
export function periodOf(date: string, groupBy: "month" | "week"): string {
  if (groupBy === "month") return date.slice(0, 7);
  const sinceMonday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  return plusDays(date, -sinceMonday);
}

/** The periods from one date up to another (exclusive), in order, with none left out. */
export function periodsBetween(from: string, to: string, groupBy: "month" | "week"): string[] {
  const periods = new Set<string>();
  for (let day = from; day < to; day = plusDays(day, 1)) periods.add(periodOf(day, groupBy));
  return [...periods];
}
