import type { Role } from "../../libs/access/roles.ts";
import type { PersonEntry } from "../../libs/contract/people.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { bounds, type PrivateNote } from "./private-notes.rules.ts";

const msPerDay = 86_400_000;

/** Whom a judge may release a note to, at the judge's own court. */
export const granteeRoles: readonly Role[] = ["JUD", "LA", "CO"];

/** What a release says: whose notes on which file, to whom and at which court, which notes, from when to when. */
export interface Release {
  readonly id: string;
  /** Of the command that made it. */
  readonly fingerprint: string;
  readonly authorId: string;
  readonly granteeId: string;
  readonly courtId: string;
  readonly defendantId: string;
  readonly noteIds: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly recalledAt: string | null;
}

export type ReleaseState = "in-force" | "ended" | "recalled";

/** Recalled for good at once, and over when the clock says so, whichever is first. */
export function releaseState({ until, recalledAt }: Pick<Release, "until" | "recalledAt">, now: Date): ReleaseState {
  if (recalledAt !== null) return "recalled";
  return now < new Date(until) ? "in-force" : "ended";
}

/**
 * Whether this release lets this person read at `now`: the one it names, still at the court it was given at, while it
 * is in force. Nothing else does: a grantee has no right to pass on, and no other person's release counts.
 */
export function mayReadReleased(release: Release, reader: Pick<Person, "id" | "courtId">, now: Date): boolean {
  return (
    release.granteeId === reader.id &&
    release.courtId === reader.courtId &&
    new Date(release.from) <= now &&
    releaseState(release, now) === "in-force"
  );
}

/** Fails with VALIDATION, naming the field, unless the release may be made: an end within a year, to a colleague in a right role. */
export function assertReleasable(
  author: Pick<Person, "id" | "courtId">,
  grantee: PersonEntry | undefined,
  until: Date,
  now: Date,
): void {
  const isColleague =
    grantee?.enabled === true &&
    grantee.id !== author.id &&
    grantee.agencyId === author.courtId &&
    grantee.roles.some(role => granteeRoles.includes(role));
  if (!isColleague)
    fail("VALIDATION", {
      errors: [
        { path: "personId", message: "expected another judge, a legal adviser or a co-ordinator of your own court" },
      ],
    });
  const latest = new Date(now.getTime() + bounds.releaseDaysMax * msPerDay);
  if (until <= now || until > latest)
    fail("VALIDATION", { errors: [{ path: "until", message: "expected an instant within a year from now" }] });
}

/** The author's notes that a release names, or all there are now. Fails with NOT_FOUND for one that is not the author's or was withdrawn, and RULE_BROKEN when there is none. */
export function notesToRelease(notes: readonly PrivateNote[], ids: readonly string[] | undefined): PrivateNote[] {
  const shown = notes.filter(({ withdrawn }) => !withdrawn);
  if (ids) return [...new Set(ids)].map(id => shown.find(note => note.id === id) ?? fail("NOT_FOUND"));
  if (shown.length === 0) fail("RULE_BROKEN", { detail: "You have no private notes on this file to release." });
  return shown;
}
