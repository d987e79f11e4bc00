import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { declarers, disabilities, ethnicityCodes, genderIdentities } from "./equality.reference.ts";

/** What people say of themselves, so that outcomes can be compared (Equality Act 2010, s. 149). It is written, counted, and given to the person; nobody else reads it. */
export const equalityContracts = {
  declareEquality: contract(
    "defendants.declareEquality",
    "Record what a person says of their ethnicity, disability and gender identity; a later declaration stands beside the earlier, and the answer repeats none of it",
    z
      .strictObject({
        id: fields.id,
        ethnicity: z.enum(ethnicityCodes),
        disability: z.enum(disabilities),
        /** Only where the person says it unasked. */
        genderIdentity: z.enum(genderIdentities).optional(),
        declaredBy: z.enum(declarers),
        declaredAt: fields.past.optional(),
        /** That the declaration before was written down wrongly, rather than that the person says otherwise now. */
        isCorrection: z.boolean().default(false),
      })
      .refine(({ genderIdentity, declaredBy }) => genderIdentity === undefined || declaredBy === "self", {
        path: ["genderIdentity"],
        message: "expected nothing that the person does not say of themself",
      }),
    z.strictObject({
      id: fields.id,
      version: z.int(),
      defendantId: fields.id,
      source: sourceSchema,
      isCorrection: z.boolean(),
    }),
  ),
};
