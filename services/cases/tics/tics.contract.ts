import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { checkIdentifier } from "../../../libs/identifiers/identifiers.ts";

const { id, past, day, text } = fields;
const code = z
  .string()
  .trim()
  .max(64)
  .transform((raw, context) => {
    const { canonical, reason } = checkIdentifier("offence-code", raw);
    if (canonical) return canonical;
    context.addIssue({ code: "custom", message: reason ?? "is not valid" });
    return z.NEVER;
  });
const ofDefendant = { caseId: id, defendantId: id };
const caseView = z.looseObject({ id, version: z.int() });

/** Offences that a defendant admits and asks to be taken into consideration: they are not charged and have no result of their own. */
export const ticsContracts = {
  admitOffences: contract(
    "cases.admitOffences",
    "Record offences that the defendant admits and asks to be taken into consideration at sentence",
    z.strictObject({
      ...ofDefendant,
      offences: z
        .array(z.strictObject({ code, title: text(200), date: day }))
        .min(1)
        .max(50),
      admittedAt: past.optional(),
    }),
    caseView,
  ),
  withdrawAdmission: contract(
    "cases.withdrawAdmission",
    "Record that an offence is no longer to be taken into consideration, and why",
    z.strictObject({ ...ofDefendant, ticId: id, reason: text(500) }),
    caseView,
  ),
};
