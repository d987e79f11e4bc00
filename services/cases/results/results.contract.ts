import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { checkIdentifier } from "../../../libs/identifiers/identifiers.ts";
import { ancillaryTerms } from "../ancillary-orders/ancillary-orders.contract.ts";
import { disposals, requirementTypes } from "../cases.reference.ts";
import type { caseTransitions } from "../cases.states.ts";
import { snapshotRefView } from "../snapshots/snapshots.contract.ts";
import { durationUnits, verdicts } from "./results.reference.ts";

const { id, past, day, text } = fields;
const code = z
  .string()
  .trim()
  .refine(raw => checkIdentifier("result-code", raw).canonical !== undefined, "expected a code from 1000 to 9999");
const line = z.strictObject({
  offenceId: id,
  code,
  text: text(500),
  amountPence: z.int().min(1).max(100_000_000).optional(),
  duration: z.strictObject({ length: z.int().min(1).max(1_000), unit: z.enum(durationUnits) }).optional(),
  served: z.enum(["concurrent", "consecutive"]).optional(),
  /** Of an order that the line makes beside a sentence, or of a deferral. */
  terms: ancillaryTerms.optional(),
});
const lines = z.array(line).min(1).max(60);
export const orderTerms = z.strictObject({
  supervisedBy: id,
  endsOn: day,
  requirements: z
    .array(
      z.strictObject({
        type: z.enum(Object.keys(requirementTypes) as [keyof typeof requirementTypes]),
        length: z.int().min(1).max(1_000),
        providerAgencyId: id.optional(),
        /** That they expressed willingness to comply with treatment, before this court, where no report on the case says so. */
        willing: z.strictObject({ saidAt: past }).optional(),
      }),
    )
    .max(10),
  reviewEveryDays: z.int().min(28).max(365).optional(),
});
const ofDefendant = { caseId: id, defendantId: id };

/** The transitions of a defendant-case that a court makes by saying so; the others follow from pleas, verdicts, results and warrants. */
export const caseMoves = [
  "await-sentence",
  "put-in-force",
  "close",
  "adjourn-sine-die",
  "resume",
  "resume-for-sentence",
  "send",
  "transfer",
  "reopen",
] as const satisfies readonly (keyof typeof caseTransitions)[];
/**
 * Why a case is opened again: a statutory declaration that the defendant did not know of it (Magistrates' Courts Act
 * 1980, s. 14), or an order that is set aside (s. 142).
 */
export const reopenGrounds = ["statutory-declaration", "conviction-set-aside", "sentence-set-aside"] as const;

/** The results of one defendant on one case. The draft is there for the court of the case only. */
export const resultsView = z.strictObject({
  id,
  version: z.int(),
  source: sourceSchema,
  defendantId: id,
  status: z.string(),
  disposed: z.boolean(),
  draft: z
    .strictObject({ hearingId: id, hash: z.string(), disposal: z.string().nullable(), lines: z.array(line) })
    .nullable(),
  shared: z.array(
    z.strictObject({
      version: z.int(),
      at: fields.instant,
      hearingId: id,
      hash: z.string(),
      reason: z.string().nullable(),
      disposal: z.string().nullable(),
      lines: z.array(line),
      snapshot: snapshotRefView.nullable(),
    }),
  ),
});

/** Verdicts, results and where a case stands. */
export const resultsContracts = {
  recordVerdicts: contract(
    "cases.recordVerdicts",
    "Record verdicts or findings",
    z.strictObject({
      ...ofDefendant,
      verdicts: z
        .array(z.strictObject({ offenceId: id, verdict: z.enum(verdicts) }))
        .min(1)
        .max(30),
      foundAt: past.optional(),
    }),
    resultsView,
  ),
  getResults: contract(
    "cases.getResults",
    "The results of one defendant: every shared version with its hash, and for the court its draft",
    z.strictObject(ofDefendant),
    resultsView,
  ),
  draftResults: contract(
    "cases.draftResults",
    "Write down results; nobody outside the court sees them until they are shared",
    z.strictObject({
      ...ofDefendant,
      hearingId: id,
      lines,
      disposal: z.enum(disposals).optional(),
      order: orderTerms.optional(),
      draftedAt: past.optional(),
    }),
    resultsView,
  ),
  shareResults: contract(
    "cases.shareResults",
    "Share the draft results; the answer has the hash of what was shared",
    z.strictObject({ ...ofDefendant, sharedAt: past.optional() }),
    resultsView,
  ),
  amendResults: contract(
    "cases.amendResults",
    "Amend shared results: a new version with its reason, beside the one that stays",
    z.strictObject({ ...ofDefendant, lines, reason: text(500), amendedAt: past.optional() }),
    resultsView,
  ),
  moveCase: contract(
    "cases.moveCase",
    "Move one defendant's case on: put off, send or transfer it, take it up again, close it, open it again",
    z.strictObject({
      ...ofDefendant,
      move: z.enum(caseMoves),
      ground: z.enum(reopenGrounds).optional(),
      reason: text(500).optional(),
      movedAt: past.optional(),
    }),
    resultsView,
  ),
};
