import { isWorkingDay as isWorking } from "../../libs/clock/working-days.ts";

/** A date such as `2026-03-01`, and an instant such as `2026-03-01T09:30:00Z`. Both sort as text. */
export type Day = string;
export type Instant = string;

const dayMs = 86_400_000;
const toMs = (day: Day) => Date.parse(`${day}T00:00:00Z`);
const toDay = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: Day, days: number): Day => toDay(toMs(day) + days * dayMs);
export const daysBetween = (from: Day, to: Day): number => Math.round((toMs(to) - toMs(from)) / dayMs);
/** The time is `09:30`. */
export const at = (day: Day, time: string): Instant => `${day}T${time}:00Z`;

/** Monday to Friday, but no bank holiday of England and Wales. Courts sit, and people are seen, on working days. */
export function isWorkingDay(day: Day): boolean {
  return isWorking(new Date(toMs(day)));
}

/** This day if people work on it, or else the next one. */
export function workingDayFrom(day: Day): Day {
  let found = day;
  while (!isWorkingDay(found)) found = addDays(found, 1);
  return found;
}

/** So many working days after a day; before it when negative. */
export function addWorkingDays(day: Day, count: number): Day {
  const step = Math.sign(count);
  let found = day;
  for (let left = Math.abs(count); left > 0; ) {
    found = addDays(found, step);
    if (isWorkingDay(found)) left--;
  }
  return found;
}

/** The earlier of two days or instants. */
export const earlier = <T extends Day | Instant>(a: T, b: T): T => (a < b ? a : b);
export const later = <T extends Day | Instant>(a: T, b: T): T => (a > b ? a : b);

/** Whole years of age. */
export function ageOn(birth: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
