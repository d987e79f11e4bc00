import { fail } from "../../libs/errors/errors.ts";
import { type Command, uuidFrom } from "../../libs/record/command.ts";
import type { Change, Committer } from "../../libs/record/commit.ts";
import { commandFor, type Erasure } from "../../libs/record/erase-file.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import type { AuthorKeys } from "./author-keys.store.ts";
import type { NotesModels, PrivateNotes, PrivateStep } from "./notes.schema.ts";
import {
  assertRoom,
  foldSteps,
  getOpenNote,
  isRepeated,
  type PrivateNote,
  type Step,
  shownNotes,
} from "./private-notes.rules.ts";
import { documentId, openStep, sealStep } from "./sealing.ts";
import { rotateTexts } from "./taking-back.ts";

const batchMax = 10;

/** What a new step says; the rest comes from the command and the note. */
type NewStep = Pick<Step, "did" | "writtenAt" | "text">;
/** A place among an author's notes: the document, and the note in it that was looked at last. */
export interface ScanPlace {
  readonly document: string;
  readonly note: string;
}

/**
 * Judges' private notes. Each step has a key of its own, wrapped by its author's key, wrapped by the master key, which
 * is held outside the database. Only the author's own actions come here; there are no events, lists or counts.
 */
export function privateNotesStore(
  { privateNotes }: Pick<NotesModels, "privateNotes">,
  committer: Committer,
  keys: AuthorKeys,
) {
  async function findOpened(authorId: string, defendantId: string): Promise<Step[]> {
    const key = await keys.find(authorId);
    if (!key) return [];
    const stored = await privateNotes.findById(documentId(key, defendantId)).lean<PrivateNotes>();
    return stored ? openAll(key, stored) : [];
  }

  /** Adds one step to the author's document on this file. A repeated command changes nothing and gives the note as it is now. */
  async function append(
    key: Buffer,
    defendantId: string,
    command: Command,
    noteId: string,
    decide: (notes: readonly PrivateNote[]) => NewStep,
  ): Promise<PrivateNote> {
    const id = documentId(key, defendantId);
    const { record } = await committer.change<PrivateNotes>(
      privateNotes,
      id,
      // The version that was sent is the note's, which `decide` looks at, and not the document's.
      { ...command, ifVersion: undefined },
      async () => {},
      current => {
        const steps = openAll(key, current);
        if (isRepeated(steps, command)) return { events: [] };
        const step = {
          id: command.id,
          fingerprint: command.fingerprint,
          noteId,
          defendantId,
          at: command.at.toISOString(),
        };
        return changeOf(key, current, steps, { ...step, ...decide(foldSteps(steps)) });
      },
    );
    return foldSteps(openAll(key, record)).find(note => note.id === noteId) ?? fail("NOT_FOUND");
  }

  /** To a note that is there already. A note of somebody else is not there. */
  async function appendTo(
    authorId: string,
    { defendantId, noteId }: { defendantId: string; noteId: string },
    command: Command,
    decide: (note: PrivateNote) => NewStep,
  ): Promise<PrivateNote> {
    const key = (await keys.find(authorId)) ?? fail("NOT_FOUND");
    return append(key, defendantId, command, noteId, notes => decide(getOpenNote(notes, noteId, command.ifVersion)));
  }

  return {
    async add(
      authorId: string,
      { defendantId, writtenAt, text }: { defendantId: string; writtenAt: string; text: string },
      command: Command,
    ): Promise<PrivateNote> {
      const key = await keys.ensure(authorId);
      const id = documentId(key, defendantId);
      const opening: Command = { ...command, id: uuidFrom("open", id), fingerprint: id, ifVersion: undefined };
      await committer.create<PrivateNotes>(privateNotes, { authorId, steps: [], releases: [] }, [], opening, id);
      return append(key, defendantId, command, command.id, () => ({ did: "wrote", writtenAt, text }));
    },

    edit: (
      authorId: string,
      { text, ...of }: { defendantId: string; noteId: string; text: string },
      command: Command,
    ): Promise<PrivateNote> =>
      appendTo(authorId, of, command, () => ({ did: "edited", writtenAt: command.at.toISOString(), text })),

    pin: (
      authorId: string,
      { pinned, ...of }: { defendantId: string; noteId: string; pinned: boolean },
      command: Command,
    ): Promise<PrivateNote> =>
      appendTo(authorId, of, command, () => ({ did: pinned ? "pinned" : "unpinned", writtenAt: null, text: null })),

    withdraw: (authorId: string, of: { defendantId: string; noteId: string }, command: Command): Promise<PrivateNote> =>
      appendTo(authorId, of, command, () => ({ did: "withdrew", writtenAt: null, text: null })),

    /** The author's notes on one file: the pinned ones first, the newest first in each. */
    async list(authorId: string, defendantId: string): Promise<PrivateNote[]> {
      return shownNotes(foldSteps(await findOpened(authorId, defendantId)));
    },

    /** Everything the author did with their notes on one file, in order. */
    history: findOpened,

    /** Takes out whatever anybody wrote about a file that is erased, and tells nobody whether there was anything. */
    async erase(erasure: Erasure): Promise<void> {
      for await (const key of keys.all()) {
        const id = documentId(key, erasure.fileId);
        const found = await privateNotes.findById(id).lean<PrivateNotes>();
        if (!found || (found.steps.length === 0 && found.releases.length === 0)) continue;
        // What somebody was still writing when it was looked at first is another version, and goes with the next look.
        const command = commandFor(erasure, `private-notes:${id}:${found.v}`);
        const set = { steps: [], releases: [] };
        await committer.change<PrivateNotes>(
          privateNotes,
          id,
          command,
          async () => {},
          () => ({ set, events: [] }),
        );
      }
    },

    /** The author's notes on all files after a place, in one order, one document opened at a time. */
    async *scan(
      authorId: string,
      after: ScanPlace | undefined,
    ): AsyncGenerator<{ place: ScanPlace; note: PrivateNote }> {
      const key = await keys.find(authorId);
      if (!key) return;
      for (let from = { $gte: after?.document ?? "" } as { $gte: string } | { $gt: string }; ; ) {
        const batch = await privateNotes
          .find({ authorId, _id: from }, withoutBookkeeping)
          .sort({ _id: 1 })
          .limit(batchMax)
          .lean<PrivateNotes[]>();
        for (const document of batch)
          for (const note of notesAfter(foldSteps(openAll(key, document)), document._id, after))
            yield { place: { document: document._id, note: note.id }, note };
        const last = batch.at(-1);
        if (!last || batch.length < batchMax) return;
        from = { $gt: last._id };
      }
    },
  };
}

export const openAll = (key: Buffer, { _id, steps }: Pick<PrivateNotes, "_id" | "steps">): Step[] =>
  steps.map(step => openStep(key, _id, step));

function notesAfter(notes: readonly PrivateNote[], document: string, after: ScanPlace | undefined): PrivateNote[] {
  const seen = document === after?.document ? notes.findIndex(({ id }) => id === after.note) + 1 : 0;
  return notes.slice(seen).filter(({ withdrawn }) => !withdrawn);
}

/** What one more step makes of a document. A text that is replaced or withdrawn is taken back from those it was released to. */
function changeOf(key: Buffer, current: PrivateNotes, steps: readonly Step[], step: Step): Change<PrivateNotes> {
  const notes = foldSteps(steps);
  const sealed = sealStep(key, current._id, step);
  assertRoom(
    { steps: steps.length, notes: notes.length, bytes: sealedBytes(current.steps) },
    { bytes: sealedBytes([sealed]), note: step.did === "wrote" },
  );
  const replaced =
    step.did === "edited" || step.did === "withdrew" ? notes.find(({ id }) => id === step.noteId) : undefined;
  const isReleased = current.releases.some(({ keys }) => keys.some(wrapped => wrapped.step === replaced?.textStep));
  if (!replaced || !isReleased) return { push: { steps: [sealed] }, events: [] };
  const rotated = rotateTexts(key, current, new Set([replaced.textStep]), new Map());
  return { set: { ...rotated, steps: [...rotated.steps, sealed] }, events: [] };
}

const sealedBytes = (steps: readonly PrivateStep[]): number =>
  steps.reduce((sum, { key, sealed }) => sum + key.length + sealed.length, 0);
