import { dayOf } from "../clock/day.ts";
import type { Person } from "../identity/subject.ts";
import { type ClassDisclosure, type Disclosure, type FileAccess, type Involvement, isLive } from "./facts.ts";
import { type Cell, cellOf, cellTextOf, type InformationClass } from "./matrix.ts";
import type { Role } from "./roles.ts";
import { type StatuteName, statutes } from "./statutes.ts";

/** What a decision needs to know of a stored thing. */
export interface Held {
  readonly class: InformationClass;
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  /** To whom the agency that holds it has shared just this. */
  readonly disclosures?: readonly Disclosure[];
  readonly statutes?: readonly StatuteName[];
  /** Not sent to anybody yet: its agency's own, and to all others not there. */
  readonly isDraft?: boolean;
}

export type View = "full" | "limited";

/** Every reason there can be, from the first that is asked to the last. */
export type Rule =
  | "unknown"
  | "erased"
  | "excluded"
  | "sealed"
  | "restricted"
  | "matrix"
  | "not-involved"
  | "involvement"
  | "past-involvement"
  | "disclosure"
  | "consent"
  | "statute"
  | "served"
  | "broken-glass"
  | "subject-request";

/** What decided: the rule, the cell of the matrix (`risk × POL: c`), and the id of the fact. */
export interface Because {
  readonly rule: Rule;
  readonly cell?: string;
  readonly fact?: string;
}
export interface Sight {
  readonly view: View;
  /** Only as it was then: the agency has left the table since. */
  readonly asOf: Date | null;
  readonly because: Because;
}
export interface Refusal {
  readonly view?: undefined;
  readonly because: Because;
}
export type Decision = Sight | Refusal;

/** Classes that follow the person rather than the case. */
const ofTheFile: ReadonlySet<InformationClass> = new Set(["identity", "needs"]);
/** Where no emergency reaches. */
const neverByGlass: ReadonlySet<InformationClass> = new Set(["private-notes", "intelligence", "limited-access"]);
/** The bench and its legal advisers: what a court's other desks do not see, they do. */
const bench: ReadonlySet<Role> = new Set(["JUD", "LA"]);

/**
 * How much of `held` this person may see at `now`, and why: exclusion, seal, restriction, then class by role, then
 * involvement, disclosure, consent or statute. What is unknown is refused. Pure: this is the only place that decides.
 */
export function decideRead(person: Person, file: FileAccess | undefined, held: Held, now: Date): Decision {
  if (!file) return { because: { rule: "unknown" } };
  if (isOthersDraft(person, held)) return { because: { rule: "unknown" } };
  const barred = barrier(person, file, now);
  if (barred) return { because: barred };
  const reach = reachOf(person, file, held, now);
  const seen = person.roles
    .flatMap(role => [sightFor(role, person, file, held, reach), servedSight(role, person, file, held, reach)])
    .flatMap(sight => sight ?? []);
  return seen.sort((a, b) => rank(b) - rank(a))[0] ?? { because: refusalOf(person, held, reach) };
}

/** Whether this is what another agency has not sent to anybody yet: nobody else is to learn even that it is there. */
export function isOthersDraft(person: Person, { isDraft, agencyId }: Pick<Held, "isDraft" | "agencyId">): boolean {
  return isDraft === true && agencyId !== person.agencyId;
}

/** Whether this person may write a thing of this class about this file, or about this case of it, at `now`. */
export function decideWrite(
  person: Person,
  file: FileAccess | undefined,
  held: Pick<Held, "class" | "caseId">,
  now: Date,
): boolean {
  if (!file || barrierToSay(person, file, now)) return false;
  return covering(person, file, held).some(found => isSeat(found, now)) && mayWrite(person, held.class);
}

/** By what a person may write: the seat of their agency, and the cell of the role that has a W. */
export function writingBy(
  person: Person,
  file: FileAccess | undefined,
  held: Pick<Held, "class" | "caseId">,
  now: Date,
): Because | undefined {
  const role = person.roles.find(found => cellOf(held.class, found).write);
  return role && decideWrite(person, file, held, now)
    ? { rule: "involvement", cell: cellName(held.class, role) }
    : undefined;
}

/** Whether any role of this person may write the class; a system no more than systems may. */
export function mayWrite(person: Person, cls: InformationClass): boolean {
  if (person.kind === "client" && !cellOf(cls, "SYSX").write) return false;
  return person.roles.some(role => cellOf(cls, role).write);
}

/** Whether any role of this person may share the class onward. */
export function mayShare(person: Person, cls: InformationClass): boolean {
  if (person.kind === "client" && !cellOf(cls, "SYSX").share) return false;
  return person.roles.some(role => cellOf(cls, role).share);
}

/** Whether this person may know that the file exists: who is or was at the table, is shared with, or has broken the glass. */
export function mayKnow(person: Person, file: FileAccess | undefined, now: Date): boolean {
  return knownBy(person, file, now) !== undefined;
}

/** By what a person may know that the file exists; undefined where they may not. */
export function knownBy(person: Person, file: FileAccess | undefined, now: Date): Because | undefined {
  if (!file || barrier(person, file, now)) return undefined;
  const seats = file.involvements.filter(({ agencyId, from }) => agencyId === person.agencyId && from <= now);
  const live = seats.find(found => isLive(found, now));
  if (live) return { rule: "involvement", fact: live.id };
  const disclosure = file.disclosures.find(found => isFor(found, person) && isLive(found, now));
  if (disclosure) return { rule: "disclosure", fact: disclosure.id };
  if (seats[0]) return { rule: "past-involvement", fact: seats[0].id };
  const glass = glassOf(person, file, now);
  return glass ? { rule: "broken-glass", fact: glass } : undefined;
}

/** The emergency without which somebody would have been refused what they were allowed: it gave it, or it lifted a restriction. */
export function emergencyFor(person: Person, file: FileAccess, because: Because, now: Date): string | undefined {
  if (because.rule === "broken-glass") return because.fact;
  return unnamedIn(person, file, now) && glassOf(person, file, now);
}

function glassOf(person: Person, file: FileAccess, now: Date): string | undefined {
  return file.glass.find(found => found.personId === person.id && isLive(found, now))?.id;
}

function unnamedIn(person: Person, file: FileAccess, now: Date): string | undefined {
  return file.restrictions.find(found => isLive(found, now) && !found.personIds.includes(person.id))?.id;
}

/** Whether this person's agency is at the table now, and nothing bars the person: for the file, or for one case of it. */
export function isAtTable(
  person: Person,
  file: FileAccess | undefined,
  now: Date,
  caseId: string | null = null,
): boolean {
  if (!file || barrierToSay(person, file, now)) return false;
  if (caseId === null) return file.involvements.some(found => found.agencyId === person.agencyId && isSeat(found, now));
  // Every case of a person has brought somebody to the table of their file.
  if (!file.involvements.some(found => found.caseId === caseId)) return false;
  return covering(person, file, { class: "case", caseId }).some(found => isSeat(found, now));
}

/** Whoever is only shared something reads that, and has no say. */
function isSeat(involvement: Involvement, now: Date): boolean {
  return involvement.reason !== "disclosure" && isLive(involvement, now);
}

/** Whether this person may put together what is held, for whom it is about: an information governance officer, never a system, and nobody whom the file is closed to. */
export function mayAnswerSubject(person: Person, file: FileAccess | undefined, now: Date): boolean {
  if (!file || file.v === 0 || barrier(person, file, now)) return false;
  return person.kind === "person" && person.roles.includes("IGO");
}

/** Whether this person would know of the file had it not been erased: they are told that it was. */
export function knewOf(person: Person, file: FileAccess, now: Date): boolean {
  return file.erased != null && mayKnow(person, { ...file, erased: null }, now);
}

/** What keeps a person from a file whatever their role: what is erased nobody reads; exclusion beats everything; breaking the glass lifts a restriction only. */
export function barrier(person: Person, file: FileAccess, now: Date): Because | undefined {
  if (file.erased) return { rule: "erased" };
  const excluded = file.exclusions.find(found => found.personId === person.id && isLive(found, now));
  if (excluded) return { rule: "excluded", fact: excluded.id };
  const seal = file.seals.find(found => isLive(found, now));
  if (seal && !person.roles.some(role => bench.has(role))) return { rule: "sealed", fact: seal.id };
  const unnamed = unnamedIn(person, file, now);
  return unnamed && !glassOf(person, file, now) ? { rule: "restricted", fact: unnamed } : undefined;
}

/** What keeps a person from having a say: an emergency is for reading, so it lifts no restriction here. */
function barrierToSay(person: Person, file: FileAccess, now: Date): Because | undefined {
  return barrier(person, { ...file, glass: [] }, now);
}

/** By what a person reaches one thing, each with the fact that gives it. */
interface Reach {
  readonly live: Involvement | undefined;
  /** The involvement that ended last of those that began before it ended, and when. */
  readonly past: { readonly fact: Involvement; readonly asOf: Date } | undefined;
  readonly disclosure: string | undefined;
  readonly consent: string | undefined;
  readonly glass: string | undefined;
}

function reachOf(person: Person, file: FileAccess, held: Held, now: Date): Reach {
  const involvements = covering(person, file, held);
  const past = involvements
    .flatMap(fact => (hasEnded(fact, now) && held.recordedAt < fact.to ? [{ fact, asOf: fact.to }] : []))
    .sort((a, b) => b.asOf.getTime() - a.asOf.getTime())[0];
  const disclosed = [...(held.disclosures ?? []), ...file.disclosures.filter(found => covers(found, held))];
  const consents = file.consents.filter(
    ({ classes, agencyIds }) => classes.includes(held.class) && agencyIds.includes(person.agencyId),
  );
  const glass = neverByGlass.has(held.class) ? [] : file.glass.filter(({ personId }) => personId === person.id);
  return {
    live: involvements.find(found => isLive(found, now)),
    past,
    disclosure: disclosed.find(found => isFor(found, person) && isLive(found, now))?.id,
    consent: consents.find(found => isLive(found, now))?.id,
    glass: glass.find(found => isLive(found, now))?.id,
  };
}

/** Whether somebody was at the table and has left: what ended before it began never was. */
function hasEnded(involvement: Involvement, now: Date): involvement is Involvement & { readonly to: Date } {
  return involvement.to !== null && involvement.from < involvement.to && involvement.to <= now;
}

/** The involvements of the person's agency, past ones too, that reach such a thing: a bench with one case reads the whole file. */
function covering(person: Person, file: FileAccess, held: Pick<Held, "class" | "caseId">): readonly Involvement[] {
  return file.involvements.filter(({ agencyId, caseId, reason }) => {
    if (agencyId !== person.agencyId) return false;
    // Whoever is only shared something with learns who the person is, and nothing else by that.
    if (reason === "disclosure") return held.class === "identity";
    const isBench = caseId !== null && person.roles.some(role => bench.has(role));
    return isBench || held.caseId === null || ofTheFile.has(held.class) || caseId === held.caseId;
  });
}

function covers(disclosure: ClassDisclosure, held: Held): boolean {
  return (
    disclosure.class === held.class &&
    disclosure.byAgencyId === held.agencyId &&
    (disclosure.caseId === null || disclosure.caseId === held.caseId)
  );
}

export function isFor({ recipient }: Disclosure, person: Person): boolean {
  if (recipient.kind === "agency") return recipient.id === person.agencyId;
  return recipient.kind === "team" ? person.teamIds.includes(recipient.id) : recipient.id === person.id;
}

function sightFor(role: Role, person: Person, file: FileAccess, held: Held, reach: Reach): Sight | undefined {
  const sight = byCell(capped(cellOf(held.class, role), person, held.class), role, person, held, reach);
  if (!sight) return undefined;
  const youth = isYouthRecord(file, held) ? cellOf("youth", role) : undefined;
  if (!youth || youth.read === "full") return withCell(sight, held.class, role);
  // What happened before the eighteenth birthday is a youth record: no more of it than of those.
  if (held.agencyId === person.agencyId) return withCell(sight, "youth", role);
  if (youth.read === "limited") return withCell({ ...sight, view: "limited" }, "youth", role);
  // Being or having been at the table does not open what needs to be shared, and does not hide what is.
  const given = youth.read === "shared" ? byCell(youth, role, person, held, reach) : undefined;
  return given && withCell({ ...sight, because: given.because }, "youth", role);
}

function withCell(sight: Sight, cls: InformationClass, role: Role): Sight {
  return { ...sight, because: { ...sight.because, cell: cellName(cls, role) } };
}

function cellName(cls: InformationClass, role: Role): string {
  return `${cls} × ${role}: ${cellTextOf(cls, role)}`;
}

function byCell({ read, write }: Cell, role: Role, person: Person, held: Held, reach: Reach): Sight | undefined {
  const mine = held.agencyId === person.agencyId && write;
  if (read === "full" || mine) return byReach("full", reach);
  if (read === "limited") return byReach("limited", reach);
  if (read !== "shared") return undefined;
  const statute = held.statutes?.find(
    name => statutes[name].class === held.class && (statutes[name].roles as readonly Role[]).includes(role),
  );
  if (reach.disclosure) return now("disclosure", reach.disclosure);
  if (reach.consent) return now("consent", reach.consent);
  if (statute && reach.live) return now("statute", statute);
  return reach.glass ? now("broken-glass", reach.glass) : undefined;
}

function byReach(view: View, { live, past, disclosure, glass }: Reach): Sight | undefined {
  if (live) return { view, asOf: null, because: { rule: "involvement", fact: live.id } };
  if (disclosure) return { view, asOf: null, because: { rule: "disclosure", fact: disclosure } };
  if (glass) return { view, asOf: null, because: { rule: "broken-glass", fact: glass } };
  return past && { view, asOf: past.asOf, because: { rule: "past-involvement", fact: past.fact.id } };
}

const now = (rule: Rule, fact: string): Sight => ({ view: "full", asOf: null, because: { rule, fact } });

/**
 * A fair hearing: what the court is shown, the defence in that case may read once it is served, which is a disclosure
 * to them: as far as the judge reads it, and never more.
 */
function servedSight(
  role: Role,
  person: Person,
  file: FileAccess,
  held: Held,
  { live, disclosure }: Reach,
): Sight | undefined {
  if (role !== "DEF" || !disclosure || !live) return undefined;
  const judges = [
    capped(cellOf(held.class, "JUD"), person, held.class),
    ...(isYouthRecord(file, held) ? [cellOf("youth", "JUD")] : []),
  ].map(({ read }) => read);
  if (!judges.every(read => read === "full" || read === "shared" || read === "limited")) return undefined;
  return withCell(
    { ...now("served", disclosure), view: judges.includes("limited") ? "limited" : "full" },
    held.class,
    role,
  );
}

/** A system acts with the roles of its agency, and never beyond what systems may. */
function capped(cell: Cell, person: Person, cls: InformationClass): Cell {
  if (person.kind !== "client") return cell;
  const most = cellOf(cls, "SYSX");
  return {
    read: most.read === "none" ? "none" : cell.read,
    write: cell.write && most.write,
    share: cell.share && most.share,
  };
}

function isYouthRecord({ adultFrom }: FileAccess, { occurredAt, class: cls }: Held): boolean {
  return adultFrom !== null && cls !== "identity" && dayOf(occurredAt) < adultFrom;
}

function rank({ view, asOf }: Sight): number {
  return (asOf === null ? 2 : 0) + (view === "full" ? 1 : 0);
}

function refusalOf(person: Person, held: Held, { live, past, disclosure, glass }: Reach): Because {
  const reached = live?.id ?? past?.fact.id ?? disclosure ?? glass;
  const role = person.roles.find(found => cellOf(held.class, found).read !== "none") ?? person.roles[0];
  const cell = role && cellName(held.class, role);
  return { rule: reached ? "matrix" : "not-involved", ...(cell && { cell }), ...(reached && { fact: reached }) };
}
