import { clock } from "../../libs/clock/clock.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import type { AuthorKeys } from "./author-keys.store.ts";
import type { NotesModels, PrivateNotes, PrivateRelease } from "./notes.schema.ts";
import { bounds, foldSteps, isRepeated, type PrivateNote, shownNotes } from "./private-notes.rules.ts";
import { openAll } from "./private-notes.store.ts";
import { mayReadReleased, notesToRelease, type Release, releaseState } from "./release.rules.ts";
import {
  documentId,
  openRelease,
  openStepWith,
  releaseTag,
  sealRelease,
  stepKey,
  unwrapReleased,
  wrapForGrantee,
} from "./sealing.ts";
import { rotateTexts } from "./taking-back.ts";

const authorsMax = 50;

/** A release, and which of its notes can still be read under it. */
export interface ReleaseNow {
  readonly release: Release;
  readonly readable: readonly string[];
}

/** A note of somebody else that a person may read: released to them until an instant, or passed on to them as successor. */
export interface ReleasedNote {
  readonly id: string;
  readonly authorId: string;
  readonly writtenAt: string;
  readonly text: string;
  readonly until: string | null;
}

/** Releases of private notes to a named person. A release is in its author's document, so giving and taking back are one write each. */
export function releasesStore(
  { privateNotes }: Pick<NotesModels, "privateNotes">,
  committer: Committer,
  keys: AuthorKeys,
) {
  /** The keys of those to whom other releases of this document are in force, by release. */
  async function granteeKeysOf(key: Buffer, current: PrivateNotes, except: string): Promise<Map<string, Buffer>> {
    const now = clock.now();
    const inForce = current.releases
      .filter(({ id }) => id !== except)
      .map(({ id, forAuthor }) => openRelease(key, current._id, id, forAuthor))
      .filter(release => releaseState(release, now) === "in-force");
    const found = await Promise.all(
      inForce.map(async ({ id, granteeId }) => [id, await keys.find(granteeId)] as const),
    );
    return new Map(found.flatMap(([id, granteeKey]) => (granteeKey ? [[id, granteeKey] as const] : [])));
  }

  return {
    /** Releases the texts of these notes as they stand, or of all there are; a repeated command gives the release it made. */
    async release(
      author: { id: string; courtId: string },
      asked: { defendantId: string; personId: string; noteIds: readonly string[] | undefined; until: string },
      command: Command,
    ): Promise<ReleaseNow> {
      const key = (await keys.find(author.id)) ?? failWithoutNotes(asked.noteIds);
      const granteeKey = await keys.ensure(asked.personId);
      const document = documentId(key, asked.defendantId);
      const stored = await privateNotes.findById(document, { _id: 1 }).lean();
      if (!stored) failWithoutNotes(asked.noteIds);
      const { record } = await committer.change<PrivateNotes>(
        privateNotes,
        document,
        command,
        async () => {},
        current => {
          if (isRepeated(allReleases(key, current), command)) return { events: [] };
          if (current.releases.length >= bounds.releasesMax)
            fail("RULE_BROKEN", {
              detail: `You have released notes on this file ${bounds.releasesMax} times, which is the most.`,
            });
          const notes = notesToRelease(foldSteps(openAll(key, current)), asked.noteIds);
          const release = toRelease(author, asked, notes, command);
          return { push: { releases: [sealedRelease(key, granteeKey, current, release, notes)] }, events: [] };
        },
      );
      return getNow(key, record, command.id);
    },

    /** Takes a release back at once: the grantee's wraps go, and the texts get new keys. The second time there is nothing to do. */
    async recall(
      authorId: string,
      { defendantId, releaseId }: { defendantId: string; releaseId: string },
      command: Command,
    ): Promise<ReleaseNow> {
      const key = (await keys.find(authorId)) ?? fail("NOT_FOUND");
      let others = new Map<string, Buffer>();
      const { record } = await committer.change<PrivateNotes>(
        privateNotes,
        documentId(key, defendantId),
        command,
        async current => {
          others = current ? await granteeKeysOf(key, current, releaseId) : others;
        },
        current => {
          const recalled = current.releases.find(({ id }) => id === releaseId) ?? fail("NOT_FOUND");
          if (recalled.tag === null) return { events: [] };
          const said = openRelease(key, current._id, releaseId, recalled.forAuthor);
          const forAuthor = sealRelease(key, current._id, { ...said, recalledAt: command.at.toISOString() });
          const empty: PrivateRelease = { id: releaseId, tag: null, forAuthor, forGrantee: null, keys: [] };
          const releases = current.releases.map(other => (other === recalled ? empty : other));
          const taken = new Set(recalled.keys.map(({ step }) => step));
          return { set: rotateTexts(key, { ...current, releases }, taken, others), events: [] };
        },
      );
      return getNow(key, record, releaseId);
    },

    /** What the author has released on one file, newest first, with what became of it. */
    async list(authorId: string, defendantId: string): Promise<ReleaseNow[]> {
      const key = await keys.find(authorId);
      if (!key) return [];
      const stored = await privateNotes.findById(documentId(key, defendantId)).lean<PrivateNotes>();
      return stored ? allNow(key, stored).reverse() : [];
    },

    /** What others' notes this person may read on one file now, newest first; each text once. */
    async listReleased(reader: Pick<Person, "id" | "courtId">, defendantId: string): Promise<ReleasedNote[]> {
      const key = await keys.find(reader.id);
      if (!key) return [];
      const tag = releaseTag(key, defendantId);
      const found = await privateNotes
        .find({ "releases.tag": tag }, withoutBookkeeping)
        .sort({ _id: 1 })
        .limit(authorsMax)
        .lean<PrivateNotes[]>();
      const now = clock.now();
      const released = found.flatMap(document =>
        document.releases
          .filter(release => release.tag === tag)
          .flatMap(release => readReleased(key, document, release, reader, defendantId, now)),
      );
      return onceEach([...released, ...(await readInherited(key, reader, defendantId))]);
    },
  };

  async function readInherited(
    key: Buffer,
    reader: Pick<Person, "id" | "courtId">,
    defendantId: string,
  ): Promise<ReleasedNote[]> {
    const inherited = (await keys.inherited(reader.id, key)).filter(({ escrow }) => escrow.courtId === reader.courtId);
    const notes = await Promise.all(
      inherited.map(async ({ escrow, key: authorKey }) => {
        const stored = await privateNotes.findById(documentId(authorKey, defendantId)).lean<PrivateNotes>();
        return shownNotes(foldSteps(stored ? openAll(authorKey, stored) : []))
          .filter(({ textAt }) => new Date(textAt) <= escrow.confirmedAt)
          .map(({ id, writtenAt, text }) => ({ id, authorId: escrow.authorId, writtenAt, text, until: null }));
      }),
    );
    return notes.flat();
  }
}

/** Nothing to release: the notes that were named are not there, or there are none at all. */
function failWithoutNotes(noteIds: readonly string[] | undefined): never {
  notesToRelease([], noteIds);
  return fail("NOT_FOUND");
}

const allReleases = (key: Buffer, { _id, releases }: PrivateNotes): Release[] =>
  releases.map(({ id, forAuthor }) => openRelease(key, _id, id, forAuthor));

function toRelease(
  author: { id: string; courtId: string },
  asked: { defendantId: string; personId: string; until: string },
  notes: readonly PrivateNote[],
  { id, fingerprint, at }: Command,
): Release {
  return {
    id,
    fingerprint,
    authorId: author.id,
    granteeId: asked.personId,
    courtId: author.courtId,
    defendantId: asked.defendantId,
    noteIds: notes.map(note => note.id),
    from: at.toISOString(),
    until: new Date(asked.until).toISOString(),
    recalledAt: null,
  };
}

function sealedRelease(
  authorKey: Buffer,
  granteeKey: Buffer,
  { _id, steps }: PrivateNotes,
  release: Release,
  notes: readonly PrivateNote[],
): PrivateRelease {
  const texts = new Set(notes.map(({ textStep }) => textStep));
  return {
    id: release.id,
    tag: releaseTag(granteeKey, release.defendantId),
    forAuthor: sealRelease(authorKey, _id, release),
    forGrantee: sealRelease(granteeKey, _id, release),
    keys: steps
      .filter(({ id }) => texts.has(id))
      .map(step => wrapForGrantee(granteeKey, release.id, step.id, stepKey(authorKey, _id, step))),
  };
}

/** Every release of a document, with the notes whose texts its grantee still holds keys of, while it is in force. */
function allNow(key: Buffer, stored: PrivateNotes): ReleaseNow[] {
  const now = clock.now();
  const noteOf = new Map(foldSteps(openAll(key, stored)).map(({ textStep, id }) => [textStep, id]));
  return stored.releases.map(({ id, forAuthor, keys }) => {
    const release = openRelease(key, stored._id, id, forAuthor);
    const held = keys.flatMap(({ step }) => noteOf.get(step) ?? []);
    return { release, readable: releaseState(release, now) === "in-force" ? held : [] };
  });
}

const getNow = (key: Buffer, stored: PrivateNotes, releaseId: string): ReleaseNow =>
  allNow(key, stored).find(({ release }) => release.id === releaseId) ?? fail("NOT_FOUND");

function readReleased(
  granteeKey: Buffer,
  { _id, steps }: PrivateNotes,
  { id, forGrantee, keys }: PrivateRelease,
  reader: Pick<Person, "id" | "courtId">,
  defendantId: string,
  now: Date,
): ReleasedNote[] {
  const release = forGrantee === null ? undefined : openRelease(granteeKey, _id, id, forGrantee);
  if (!release || release.defendantId !== defendantId || !mayReadReleased(release, reader, now)) return [];
  return keys.flatMap(wrapped => {
    const step = steps.find(one => one.id === wrapped.step);
    if (!step) return [];
    const { noteId, writtenAt, at, text } = openStepWith(unwrapReleased(granteeKey, id, wrapped), _id, step);
    return [
      { id: noteId, authorId: release.authorId, writtenAt: writtenAt ?? at, text: text ?? "", until: release.until },
    ];
  });
}

/** Of a note that came by several ways, the one that lasts longest; newest first. */
function onceEach(notes: readonly ReleasedNote[]): ReleasedNote[] {
  const best = new Map<string, ReleasedNote>();
  for (const note of notes) {
    const other = best.get(note.id);
    if (!other || lastsLonger(note, other)) best.set(note.id, note);
  }
  return [...best.values()].sort((a, b) =>
    a.writtenAt === b.writtenAt ? (a.id < b.id ? -1 : 1) : a.writtenAt < b.writtenAt ? 1 : -1,
  );
}

const lastsLonger = (a: ReleasedNote, b: ReleasedNote): boolean =>
  b.until !== null && (a.until === null || a.until > b.until);
