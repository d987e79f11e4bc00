import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { seal, unseal } from "../../libs/crypto/seal.ts";
import { fail } from "../../libs/errors/errors.ts";
import { isDuplicateKey } from "../../libs/mongo/errors.ts";
import { type Command, uuidFrom } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import type { NotesModels, PrivateEntry, PrivateNotes } from "./notes.schema.ts";

const keyBytes = 32;
const entriesMax = 500;
/** Texts are padded to whole steps, so that a dump does not tell how long a note is. */
const padBytes = 1_024;

const insideSchema = z.strictObject({ defendantId: z.string(), writtenAt: z.string(), text: z.string() });
type Inside = z.infer<typeof insideSchema>;

/**
 * Judges' private notes. Each note has a key of its own, wrapped by its author's key, wrapped by the master key, which
 * is held outside the database. Only the author's own actions come here; there are no events, lists or counts.
 */
export function privateNotesStore({ privateNotes, authorKeys }: NotesModels, committer: Committer, masterKey: Buffer) {
  async function findAuthorKey(authorId: string): Promise<Buffer | undefined> {
    const stored = await authorKeys.findById(authorId).lean();
    return stored ? unseal(masterKey, `author|${authorId}`, stored.wrappedKey) : undefined;
  }

  async function ensureAuthorKey(authorId: string): Promise<Buffer> {
    const known = await findAuthorKey(authorId);
    if (known) return known;
    try {
      await authorKeys.create([
        { _id: authorId, wrappedKey: seal(masterKey, `author|${authorId}`, randomBytes(keyBytes)) },
      ]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return (await findAuthorKey(authorId)) ?? fail("INTERNAL");
  }

  return {
    async add(
      authorId: string,
      inside: Inside,
      command: Command,
    ): Promise<{ id: string; writtenAt: string; text: string }> {
      const key = await ensureAuthorKey(authorId);
      const id = documentId(key, inside.defendantId);
      const opening: Command = { ...command, id: uuidFrom("open", id), fingerprint: id, ifVersion: undefined };
      await committer.create<PrivateNotes>(privateNotes, { authorId, entries: [] }, [], opening, id);
      const entry = sealEntry(key, id, command.id, inside);
      const { record } = await committer.change<PrivateNotes>(
        privateNotes,
        id,
        command,
        async () => {},
        ({ entries }) => {
          if (entries.length >= entriesMax)
            fail("RULE_BROKEN", { detail: `You have ${entriesMax} private notes on this file, which is the most.` });
          return { push: { entries: [entry] }, events: [] };
        },
      );
      // A repeated command answers with what it wrote the first time.
      const written = record.entries.find(found => found.id === command.id) ?? entry;
      return viewOf(written.id, openEntry(key, id, written));
    },

    /** The author's notes on one file, newest first. */
    async list(authorId: string, defendantId: string): Promise<{ id: string; writtenAt: string; text: string }[]> {
      const key = await findAuthorKey(authorId);
      if (!key) return [];
      const id = documentId(key, defendantId);
      const stored = await privateNotes.findById(id).lean<PrivateNotes>();
      const opened = (stored?.entries ?? []).map(entry => ({ id: entry.id, inside: openEntry(key, id, entry) }));
      return opened
        .filter(({ inside }) => inside.defendantId === defendantId)
        .reverse()
        .map(({ id: entryId, inside }) => viewOf(entryId, inside));
    },
  };
}

function documentId(authorKey: Buffer, defendantId: string): string {
  return createHmac("sha256", authorKey).update(`file|${defendantId}`).digest("base64url");
}

function sealEntry(authorKey: Buffer, documentIdText: string, id: string, inside: Inside): PrivateEntry {
  const key = randomBytes(keyBytes);
  const context = `${documentIdText}|${id}`;
  const text = JSON.stringify(inside);
  const bytes = Buffer.byteLength(text);
  const padded = text + " ".repeat((padBytes - (bytes % padBytes)) % padBytes);
  return { id, wrappedKey: seal(authorKey, `key|${context}`, key), sealed: seal(key, `note|${context}`, padded) };
}

function openEntry(authorKey: Buffer, documentIdText: string, { id, wrappedKey, sealed }: PrivateEntry): Inside {
  const context = `${documentIdText}|${id}`;
  const key = unseal(authorKey, `key|${context}`, wrappedKey);
  return insideSchema.parse(JSON.parse(unseal(key, `note|${context}`, sealed).toString("utf8")));
}

const viewOf = (id: string, { writtenAt, text }: Inside) => ({ id, writtenAt, text });
