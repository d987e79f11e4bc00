import { bankHolidays } from "./bank-holidays.ts";
import { dayOf } from "./day.ts";

const holidays: ReadonlySet<string> = new Set(
  Object.entries(bankHolidays).flatMap(([year, days]) => days.map(day => `${year}-${day}`)),
);

/** Whether a day (UTC) is Monday to Friday and no bank holiday in England and Wales. Of years that are not in the table only weekends are known. */
export function isWorkingDay(day: Date): boolean {
  return day.getUTCDay() !== 0 && day.getUTCDay() !== 6 && !holidays.has(dayOf(day));
}

/** The same time so many working days after another. */
export function addWorkingDays(from: Date, days: number): Date {
  const day = new Date(from);
  for (let left = days; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}

/** The same time so many working days before another. */
export function subtractWorkingDays(from: Date, days: number): Date {
  const day = new Date(from);
  for (let left = days; left > 0; ) {
    day.setUTCDate(day.getUTCDate() - 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}
