import type { Model, UpdateQuery } from "mongoose";
import { decideAgain, hasWritten, markAdmissions, mayStillWrite, onItsOwn } from "../access/under-way.ts";
import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import { isDuplicateKey } from "../mongo/errors.ts";
import type { Command } from "./command.ts";
import { crashPoint } from "./crash-point.ts";
import { type EventType, eventTable, type Payload } from "./event-table.ts";
import type { History } from "./history.ts";
import type { Done, Erased, RecordEvent, Stored } from "./record.ts";
import { ChangeSeal, type WholeChange } from "./sealed-change.ts";

/** The outbox of one record and of one service never grow past these: the command is refused first (back-pressure). */
export const outboxLengthMax = 50;
const doneKeptMax = 20;
const raceRetriesMax = 8;

/** An event a command brings about. `occurredAt` is when it happened in the world; left out, it happened now. */
export type NewEvent = {
  [T in EventType]: { readonly type: T; readonly data: Payload<T>; readonly occurredAt?: Date };
}[EventType];

/** What a command makes of a record. */
export interface Change<T> {
  readonly set?: Partial<Omit<T, keyof Stored>>;
  /** Appended to arrays of the record: field → new entries. */
  readonly push?: { readonly [K in keyof T]?: T[K] extends readonly (infer E)[] ? readonly E[] : never };
  /** Fields that are taken away, by an erasure only. */
  readonly unset?: readonly string[];
  /** That this is an erasure: nothing else is written where what was there has been erased. */
  readonly erased?: Erased;
  readonly events: readonly NewEvent[];
}

export interface Committed<T> {
  readonly record: T;
  /** True when this command had been carried out before and nothing was written now. */
  readonly replayed: boolean;
}

/** What a committer tells, so that what follows from an event can start at once. */
export interface AfterCommit {
  /** Refuses new work while too much is waiting to be passed on. */
  assertRoom(): void;
  /** Carries out what follows from the events, as far as it can now; the relay finishes the rest. */
  follow(events: readonly RecordEvent[]): Promise<void>;
}

/**
 * The only code that writes records. Each command is one atomic update of one document, which then holds the new
 * state, its events and the command's key.
 */
export class Committer {
  readonly #after: AfterCommit;
  readonly #events: History["model"] | undefined;
  readonly #seal: ChangeSeal;

  /** `history` is where the keys of older commands are found, and says under which keys changes lie; without it only the last commands of a record are known, and changes lie open. */
  constructor(after: AfterCommit, history?: History) {
    this.#after = after;
    this.#events = history?.model;
    this.#seal = history?.seal ?? new ChangeSeal(undefined);
  }

  /**
   * Stores a new record under the command's id. The same command again gives back the record as it is now. Fails with
   * IDEMPOTENCY_KEY_REUSED, OVERLOADED, and ERASED where the file has been; what only follows from an event is left out there.
   */
  async create<T extends Stored>(
    model: Model<T>,
    fields: Omit<T, keyof Stored>,
    events: readonly NewEvent[],
    command: Command,
    id = command.id,
  ): Promise<Committed<T>> {
    this.#after.assertRoom();
    const about = { ...fields, _id: id };
    const [first] = events;
    if (first && (await this.#seal.isErased(eventTable[first.type].record, about))) {
      if (command.isFollowing) return { record: { ...about, v: 0 } as unknown as T, replayed: true };
      return fail("ERASED");
    }
    const outbox = await this.#toEvents(about, 1, events, command, { set: fields });
    const record = {
      ...fields,
      _id: id,
      v: 1,
      recordedAt: command.at,
      changedAt: command.at,
      outbox,
      created: doneBy(command, 1),
      done: [],
      ...(outbox.length > 0 && { pendingAt: command.at }),
    };
    crashPoint("before-commit");
    mayStillWrite();
    try {
      await model.create([record as never]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return this.#replayCreated(model, id, command);
    }
    crashPoint("after-commit");
    await this.#follow(outbox);
    return { record: record as unknown as T, replayed: false };
  }

  /**
   * Changes the record `id`: `authorize` first (it throws when the caller may not), then the key, then the version,
   * then `decide`, which says what to write; it is pure, but for what must be stored before it can be named. Fails with NOT_FOUND, IDEMPOTENCY_KEY_REUSED, STALE_VERSION, OVERLOADED, ERASED.
   */
  async change<T extends Stored>(
    model: Model<T>,
    id: string,
    command: Command,
    authorize: (current: T | null) => Promise<void>,
    decide: (current: T) => Change<T> | Promise<Change<T>>,
  ): Promise<Committed<T>> {
    this.#after.assertRoom();
    const before = markAdmissions();
    for (let attempt = 0; attempt < raceRetriesMax; attempt++) {
      decideAgain(before);
      const current = await model.findById(id).lean<T>();
      await authorize(current);
      if (!current) return fail("NOT_FOUND");
      const done = findDone(await this.#doneTo(model.modelName, current, command), command);
      if (done) {
        // The first try may have died before what follows from it was carried out.
        await this.#follow(current.outbox.filter(({ v }) => v === done.v));
        return { record: current, replayed: true };
      }
      if (command.ifVersion !== undefined && command.ifVersion !== current.v) return fail("STALE_VERSION");
      // What follows from something else has nothing to do here any more; a person is told.
      if (current.erased && command.isFollowing) return { record: current, replayed: true };
      const change = await decide(current);
      if (current.erased && !change.erased) return fail("ERASED");
      if (isEmpty(change as Change<never>)) return { record: current, replayed: false };
      if (current.outbox.length >= outboxLengthMax) return fail("OVERLOADED", { retryAfterSeconds: 2 });
      if (!mayStillWrite(before)) continue; // A file was narrowed after it was opened: it is asked again.
      const written = await this.#write(model, current, change, command);
      if (written) return { record: written, replayed: false };
    }
    return fail("STALE_VERSION");
  }

  /** Takes away records that have told nobody of themselves and that no other names; how many there were. */
  async discard<T extends Stored>(model: Model<T>, ids: readonly string[]): Promise<number> {
    const { deletedCount } = await model.deleteMany({ _id: { $in: ids }, v: 1, outbox: { $size: 0 } } as never);
    return deletedCount;
  }

  async #write<T extends Stored>(model: Model<T>, current: T, change: Change<T>, command: Command): Promise<T | null> {
    const { set = {}, push = {}, unset = [] } = change;
    const v = current.v + 1;
    const whole = { set, push, ...(unset.length > 0 && { unset }) };
    const events = await this.#toEvents(current, v, change.events, command, whole);
    const update = {
      $set: { ...set, changedAt: command.at, ...(events.length > 0 && { pendingAt: command.at }) },
      ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map(field => [field, ""])) }),
      $inc: { v: 1 },
      $push: {
        ...eachOf(push),
        outbox: { $each: events },
        done: { $each: [doneBy(command, v)], $slice: -doneKeptMax },
      },
    } as unknown as UpdateQuery<T>;
    crashPoint("before-commit");
    // The version in the filter carries the decision: whoever changed the record meanwhile makes this match nothing.
    const filter = { _id: current._id, v: current.v } as never;
    const written = await model.findOneAndUpdate(filter, update, { returnDocument: "after" }).lean<T>();
    crashPoint("after-commit");
    if (written) await this.#follow(events);
    return written;
  }

  /** What follows a write is not the person's any more: no narrowing waits for it, and it may bring about one itself. */
  async #follow(events: readonly RecordEvent[]): Promise<void> {
    hasWritten();
    await onItsOwn(() => this.#after.follow(events));
  }

  /**
   * The commands that changed this record, as far as a repeated one can be among them. The record keeps the last ones;
   * before those a command that names its version cannot match again, and any other is looked up by its key.
   */
  async #doneTo(kind: string, { _id, done, outbox }: Stored, command: Command): Promise<readonly Done[]> {
    if (done.length < doneKeptMax || command.ifVersion !== undefined) return done;
    const older = await this.#events
      ?.findOne({ kind, recordId: _id, "done.key": command.id } as never, { done: 1 })
      .lean<RecordEvent>();
    return [...done, ...[...outbox, older].flatMap(event => event?.done ?? [])];
  }

  async #toEvents(
    record: { readonly _id: string },
    v: number,
    events: readonly NewEvent[],
    command: Command,
    change: WholeChange,
  ): Promise<RecordEvent[]> {
    const about = record as Record<string, unknown> & { readonly _id: string };
    return Promise.all(
      events.map(async ({ type, data, occurredAt }, n) => {
        const { record: kind, payload, ...row } = eventTable[type];
        const _id = `${kind}:${record._id}:${v}:${n}`;
        const given = payload.parse(data) as Record<string, unknown>;
        const personal = "personal" in row ? row.personal : [];
        const kept = Object.fromEntries(personal.map(field => [field, given[field]]));
        const told = personal.length > 0 ? await this.#seal.seal(kind, about, _id, { set: kept }) : undefined;
        const sealed = n === 0 ? await this.#seal.seal(kind, about, `${kind}:${record._id}:${v}`, change) : undefined;
        return {
          _id,
          type,
          kind,
          recordId: record._id,
          v,
          n,
          occurredAt: occurredAt ?? command.at,
          recordedAt: clock.now(),
          by: command.by,
          data: (told && "sealed" in told
            ? { ...given, ...Object.fromEntries(personal.map(field => [field, null])) }
            : given) as RecordEvent["data"],
          ...(told && "sealed" in told && { told }),
          ...(n === 0 && { ...(sealed && { change: sealed }), done: doneBy(command, v) }),
        };
      }),
    );
  }

  async #replayCreated<T extends Stored>(model: Model<T>, id: string, command: Command): Promise<Committed<T>> {
    const record = (await model.findById(id).lean<T>()) ?? fail("CONFLICT");
    if (!findDone([record.created], command)) fail("IDEMPOTENCY_KEY_REUSED");
    // The first try may have died before what follows was carried out; what has been done already is left alone.
    await this.#follow(record.outbox);
    return { record, replayed: true };
  }
}

function findDone(earlier: readonly Done[], command: Command): Done | undefined {
  const done = earlier.find(({ key }) => key === command.id);
  if (done && done.fingerprint !== command.fingerprint) fail("IDEMPOTENCY_KEY_REUSED");
  return done;
}

function doneBy({ id, fingerprint }: Command, v: number): Done {
  return { key: id, fingerprint, v };
}

/** A decision that there is nothing to do makes no version. */
const isEmpty = ({ set, push, events }: Change<never>): boolean => events.length === 0 && !set && !push;

const eachOf = (push: object) =>
  Object.fromEntries(Object.entries(push).map(([field, entries]) => [field, { $each: entries }]));
