import { type PartDefinition, sourceOf } from "../../../libs/access/assemble.ts";
import type { EqualityDeclaration } from "./equality.schema.ts";

/** For whoever wrote it down: that it was, and nothing of what was said. */
export function recordedView(stored: EqualityDeclaration) {
  const { _id: id, v: version, defendantId, isCorrection } = stored;
  return { id, version, defendantId, source: sourceOf(stored), isCorrection };
}

/** As the person it is about is given it. It stands in no file that others open. */
export const equalityPart: PartDefinition<EqualityDeclaration> = {
  part: "equality",
  class: "equality",
  held: ({ agencyId, occurredAt, recordedAt }) => ({
    class: "equality",
    agencyId,
    caseId: null,
    occurredAt,
    recordedAt,
  }),
  view: ({ ethnicity, disability, genderIdentity, declaredBy, isCorrection }) => ({
    ...{ ethnicity, disability, genderIdentity, declaredBy, isCorrection },
  }),
  entries: () => [],
};
