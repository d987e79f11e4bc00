import type { Role } from "../../../libs/access/roles.ts";

/** What a worklist can be over: kinds of record here, and pairs of people who may be one. */
export type WorklistKind =
  | "hearing"
  | "case"
  | "pre-sentence-report"
  | "progress-report"
  | "review"
  | "enforcement"
  | "referral"
  | "obligation"
  | "meeting"
  | "warrant"
  | "drug-test"
  | "match";

type Value = string | null | { readonly $in: readonly string[] };

/** When a thing is due: so many working days after an instant that it holds. */
export interface Due {
  readonly from: string;
  readonly workingDays: number;
  /** So many working days before, it needs attention. */
  readonly remindWorkingDays: number;
  /** Only what has come: a thing stands on the list from the day of its instant. */
  readonly whenCome?: true;
}

/** A list of one day, in an order of its own; nothing on it is due. */
export interface OfDay {
  readonly field: string;
  readonly order: readonly { readonly field: string; readonly direction: 1 | -1; readonly is: "text" | "number" }[];
}

/** One worklist. Adding one is adding a row; `docs/operations.md` says how. */
export interface Worklist {
  readonly title: string;
  /** Who may open it; each of them must be able to read such records by the matrix (a test looks). */
  readonly roles: readonly Role[];
  readonly over: WorklistKind;
  /** Whose work it is: the court's or the agency's that this field names. `nation`: there is one list for all. */
  readonly whose: { readonly is: "court" | "agency"; readonly field: string } | { readonly is: "nation" };
  /** What stands on it, beside whose it is. An index must serve this and the order (a test looks). */
  readonly where: Readonly<Record<string, Value>>;
  readonly when: Due | OfDay;
  /** Fields of the record's own view that leave; what the reader's view of the record has not is left out. */
  readonly shows: readonly string[];
  /** Says of each hearing which items it needs and which have come. */
  readonly withPreparation?: true;
}

const ofCourt = { is: "court", field: "courtId" } as const;
const ours = (field = "agencyId") => ({ is: "agency", field }) as const;
const bench: readonly Role[] = ["JUD", "LA"];
const supervising: readonly Role[] = ["PRB", "YOT"];
const providing: readonly Role[] = ["TRT", "HLT", "SUP"];
const notHeldYet = ["due", "progress-report-requested", "report-served"] as const;

/**
 * Every worklist. Days after which something is late are the agencies' own measure where no law is named, and **to be
 * checked** with them.
 */
export const worklists = {
  "todays-list": {
    title: "Today's list",
    roles: [...bench, "LST", "CO", "POL", "CPS", "DEF", "PRB", "YOT", "TRT", "SUP"],
    over: "hearing",
    whose: ofCourt,
    where: { status: { $in: ["listed", "in-progress", "held", "resulted", "results-shared", "adjourned"] } },
    when: {
      field: "days",
      order: [
        { field: "session", direction: -1, is: "text" },
        { field: "room", direction: 1, is: "text" },
        { field: "order", direction: 1, is: "number" },
      ],
    },
    shows: ["caseId", "courtId", "day", "session", "room", "order", "type", "status"],
    withPreparation: true,
  },
  "cases-to-list": {
    title: "Cases to list",
    roles: ["LST", "LA"],
    over: "case",
    whose: ofCourt,
    where: { "defendants.status": { $in: ["received", "reopened"] } },
    when: { from: "occurredAt", workingDays: 5, remindWorkingDays: 2 },
    shows: ["urn", "initiation"],
  },
  "results-to-enter": {
    title: "Results to enter",
    roles: [...bench, "LST"],
    over: "hearing",
    whose: ofCourt,
    where: { status: { $in: ["held", "resulted"] } },
    when: { from: "heldAt", workingDays: 1, remindWorkingDays: 1 },
    shows: ["caseId", "day", "session", "room", "type", "status"],
  },
  "reports-to-write": {
    title: "Pre-sentence reports to write",
    roles: supervising,
    over: "pre-sentence-report",
    whose: ours(),
    where: { status: "requested" },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 3 },
    shows: ["caseId", "format", "dueAt", "status", "requestedBy"],
  },
  "reports-awaited": {
    title: "Pre-sentence reports that the court awaits",
    roles: [...bench, "CO"],
    over: "pre-sentence-report",
    whose: ofCourt,
    where: { status: "requested" },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 1 },
    shows: ["caseId", "format", "dueAt", "status"],
  },
  "progress-reports-to-write": {
    title: "Progress reports to write",
    roles: supervising,
    over: "progress-report",
    whose: ours(),
    where: { "report.servedAt": null },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 3 },
    shows: ["caseId", "orderId", "reviewId", "dueAt", "state"],
  },
  "progress-reports-awaited": {
    title: "Progress reports that the court awaits",
    roles: [...bench, "CO"],
    over: "progress-report",
    whose: ofCourt,
    where: { "report.servedAt": null },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 1 },
    shows: ["caseId", "orderId", "reviewId", "dueAt", "state"],
  },
  "reviews-due": {
    title: "Reviews due",
    roles: [...bench, "CO"],
    over: "review",
    whose: ofCourt,
    where: { state: { $in: notHeldYet } },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 5 },
    shows: ["caseId", "orderId", "number", "power", "dueAt", "state"],
  },
  "reviews-to-conclude": {
    title: "Reviews held and not concluded",
    roles: bench,
    over: "review",
    whose: ofCourt,
    where: { state: "held" },
    when: { from: "heldAt", workingDays: 1, remindWorkingDays: 1 },
    shows: ["caseId", "orderId", "number", "power", "dueAt", "state", "heldAt"],
  },
  "reviews-of-our-orders": {
    title: "Reviews of orders that we supervise",
    roles: supervising,
    over: "review",
    whose: ours("supervisedBy"),
    where: { state: { $in: notHeldYet } },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 5 },
    shows: ["caseId", "orderId", "number", "power", "dueAt", "state"],
  },
  "failures-to-decide": {
    title: "Failures to decide on",
    roles: supervising,
    over: "enforcement",
    whose: ours(),
    where: { state: "failure-recorded" },
    when: { from: "stateSince", workingDays: 5, remindWorkingDays: 3 },
    shows: ["caseId", "orderId", "state"],
  },
  "breaches-to-present": {
    title: "Breaches to present",
    roles: supervising,
    over: "enforcement",
    whose: ours(),
    where: { state: { $in: ["referred", "considered"] } },
    when: { from: "stateSince", workingDays: 5, remindWorkingDays: 3 },
    shows: ["caseId", "orderId", "state"],
  },
  "breaches-before-court": {
    title: "Breaches before the court",
    roles: bench,
    over: "enforcement",
    whose: ofCourt,
    where: { state: { $in: ["information-laid", "summons", "warrant", "breach-hearing", "admitted", "proved"] } },
    when: { from: "stateSince", workingDays: 10, remindWorkingDays: 5 },
    shows: ["caseId", "orderId", "state"],
  },
  "referrals-to-answer": {
    title: "Referrals to answer",
    roles: [...providing, ...supervising],
    over: "referral",
    whose: ours("providerAgencyId"),
    where: { status: { $in: ["sent", "received"] } },
    when: { from: "occurredAt", workingDays: 5, remindWorkingDays: 3 },
    shows: ["caseId", "need", "basis", "status"],
  },
  "referrals-unanswered": {
    title: "Our referrals that nobody has answered",
    roles: ["CO", ...supervising, ...providing],
    over: "referral",
    whose: ours(),
    where: { status: { $in: ["sent", "received"] } },
    when: { from: "occurredAt", workingDays: 5, remindWorkingDays: 0 },
    shows: ["caseId", "providerAgencyId", "need", "basis", "status"],
  },
  "overdue-outcomes": {
    title: "Outcomes to record",
    roles: [...supervising, "TRT", "SUP"],
    over: "obligation",
    whose: ours(),
    where: {
      outcome: "awaiting",
      kind: { $in: ["appointment", "unpaid-work", "drug-test", "payment", "curfew"] },
    },
    when: { from: "dueAt", workingDays: 5, remindWorkingDays: 3, whenCome: true },
    shows: ["caseId", "orderId", "kind", "dueAt", "outcome"],
  },
  "court-outcomes-to-record": {
    title: "Attendances that nobody has recorded",
    roles: [...bench, "CO"],
    over: "obligation",
    whose: ofCourt,
    where: { outcome: "awaiting", kind: { $in: ["hearing", "review"] } },
    when: { from: "dueAt", workingDays: 5, remindWorkingDays: 3, whenCome: true },
    shows: ["caseId", "sourceId", "kind", "dueAt", "outcome"],
  },
  "plan-actions": {
    title: "Actions that we took on",
    roles: ["CO", ...supervising, ...providing],
    over: "obligation",
    whose: ours(),
    where: { outcome: "awaiting", kind: { $in: ["plan-action", "provider-appointment"] } },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 2 },
    shows: ["caseId", "sourceId", "kind", "dueAt", "outcome"],
  },
  "meetings-to-hold": {
    title: "Problem-solving meetings to hold",
    roles: ["CO", ...bench],
    over: "meeting",
    whose: ofCourt,
    where: { state: { $in: ["requested", "convened"] } },
    when: { from: "occurredAt", workingDays: 1, remindWorkingDays: 1 },
    shows: ["caseId", "state", "requestedAt"],
  },
  "warrants-outstanding": {
    title: "Warrants to execute",
    roles: ["POL", ...bench],
    over: "warrant",
    whose: ofCourt,
    where: { status: "issued" },
    when: { from: "occurredAt", workingDays: 10, remindWorkingDays: 5 },
    shows: ["caseId", "type", "status"],
  },
  "tests-to-take": {
    title: "Drug tests to take",
    roles: ["TRT", ...supervising],
    over: "drug-test",
    whose: ours(),
    where: { status: "scheduled" },
    when: { from: "dueAt", workingDays: 0, remindWorkingDays: 1 },
    shows: ["caseId", "orderId", "sample", "status", "dueAt"],
  },
  "unmatched-people": {
    title: "People who may be recorded twice",
    roles: ["IGO"],
    over: "match",
    whose: { is: "nation" },
    where: {},
    when: { from: "proposedAt", workingDays: 5, remindWorkingDays: 2 },
    shows: ["score", "state"],
  },
} as const satisfies Readonly<Record<string, Worklist>>;

export type WorklistId = keyof typeof worklists;
const rows: Readonly<Record<WorklistId, Worklist>> = worklists;
const ids = Object.keys(worklists) as WorklistId[];

/** The worklists of these roles, in the order of the table. */
export function worklistsOf(roles: readonly Role[]): { readonly id: WorklistId; readonly row: Worklist }[] {
  return ids.map(id => ({ id, row: rows[id] })).filter(({ row }) => isFor(row, roles));
}

const isFor = (row: Worklist, roles: readonly Role[]) => row.roles.some(role => roles.includes(role));

export const isDue = (when: Worklist["when"]): when is Due => "from" in when;
