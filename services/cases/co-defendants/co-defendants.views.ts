import type { ReportingRestriction } from "../../../libs/access/facts.ts";
import type { DefendantCase } from "../cases.schema.ts";
import { iso } from "../iso.ts";

/** Somebody else on the same case, as far as the court weighs one sentence against another. */
export function coDefendantView(
  { defendantId, status, offences, sentence }: DefendantCase,
  reporting: readonly ReportingRestriction[],
) {
  return {
    defendantId,
    status,
    reportingRestrictions: reporting.map(({ id, kind, caseId }) => ({ id, kind, caseId })),
    offences: offences.map(({ code, title, result }) => ({ code, title, result: result?.text ?? null })),
    sentence: sentence && { at: iso(sentence.at), disposal: sentence.disposal },
  };
}
export type CoDefendant = ReturnType<typeof coDefendantView>;
