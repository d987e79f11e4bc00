import mongoose from "mongoose";
import { seal, unseal } from "../crypto/seal.ts";
import type { RecordKind } from "./event-table.ts";
import type { FileKeys } from "./file-keys.ts";
import { fileOfClassKey, keyOfRecord, peopleIn, personalRecords } from "./personal.ts";

/** The whole change that made a version: what was set, added and taken away. */
export interface WholeChange {
  readonly set?: object;
  readonly push?: object;
  readonly unset?: readonly string[];
}
/** The same as it lies in events: under the key of the file; of a record of several people, what is about one under that one's. */
export interface SealedChange {
  readonly key: string;
  readonly sealed: string;
  readonly parts?: readonly SealedPart[];
}
interface SealedPart {
  readonly key: string;
  readonly sealed: string;
}
/** One entry of a list that is about one person: in which list. */
interface Part {
  readonly fileId: string;
  readonly in: "set" | "push";
  readonly field: string;
  readonly entry: object;
}

const { BSON } = mongoose.mongo;

/** What seals the changes of one service's records and opens them. Without keys (a directory holds no files) they stay as they are. */
export class ChangeSeal {
  readonly #keys: FileKeys | undefined;

  constructor(keys: FileKeys | undefined) {
    this.#keys = keys;
  }

  /** Whether all that this record is about has been erased, so that nothing may be recorded in it any more. */
  async isErased(kind: RecordKind, record: Record<string, unknown>): Promise<boolean> {
    const { about } = personalRecords[kind];
    if (!this.#keys || about === "nobody") return false;
    const files = peopleIn(kind, record);
    const destroyed = await Promise.all(files.map(fileId => this.#keys?.isDestroyed(fileId)));
    const erased = destroyed.filter(Boolean).length;
    return about === "people" ? erased > 0 : erased === files.length;
  }

  /** The change as it may lie in events; undefined when there is nobody left whom it could be sealed for. */
  async seal(kind: RecordKind, record: Record<string, unknown>, place: string, change: WholeChange) {
    if (!this.#keys || personalRecords[kind].about === "nobody") return change;
    const current = await this.#keyFor(keyOfRecord(kind, record));
    if (!current) return undefined;
    const { id, key } = current;
    const { rest, parts } = personalRecords[kind].about === "each" ? split(change) : { rest: change, parts: [] };
    const sealedParts: SealedPart[] = [];
    for (const part of parts) {
      const own = await this.#keys.ensure(part.fileId);
      if (own) sealedParts.push({ key: part.fileId, sealed: seal(own, contextOf(place, part.fileId), bytesOf(part)) });
    }
    const sealed = seal(key, contextOf(place, id), bytesOf(rest));
    return { key: id, sealed, ...(sealedParts.length > 0 && { parts: sealedParts }) } satisfies SealedChange;
  }

  /** The key that is in use, and its name: a class of a file has another one after each erasure, while there is the file. */
  async #keyFor(id: string): Promise<{ readonly id: string; readonly key: Buffer } | undefined> {
    if (!this.#keys) return undefined;
    const fileId = fileOfClassKey(id);
    if (fileId !== undefined) return (await this.#keys.isDestroyed(fileId)) ? undefined : this.#keys.ensureCurrent(id);
    const key = await this.#keys.ensure(id);
    return key && { id, key };
  }

  /** What lies in an event as it was; what has been erased is left out, and undefined is all of it. */
  async open(place: string, change: WholeChange | SealedChange | undefined): Promise<WholeChange | undefined> {
    if (!change || !isSealed(change)) return change;
    const key = await this.#keys?.find(change.key);
    if (!key) return undefined;
    const whole: { set?: object; push?: object } = read(unseal(key, contextOf(place, change.key), change.sealed));
    const lists = new Map<string, object[]>();
    for (const part of change.parts ?? []) {
      const own = await this.#keys?.find(part.key);
      if (!own) continue;
      const { in: kind, field, entry }: Part = read(unseal(own, contextOf(place, part.key), part.sealed));
      const name = `${kind}|${field}`;
      lists.set(name, [...(lists.get(name) ?? []), entry]);
    }
    return joined(whole, lists);
  }
}

const isSealed = (change: WholeChange | SealedChange): change is SealedChange => "sealed" in change;
const contextOf = (place: string, key: string) => `change|${place}|${key}`;
const bytesOf = (value: object) => Buffer.from(BSON.serialize(value, { ignoreUndefined: false }));
const read = <T>(bytes: Buffer): T => BSON.deserialize(bytes) as T;

/** Takes what is about one person each out of the lists of a change. */
function split({ set = {}, push = {}, ...other }: WholeChange): { rest: WholeChange; parts: Part[] } {
  const parts: Part[] = [];
  const without = (kind: Part["in"], fields: object) =>
    Object.fromEntries(
      Object.entries(fields).map(([field, value]: [string, unknown]) => {
        if (!Array.isArray(value)) return [field, value];
        const others = value.filter((entry: unknown) => {
          const fileId = fileOf(entry);
          if (fileId) parts.push({ fileId, in: kind, field, entry: entry as object });
          return fileId === undefined;
        });
        return [field, others];
      }),
    );
  return { rest: { ...other, set: without("set", set), push: without("push", push) }, parts };
}

function joined(rest: WholeChange, lists: ReadonlyMap<string, readonly object[]>): WholeChange {
  const withEntries = (kind: Part["in"], fields: object = {}) =>
    Object.fromEntries(
      Object.entries(fields).map(([field, value]: [string, unknown]) => {
        const entries = lists.get(`${kind}|${field}`);
        return [field, entries && Array.isArray(value) ? [...value, ...entries] : value];
      }),
    );
  return { ...rest, set: withEntries("set", rest.set), push: withEntries("push", rest.push) };
}

function fileOf(entry: unknown): string | undefined {
  return typeof entry === "object" && entry !== null && "defendantId" in entry && typeof entry.defendantId === "string"
    ? entry.defendantId
    : undefined;
}
