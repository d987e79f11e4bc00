import { z } from "zod";

const id = z.uuid();
const ofCase = { defendantId: id, caseId: id, courtId: id };
const ofHearing = { caseId: id, courtId: id };
const state = z.strictObject({ ...ofCase, status: z.string() });
const ward = z.string().nullable();
const sheet = z.strictObject({
  ...ofCase,
  hearingId: id,
  version: z.int(),
  hash: z.string(),
  results: z.array(
    z.strictObject({ offenceId: id, offenceCode: z.string(), code: z.string(), amountPence: z.int().nullable() }),
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

const consumers = ["reports"] as const;
const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "cases", record, consumers, payload }) as const;

/** What courts do between charge and the end of an order, as reports need it: ids, codes, dates and amounts. */
export const courtEvents = {
  "case.inactivated": of("case", state),
  "case.reactivated": of("case", state),
  "case.reopened": of("case", state.extend({ ward })),
  "verdict.recorded": of(
    "case",
    state.extend({ verdicts: z.array(z.strictObject({ offenceId: id, verdict: z.string() })) }),
  ),
  "result.drafted": of("case", z.strictObject({ ...ofCase, hearingId: id })),
  "result.shared": of("case", sheet),
  "result.amended": of("case", sheet),
  "bail.set": of(
    "case",
    z.strictObject({ ...ofCase, status: z.string(), conditions: z.array(z.string()), isCorrection: z.boolean() }),
  ),
  "hearing.started": of("hearing", z.strictObject(ofHearing)),
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
      attendance: z.array(z.strictObject({ defendantId: id, attendance: z.string() })),
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
