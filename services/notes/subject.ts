import type { Scope } from "../../libs/access/files.ts";
import { joined, type PartsForSubject, partForSubject } from "../../libs/access/subject-parts.ts";
import type { NotesModels } from "./notes.schema.ts";
import { noteParts } from "./notes.views.ts";

/** What this service holds of one person, for that person. Private notes are not looked for: nothing here can reach them. */
export async function notesForSubject(
  { notes }: Pick<NotesModels, "notes">,
  { fileId }: Scope,
): Promise<PartsForSubject> {
  return joined(
    await Promise.all([
      partForSubject(notes, noteParts.agency, { defendantId: fileId, kind: "agency" }, ({ caseId, text }) => ({
        caseId,
        text,
      })),
      partForSubject(notes, noteParts.court, { defendantId: fileId, kind: "court" }),
    ]),
  );
}
