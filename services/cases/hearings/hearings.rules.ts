import { fail } from "../../../libs/errors/errors.ts";
import { type attendances, type TrialReasonName, trialReasons } from "./hearings.reference.ts";

/** Whether somebody was there on one day of a hearing. A later entry for the same day corrects an earlier one and says why. */
export interface AttendanceEntry {
  readonly defendantId: string;
  readonly day: string;
  readonly attendance: (typeof attendances)[number];
  readonly at: Date;
  readonly reason: string | null;
}
/** When and where a hearing is to take place that another one makes. */
export interface NextListing {
  readonly day: string;
  readonly days: readonly string[];
  readonly session: "morning" | "afternoon";
  readonly room: string;
  readonly order: number;
  readonly type: string;
}

/** Every day of a hearing, in order and once each. */
export function daysOf(first: string, further: readonly string[]): string[] {
  const days = [...new Set([first, ...further])].sort();
  if (days[0] !== first)
    fail("VALIDATION", { errors: [{ path: "days", message: "expected days after the first one" }] });
  return days;
}

/** Fails unless each entry is about a defendant and a day of the hearing, and says why where it corrects one. */
export function assertAttendance(
  hearing: { readonly defendantIds: readonly string[]; readonly days: readonly string[] },
  before: readonly AttendanceEntry[],
  entries: readonly Pick<AttendanceEntry, "defendantId" | "day" | "reason">[],
): void {
  const errors = entries.flatMap(({ defendantId, day, reason }, n) => {
    const path = `attendance[${n}]`;
    if (!hearing.defendantIds.includes(defendantId))
      return [{ path: `${path}.defendantId`, message: "expected a defendant listed for this hearing" }];
    if (!hearing.days.includes(day)) return [{ path: `${path}.day`, message: "expected a day of this hearing" }];
    const corrects = before.some(found => found.defendantId === defendantId && found.day === day);
    return corrects && reason === null
      ? [{ path: `${path}.reason`, message: "expected why what was recorded for that day is corrected" }]
      : [];
  });
  if (errors.length > 0) fail("VALIDATION", { errors });
}

/** What stands of all entries: the last one for each defendant and day. */
export function standingAttendance(entries: readonly AttendanceEntry[]): AttendanceEntry[] {
  const last = new Map(entries.map(entry => [`${entry.defendantId}|${entry.day}`, entry]));
  return [...last.values()];
}

/** Fails with VALIDATION unless a trial that did not go ahead has a reason of its kind, and one that did has none. */
export function assertTrialReason(classification: string, reason: TrialReasonName | null): void {
  const fits =
    classification === "effective"
      ? reason === null
      : reason !== null && (trialReasons[reason].of as readonly string[]).includes(classification);
  if (!fits)
    fail("VALIDATION", {
      errors: [
        {
          path: "reason",
          message:
            classification === "effective"
              ? "expected no reason for a trial that went ahead"
              : `expected a reason for which a trial is ${classification}`,
        },
      ],
    });
}
