import type { Connection, Model } from "mongoose";
import { z } from "zod";
import type { InformationClass } from "../access/matrix.ts";
import { contract, fields } from "../contract/contract.ts";
import { fail } from "../errors/errors.ts";
import { type ErasedAlone, erasedAlone, keptClassOf } from "../retention/class-of.ts";
import { type Command, uuidFrom } from "./command.ts";
import type { Change, Committer, NewEvent } from "./commit.ts";
import type { RecordKind } from "./event-table.ts";
import { erasedEvents } from "./events/erased.events.ts";
import type { FileKeys } from "./file-keys.ts";
import { aboutFile, personalRecords } from "./personal.ts";
import type { Actor, Erased, Stored } from "./record.ts";

const atOnceMax = 100;

/** What was decided about a file, as every service that holds records of it is told. */
export interface Erasure extends Erased {
  readonly fileId: string;
  /** Only these classes of it; left out, the whole file. */
  readonly classes?: readonly ErasedAlone[] | undefined;
  readonly by: Actor;
}

/** Asked by the owner of files, once people have decided: erases what a service holds of one. Safe to repeat; answers when nothing is left. */
export const eraseContract = (service: "cases" | "notes") =>
  contract(
    `${service}.eraseFile`,
    "Erase what this service holds of a file",
    z.strictObject({
      fileId: fields.id,
      at: z.coerce.date(),
      ground: z.string().max(60),
      retentionId: fields.id,
      classes: z.array(z.enum(erasedAlone)).min(1).optional(),
      by: z.strictObject({ id: z.string().max(80), agencyId: fields.id.nullable(), clientId: fields.id.optional() }),
    }),
    z.strictObject({ records: z.int() }),
  );

interface Tools {
  readonly db: Connection;
  readonly committer: Committer;
  readonly fileKeys: FileKeys | undefined;
  /** What goes before a record of a kind does: contents that lie beside it. */
  readonly before?: Readonly<Record<string, (record: unknown) => Promise<void>>>;
}
type Record_ = Stored & Readonly<Record<string, unknown>>;

/**
 * Erases what one service holds of a file: the key of its history first, so that nothing more is recorded, then
 * record after record, each in one write that leaves a mark. Interrupted, it goes on where it was; how many were erased now.
 */
export async function eraseFile(tools: Tools, erasure: Erasure): Promise<number> {
  const { fileKeys } = tools;
  const { fileId, classes, at } = erasure;
  if (!classes) {
    await fileKeys?.destroy(fileId, at);
    return eraseRecords(tools, erasure);
  }
  // Of a class the records first: what is recorded of it afterwards has another key.
  const erased = await eraseRecords(tools, erasure);
  for (const cls of classes) await fileKeys?.destroyCurrent(`${fileId}|${cls}`, at);
  return erased;
}

/** Whether an erasure reaches a record: of a class alone, those that were there when it was decided. */
function reaches({ classes, at }: Erasure, kind: RecordKind, record: Record_): boolean {
  if (!classes) return true;
  if (personalRecords[kind].about !== "file" || record.recordedAt > at) return false;
  return (classes as readonly InformationClass[]).includes(keptClassOf(kind, record));
}

async function eraseRecords({ db, committer, fileKeys, before = {} }: Tools, erasure: Erasure): Promise<number> {
  let erased = 0;
  for (const [type, { record: kind }] of Object.entries(erasedEvents)) {
    const model = db.models[kind] as Model<Record_> | undefined;
    const filter = aboutFile(kind, erasure.fileId);
    if (!model || !filter) continue;
    for (let after = ""; ; ) {
      const found = await model
        .find({ ...filter, $and: [{ _id: { $gt: after } }] } as never)
        .sort({ _id: 1 })
        .limit(atOnceMax)
        .lean<Record_[]>();
      for (const record of found) {
        after = record._id;
        if (!reaches(erasure, kind, record)) continue;
        const change = tombstone(kind, record, erasure);
        if (!change) continue;
        await before[kind]?.(record);
        const event = { type, data: toldOf(erasure) } as NewEvent;
        const { replayed } = await committer.change<Record_>(
          model,
          record._id,
          commandFor(erasure, `${kind}:${record._id}`),
          async current => assertToldAll(current),
          current => {
            const now = tombstone(kind, current, erasure);
            return now ? { ...now, events: [event] } : { events: [] };
          },
        );
        if (change.set && "erased" in change.set && ownKey.has(personalRecords[kind].about))
          await fileKeys?.destroy(`${kind}:${record._id}`, erasure.at);
        if (!replayed) erased++;
      }
      if (found.length < atOnceMax) break;
    }
  }
  return erased;
}

/** The command by which one record is erased: the same decision makes the same one. */
export function commandFor({ retentionId, by, at }: Pick<Erasure, "retentionId" | "by" | "at">, what: string): Command {
  const id = uuidFrom("erase", `${retentionId}|${what}`);
  return { by, id, fingerprint: id, ifVersion: undefined, at };
}

const toldOf = ({ fileId, retentionId, ground }: Erasure) => ({ defendantId: fileId, retentionId, ground });

/** What still waits in an outbox is passed on first: what follows from it may read the record. */
function assertToldAll(current: Stored | null): void {
  if (current && current.outbox.length > 0) fail("UNAVAILABLE", { retryAfterSeconds: 1 });
}

/** What a record becomes; undefined where nothing is left to erase. Pure. */
export function tombstone(
  kind: keyof typeof personalRecords,
  record: Record_,
  { fileId, at, ground, retentionId }: Erasure,
): Pick<Change<Record_>, "set" | "unset" | "erased"> | undefined {
  if (record.erased) return undefined;
  const erased = { at, ground, retentionId };
  const { about, keeps } = personalRecords[kind];
  if (about === "each") {
    const lists = listsWithout(record, fileId, erased);
    const people = Array.isArray(record.defendantIds) ? record.defendantIds.map(String) : [];
    const gone = new Set([...(Array.isArray(record.erasedFor) ? record.erasedFor.map(String) : []), fileId]);
    if (Array.isArray(record.erasedFor) && record.erasedFor.includes(fileId)) return undefined;
    const isLast = people.every(id => gone.has(id));
    if (!isLast) return { set: { ...lists, erasedFor: [...gone] } as never, erased };
    return { set: { ...lists, erasedFor: [...gone], erased } as never, unset: others(record, keeps), erased };
  }
  return { set: { erased } as never, unset: others(record, keeps), erased };
}

/** Whose history lies under a key of the record's own. */
const ownKey: ReadonlySet<string> = new Set(["people", "each"]);
const bookkeeping: ReadonlySet<string> = new Set([
  ...["_id", "v", "recordedAt", "changedAt", "outbox", "created", "done", "pendingAt", "erased", "erasedFor"],
]);

function others(record: object, keeps: readonly string[]): string[] {
  return Object.keys(record).filter(field => !bookkeeping.has(field) && !keeps.includes(field));
}

/** The lists of a record of several people without what was about one of them: of a case its status stays. */
function listsWithout(record: Record_, fileId: string, erased: Erased): Record<string, unknown[]> {
  const isAbout = (entry: unknown): entry is { readonly defendantId: string; readonly status?: string } =>
    typeof entry === "object" && entry !== null && "defendantId" in entry && entry.defendantId === fileId;
  return Object.fromEntries(
    Object.entries(record).flatMap(([field, value]) => {
      if (!Array.isArray(value) || !value.some(isAbout)) return [];
      const kept = value.flatMap((entry: unknown) => {
        if (!isAbout(entry)) return [entry];
        return entry.status === undefined ? [] : [{ ...emptyDefendantCase, ...statusOf(entry), erased }];
      });
      return [[field, kept]];
    }),
  );
}

const statusOf = ({ defendantId, status }: { readonly defendantId: string; readonly status?: string }) => ({
  defendantId,
  status,
});
const emptyDefendantCase = {
  asn: null,
  bail: "not-applicable",
  offences: [],
  sentence: null,
  draft: null,
  shared: [],
  moves: [],
  bailSet: [],
};
