import { z } from "zod";
import { informationClasses } from "../../libs/access/matrix.ts";
import { contract, fields } from "../../libs/contract/contract.ts";

const page = { limit: z.coerce.number().int().min(1).max(200).default(100), cursor: fields.id.optional() };
/** A judge's private notes are nobody's to agree about. */
const classes = z
  .array(z.enum(informationClasses))
  .min(1)
  .max(informationClasses.length)
  .refine(list => !list.includes("private-notes"), "private notes cannot be shared");

const agreement = z.strictObject({
  id: fields.id,
  version: z.int(),
  parties: z.array(fields.id),
  classes: z.array(z.enum(informationClasses)),
  purpose: z.string(),
  legalBasis: z.string(),
  from: fields.day,
  to: fields.day,
  endedAt: fields.instant.nullable(),
});

/** Agreements between agencies about what they share, as the law asks for them (Data Protection Act 2018, Part 3). */
export const agreementContracts = {
  recordAgreement: contract(
    "agencies.recordAgreement",
    "Record a sharing agreement between agencies",
    z
      .strictObject({
        parties: z
          .array(fields.id)
          .min(2)
          .max(20)
          .refine(list => new Set(list).size === list.length, "expected each agency once"),
        classes,
        purpose: fields.text(1_000),
        legalBasis: fields.text(300),
        from: fields.day,
        to: fields.day,
      })
      .refine(({ from, to }) => from < to, { path: ["to"], error: "expected a day after `from`" }),
    agreement,
  ),
  listAgreements: contract(
    "agencies.listAgreements",
    "The sharing agreements that one's agency is a party to",
    z.strictObject(page),
    z.strictObject({ items: z.array(agreement), next: fields.id.nullable() }),
  ),
  getAgreement: contract("agencies.getAgreement", "One agreement", z.strictObject({ id: fields.id }), agreement),
  endAgreement: contract(
    "agencies.endAgreement",
    "End an agreement before its day",
    z.strictObject({ id: fields.id }),
    agreement,
  ),
};
