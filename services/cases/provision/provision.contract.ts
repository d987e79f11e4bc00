import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { listProvision } from "../../../libs/contract/provision.ts";
import { requirementTypes } from "../cases.reference.ts";

const { id, past, day } = fields;
export const placesMax = 500;
const requirementType = z.enum(Object.keys(requirementTypes) as [keyof typeof requirementTypes]);

const provisionView = z.strictObject({
  id,
  version: z.int(),
  courtId: id,
  agencyId: id,
  requirementType,
  placesFree: z.int(),
  nextStartOn: day.nullable(),
  statedAt: fields.instant,
  withdrawnAt: fields.instant.nullable(),
});

/** What agencies can provide at a court: they say so themselves, and it is about nobody's file. */
export const provisionContracts = {
  stateProvision: contract(
    "cases.stateProvision",
    "Say what your agency can provide at a court: a type of requirement, how many places are free, the first day on which one can begin. It takes the place of what was said before",
    z.strictObject({
      courtId: id,
      requirementType,
      placesFree: z.int().min(0).max(placesMax),
      /** Left out only where no place is free and nobody knows when one will be. */
      nextStartOn: day.optional(),
      statedAt: past.optional(),
    }),
    provisionView,
  ),
  withdrawProvision: contract(
    "cases.withdrawProvision",
    "Say that your agency no longer provides a type of requirement at a court",
    z.strictObject({ courtId: id, requirementType, withdrawnAt: past.optional() }),
    provisionView,
  ),
  listProvision,
};
