import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { warrantReasons, warrantTypes } from "./warrants.reference.ts";

const { id, past, text } = fields;
const warrantView = z.looseObject({ id, version: z.int(), source: sourceSchema });

/** Warrants: issued by a court, executed by the police, or withdrawn. */
export const warrantsContracts = {
  issueWarrant: contract(
    "cases.issueWarrant",
    "Issue a warrant, with bail or without; the case rests until it is executed or withdrawn",
    z.strictObject({
      caseId: id,
      defendantId: id,
      type: z.enum(warrantTypes),
      reason: z.enum(warrantReasons),
      issuedAt: past.optional(),
    }),
    warrantView,
  ),
  moveWarrant: contract(
    "cases.moveWarrant",
    "Say that a warrant was executed, or withdraw it",
    z.strictObject({
      id,
      move: z.enum(["execute", "withdraw"]),
      remarks: text(500).optional(),
      movedAt: past.optional(),
    }),
    warrantView,
  ),
  getWarrant: contract("cases.getWarrant", "A warrant", z.strictObject({ id }), warrantView),
};
