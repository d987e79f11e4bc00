import { z } from "zod";
import { contract, fields } from "../contract/contract.ts";

export const emergenciesMax = 200;
export const latestUsesMax = 20;

/** What was read under one emergency: how often, and the last times. */
export const emergencyUsesSchema = z.strictObject({
  count: z.int(),
  latest: z.array(z.strictObject({ at: fields.instant, action: z.string() })).max(latestUsesMax),
});

/** Asked of the audit by whoever shows emergencies for review. */
export const emergencyUsesContract = contract(
  "audit.emergencyUses",
  "What was read under these emergencies, as far as the audit has it",
  z.strictObject({ grantIds: z.array(z.string().max(160)).max(emergenciesMax) }),
  z.strictObject({ items: z.array(emergencyUsesSchema.extend({ grantId: z.string() })) }),
);
