import type { z } from "zod";
import type { View } from "../../libs/access/decide.ts";
import { type Files, readIn, type Scope } from "../../libs/access/files.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import type { notesContracts } from "./notes.contract.ts";
import type { Note, NotesModels } from "./notes.schema.ts";
import { noteParts } from "./notes.views.ts";

const notesMax = 2_000;

/** Every query on agencies' and courts' notes. */
export function notesStore({ notes }: NotesModels, committer: Committer, files: Files, directory: Directory) {
  return {
    async add(
      { defendantId, caseId, kind, text, writtenAt, shareWith }: z.output<typeof notesContracts.add.input>,
      person: Person,
      command: Command,
    ): Promise<Note> {
      const { class: cls } = noteParts[kind];
      await files.openToWrite(person, defendantId, { class: cls, caseId: caseId ?? null });
      await directory.assertAgencies("shareWith", shareWith);
      const at = writtenAt ? new Date(writtenAt) : command.at;
      const place = { defendantId, caseId: caseId ?? null, courtId: person.courtId };
      const fields = {
        ...place,
        agencyId: person.agencyId,
        personId: person.id,
        occurredAt: at,
        kind,
        text,
        sharedWith: shareWith,
      };
      const { record } = await committer.create<Note>(
        notes,
        fields,
        [
          {
            type: "note.created",
            occurredAt: at,
            data: { ...place, class: cls === "agency-notes" ? "agency-notes" : "court-notes" },
          },
        ],
        command,
      );
      return record;
    },

    async get(id: string, person: Person): Promise<{ stored: Note; view: View }> {
      const stored = await notes.findById(id).lean<Note>();
      const held = stored
        ? noteParts[stored.kind].held(stored)
        : ({ class: "agency-notes", agencyId: "", caseId: null } as const);
      const scope = await files.openToRead(person, stored?.defendantId ?? id, held);
      return { stored: stored ?? fail("NOT_FOUND"), view: readIn(scope, held) ?? fail("NOT_FOUND") };
    },

    listForFile({ fileId }: Scope): Promise<Note[]> {
      return notes
        .find({ defendantId: fileId }, withoutBookkeeping)
        .sort({ occurredAt: 1 })
        .limit(notesMax)
        .lean<Note[]>();
    },
  };
}
