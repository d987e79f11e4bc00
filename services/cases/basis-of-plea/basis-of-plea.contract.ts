import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { type BasisAnswer, basisStates, basisTable } from "./basis-of-plea.rules.ts";

const { id, past, text } = fields;

/** On what facts somebody pleads guilty, and how that stands with the prosecution as the plea is entered. */
export const basisInput = z.strictObject({ text: text(2_000), state: z.enum(basisStates) });

export const basisContracts = {
  answerBasis: contract(
    "cases.answerBasis",
    "Record whether the basis of a plea of guilty is accepted or disputed",
    z.strictObject({
      caseId: id,
      defendantId: id,
      offenceId: id,
      answer: z.enum(Object.keys(basisTable) as [BasisAnswer]),
      answeredAt: past.optional(),
    }),
    z.looseObject({ id, version: z.int() }),
  ),
};
