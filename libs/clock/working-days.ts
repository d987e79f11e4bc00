import { bankHolidays } from "./bank-holidays.ts";
import { dayOf, plusDays, startOf } from "./day.ts";

const holidays: ReadonlySet<string> = new Set(
  Object.entries(bankHolidays).flatMap(([year, days]) => days.map(day => `${year}-${day}`)),
);

/** Whether an instant lies on a Monday to Friday that is no bank holiday in England and Wales. Of years that are not in the table only weekends are known. */
export const isWorkingDay = (at: Date): boolean => isWorking(dayOf(at));

/** The same time by the clock so many working days after another. */
export const addWorkingDays = (from: Date, days: number): Date => step(from, days, 1);

/** The same time by the clock so many working days before another. */
export const subtractWorkingDays = (from: Date, days: number): Date => step(from, days, -1);

function step(from: Date, days: number, by: 1 | -1): Date {
  const first = dayOf(from);
  let day = first;
  for (let left = days; left > 0; ) {
    day = plusDays(day, by);
    if (isWorking(day)) left--;
  }
  return new Date(startOf(day).getTime() + from.getTime() - startOf(first).getTime());
}

function isWorking(day: string): boolean {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}
