import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { amountMaxPence } from "../payments/payments.reference.ts";
import { claimsMax } from "./prosecution.rules.ts";

const { id, past, text } = fields;

/**
 * What the prosecution tells the court. Neither the summary nor what compensation is asked for names a victim or says
 * where they live: who they are stays with the agencies that work with them, and the court needs neither here.
 */
export const prosecutionContracts = {
  summarise: contract(
    "cases.summarise",
    "Tell the court what the case against one defendant is, and what compensation is asked; without a victim's name or address",
    z.strictObject({
      caseId: id,
      defendantId: id,
      summary: text(4_000),
      compensation: z
        .array(
          z.strictObject({
            offenceId: id,
            amountPence: z.int().min(1).max(amountMaxPence),
            /** What was lost or harmed, not whose it was. */
            what: text(200),
          }),
        )
        .max(claimsMax)
        .default([]),
      toldAt: past.optional(),
    }),
    z.looseObject({ id, version: z.int() }),
  ),
};
