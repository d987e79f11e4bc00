import type { Held } from "../../libs/access/decide.ts";
import type { FileAccess } from "../../libs/access/facts.ts";
import type { Role } from "../../libs/access/roles.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { letterOf } from "./tables/cells.ts";

/** Nothing, the limited view, everything: the greater sees more. */
type Level = 0 | 1 | 2;
const lawForTests: readonly Role[] = ["JUD", "LA", "PRB", "YOT"];
const least = (...levels: Level[]): Level => Math.min(2, ...levels) as Level;
const most = (levels: Level[]): Level => Math.max(0, ...levels) as Level;

/**
 * A second answer to "who may read this", naive on purpose and written from the design alone, by somebody else than
 * the first: it tries every role and every way in and takes the best. 0 nothing, 1 limited, 2 full.
 */
export function mayRead(person: Person, file: FileAccess | undefined, held: Held, now: Date): Level {
  if (file === undefined) return 0;
  const t = now.getTime();
  const running = (p: { from: Date; to: Date | null }) => p.from.getTime() <= t && !(p.to && p.to.getTime() <= t);
  const isMine = held.agencyId === person.agencyId;
  const broke = file.glass.some(g => running(g) && g.personId === person.id);

  // First what keeps people out.
  if (file.exclusions.some(e => running(e) && e.personId === person.id)) return 0;
  if (!broke && file.restrictions.some(r => running(r) && !r.personIds.includes(person.id))) return 0;
  const sealed = file.seals.some(running);
  const roles = sealed ? person.roles.filter(r => r === "JUD" || r === "LA") : person.roles;

  // Then how the agency stands to this thing.
  const isYouth =
    held.class !== "identity" && file.adultFrom !== null && held.occurredAt.toISOString().slice(0, 10) < file.adultFrom;
  const toMe = (d: { recipient: { kind: string; id: string } }) =>
    (d.recipient.kind === "agency" && d.recipient.id === person.agencyId) ||
    (d.recipient.kind === "team" && person.teamIds.includes(d.recipient.id)) ||
    (d.recipient.kind === "person" && d.recipient.id === person.id);
  const shared = [
    ...(held.disclosures ?? []),
    ...file.disclosures.filter(
      d => d.class === held.class && d.byAgencyId === held.agencyId && (d.caseId === null || d.caseId === held.caseId),
    ),
  ].some(d => running(d) && toMe(d));
  const consented = file.consents.some(
    c => running(c) && c.classes.includes(held.class) && c.agencyIds.includes(person.agencyId),
  );
  const isBench = person.roles.some(r => r === "JUD" || r === "LA");
  const seats = file.involvements.filter(i => {
    if (i.agencyId !== person.agencyId || i.from.getTime() > t) return false;
    if (i.to && i.to.getTime() <= i.from.getTime()) return false;
    if (i.to && i.to.getTime() <= t && held.recordedAt.getTime() >= i.to.getTime()) return false;
    if (held.class === "identity") return true;
    if (i.reason === "disclosure") return false;
    if (held.class === "needs" || held.caseId === null || i.caseId === held.caseId) return true;
    return isBench && i.caseId !== null;
  });
  const atTable = seats.length > 0;
  const stillAtTable = seats.some(running);

  // Then every role on its own.
  return most(
    roles.flatMap(role => {
      const byLaw = stillAtTable && (held.statutes ?? []).includes("testing-requirement") && lawForTests.includes(role);
      const emergency = broke && held.class !== "intelligence";
      const read = (cls: Held["class"], who: Role | "SYSX"): Level => {
        const letter = letterOf(cls, who);
        if (letter === "F") return atTable || shared || emergency ? 2 : 0;
        if (letter === "L") return atTable || shared || emergency ? 1 : 0;
        if (letter === "C") return shared || consented || emergency || (byLaw && cls === "drug-tests") ? 2 : 0;
        return letter === "O" && isMine && (atTable || shared || emergency) ? 2 : 0;
      };
      // A youth record is no other way in: it only takes away.
      const asYouthRecord = (who: Role): Level => {
        const letter = letterOf("youth", who);
        if (letter === "C") return shared || consented || emergency ? 2 : 0;
        return letter === "F" ? 2 : letter === "L" ? 1 : 0;
      };
      const capped = (level: Level, cls: Held["class"]): Level =>
        person.kind === "client" && letterOf(cls, "SYSX") === "-" ? 0 : level;
      const asRole = capped(read(held.class, role), held.class);
      const young = isYouth && !isMine ? asYouthRecord(role) : 2;
      // What the court is shown, the defence of that case reads once it is served on them.
      const asCourt = least(capped(read(held.class, "JUD"), held.class), isYouth ? asYouthRecord("JUD") : 2);
      const served: Level = role === "DEF" && shared && stillAtTable && held.class !== "intelligence" ? asCourt : 0;
      return [least(asRole, young), served];
    }),
  );
}
