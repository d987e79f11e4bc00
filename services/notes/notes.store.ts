import type { z } from "zod";
import { type Earlier, look } from "../../libs/access/assemble.ts";
import type { View } from "../../libs/access/decide.ts";
import { type Files, nothingHeld, type Scope } from "../../libs/access/files.ts";
import { disclose, type ItemDisclosure, recall, sharedAtWriting } from "../../libs/access/item-disclosures.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { listOfFile } from "../../libs/record/of-file.ts";
import type { notesContracts } from "./notes.contract.ts";
import type { Note, NotesModels } from "./notes.schema.ts";
import { noteParts } from "./notes.views.ts";

const notesMax = 2_000;

/** Every query on agencies' and courts' notes. */
export function notesStore(
  { notes }: NotesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
  earlier: Earlier<Note>,
) {
  /** The scope in which this person may see one note; an id that never was takes the same work and gives the same answer. */
  async function open(person: Person, id: string, stored: Note | null): Promise<Scope> {
    const held = stored ? noteParts[stored.kind].held(stored) : nothingHeld("agency-notes");
    return files.openToRead(person, stored?.defendantId ?? id, held);
  }

  return {
    async add(
      { defendantId, caseId, kind, text, writtenAt, shareWith }: z.output<typeof notesContracts.add.input>,
      person: Person,
      command: Command,
    ): Promise<Note> {
      const { class: cls } = noteParts[kind];
      await files.openToWrite(person, defendantId, { class: cls, caseId: caseId ?? null });
      await files.openAtTable(person, defendantId, caseId ?? null);
      await directory.assertAgencies("shareWith", shareWith);
      const at = writtenAt ? new Date(writtenAt) : command.at;
      const place = { defendantId, caseId: caseId ?? null, courtId: person.courtId };
      const disclosures = sharedAtWriting(shareWith, cls, person, command);
      const fields = {
        ...place,
        agencyId: person.agencyId,
        personId: person.id,
        occurredAt: at,
        kind,
        text,
        disclosures,
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
          ...disclosures.map(({ recipient }) => ({ type: "note.shared" as const, data: { ...place, recipient } })),
        ],
        command,
      );
      return record;
    },

    async get(id: string, person: Person): Promise<{ stored: Note; view: View }> {
      const stored = await notes.findById(id).lean<Note>();
      const scope = await open(person, id, stored);
      const seen = stored && (await look(noteParts[stored.kind], scope, stored, earlier));
      return seen ? { stored: seen.item, view: seen.sight.view } : fail("NOT_FOUND");
    },

    async share(
      { id, ...input }: z.output<typeof notesContracts.share.input>,
      person: Person,
      command: Command,
    ): Promise<ItemDisclosure> {
      await directory.assertRecipient(input.recipient);
      const authorize = async (stored: Note | null) => void (await open(person, id, stored));
      const { record } = await committer.change<Note>(notes, id, command, authorize, stored => {
        const made = disclose(stored, noteParts[stored.kind].class, input, person, command);
        const { defendantId, caseId, courtId } = stored;
        return {
          push: { disclosures: [made] },
          events: [{ type: "note.shared", data: { defendantId, caseId, courtId, recipient: made.recipient } }],
        };
      });
      return record.disclosures.find(kept => kept.id === command.id) ?? fail("INTERNAL");
    },

    async recall(
      { id, ...input }: z.output<typeof notesContracts.recall.input>,
      person: Person,
      command: Command,
    ): Promise<ItemDisclosure> {
      const authorize = async (stored: Note | null) => void (await open(person, id, stored));
      const { record } = await committer.change<Note>(notes, id, command, authorize, stored => {
        const { defendantId, caseId, courtId } = stored;
        return {
          set: { disclosures: recall(stored, input, person, command) },
          events: [{ type: "note.recalled", data: { defendantId, caseId, courtId } }],
        };
      });
      return record.disclosures.find(kept => kept.id === input.disclosureId) ?? fail("INTERNAL");
    },

    /** On this service's own account, for what follows from a recall. */
    ofDefendant: (defendantId: string) =>
      notes.find({ defendantId }, { disclosures: 1 }).limit(notesMax).lean<Pick<Note, "_id" | "disclosures">[]>(),

    listForFile({ fileId }: Scope): Promise<Note[]> {
      return listOfFile(notes, "defendantId", fileId, notesMax);
    },
  };
}
