import type { Person } from "../identity/subject.ts";
import { cellOf, type InformationClass } from "./matrix.ts";
import type { Role } from "./roles.ts";

/** Why an agency is at the table for a file, and for how long. `caseId` null: for the file as a whole. */
export interface Involvement {
  readonly id: string;
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly reason: "record" | "charge" | "receipt" | "listing" | "report" | "order" | "referral" | "support";
  readonly from: Date;
  readonly to: Date | null;
}

/** Who is involved with one file, as `defendants` keeps it and every service copies it. */
export interface FileAccess {
  readonly _id: string;
  readonly v: number;
  readonly involvements: readonly Involvement[];
}

/** What a decision needs to know of a stored thing. */
export interface Held {
  readonly class: InformationClass;
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly sharedWith?: readonly string[];
  /** The law itself gives it to the court and the supervisor (Sentencing Act 2020, Sch. 9 para. 21: test results under an order). */
  readonly statutory?: boolean;
}

export type View = "full" | "limited";

/** Classes that follow the person rather than the case. */
const ofTheFile: ReadonlySet<InformationClass> = new Set(["identity", "needs"]);
const statutoryReaders: ReadonlySet<Role> = new Set(["JUD", "LA", "PRB", "YOT"]);

/** How much of `held` this person may see at `now`; undefined is not at all. What is unknown is refused. */
export function decideRead(person: Person, file: FileAccess | undefined, held: Held, now: Date): View | undefined {
  if (!file || !isInvolved(person, file, held, now)) return undefined;
  const views = person.roles.map(role => viewFor(role, person, held));
  return views.includes("full") ? "full" : views.find(view => view === "limited");
}

/** Whether this person may write a thing of this class about this file, or about this case of it, at `now`. */
export function decideWrite(
  person: Person,
  file: FileAccess | undefined,
  held: Pick<Held, "class" | "caseId">,
  now: Date,
): boolean {
  if (!file || !isInvolved(person, file, held, now)) return false;
  return person.roles.some(role => cellOf(held.class, role).write);
}

/** Whether this person may know that the file exists: what an invitation to the table gives. */
export function mayKnow(person: Person, file: FileAccess | undefined, now: Date): boolean {
  return file?.involvements.some(involvement => isLive(involvement, person, now)) ?? false;
}

function viewFor(role: Role, person: Person, held: Held): View | undefined {
  const cell = cellOf(held.class, role);
  const mine = held.agencyId === person.agencyId && cell.write;
  if (cell.read === "full" || mine) return "full";
  if (cell.read === "limited") return "limited";
  if (cell.read !== "shared") return undefined;
  const byStatute = held.statutory === true && statutoryReaders.has(role);
  return byStatute || held.sharedWith?.includes(person.agencyId) ? "full" : undefined;
}

/** A bench with a live case reads the whole file; everyone else the cases they are in. */
function isInvolved(person: Person, file: FileAccess, held: Pick<Held, "class" | "caseId">, now: Date): boolean {
  const live = file.involvements.filter(involvement => isLive(involvement, person, now));
  if (live.length === 0) return false;
  if (person.agencyType === "court" || held.caseId === null || ofTheFile.has(held.class)) return true;
  return live.some(involvement => involvement.caseId === held.caseId);
}

function isLive({ agencyId, from, to }: Involvement, person: Person, now: Date): boolean {
  return agencyId === person.agencyId && from <= now && (to === null || now < to);
}
