import { randomBytes } from "node:crypto";
import type { MasterKey } from "../../libs/crypto/master-key.ts";
import { seal, unseal } from "../../libs/crypto/seal.ts";
import { fail } from "../../libs/errors/errors.ts";
import { isDuplicateKey } from "../../libs/mongo/errors.ts";
import type { EscrowKey, NotesModels } from "./notes.schema.ts";
import { keyBytes } from "./sealing.ts";

const inheritedMax = 50;
const batchMax = 100;

/** How far a rotation has come: keys looked at, and of those the ones that were wrapped anew. */
export interface Rotated {
  readonly seen: number;
  readonly rewrapped: number;
}

/** People's own keys for private notes, and those wrapped for successors. Keys are not records: they are made once, and wrapped anew. */
export function authorKeysStore(
  { authorKeys, escrowKeys }: Pick<NotesModels, "authorKeys" | "escrowKeys">,
  masterKey: MasterKey,
) {
  async function find(personId: string): Promise<Buffer | undefined> {
    const stored = await authorKeys.findById(personId).lean();
    return stored ? masterKey.unwrap(contextOf(personId), stored.wrappedKey) : undefined;
  }

  async function ensure(personId: string): Promise<Buffer> {
    const known = await find(personId);
    if (known) return known;
    const wrappedKey = await masterKey.wrap(contextOf(personId), randomBytes(keyBytes));
    try {
      await authorKeys.create([{ _id: personId, wrappedKey }]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return (await find(personId)) ?? fail("INTERNAL");
  }

  return {
    /** The person's key, or undefined when they have none yet. */
    find,
    /** The person's key, made the first time. */
    ensure,

    /** Every author's key, one after the other: for what is done to a file whoever wrote about it. */
    async *all(): AsyncGenerator<Buffer> {
      for (let after = ""; ; ) {
        const batch = await authorKeys
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(batchMax)
          .lean();
        for (const { _id, wrappedKey } of batch) {
          after = _id;
          yield await masterKey.unwrap(contextOf(_id), wrappedKey);
        }
        if (batch.length < batchMax) return;
      }
    },

    /** Wraps an author's key for a successor; nothing to do for an author who never wrote, or the second time. */
    async passOn(escrow: Omit<EscrowKey, "wrappedKey">): Promise<void> {
      const key = await find(escrow.authorId);
      if (!key) return;
      const successorKey = await ensure(escrow.successorId);
      try {
        await escrowKeys.create([{ ...escrow, wrappedKey: seal(successorKey, escrowContext(escrow), key) }]);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** The keys that were wrapped for this successor, with what limits their use. */
    async inherited(successorId: string, successorKey: Buffer): Promise<{ escrow: EscrowKey; key: Buffer }[]> {
      const found = await escrowKeys.find({ successorId }).sort({ _id: 1 }).limit(inheritedMax).lean<EscrowKey[]>();
      return found.map(escrow => ({ escrow, key: unseal(successorKey, escrowContext(escrow), escrow.wrappedKey) }));
    },

    /**
     * Wraps every key that is not under the current master key anew; texts stay as they are. Safe to repeat, to run
     * twice at once and to interrupt: each key is swapped by itself, and opens under either master key meanwhile.
     */
    async rewrapAll(report: (progress: Rotated) => void): Promise<Rotated> {
      let progress: Rotated = { seen: 0, rewrapped: 0 };
      for (let after = ""; ; ) {
        const batch = await authorKeys
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(batchMax)
          .lean();
        for (const { _id, wrappedKey } of batch) {
          after = _id;
          const swapped = await rewrap(_id, wrappedKey);
          progress = { seen: progress.seen + 1, rewrapped: progress.rewrapped + (swapped ? 1 : 0) };
        }
        report(progress);
        if (batch.length < batchMax) return progress;
      }
    },
  };

  async function rewrap(personId: string, wrappedKey: string): Promise<boolean> {
    if (await masterKey.isCurrent(wrappedKey)) return false;
    const key = await masterKey.unwrap(contextOf(personId), wrappedKey);
    const next = await masterKey.wrap(contextOf(personId), key);
    const { modifiedCount } = await authorKeys.updateOne({ _id: personId, wrappedKey }, { $set: { wrappedKey: next } });
    return modifiedCount === 1;
  }
}
export type AuthorKeys = ReturnType<typeof authorKeysStore>;

const contextOf = (personId: string) => `author|${personId}`;
/** Everything that limits a successor's use is bound to the wrapped key. */
const escrowContext = ({ _id, authorId, successorId, courtId, confirmedAt }: Omit<EscrowKey, "wrappedKey">) =>
  `escrow|${_id}|${authorId}|${successorId}|${courtId}|${confirmedAt.toISOString()}`;
