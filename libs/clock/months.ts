import { dayOf } from "./day.ts";
/** The corresponding day so many months after a day (`2026-01-15` → `2026-02-15`); where that month has no such day, its last. */
export function addMonths(day: string, months: number): string {
  const from = new Date(`${day}T00:00:00Z`);
  const monthStart = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const daysInMonth = new Date(Date.UTC(monthStart.getUTCFullYear(), monthStart.getUTCMonth() + 1, 0)).getUTCDate();
  monthStart.setUTCDate(Math.min(from.getUTCDate(), daysInMonth));
  return dayOf(monthStart);
}
