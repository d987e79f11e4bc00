import { dayOf, plusDays } from "../../../libs/clock/day.ts";
import { addMonths } from "../../../libs/clock/months.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { ObligationStatus } from "../cases.rules.ts";

/** A session is counted in half hours, and is no longer than a day's work. */
export const hoursStep = 0.5;
export const sessionHoursMax = 12;
const usualSessionHours = 7;

/** What a session of unpaid work says of itself. */
export interface Session {
  readonly outcome: ObligationStatus;
  readonly dueAt: Date;
  readonly happenedAt: Date | null;
  readonly hoursCredited: number | null;
}

/** The last day of the twelve months in which unpaid work is to be done, beginning with the day of the order (Sentencing Act 2020, Sch. 9, Part 1). */
export function completeByOf(madeOn: string): string {
  const next = addMonths(madeOn, 12);
  if (next.slice(8) !== madeOn.slice(8)) return next;
  return plusDays(next, -1);
}

/**
 * The hours that an outcome is credited with: for a session that was worked what was offered unless less is said, for
 * one that was begun and broken off what is said, for all else none. Null for what is not unpaid work. Fails with VALIDATION.
 */
export function creditedHours(
  hoursOffered: number | null,
  outcome: ObligationStatus,
  given: number | undefined,
): number | null {
  const wrong = (message: string) => fail("VALIDATION", { errors: [{ path: "hoursCredited", message }] });
  if (hoursOffered === null) return given === undefined ? null : wrong("expected with a session of unpaid work only");
  if (outcome !== "attended-complied" && outcome !== "attended-failed")
    return given === undefined || given === 0 ? 0 : wrong(`expected no hours where nobody worked: ${outcome}`);
  const credited = given ?? (outcome === "attended-complied" ? hoursOffered : 0);
  return credited <= hoursOffered ? credited : wrong(`expected at most the ${hoursOffered} hours that were offered`);
}

/** What the first session offers, which nobody has set: a usual day's work, and no more than was ordered. */
export const firstSessionHours = (hoursOrdered: number): number => Math.min(usualSessionHours, hoursOrdered);

/** Where a requirement stands: hours worked and left, sessions held and stood down, and the day on which the last hour was worked. */
export function progressOf(hoursOrdered: number, all: readonly Session[]) {
  const said = all.filter(({ outcome }) => outcome !== "awaiting" && outcome !== "rearranged");
  const hoursWorked = said.reduce((sum, { hoursCredited }) => sum + (hoursCredited ?? 0), 0);
  return {
    hoursWorked,
    hoursRemaining: Math.max(0, hoursOrdered - hoursWorked),
    sessions: said.length,
    standDowns: said.filter(({ outcome }) => outcome === "not-held").length,
    completedOn: dayOfLastHour(hoursOrdered, said),
  };
}

function dayOfLastHour(hoursOrdered: number, said: readonly Session[]): string | null {
  const worked = said
    .map(({ happenedAt, dueAt, hoursCredited }) => ({ at: happenedAt ?? dueAt, hours: hoursCredited ?? 0 }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  let hours = 0;
  for (const session of worked) {
    hours += session.hours;
    if (hours >= hoursOrdered) return dayOf(session.at);
  }
  return null;
}
