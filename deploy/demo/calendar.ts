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
  const weekday = new Date(toMs(day)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !bankHolidays(Number(day.slice(0, 4))).has(day);
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

/** Whole years of age. */
export function ageOn(birth: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

const holidaysByYear = new Map<number, ReadonlySet<Day>>();

function bankHolidays(year: number): ReadonlySet<Day> {
  const known = holidaysByYear.get(year);
  if (known) return known;
  const easter = easterSunday(year);
  const made = new Set([
    onWeekday(`${year}-01-01`),
    addDays(easter, -2),
    addDays(easter, 1),
    firstMonday(`${year}-05-01`),
    firstMonday(`${year}-05-25`),
    firstMonday(`${year}-08-25`),
    onWeekday(`${year}-12-25`),
    onWeekday(`${year}-12-26`, [onWeekday(`${year}-12-25`)]),
  ]);
  holidaysByYear.set(year, made);
  return made;
}

/** A holiday that falls on a weekend is kept on the next weekday that is not one already. */
function onWeekday(day: Day, taken: readonly Day[] = []): Day {
  let found = day;
  while ([0, 6].includes(new Date(toMs(found)).getUTCDay()) || taken.includes(found)) found = addDays(found, 1);
  return found;
}

function firstMonday(from: Day): Day {
  return addDays(from, (8 - new Date(toMs(from)).getUTCDay()) % 7);
}

/** The Gregorian computus in Donald Knuth's form. */
function easterSunday(year: number): Day {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const leapDrops = Math.floor((3 * century) / 4) - 12;
  const moonShift = Math.floor((8 * century + 5) / 25) - 5;
  const sunday = Math.floor((5 * year) / 4) - leapDrops - 10;
  let epact = (11 * golden + 20 + moonShift - leapDrops) % 30;
  if (epact < 0) epact += 30;
  if ((epact === 25 && golden > 11) || epact === 24) epact++;
  let fullMoon = 44 - epact;
  if (fullMoon < 21) fullMoon += 30;
  return addDays(`${year}-03-01`, fullMoon + 7 - ((sunday + fullMoon) % 7) - 1);
}
