import type { Role } from "../../../libs/access/roles.ts";
import type { Person } from "../../../libs/identity/subject.ts";

/** How many people each role's searches may show in an hour; a search that shows nobody counts as one. */
const perHour: Readonly<Partial<Record<Role, number>>> = {
  JUD: 300,
  LA: 300,
  LST: 300,
  CO: 300,
  POL: 300,
  CPS: 300,
  PRB: 300,
  YOT: 300,
};
/** For roles that see one client or their own referrals. */
const perHourOfOthers = 60;
/** A system searches for a whole agency. */
const perHourOfSystems = 3_000;
export const budgetSeconds = 3_600;

export function shownPerHourMax({ kind, roles }: Pick<Person, "kind" | "roles">): number {
  if (kind === "client") return perHourOfSystems;
  return Math.max(perHourOfOthers, ...roles.map(role => perHour[role] ?? 0));
}

/** What a person's searches have shown since the window began. */
export interface Spent {
  readonly shown: number;
  readonly until: Date;
}

/** The spending after `more` people are shown at `now`; or how long to wait, when that is more than the hour allows. */
export function spend(
  before: Spent | null,
  more: number,
  max: number,
  now: Date,
): { readonly next: Spent } | { readonly waitSeconds: number } {
  const open = before && before.until > now ? before : null;
  const shown = (open?.shown ?? 0) + Math.max(1, more);
  if (open && shown > max) return { waitSeconds: Math.ceil((open.until.getTime() - now.getTime()) / 1_000) };
  return { next: { shown, until: open?.until ?? new Date(now.getTime() + budgetSeconds * 1_000) } };
}
