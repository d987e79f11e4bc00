import { type PartDefinition, sourceOf } from "../../libs/access/assemble.ts";
import type { View } from "../../libs/access/decide.ts";
import { agenciesSharedWith } from "../../libs/access/item-disclosures.ts";
import { clock } from "../../libs/clock/clock.ts";
import type { Note } from "./notes.schema.ts";

function noteDefinition(kind: Note["kind"]): PartDefinition<Note> {
  const cls = kind === "agency" ? "agency-notes" : "court-notes";
  return {
    part: cls,
    class: cls,
    nature: "opinion",
    held: ({ agencyId, caseId, disclosures, occurredAt, recordedAt }) => ({
      class: cls,
      agencyId,
      caseId,
      disclosures,
      occurredAt,
      recordedAt,
    }),
    view: (stored, view) => {
      const { caseId, text, sharedWith } = noteView(stored, view);
      return { caseId, text, sharedWith };
    },
    entries: ({ occurredAt, recordedAt }) => [
      { at: occurredAt, recordedAt, what: kind === "agency" ? "Note of an agency" : "Note of the court" },
    ],
  };
}

export const noteParts = { agency: noteDefinition("agency"), court: noteDefinition("court") } as const;

export function noteView(stored: Note, view: View) {
  const { caseId, text, disclosures } = stored;
  const full = view === "full";
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    defendantId: stored.defendantId,
    caseId,
    kind: stored.kind,
    text: full ? text : null,
    sharedWith: full ? agenciesSharedWith(disclosures, clock.now()) : [],
  };
}
