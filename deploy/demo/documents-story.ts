import { notesContracts } from "../../services/notes/notes.contract.ts";
import { at, type Day } from "./calendar.ts";
import { type DocumentText, documentTexts } from "./data/documents.ts";
import { pdf } from "./pdf.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";
import { tell } from "./words.ts";

export type Kept = keyof typeof documentTexts;

const keptShare = { full: 0.1, brief: 0.3 } as const;

/** A paper that an agency keeps with the file: of the case, of the risk it sees, of what is needed, or a statement. */
export function tellDocument(
  { random, writer, today, detail }: Telling,
  story: CaseTold,
  { key, id, someone }: Accused,
  { kept, as, day }: { readonly kept: Kept; readonly as: string; readonly day: Day },
): void {
  if (day >= today || !random.chance(keptShare[detail])) return;
  const { class: cls, title, type, lines }: DocumentText = random.pick<DocumentText>(documentTexts[kept]);
  const text = [title, "", ...lines].map(line => tell(line, someone)).join("\n");
  const content = type === "application/pdf" ? pdf(text.split("\n")) : Buffer.from(`${text}\n`);
  const madeAt = at(day, "09:35");
  writer.call({ at: at(day, "18:50"), as, name: `${story.name} ${kept} document ${key}` }, notesContracts.addDocument, {
    ...{ defendantId: id, caseId: story.id, class: cls, title, type, madeAt },
    contentBase64: content.toString("base64"),
  });
}
