import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";

const { id, instant } = fields;

export const snapshotRefView = z.strictObject({ id, contentHash: z.string() });

/**
 * What a court was shown when it passed sentence. `complete` says whether all of it is in `content`: only then its hash
 * can be checked against `contentHash` (SHA-256 of the JSON with keys in order, RFC 8785).
 */
export const snapshotView = z.strictObject({
  id,
  version: z.int(),
  source: sourceSchema,
  defendantId: id,
  caseId: id,
  courtId: id,
  takenAt: instant,
  contentHash: z.string(),
  complete: z.boolean(),
  content: z.record(z.string(), z.unknown()),
});

export const snapshotsContracts = {
  getSnapshot: contract(
    "cases.getSnapshot",
    "What the court was shown when sentence was passed, as far as you may read it; later corrections do not change it",
    z.strictObject({ id }),
    snapshotView,
  ),
};
