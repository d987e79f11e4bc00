import { z } from "zod";
import { informationClasses } from "../access/matrix.ts";
import { reportingKinds } from "../access/reporting-kinds.ts";
import { roles } from "../access/roles.ts";
import type { Service } from "../bus/call-graph.ts";
import { courtEvents } from "./court-events.ts";

const id = z.uuid();
const instant = z.coerce.date();
const day = z.iso.date();

const involvement = z.strictObject({
  id: z.string(),
  agencyId: id,
  caseId: id.nullable(),
  reason: z.enum(["record", "charge", "receipt", "listing", "report", "order", "referral", "support", "disclosure"]),
  from: instant,
  to: instant.nullable(),
});
const cls = z.enum(informationClasses);
const period = { id: z.string(), from: instant, to: instant.nullable() };
const end = z.strictObject({ id: z.string(), to: instant });
const recipient = z.strictObject({ kind: z.enum(["agency", "team", "person"]), id });
const request = z.strictObject({ id: z.string(), byAgencyId: id, toAgencyId: id, class: cls });
const ofFile = { defendantId: id, caseId: id.nullable(), courtId: id.nullable() };
const roleList = z.array(z.enum(roles));
const ofAgency = { agencyId: id };
/** What two people decided is told with the id of their decision; what one did alone, with null. */
const byTwo = { ...ofAgency, approvalId: id.nullable() };
const approval = z.strictObject({ ...ofAgency, kind: z.string(), subjectId: id, roles: roleList });
const referral = z.strictObject({ ...ofFile, providerAgencyId: id, need: z.string(), basis: z.string() });
const ofCase = { defendantId: id, caseId: id, courtId: id };
const hearingListed = z.strictObject({
  caseId: id,
  courtId: id,
  defendantIds: z.array(id),
  day,
  days: z.array(day),
  session: z.string(),
  room: z.string(),
  order: z.int(),
  type: z.string(),
});
/** What is under an order; the agency is the one that supervises it. */
const ofOrder = { ...ofFile, orderId: id, agencyId: id };
const reviewPowers = ["s178", "s217A", "s293", "DRR"] as const;
const progressReport = z.strictObject({ ...ofOrder, reviewId: id, power: z.enum(reviewPowers), dueAt: instant });
const outcomes = [
  "awaiting",
  "attended-complied",
  "attended-failed",
  "absent-acceptable",
  "absent-unacceptable",
  "rearranged",
  "not-held",
] as const;
/** Something expected; the agency is the one that expects it, or owes it. */
const obligation = z.strictObject({
  ...ofFile,
  agencyId: id,
  orderId: id.nullable(),
  requirementId: id.nullable(),
  kind: z.string(),
  dueAt: instant,
});

/**
 * Every event: which service and which kind of record it belongs to, which services hear of it, and what it tells
 * them. A payload holds ids and coded values, never a name or a text.
 */
export const eventTable = {
  "defendant.recorded": { owner: "defendants", record: "defendant", consumers: [], payload: z.strictObject({}) },
  "defendant.corrected": {
    owner: "defendants",
    record: "defendant",
    consumers: [],
    payload: z.strictObject({ fields: z.array(z.string()) }),
  },
  "match.proposed": {
    owner: "defendants",
    record: "match",
    consumers: [],
    payload: z.strictObject({ defendantIds: z.array(id), score: z.number(), state: z.string() }),
  },
  "match.moved": {
    owner: "defendants",
    record: "match",
    consumers: [],
    payload: z.strictObject({ defendantIds: z.array(id), move: z.string(), state: z.string() }),
  },
  "involvement.started": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: involvement,
  },
  "involvement.ended": { owner: "defendants", record: "file-access", consumers: ["cases", "notes"], payload: end },
  "disclosure.made": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ ...period, byAgencyId: id, class: cls, caseId: id.nullable(), recipient }),
  },
  "disclosure.recalled": { owner: "defendants", record: "file-access", consumers: ["cases", "notes"], payload: end },
  "consent.given": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ ...period, classes: z.array(cls), agencyIds: z.array(id) }),
  },
  "consent.withdrawn": { owner: "defendants", record: "file-access", consumers: ["cases", "notes"], payload: end },
  "exclusion.made": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ ...period, personId: id }),
  },
  "restriction.made": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ ...period, personIds: z.array(id) }),
  },
  "file.sealed": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject(period),
  },
  "limit.lifted": { owner: "defendants", record: "file-access", consumers: ["cases", "notes"], payload: end },
  "glass.broken": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ ...period, personId: id, agencyId: id }),
  },
  "reporting.restricted": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ ...period, kind: z.enum(reportingKinds), caseId: id.nullable() }),
  },
  "reporting.freed": { owner: "defendants", record: "file-access", consumers: ["cases", "notes"], payload: end },
  // Merged by link: on the file that stays in use, and on the one whose person it now also is.
  "file.linked": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ id, otherId: id, from: instant }),
  },
  "file.unlinked": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ id, otherId: id, to: instant }),
  },
  "file.absorbed": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ id, otherId: id, from: instant }),
  },
  "file.restored": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ id, otherId: id, to: instant }),
  },
  "youth.marked": {
    owner: "defendants",
    record: "file-access",
    consumers: ["cases", "notes"],
    payload: z.strictObject({ adultFrom: day.nullable() }),
  },
  "glass.reviewed": {
    owner: "defendants",
    record: "file-access",
    consumers: [],
    payload: z.strictObject({ id: z.string(), finding: z.enum(["justified", "not-justified"]) }),
  },
  "information.requested": { owner: "defendants", record: "file-access", consumers: [], payload: request },
  "information.answered": {
    owner: "defendants",
    record: "file-access",
    consumers: [],
    payload: request.extend({ answer: z.enum(["shared", "withheld", "none-held"]) }),
  },
  "subject-request.received": {
    owner: "defendants",
    record: "subject-request",
    consumers: [],
    payload: z.strictObject({ defendantId: id, kind: z.string() }),
  },
  "subject-request.moved": {
    owner: "defendants",
    record: "subject-request",
    consumers: [],
    payload: z.strictObject({
      defendantId: id,
      move: z.string(),
      state: z.string(),
      outcome: z.string().nullable(),
      ground: z.string().nullable(),
    }),
  },
  "subject-request.packed": {
    owner: "defendants",
    record: "subject-request",
    consumers: [],
    payload: z.strictObject({
      defendantId: id,
      leftOut: z.array(z.strictObject({ class: cls, count: z.int(), ground: z.string() })),
    }),
  },

  "case.received": {
    owner: "cases",
    record: "case",
    consumers: ["reports"],
    payload: z.strictObject({
      courtId: id,
      initiation: z.string(),
      ward: z.string().nullable(),
      defendants: z.array(z.strictObject({ defendantId: id, offenceCodes: z.array(z.string()) })),
    }),
  },
  "case.moved": {
    owner: "cases",
    record: "case",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofCase, status: z.string() }),
  },
  "plea.entered": {
    owner: "cases",
    record: "case",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofCase,
      guilty: z.boolean(),
      stage: z.string(),
      pleas: z.array(z.strictObject({ offenceId: id, plea: z.string() })),
    }),
  },
  "sentence.passed": {
    owner: "cases",
    record: "case",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofCase, hearingId: id, disposal: z.string(), ward: z.string().nullable() }),
  },
  "case.disposed": {
    owner: "cases",
    record: "case",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofCase, ward: z.string().nullable() }),
  },
  ...courtEvents,
  "hearing.listed": {
    owner: "cases",
    record: "hearing",
    consumers: ["reports"],
    payload: hearingListed,
  },
  "hearing.planned": { owner: "cases", record: "hearing", consumers: ["reports"], payload: hearingListed },
  "hearing.held": {
    owner: "cases",
    record: "hearing",
    consumers: ["reports"],
    payload: z.strictObject({ caseId: id, courtId: id, present: z.array(id) }),
  },
  "hearing.vacated": {
    owner: "cases",
    record: "hearing",
    consumers: ["reports"],
    payload: z.strictObject({ caseId: id, courtId: id, reason: z.string().nullable() }),
  },
  "psr.requested": {
    owner: "cases",
    record: "pre-sentence-report",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofCase, agencyId: id, format: z.string(), dueAt: instant }),
  },
  "psr.delivered": {
    owner: "cases",
    record: "pre-sentence-report",
    consumers: ["reports"],
    payload: z.strictObject(ofCase),
  },
  "order.made": {
    owner: "cases",
    record: "order",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofCase,
      type: z.string(),
      supervisedBy: id,
      endsOn: day,
      requirements: z.array(z.string()),
      imposed: z.array(
        z.strictObject({
          requirementId: id,
          type: z.string(),
          length: z.int(),
          unit: z.string(),
          providerAgencyId: id.nullable(),
        }),
      ),
      providers: z.array(id),
    }),
  },
  "obligation.due": {
    owner: "cases",
    record: "obligation",
    consumers: ["reports"],
    payload: obligation.extend({ sourceId: id.nullable(), supersedes: id.nullable() }),
  },
  "obligation.outcome": {
    owner: "cases",
    record: "obligation",
    consumers: ["reports"],
    payload: obligation.extend({
      outcome: z.enum(outcomes),
      supersededBy: id.nullable(),
      rearrangedTo: instant.nullable(),
      rearrangedBy: z.string().nullable(),
    }),
  },
  "obligation.corrected": {
    owner: "cases",
    record: "obligation",
    consumers: ["reports"],
    payload: obligation.omit({ requirementId: true }).extend({ from: z.enum(outcomes), outcome: z.enum(outcomes) }),
  },
  "enforcement.begun": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject(ofOrder),
  },
  "enforcement.moved": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofOrder, move: z.string(), from: z.string(), state: z.string() }),
  },
  "breach.failure": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofOrder,
      failureId: id,
      obligationId: id.nullable(),
      kind: z.string(),
      number: z.int(),
    }),
  },
  "breach.excused": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofOrder, failureId: id }),
  },
  "warning.issued": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofOrder, failures: z.int() }),
  },
  "breach.presented": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofOrder, breachId: id, ground: z.string(), failedAt: instant }),
  },
  "breach.listed": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofOrder, breachId: id, day }),
  },
  "breach.resolved": {
    owner: "cases",
    record: "enforcement",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofOrder,
      breachId: id,
      finding: z.string().nullable(),
      outcome: z.string().nullable(),
      ground: z.string().nullable(),
      failedAt: instant,
      presentedAt: instant.nullable(),
    }),
  },
  "review.due": {
    owner: "cases",
    record: "review",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofOrder, number: z.int(), power: z.enum(reviewPowers), dueAt: instant }),
  },
  "review.moved": {
    owner: "cases",
    record: "review",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofOrder,
      number: z.int(),
      power: z.enum(reviewPowers),
      move: z.string(),
      from: z.string(),
      state: z.string(),
      obligationId: id,
      dueAt: instant,
      attendance: z.string().nullable(),
      outcome: z.string().nullable(),
      nextDueAt: instant.nullable(),
      reportServedAt: instant.nullable(),
      previousAt: instant,
    }),
  },
  "report.progress.requested": {
    owner: "cases",
    record: "progress-report",
    consumers: ["reports"],
    payload: progressReport,
  },
  "report.progress.served": {
    owner: "cases",
    record: "progress-report",
    consumers: ["reports"],
    payload: progressReport.extend({ tests: z.int(), hasProviderViews: z.boolean() }),
  },
  "response.given": {
    owner: "cases",
    record: "response",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofOrder,
      type: z.string(),
      obligationId: id.nullable(),
      reviewId: id.nullable(),
      triggeredAt: instant.nullable(),
    }),
  },
  "psm.requested": {
    owner: "cases",
    record: "meeting",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofCase, agencyId: id }),
  },
  "psm.moved": {
    owner: "cases",
    record: "meeting",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofCase,
      move: z.string(),
      from: z.string(),
      state: z.string(),
      requestedAt: instant,
      attendees: z.array(id),
      /** The actions that this move made or finished. */
      actions: z.array(
        z.strictObject({
          id,
          agencyId: id,
          dueAt: instant,
          outcome: z.enum(["completed", "partly", "not-done", "no-longer-needed"]).nullable(),
        }),
      ),
    }),
  },
  "referral.sent": { owner: "cases", record: "referral", consumers: ["reports"], payload: referral },
  "referral.received": { owner: "cases", record: "referral", consumers: ["reports"], payload: referral },
  "referral.drafted": { owner: "cases", record: "referral", consumers: ["reports"], payload: referral },
  "referral.moved": {
    owner: "cases",
    record: "referral",
    consumers: ["reports"],
    payload: referral.extend({
      move: z.string(),
      from: z.string(),
      state: z.string(),
      outcome: z.string().nullable(),
      reason: z.string().nullable(),
      firstAppointmentAt: instant.nullable(),
      sentAt: instant,
    }),
  },
  "drugtest.due": {
    owner: "cases",
    record: "drug-test",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, agencyId: id, orderId: id, sample: z.string(), dueAt: instant }),
  },
  "drugtest.moved": {
    owner: "cases",
    record: "drug-test",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofFile,
      agencyId: id,
      orderId: id.nullable(),
      dueAt: instant.nullable(),
      move: z.string(),
      from: z.string(),
      state: z.string(),
    }),
  },
  "drugtest.outcome": {
    owner: "cases",
    record: "drug-test",
    consumers: ["reports"],
    payload: z.strictObject({
      ...ofFile,
      orderId: id.nullable(),
      sample: z.string(),
      outcome: z.string(),
      positiveFor: z.array(z.string()),
      dueAt: instant.nullable(),
    }),
  },
  "drugtest.shared": {
    owner: "cases",
    record: "drug-test",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, recipient }),
  },
  "drugtest.recalled": { owner: "cases", record: "drug-test", consumers: ["reports"], payload: z.strictObject(ofFile) },
  "conviction.recorded": {
    owner: "cases",
    record: "conviction",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, convictedOn: z.string(), disposals: z.array(z.string()) }),
  },
  "conviction.corrected": {
    owner: "cases",
    record: "conviction",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, fields: z.array(z.string()) }),
  },
  "need.identified": {
    owner: "cases",
    record: "need",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, domain: z.string(), severity: z.int() }),
  },

  "note.created": {
    owner: "notes",
    record: "note",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, class: z.enum(["agency-notes", "court-notes"]) }),
  },
  "note.shared": {
    owner: "notes",
    record: "note",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, recipient }),
  },
  "note.recalled": { owner: "notes", record: "note", consumers: ["reports"], payload: z.strictObject(ofFile) },
  "document.added": {
    owner: "notes",
    record: "document",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, class: cls, type: z.string(), sizeBytes: z.int() }),
  },
  "document.shared": {
    owner: "notes",
    record: "document",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, class: cls, recipient }),
  },
  "document.recalled": {
    owner: "notes",
    record: "document",
    consumers: ["reports"],
    payload: z.strictObject({ ...ofFile, class: cls }),
  },
  // An escrow says whose notes pass to whom. It names no file, and not even whether there are notes.
  "escrow.proposed": {
    owner: "notes",
    record: "escrow",
    consumers: [],
    payload: z.strictObject({
      authorId: id,
      successorId: id,
      courtId: id,
      reason: z.enum(["left", "died", "incapacitated"]),
    }),
  },
  "escrow.approved": { owner: "notes", record: "escrow", consumers: [], payload: z.strictObject({}) },
  "escrow.confirmed": { owner: "notes", record: "escrow", consumers: [], payload: z.strictObject({}) },

  "agency.recorded": { owner: "agencies", record: "agency", consumers: [], payload: z.strictObject({}) },
  "agency.suspended": { owner: "agencies", record: "agency", consumers: [], payload: z.strictObject(byTwo) },
  "agency.resumed": { owner: "agencies", record: "agency", consumers: [], payload: z.strictObject(byTwo) },
  "person.recorded": {
    owner: "agencies",
    record: "person",
    consumers: [],
    payload: z.strictObject({ ...ofAgency, roles: roleList }),
  },
  "person.changed": {
    owner: "agencies",
    record: "person",
    consumers: [],
    payload: z.strictObject({ fields: z.array(z.string()) }),
  },
  "person.disabled": { owner: "agencies", record: "person", consumers: [], payload: z.strictObject(ofAgency) },
  "person.enabled": { owner: "agencies", record: "person", consumers: [], payload: z.strictObject(ofAgency) },
  "person.roles-changed": {
    owner: "agencies",
    record: "person",
    consumers: [],
    payload: z.strictObject({ ...byTwo, added: roleList, removed: roleList }),
  },
  "person.teams-changed": {
    owner: "agencies",
    record: "person",
    consumers: [],
    payload: z.strictObject({ ...ofAgency, teamIds: z.array(id) }),
  },
  "person.password-reset": { owner: "agencies", record: "person", consumers: [], payload: z.strictObject(byTwo) },
  "person.password-changed": { owner: "agencies", record: "person", consumers: [], payload: z.strictObject(ofAgency) },
  "person.second-factor-reset": { owner: "agencies", record: "person", consumers: [], payload: z.strictObject(byTwo) },
  "client.recorded": {
    owner: "agencies",
    record: "client",
    consumers: [],
    payload: z.strictObject({ ...ofAgency, roles: roleList }),
  },
  "client.suspended": { owner: "agencies", record: "client", consumers: [], payload: z.strictObject(ofAgency) },
  "client.resumed": { owner: "agencies", record: "client", consumers: [], payload: z.strictObject(ofAgency) },
  "client.secret-rotated": { owner: "agencies", record: "client", consumers: [], payload: z.strictObject(ofAgency) },
  "client.key-changed": { owner: "agencies", record: "client", consumers: [], payload: z.strictObject(ofAgency) },
  "team.recorded": { owner: "agencies", record: "team", consumers: [], payload: z.strictObject(ofAgency) },
  "team.renamed": { owner: "agencies", record: "team", consumers: [], payload: z.strictObject(ofAgency) },
  "team.closed": { owner: "agencies", record: "team", consumers: [], payload: z.strictObject(ofAgency) },
  "approval.proposed": { owner: "agencies", record: "approval", consumers: [], payload: approval },
  "approval.approved": { owner: "agencies", record: "approval", consumers: [], payload: approval },
  "approval.declined": { owner: "agencies", record: "approval", consumers: [], payload: approval },
  "agreement.recorded": {
    owner: "agencies",
    record: "agreement",
    consumers: [],
    payload: z.strictObject({ parties: z.array(id), classes: z.array(z.string()), from: day, to: day }),
  },
  "agreement.ended": {
    owner: "agencies",
    record: "agreement",
    consumers: [],
    payload: z.strictObject({ parties: z.array(id) }),
  },
} as const satisfies Record<
  string,
  { owner: Service; record: string; consumers: readonly Service[]; payload: z.ZodType }
>;

export type EventType = keyof typeof eventTable;
export type Payload<T extends EventType> = z.infer<(typeof eventTable)[T]["payload"]>;
/** The kinds of record that have events: the document types of `architecture.md`. */
export type RecordKind = (typeof eventTable)[EventType]["record"];

export const eventTypes = Object.keys(eventTable) as EventType[];

/** The services and record kinds a consumer hears of: owner → kinds. */
export function heardBy(consumer: Service): Map<Service, Set<RecordKind>> {
  const heard = new Map<Service, Set<RecordKind>>();
  for (const { owner, record, consumers } of Object.values(eventTable)) {
    if (!(consumers as readonly Service[]).includes(consumer)) continue;
    heard.set(owner, (heard.get(owner) ?? new Set()).add(record));
  }
  return heard;
}

/** The bus subject of the bell for one kind of record. */
export function bellSubject(owner: Service, record: RecordKind): string {
  return `evt.${owner}.${record}`;
}
