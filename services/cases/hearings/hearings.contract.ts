import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { hearingTypes } from "../cases.reference.ts";
import {
  adjournmentReasonNames,
  attendances,
  benchMax,
  daysMax,
  movingReasonNames,
  trialReasonNames,
} from "./hearings.reference.ts";

const { id, past, day, text } = fields;
/** Further days of a hearing that takes more than one. */
export const furtherDays = z.array(day).max(daysMax).default([]);
/** The judges or magistrates who sit, by their ids. */
export const bench = z.array(id).max(benchMax);
const place = {
  day,
  days: furtherDays,
  session: z.enum(["morning", "afternoon"]),
  room: text(20),
  order: z.int().min(1).max(200).default(1),
};

/** What may not be reported: it travels with every view of a case or a hearing. */
export const reportingRestrictions = z.array(
  z.strictObject({ id: z.string(), kind: z.string(), caseId: id.nullable() }),
);
export const hearingView = z.strictObject({
  id,
  version: z.int(),
  source: sourceSchema,
  caseId: id,
  courtId: id,
  day: z.string(),
  days: z.array(z.string()),
  session: z.string(),
  room: z.string(),
  order: z.int(),
  type: z.string(),
  status: z.string(),
  bench: z.array(id),
  defendantIds: z.array(id),
  present: z.array(id),
  attendance: z.array(
    z.strictObject({ defendantId: id, day: z.string(), attendance: z.string(), reason: z.string().nullable() }),
  ),
  ended: z.strictObject({ reason: z.string(), agency: z.string(), remarks: z.string().nullable() }).nullable(),
  trial: z
    .strictObject({ classification: z.string(), reason: z.string().nullable(), party: z.string().nullable() })
    .nullable(),
  previousHearingId: id.nullable(),
  nextHearingId: id.nullable(),
  reportingRestrictions,
});

/** What becomes of a hearing after it was planned or listed. */
export const hearingsContracts = {
  moveHearing: contract(
    "cases.moveHearing",
    "List a planned hearing, or say that it has begun and who sits",
    z.strictObject({ id, move: z.enum(["list", "start"]), bench: bench.default([]), movedAt: past.optional() }),
    hearingView,
  ),
  rescheduleHearing: contract(
    "cases.rescheduleHearing",
    "Move a hearing to another time before it begins: this one is moved, and another one listed",
    z.strictObject({
      id,
      reason: z.enum(movingReasonNames),
      remarks: text(500).optional(),
      next: z.strictObject(place),
      movedAt: past.optional(),
    }),
    hearingView,
  ),
  adjournHearing: contract(
    "cases.adjournHearing",
    "Adjourn a hearing with the reason and whose doing it is; the next one is listed",
    z.strictObject({
      id,
      reason: z.enum(adjournmentReasonNames),
      remarks: text(500).optional(),
      next: z.strictObject({ ...place, type: z.enum(hearingTypes).optional() }),
      adjournedAt: past.optional(),
    }),
    hearingView,
  ),
  recordAttendance: contract(
    "cases.recordAttendance",
    "Record who attended on a day of a hearing, and who sat; a correction says why",
    z.strictObject({
      id,
      bench: bench.optional(),
      attendance: z
        .array(
          z.strictObject({
            defendantId: id,
            day,
            attendance: z.enum(attendances),
            reason: text(500).nullable().default(null),
          }),
        )
        .min(1)
        .max(40),
      recordedAt: past.optional(),
    }),
    hearingView,
  ),
  classifyTrial: contract(
    "cases.classifyTrial",
    "Classify a trial: effective, cracked, ineffective or vacated, with the reason where it did not go ahead",
    z.strictObject({
      id,
      classification: z.enum(["effective", "cracked", "ineffective", "vacated"]),
      reason: z.enum(trialReasonNames).optional(),
      classifiedAt: past.optional(),
    }),
    hearingView,
  ),
};
