import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { resultsView } from "../results/results.contract.ts";
import { bailConditions, bailStatuses } from "./bail.rules.ts";

const { id, past, text } = fields;

export const bailContracts = {
  setBail: contract(
    "cases.setBail",
    "Set bail or custody, with the conditions of bail; a correction says why",
    z.strictObject({
      caseId: id,
      defendantId: id,
      status: z.enum(bailStatuses),
      conditions: z
        .array(z.strictObject({ kind: z.enum(bailConditions), text: text(300).nullable().default(null) }))
        .max(20)
        .default([]),
      correction: text(500).optional(),
      setAt: past.optional(),
    }),
    resultsView,
  ),
};
