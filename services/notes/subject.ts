import type { Model } from "mongoose";
import type { Scope } from "../../libs/access/files.ts";
import { joined, type PartsForSubject, partForSubject } from "../../libs/access/subject-parts.ts";
import { documentClasses } from "./documents/documents.contract.ts";
import type { DocumentRecord } from "./documents/documents.schema.ts";
import { documentParts } from "./documents/documents.views.ts";
import type { NotesModels } from "./notes.schema.ts";
import { noteParts } from "./notes.views.ts";

/** What this service holds of one person, for that person. Private notes are not looked for: nothing here can reach them. */
export async function notesForSubject(
  { notes, documents }: Pick<NotesModels, "notes"> & { readonly documents: Model<DocumentRecord> },
  { fileId }: Scope,
): Promise<PartsForSubject> {
  const held = await documents.distinct("class", { defendantId: fileId });
  return joined(
    await Promise.all([
      partForSubject(notes, noteParts.agency, { defendantId: fileId, kind: "agency" }, ({ caseId, text }) => ({
        caseId,
        text,
      })),
      partForSubject(notes, noteParts.court, { defendantId: fileId, kind: "court" }),
      ...documentClasses
        .filter(cls => held.includes(cls))
        .map(cls => partForSubject(documents, documentParts[cls], { defendantId: fileId, class: cls }, given)),
    ]),
  );
}

/** With whom a document is shared is about others. */
const given = ({ caseId, title, type, sizeBytes, sha256 }: DocumentRecord) => ({
  caseId,
  title,
  type,
  sizeBytes,
  sha256,
});
