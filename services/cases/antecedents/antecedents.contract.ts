import { z } from "zod";
import { clock } from "../../../libs/clock/clock.ts";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { checkIdentifier } from "../../../libs/identifiers/identifiers.ts";
import { disposalKinds } from "./spent.rules.ts";

const { id, day, text } = fields;
const lengthMonthsMax = 600;
const pastDay = day.refine(written => written <= clock.today(), "expected a day that is not in the future");

const offenceCode = z
  .string()
  .trim()
  .max(20)
  .refine(code => checkIdentifier("offence-code", code).valid, "expected a CJS offence code, such as TH68001");
const offence = z.strictObject({
  code: offenceCode.optional(),
  title: text(200),
  /** When it was committed, where that is known. */
  committedOn: pastDay.optional(),
});
const disposal = z.strictObject({
  kind: z.enum(disposalKinds),
  lengthMonths: z.int().min(1).max(lengthMonthsMax).optional(),
  endsOn: day.optional(),
});

const written = {
  convictedOn: pastDay,
  court: text(100),
  offences: z.array(offence).min(1).max(50),
  disposals: z.array(disposal).min(1).max(20),
  isSummaryOnly: z.boolean().default(false),
  isSchedule18: z.boolean().default(false),
};

const conviction = z.looseObject({
  id,
  version: z.int(),
  source: sourceSchema,
  defendantId: id,
  convictedOn: day,
  /** From which day it is spent, by which rule, and whether it is; a spent one is not referred to in open court without leave. */
  spent: z.strictObject({ isSpent: z.boolean(), from: day.nullable(), rule: z.string() }),
});

export const antecedentsContracts = {
  recordConviction: contract(
    "cases.recordConviction",
    "Record an earlier conviction; when it is spent follows from all convictions of the person",
    z.strictObject({ defendantId: id, ...written }),
    conviction,
  ),
  getConviction: contract("cases.getConviction", "An earlier conviction", z.strictObject({ id }), conviction),
  correctConviction: contract(
    "cases.correctConviction",
    "Correct an earlier conviction, and say why; what stood before stays with it",
    z.strictObject({
      id,
      reason: text(500),
      ...z.strictObject(written).partial().shape,
      isSummaryOnly: z.boolean().optional(),
      isSchedule18: z.boolean().optional(),
    }),
    conviction,
  ),
};
