import { z } from "zod";
import { day, id, instant, ofCase, ofFile } from "./shapes.ts";

const ofHearing = { caseId: id, courtId: id };
const state = z.strictObject({ ...ofCase, status: z.string() });
const ward = z.string().nullable();
const sheet = z.strictObject({
  ...ofCase,
  hearingId: id,
  version: z.int(),
  hash: z.string(),
  results: z.array(
    z.strictObject({
      offenceId: id,
      offenceCode: z.string(),
      code: z.string(),
      kind: z.string().nullable(),
      amountPence: z.int().nullable(),
    }),
  ),
});
const warrant = z.strictObject({ ...ofCase, type: z.string(), reason: z.string(), ward });
const money = { ...ofCase, kind: z.string(), amountPence: z.int(), outstandingPence: z.int() };
const orderMove = z.strictObject({ ...ofCase, type: z.string(), move: z.string(), status: z.string() });
const requirementMove = z.strictObject({
  ...ofCase,
  requirementId: id,
  type: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
});

/** What is known of an earlier conviction or caution. */
const conviction = z.strictObject({
  ...ofFile,
  convictedOn: z.string(),
  disposals: z.array(z.string()),
  offences: z.array(z.strictObject({ code: z.string().nullable(), committedOn: day.nullable() })),
});
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
  bench: z.array(id),
  /** The hearing that was moved or adjourned to this one. */
  previousHearingId: id.nullable(),
});

const consumers = ["reports"] as const;
const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "cases", record, consumers, payload }) as const;

/** What courts do between charge and the end of an order, as reports need it: ids, codes, dates and amounts. */
export const courtEvents = {
  "case.received": of(
    "case",
    z.strictObject({
      courtId: id,
      initiation: z.string(),
      ward: z.string().nullable(),
      defendants: z.array(z.strictObject({ defendantId: id, offenceCodes: z.array(z.string()) })),
    }),
  ),
  "offence.charged": of(
    "case",
    z.strictObject({
      ...ofCase,
      ward,
      initiation: z.string(),
      offences: z.array(z.strictObject({ offenceId: id, code: z.string(), category: z.string(), date: day })),
    }),
  ),
  "case.listed": of("case", state),
  "case.awaiting-sentence": of("case", state),
  "case.in-force": of("case", state),
  "case.closed": of("case", state),
  "plea.entered": of(
    "case",
    z.strictObject({
      ...ofCase,
      guilty: z.boolean(),
      stage: z.string(),
      pleas: z.array(
        z.strictObject({
          offenceId: id,
          plea: z.string(),
          /** How the facts that it admits stand with the prosecution, where it says which. */
          basis: z.string().optional(),
        }),
      ),
    }),
  ),
  "plea.basis-answered": of("case", z.strictObject({ ...ofCase, offenceId: id, state: z.string() })),
  "prosecution.summarised": of(
    "case",
    z.strictObject({ ...ofCase, agencyId: id, version: z.int(), claims: z.int(), claimedPence: z.int() }),
  ),
  "sentence.passed": of(
    "case",
    z.strictObject({
      ...ofCase,
      hearingId: id,
      disposal: z.string(),
      ward,
      judgeId: id.nullable(),
      /** What the court was shown: stored before, and named here by its hash. */
      snapshotId: id,
      contentHash: z.string(),
    }),
  ),
  "case.disposed": of("case", z.strictObject({ ...ofCase, ward })),
  "hearing.listed": of("hearing", hearingListed),
  "hearing.planned": of("hearing", hearingListed),
  "hearing.held": of("hearing", z.strictObject({ caseId: id, courtId: id, present: z.array(id) })),
  "hearing.vacated": of("hearing", z.strictObject({ caseId: id, courtId: id, reason: z.string().nullable() })),
  "psr.requested": of(
    "pre-sentence-report",
    z.strictObject({ ...ofCase, agencyId: id, format: z.string(), dueAt: instant }),
  ),
  "psr.delivered": of(
    "pre-sentence-report",
    z.strictObject({
      ...ofCase,
      agencyId: id,
      proposedDisposal: z.string().nullable(),
      proposedRequirements: z.array(z.string()),
    }),
  ),
  "order.made": of(
    "order",
    z.strictObject({
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
      /** How often the court reviews it; null where it does not. */
      reviewEveryDays: z.int().nullable(),
    }),
  ),
  "conviction.recorded": of("conviction", conviction),
  /** The day is the one on which it was given; it has no other disposal. */
  "caution.recorded": of("conviction", conviction),
  /** As it is after the correction. */
  "conviction.corrected": of("conviction", conviction.extend({ fields: z.array(z.string()) })),
  "case.inactivated": of("case", state),
  "case.reactivated": of("case", state),
  "case.reopened": of("case", state.extend({ ward })),
  "verdict.recorded": of(
    "case",
    state.extend({ verdicts: z.array(z.strictObject({ offenceId: id, verdict: z.string() })) }),
  ),
  "tic.admitted": of(
    "case",
    z.strictObject({ ...ofCase, offences: z.array(z.strictObject({ ticId: id, code: z.string(), date: day })) }),
  ),
  "tic.withdrawn": of("case", z.strictObject({ ...ofCase, ticId: id })),
  "result.drafted": of("case", z.strictObject({ ...ofCase, hearingId: id })),
  "result.shared": of("case", sheet),
  "result.amended": of("case", sheet),
  "bail.set": of(
    "case",
    z.strictObject({ ...ofCase, status: z.string(), conditions: z.array(z.string()), isCorrection: z.boolean() }),
  ),
  "hearing.started": of("hearing", z.strictObject({ ...ofHearing, bench: z.array(id) })),
  "hearing.moved": of(
    "hearing",
    z.strictObject({ ...ofHearing, defendantIds: z.array(id), reason: z.string(), agency: z.string() }),
  ),
  "hearing.adjourned": of(
    "hearing",
    z.strictObject({ ...ofHearing, defendantIds: z.array(id), reason: z.string(), agency: z.string() }),
  ),
  "hearing.attendance": of(
    "hearing",
    z.strictObject({
      ...ofHearing,
      bench: z.array(id),
      attendance: z.array(z.strictObject({ defendantId: id, day, attendance: z.string() })),
    }),
  ),
  "hearing.resulted": of("hearing", z.strictObject({ ...ofHearing, status: z.string() })),
  "trial.classified": of(
    "hearing",
    z.strictObject({
      ...ofHearing,
      defendantIds: z.array(id),
      classification: z.string(),
      reason: z.string().nullable(),
      party: z.string().nullable(),
    }),
  ),
  "order.amended": of("order", orderMove),
  "sentence-plan.completed": of("order", orderMove),
  "order.terminated": of("order", orderMove),
  "requirement.started": of("order", requirementMove),
  "requirement.terminated": of("order", requirementMove),
  "warrant.issued": of("warrant", warrant),
  "warrant.executed": of("warrant", warrant),
  "warrant.withdrawn": of("warrant", warrant),
  "payment.imposed": of("payment", z.strictObject({ ...money, dueOn: z.iso.date() })),
  "payment.received": of("payment", z.strictObject(money)),
  "payment.corrected": of("payment", z.strictObject(money)),
  "payment.written-off": of("payment", z.strictObject(money)),
};
