import { type PartDefinition, sourceOf } from "../../../libs/access/assemble.ts";
import type { View } from "../../../libs/access/decide.ts";
import { agenciesSharedWith } from "../../../libs/access/item-disclosures.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { type DocumentClass, documentClasses } from "./documents.contract.ts";
import type { DocumentRecord } from "./documents.schema.ts";

function documentsPart(cls: DocumentClass): PartDefinition<DocumentRecord> {
  return {
    part: `${cls}-documents`,
    class: cls,
    held: ({ agencyId, caseId, disclosures, occurredAt, recordedAt }) => ({
      class: cls,
      agencyId,
      caseId,
      disclosures,
      occurredAt,
      recordedAt,
    }),
    view: (stored, view) => {
      const { caseId, title, type, sizeBytes, sha256, sharedWith } = documentView(stored, view);
      return { caseId, title, type, sizeBytes, sha256, sharedWith };
    },
    entries: ({ occurredAt, recordedAt }) => [{ at: occurredAt, recordedAt, what: "Document" }],
  };
}

/** One part for each class that a document may have. */
export const documentParts = Object.fromEntries(documentClasses.map(cls => [cls, documentsPart(cls)])) as Readonly<
  Record<DocumentClass, PartDefinition<DocumentRecord>>
>;

/** What a document is. Its title may tell what stands in it, so a limited view is without. */
export function documentView(stored: DocumentRecord, view: View) {
  const { defendantId, caseId, title, type, sizeBytes, sha256, disclosures } = stored;
  const full = view === "full";
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    defendantId,
    caseId,
    class: stored.class,
    title: full ? title : null,
    type,
    sizeBytes,
    sha256,
    sharedWith: full ? agenciesSharedWith(disclosures, clock.now()) : [],
  };
}
