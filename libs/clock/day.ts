/** Courts and agencies live by the clock of London, at UTC or an hour ahead of it. Instants are kept in UTC; a day is a day of London. */
const inLondon = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/London",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
const hourMs = 3_600_000;

/** The day of an instant: 2026-03-10. */
export function dayOf(at: Date): string {
  // Only in the last hour of a day of UTC may it be the next day in London; to ask for it takes long.
  return at.getUTCHours() === 23 ? inLondon.format(at) : at.toISOString().slice(0, 10);
}

/** The instant at which a day begins. */
export function startOf(day: string): Date {
  const midnightUtc = new Date(`${day}T00:00:00Z`);
  const hourBefore = new Date(midnightUtc.getTime() - hourMs);
  return dayOf(hourBefore) === day ? hourBefore : midnightUtc;
}

/** The instant at which the clock shows a full hour on a day; from two on, since before that a day may lack an hour or have it twice. */
export function atHour(day: string, hour: number): Date {
  const next = plusDays(day, 1);
  const aheadMs = new Date(`${next}T00:00:00Z`).getTime() - startOf(next).getTime();
  return new Date(new Date(`${day}T00:00:00Z`).getTime() + hour * hourMs - aheadMs);
}

/** The last millisecond of a day. */
export const endOf = (day: string): Date => new Date(startOf(plusDays(day, 1)).getTime() - 1);

/** The day so many days after another, or before it. */
export function plusDays(day: string, days: number): string {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return dayOf(noon);
}

/** How many days lie between two, below zero where the second is the earlier one. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / (24 * hourMs);
