import { sourceOf } from "../../../libs/access/assemble.ts";
import type { Case, DefendantCase } from "../cases.schema.ts";
import type { SnapshotRef } from "../snapshots/snapshots.schema.ts";
import { hashOf, isDisposed, type ResultLine, type SharedResults } from "./results.rules.ts";

const lineView = ({ offenceId, code, text, amountPence, duration, served, terms }: ResultLine) => ({
  offenceId,
  code,
  text,
  ...(amountPence !== undefined && { amountPence }),
  ...(duration && { duration: { ...duration } }),
  ...(served && { served }),
  ...(terms && { terms: { ...terms, prohibitions: [...terms.prohibitions], requirements: [...terms.requirements] } }),
});

/** A shared version, as everybody sees it who sees results. */
export const sharedView = ({ version, at, hearingId, hash, reason, disposal, lines, snapshot }: SharedResults) => ({
  version,
  at: at.toISOString(),
  hearingId,
  hash,
  reason,
  disposal,
  lines: lines.map(lineView),
  snapshot: snapshot ? refView(snapshot) : null,
});

/** How what the court was shown is found and checked. */
export const refView = ({ id, contentHash }: SnapshotRef) => ({ id, contentHash });

/** The results of one defendant; the draft only for the court of the case. */
export function resultsView(stored: Case, current: DefendantCase, seesDraft: boolean) {
  const { defendantId, status, draft, shared } = current;
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    defendantId,
    status,
    disposed: isDisposed(current),
    draft:
      draft && seesDraft
        ? {
            hearingId: draft.hearingId,
            hash: hashOf(stored._id, defendantId, draft),
            disposal: draft.disposal,
            lines: draft.lines.map(lineView),
          }
        : null,
    shared: shared.map(sharedView),
  };
}
