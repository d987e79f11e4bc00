import { z } from "zod";
import { day, id, instant, ofCase, ofFile, ofOrder, recipient } from "./shapes.ts";

const referral = z.strictObject({ ...ofFile, providerAgencyId: id, need: z.string(), basis: z.string() });
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
  "enforcement.moved": of(
    "enforcement",
    z.strictObject({ ...ofOrder, move: z.string(), from: z.string(), state: z.string() }),
  ),
  "breach.failure": of(
    "enforcement",
    z.strictObject({
      ...ofOrder,
      failureId: id,
      obligationId: id.nullable(),
      kind: z.string(),
      number: z.int(),
    }),
  ),
  "breach.excused": of("enforcement", z.strictObject({ ...ofOrder, failureId: id })),
  "warning.issued": of("enforcement", z.strictObject({ ...ofOrder, failures: z.int() })),
  "breach.presented": of(
    "enforcement",
    z.strictObject({ ...ofOrder, breachId: id, ground: z.string(), failedAt: instant }),
  ),
  "breach.listed": of("enforcement", z.strictObject({ ...ofOrder, breachId: id, day })),
  "breach.resolved": of(
    "enforcement",
    z.strictObject({
      ...ofOrder,
      breachId: id,
      finding: z.string().nullable(),
      outcome: z.string().nullable(),
      ground: z.string().nullable(),
      failedAt: instant,
      presentedAt: instant.nullable(),
    }),
  ),
  "review.due": of(
    "review",
    z.strictObject({ ...ofOrder, number: z.int(), power: z.enum(reviewPowers), dueAt: instant }),
  ),
  "review.moved": of(
    "review",
    z.strictObject({
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
  ),
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
  "psm.moved": of(
    "meeting",
    z.strictObject({
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
  ),
  "referral.sent": of("referral", referral),
  "referral.received": of("referral", referral),
  "referral.drafted": of("referral", referral),
  "referral.moved": of(
    "referral",
    referral.extend({
      move: z.string(),
      from: z.string(),
      state: z.string(),
      outcome: z.string().nullable(),
      reason: z.string().nullable(),
      firstAppointmentAt: instant.nullable(),
      sentAt: instant,
    }),
  ),
  "drugtest.due": of(
    "drug-test",
    z.strictObject({ ...ofFile, agencyId: id, orderId: id, sample: z.string(), dueAt: instant }),
  ),
  "drugtest.moved": of(
    "drug-test",
    z.strictObject({
      ...ofFile,
      agencyId: id,
      orderId: id.nullable(),
      dueAt: instant.nullable(),
      move: z.string(),
      from: z.string(),
      state: z.string(),
    }),
  ),
  "drugtest.outcome": of(
    "drug-test",
    z.strictObject({
      ...ofFile,
      orderId: id.nullable(),
      sample: z.string(),
      outcome: z.string(),
      positiveFor: z.array(z.string()),
      dueAt: instant.nullable(),
    }),
  ),
  "drugtest.shared": of("drug-test", z.strictObject({ ...ofFile, recipient })),
  "drugtest.recalled": of("drug-test", z.strictObject(ofFile)),
  "need.identified": of("need", z.strictObject({ ...ofFile, domain: z.string(), severity: z.int() })),
};
