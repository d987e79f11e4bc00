import type { Exclusion, Restriction, Seal } from "../../../libs/access/facts.ts";
import { glassState } from "./file-access.rules.ts";
import type {
  FileAccessRecord,
  InformationRequest,
  KeptConsent,
  KeptDisclosure,
  KeptGlass,
  KeptReporting,
} from "./file-access.schema.ts";

const iso = (date: Date | null) => date?.toISOString() ?? null;
const period = ({ id, from, to }: { id: string; from: Date; to: Date | null }) => ({
  id,
  from: from.toISOString(),
  to: iso(to),
});

export function disclosureView(kept: KeptDisclosure) {
  const { byAgencyId, class: cls, caseId, recipient, reason, conditions, recalled } = kept;
  return {
    ...period(kept),
    byAgencyId,
    class: cls,
    caseId,
    recipient: { ...recipient },
    reason,
    conditions,
    recalled: recalled && { at: recalled.at.toISOString(), reason: recalled.reason },
  };
}

export function consentView(kept: KeptConsent) {
  const { classes, agencyIds, purpose, recordedByAgencyId } = kept;
  return { ...period(kept), classes: [...classes], agencyIds: [...agencyIds], purpose, recordedByAgencyId };
}

export function requestView(defendantId: string, kept: InformationRequest) {
  const { id, byAgencyId, toAgencyId, class: cls, reason, askedAt, answer } = kept;
  return {
    id,
    defendantId,
    byAgencyId,
    toAgencyId,
    class: cls,
    reason,
    askedAt: askedAt.toISOString(),
    answer: answer && { kind: answer.kind, reason: answer.reason, at: answer.at.toISOString() },
  };
}

export function limitView(
  kind: "exclusion" | "restriction" | "seal",
  kept: (Exclusion | Restriction | Seal) & { readonly reason: string },
) {
  const personIds = "personIds" in kept ? [...kept.personIds] : "personId" in kept ? [kept.personId] : [];
  return { ...period(kept), kind, personIds, reason: kept.reason };
}

export function limitViews({ exclusions, restrictions, seals }: FileAccessRecord) {
  return [
    ...exclusions.map(kept => limitView("exclusion", kept)),
    ...restrictions.map(kept => limitView("restriction", kept)),
    ...seals.map(kept => limitView("seal", kept)),
  ];
}

export function glassView(defendantId: string, kept: KeptGlass, today: string) {
  const { personId, agencyId, reasonCode, text, reviewDueOn, review } = kept;
  return {
    ...period(kept),
    defendantId,
    personId,
    agencyId,
    reasonCode,
    text,
    state: glassState(kept, today),
    reviewDueOn,
    review: review && { finding: review.finding, at: review.at.toISOString(), text: review.text },
  };
}

export function reportingView({ id, kind, caseId }: Pick<KeptReporting, "id" | "kind" | "caseId">) {
  return { id, kind, caseId };
}
