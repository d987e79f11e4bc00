import { randomBytes } from "node:crypto";
import mongoose, { type Connection, type Model } from "mongoose";
import type { MasterKey } from "../crypto/master-key.ts";
import { isDuplicateKey } from "../mongo/errors.ts";
import { strict } from "./record.ts";

const keyBytes = 32;
/** A key that another process has destroyed is used no longer than this. */
const keptMs = 2_000;
const keptMax = 5_000;
const batchMax = 100;

/** How far a rotation has come: keys looked at, destroyed ones too, and of those the ones that were wrapped anew. */
export interface Rotated {
  readonly seen: number;
  readonly rewrapped: number;
}

interface FileKey {
  readonly _id: string;
  /** Wrapped by the master key; null once it has been destroyed. */
  readonly wrappedKey: string | null;
  readonly destroyedAt: Date | null;
}

/**
 * The keys under which one service seals the personal values in its events: one a file, one for each class of it that
 * may be erased alone (`<file>|<class>`, after an erasure `<file>|<class>#2`), and one for each record that several files share. A destroyed key stays as a mark that none may be made again.
 */
export class FileKeys {
  readonly #model: Model<FileKey>;
  readonly #master: MasterKey;
  readonly #kept = new Map<string, { readonly key: Buffer | undefined; readonly untilMs: number }>();

  constructor(db: Connection, master: MasterKey) {
    const schema = new mongoose.Schema<FileKey>(
      { _id: String, wrappedKey: String, destroyedAt: Date },
      { ...strict, collection: "file-keys" },
    );
    this.#model = db.model<FileKey>("file-key", schema);
    this.#master = master;
  }

  /** The key, made the first time; undefined once it has been destroyed. */
  async ensure(id: string): Promise<Buffer | undefined> {
    const known = await this.#find(id);
    if (known) return known.key;
    const key = randomBytes(keyBytes);
    const wrappedKey = await this.#master.wrap(contextOf(id), key);
    try {
      await this.#model.create([{ _id: id, wrappedKey, destroyedAt: null }]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.#find(id))?.key;
    }
    return this.#keep(id, key).key;
  }

  /** The first of a class's keys that is not destroyed, made where there is none. */
  async ensureCurrent(base: string): Promise<{ readonly id: string; readonly key: Buffer }> {
    for (let n = 1; ; n++) {
      const id = generation(base, n);
      const key = await this.ensure(id);
      if (key) return { id, key };
    }
  }

  /** Destroys the key of a class that is in use, once for each decision, named by its instant. Safe to repeat. */
  async destroyCurrent(base: string, at: Date): Promise<void> {
    for (let n = 1; ; n++) {
      const id = generation(base, n);
      const stored = await this.#model.findById(id).lean<FileKey>();
      if (!stored || stored.destroyedAt?.getTime() === at.getTime()) return;
      if (stored.wrappedKey !== null) return this.destroy(id, at);
    }
  }

  /** The key; undefined when there is none, or none any more. */
  async find(id: string): Promise<Buffer | undefined> {
    return (await this.#find(id))?.key;
  }

  /** Whether there was a key that has been destroyed. */
  async isDestroyed(id: string): Promise<boolean> {
    const known = await this.#find(id);
    return known !== undefined && known.key === undefined;
  }

  /** Destroys the key for good, and those of the classes of its file: what was sealed under it can be read by nobody. Safe to repeat. */
  async destroy(id: string, at: Date): Promise<void> {
    await this.#model.updateOne(
      { _id: id, destroyedAt: null },
      { $set: { wrappedKey: null, destroyedAt: at } },
      { upsert: (await this.#model.findById(id).lean()) === null },
    );
    this.#keep(id, undefined);
    if (id.includes("|")) return;
    // "}" is the letter after "|".
    await this.#model.updateMany(
      { _id: { $gt: `${id}|`, $lt: `${id}}` }, destroyedAt: null },
      { $set: { wrappedKey: null, destroyedAt: at } },
    );
    for (const kept of this.#kept.keys()) if (kept.startsWith(`${id}|`)) this.#kept.delete(kept);
  }

  /** Wraps every key that is not under the current master key anew. Safe to repeat and to interrupt. */
  async rewrapAll(report: (progress: Rotated) => void = () => {}): Promise<Rotated> {
    let seen = 0;
    let rewrapped = 0;
    for (let after = ""; ; ) {
      const batch = await this.#model
        .find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(batchMax)
        .lean<FileKey[]>();
      for (const { _id, wrappedKey } of batch) {
        after = _id;
        seen++;
        if (wrappedKey === null || (await this.#master.isCurrent(wrappedKey))) continue;
        const next = await this.#master.wrap(contextOf(_id), await this.#master.unwrap(contextOf(_id), wrappedKey));
        // A key that is destroyed meanwhile stays destroyed.
        const { modifiedCount } = await this.#model.updateOne({ _id, wrappedKey }, { $set: { wrappedKey: next } });
        rewrapped += modifiedCount;
      }
      report({ seen, rewrapped });
      if (batch.length < batchMax) return { seen, rewrapped };
    }
  }

  async #find(id: string): Promise<{ readonly key: Buffer | undefined } | undefined> {
    const kept = this.#kept.get(id);
    if (kept && performance.now() < kept.untilMs) return kept;
    const stored = await this.#model.findById(id).lean<FileKey>();
    if (!stored) return undefined;
    const { wrappedKey } = stored;
    return this.#keep(id, wrappedKey ? await this.#master.unwrap(contextOf(id), wrappedKey) : undefined);
  }

  #keep(id: string, key: Buffer | undefined): { readonly key: Buffer | undefined } {
    if (this.#kept.size >= keptMax) this.#kept.clear();
    const kept = { key, untilMs: performance.now() + keptMs };
    this.#kept.set(id, kept);
    return kept;
  }
}

const generation = (base: string, n: number) => (n === 1 ? base : `${base}#${n}`);
const contextOf = (id: string) => `file|${id}`;
