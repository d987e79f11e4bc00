import { z } from "zod";
import { informationClasses } from "../../access/matrix.ts";
import { day, id, instant, ofCase, ofFile, ofOrder, recipient } from "./shapes.ts";

const referral = z.strictObject({ ...ofFile, providerAgencyId: id, need: z.string(), basis: z.string() });
const reviewPowers = ["s178", "s217A", "s293", "DRR"] as const;
const reviewAttendances = ["attended", "absent-acceptable", "absent-unacceptable", "absent"] as const;
const reviewOutcomes = ["continue", "praise", "warn", "amend", "sanction", "revoke"] as const;
const breach = z.strictObject({ ...ofOrder, breachId: id });
const review = z.strictObject({ ...ofOrder, number: z.int(), power: z.enum(reviewPowers), dueAt: instant });
/** What an agency took on in a problem-solving meeting. */
const planAction = z.strictObject({
  ...ofCase,
  actionId: id,
  agencyId: id,
  need: z.string().nullable(),
  dueAt: instant,
});
/** The agency is the one that tests; a test recorded without a schedule was never due. */
const drugTest = z.strictObject({
  ...ofFile,
  agencyId: id,
  orderId: id.nullable(),
  sample: z.string(),
  dueAt: instant.nullable(),
});
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
/** Of a session of unpaid work: what was offered and worked, and where. */
const work = {
  hoursOffered: z.number().nullable().default(null),
  hoursCredited: z.number().nullable().default(null),
  projectId: id.nullable().default(null),
  ward: z.string().nullable().default(null),
};
/** Something expected; the agency is the one that expects it, or owes it. */
const obligation = z.strictObject({
  ...ofFile,
  agencyId: id,
  orderId: id.nullable(),
  requirementId: id.nullable(),
  kind: z.string(),
  dueAt: instant,
  ...work,
});

const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "cases", record, consumers: ["reports"], payload }) as const;

/** What agencies do with a person: orders kept or breached, reviews, meetings, referrals, tests, needs. */
export const supervisionEvents = {
  "obligation.due": of("obligation", obligation.extend({ sourceId: id.nullable(), supersedes: id.nullable() })),
  "obligation.outcome": of(
    "obligation",
    obligation.extend({
      outcome: z.enum(outcomes),
      supersededBy: id.nullable(),
      rearrangedTo: instant.nullable(),
      rearrangedBy: z.string().nullable(),
    }),
  ),
  "obligation.corrected": of(
    "obligation",
    obligation.omit({ requirementId: true }).extend({ from: z.enum(outcomes), outcome: z.enum(outcomes) }),
  ),
  "enforcement.begun": of("enforcement", z.strictObject(ofOrder)),
  "breach.failure": of(
    "enforcement",
    z.strictObject({
      ...ofOrder,
      failureId: id,
      obligationId: id.nullable(),
      kind: z.string(),
      /** Which of the failures that wait for a decision it is; one that joins a breach on its way waits no more. */
      number: z.int(),
      breachId: id.nullable(),
    }),
  ),
  "breach.excused": of("enforcement", z.strictObject({ ...ofOrder, failureId: id })),
  "warning.issued": of("enforcement", z.strictObject({ ...ofOrder, failures: z.int() })),
  "breach.referred": of("enforcement", breach.extend({ failedAt: instant, failures: z.int() })),
  "breach.considered": of("enforcement", breach),
  "breach.presented": of("enforcement", breach.extend({ ground: z.string(), failedAt: instant })),
  "breach.summoned": of("enforcement", breach),
  "breach.warrant-issued": of("enforcement", breach.extend({ isWithBail: z.boolean() })),
  "breach.listed": of("enforcement", breach.extend({ day })),
  "breach.admitted": of("enforcement", breach),
  "breach.proved": of("enforcement", breach),
  "breach.resolved": of(
    "enforcement",
    breach.extend({
      finding: z.string().nullable(),
      outcome: z.string().nullable(),
      ground: z.string().nullable(),
      failedAt: instant,
      presentedAt: instant.nullable(),
      judgeId: id.nullable(),
    }),
  ),
  "review.due": of("review", review),
  "review.report-requested": of("review", review.extend({ obligationId: id, previousAt: instant })),
  "review.report-served": of("review", review),
  "review.rearranged": of("review", review.extend({ obligationId: id })),
  "review.held": of(
    "review",
    review.extend({
      obligationId: id,
      attendance: z.enum(reviewAttendances),
      reportServedAt: instant.nullable(),
      judgeId: id.nullable(),
    }),
  ),
  "review.concluded": of("review", review.extend({ outcome: z.enum(reviewOutcomes), nextDueAt: instant.nullable() })),
  "review.dispensed": of("review", review.extend({ obligationId: id, nextDueAt: instant.nullable() })),
  "report.progress.requested": of("progress-report", progressReport),
  "report.progress.served": of(
    "progress-report",
    progressReport.extend({ tests: z.int(), hasProviderViews: z.boolean() }),
  ),
  "response.given": of(
    "response",
    z.strictObject({
      ...ofOrder,
      type: z.string(),
      obligationId: id.nullable(),
      reviewId: id.nullable(),
      triggeredAt: instant.nullable(),
    }),
  ),
  "psm.requested": of("meeting", z.strictObject({ ...ofCase, agencyId: id })),
  "psm.convened": of("meeting", z.strictObject(ofCase)),
  "psm.declined": of("meeting", z.strictObject(ofCase)),
  "psm.not-needed": of("meeting", z.strictObject(ofCase)),
  "psm.not-held": of("meeting", z.strictObject(ofCase)),
  "psm.held": of(
    "meeting",
    z.strictObject({ ...ofCase, requestedAt: instant, attendees: z.array(id), needs: z.array(z.string()) }),
  ),
  "psm.action.agreed": of("meeting", planAction),
  "psm.action.completed": of("meeting", planAction.extend({ outcome: z.literal("completed") })),
  "psm.action.ended": of("meeting", planAction.extend({ outcome: z.enum(["partly", "not-done", "no-longer-needed"]) })),
  "psm.closed": of("meeting", z.strictObject(ofCase)),
  "referral.drafted": of("referral", referral),
  "referral.sent": of("referral", referral),
  "referral.received": of("referral", referral),
  "referral.accepted": of("referral", referral),
  "referral.rejected": of("referral", referral.extend({ reason: z.string() })),
  "referral.withdrawn": of("referral", referral),
  "referral.appointment-set": of("referral", referral.extend({ firstAppointmentAt: instant })),
  "referral.started": of("referral", referral),
  "referral.progressed": of("referral", referral),
  "referral.ended": of("referral", referral.extend({ outcome: z.string() })),
  "referral.revoked": of("referral", referral),
  "referral.cancelled": of("referral", referral),
  "drugtest.due": of("drug-test", drugTest.extend({ dueAt: instant })),
  "drugtest.taken": of("drug-test", drugTest),
  "drugtest.cancelled": of("drug-test", drugTest),
  "drugtest.outcome": of(
    "drug-test",
    drugTest.extend({
      outcome: z.string(),
      positiveFor: z.array(z.string()),
      /** Told again after a dispute; what was confirmed or put right stands. */
      isConfirmed: z.boolean(),
      /** Whether the court is given the result by law. */
      isStatutory: z.boolean(),
    }),
  ),
  "drugtest.disputed": of("drug-test", drugTest),
  "drugtest.shared": of("drug-test", z.strictObject({ ...ofFile, recipient })),
  "drugtest.recalled": of("drug-test", z.strictObject(ofFile)),
  "need.identified": of("need", z.strictObject({ ...ofFile, domain: z.string(), severity: z.int() })),
  /** Who does an item of a worklist: by ids alone. The class is that of the record it is about. */
  "task.moved": {
    ...({ owner: "cases", record: "task", consumers: [] } as const),
    payload: z.strictObject({
      class: z.enum(informationClasses),
      defendantIds: z.array(id),
      worklist: z.string(),
      recordId: id,
      agencyId: id,
      move: z.enum(["assign", "take-over", "release"]),
      assigneeId: id.nullable(),
      previousId: id.nullable(),
    }),
  },
};
