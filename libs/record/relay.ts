import type { Connection, Model } from "mongoose";
import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import { describeForLog, log } from "../log/log.ts";
import { isDatabaseAway, isDuplicateKey } from "../mongo/errors.ts";
import type { Bell, Ringer } from "./bells.ts";
import type { AfterCommit } from "./commit.ts";
import { crashPoint } from "./crash-point.ts";
import { type EventType, eventTable } from "./event-table.ts";
import type { eventsModel, RecordEvent, Stored } from "./record.ts";

const batchRecordsMax = 200;
const idleMs = 1_000;
/** After a rest the relay lets a few commands gather, so that it passes on ten at once rather than one ten times. */
const gatherMs = 50;
const retryMs = 500;
const followNowMs = 1_000;
const waitingRecordsMax = 20_000;
const followedKeptMax = 10_000;

/** What follows from an event, by type: idempotent steps, named by the event's id, run before the answer and finished by the relay after a crash. */
export type Steps = { readonly [T in EventType]?: (event: RecordEvent<T>) => Promise<void> };

/** Where the audit's rows of changes go: one for each event, however often it is told. */
export interface ChangeTrail {
  writeChanges(events: readonly RecordEvent[]): Promise<void>;
}

/**
 * Passes on what commands have left in their records' outboxes, in batches: what follows is carried out, the audit
 * is told, the events are appended to `events` (the record of what happened), the bells are rung, and only then the outbox is emptied.
 * A crash between any two of these repeats steps that are safe to repeat.
 */
export class Relay implements AfterCommit {
  readonly #db: Connection;
  readonly #events: ReturnType<typeof eventsModel>;
  readonly #ringer: Ringer;
  readonly #steps: () => Steps;
  readonly #trail: ChangeTrail | undefined;
  readonly #followed = new Set<string>();
  /** Kinds of record that were written since they were last looked at. */
  readonly #written = new Set<string>();
  readonly #waitingByKind = new Map<string, number>();
  #lookedEverywhereAt = 0;
  #running: Promise<void> | undefined;
  #stopping = false;
  #wake: () => void = () => {};

  constructor(
    db: Connection,
    events: ReturnType<typeof eventsModel>,
    ringer: Ringer,
    steps: () => Steps,
    trail?: ChangeTrail,
  ) {
    this.#db = db;
    this.#events = events;
    this.#ringer = ringer;
    this.#steps = steps;
    this.#trail = trail;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Passes on what is there now, and stops. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#running;
  }

  /** Records that wait to be passed on, as last counted. */
  get waiting(): number {
    return [...this.#waitingByKind.values()].reduce((sum, count) => sum + count, 0);
  }

  assertRoom(): void {
    if (this.waiting > waitingRecordsMax) fail("OVERLOADED", { retryAfterSeconds: 5 });
  }

  async follow(events: readonly RecordEvent[]): Promise<void> {
    const due = events.filter(event => this.#steps()[event.type]);
    if (due.length > 0)
      await within(followNowMs, this.#followAll(due)).catch(error =>
        log.warn(describeForLog(error), "what follows is left to the relay"),
      );
    for (const { kind } of events) this.#written.add(kind);
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const passed = await this.#passOn();
        if (passed === 0 && this.#written.size === 0) await this.#sleep(idleMs);
        if (this.#written.size > 0) await this.#pause(gatherMs);
      } catch (error) {
        log.warn(describeForLog(error), "the relay will try again");
        await this.#sleep(retryMs);
      }
    }
    this.#lookedEverywhereAt = 0;
    await this.#passOn().catch(error => log.warn(describeForLog(error), "the relay stopped with work left"));
  }

  /**
   * One batch of each kind of record that was written; how many records were passed on. Every second all kinds are
   * looked at, for what another process or an earlier life of this one has left.
   */
  async #passOn(): Promise<number> {
    const everywhere = Date.now() - this.#lookedEverywhereAt >= idleMs;
    let passed = 0;
    let failure: unknown;
    for (const model of recordModels(this.#db)) {
      if (!everywhere && !this.#written.has(model.modelName)) continue;
      this.#written.delete(model.modelName);
      try {
        passed += await this.#passOnKind(model);
      } catch (error) {
        this.#written.add(model.modelName);
        if (this.#stopping || isDatabaseAway(error)) throw error;
        failure ??= error; // Of this kind: the bus may refuse its bells, and the others' events still belong into the record.
      }
    }
    if (failure) throw failure;
    if (everywhere) this.#lookedEverywhereAt = Date.now();
    return passed;
  }

  async #passOnKind(model: Model<Stored>): Promise<number> {
    const due = { pendingAt: { $gt: new Date(0), $lte: new Date(clock.now().getTime() + 1) } };
    const records = await model.find(due, { outbox: 1 }).sort({ pendingAt: 1 }).limit(batchRecordsMax).lean<Stored[]>();
    const isFull = records.length === batchRecordsMax;
    const waiting = isFull
      ? await model.countDocuments({ pendingAt: { $gt: new Date(0) } }).limit(waitingRecordsMax + 1)
      : records.length;
    this.#waitingByKind.set(model.modelName, waiting);
    if (isFull) this.#written.add(model.modelName);
    return records.length > 0 ? this.#passOnRecords(model, records) : 0;
  }

  async #passOnRecords(model: Model<Stored>, records: readonly Stored[]): Promise<number> {
    const ready = await this.#keepFollowed(model, records);
    if (ready.length === 0) return 0;
    crashPoint("after-follow");
    await this.#trail?.writeChanges(ready.flatMap(record => record.outbox));
    await this.#append(ready.flatMap(record => record.outbox));
    crashPoint("after-append");
    await this.#ringer.ring(bellsFor(ready));
    crashPoint("after-ring");
    await model.collection.bulkWrite(ready.flatMap(takeOut), { ordered: true });
    crashPoint("after-remove");
    return ready.length;
  }

  /** The records whose events have been followed up. The others go to the back of the queue, so that they hold up nobody. */
  async #keepFollowed(model: Model<Stored>, records: readonly Stored[]): Promise<readonly Stored[]> {
    const results = await Promise.allSettled(records.map(record => this.#followAll(record.outbox)));
    const stuck = records.filter((_, index) => results[index]?.status === "rejected");
    for (const result of results)
      if (result.status === "rejected") log.warn(describeForLog(result.reason), "what follows will be tried again");
    if (stuck.length > 0) {
      const later = new Date(clock.now().getTime() + retryMs);
      await model.updateMany({ _id: { $in: stuck.map(({ _id }) => _id) } }, { $set: { pendingAt: later } });
    }
    return records.filter(record => !stuck.includes(record));
  }

  async #followAll(events: readonly RecordEvent[]): Promise<void> {
    for (const event of events) {
      const step = this.#steps()[event.type] as ((event: RecordEvent) => Promise<void>) | undefined;
      if (!step || this.#followed.has(event._id)) continue;
      await step(event);
      if (this.#followed.size >= followedKeptMax) this.#followed.clear();
      this.#followed.add(event._id);
    }
  }

  async #append(events: readonly RecordEvent[]): Promise<void> {
    if (events.length === 0) return;
    const appendedAt = clock.now();
    try {
      await this.#events.collection.insertMany(events.map(event => ({ ...event, appendedAt })) as never[], {
        ordered: false,
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // Some were appended by a pass that died; the rest now are.
    }
  }

  /** Until something is written, or the time is over. */
  async #sleep(ms: number): Promise<void> {
    await this.#rest(ms, end => {
      this.#wake = end;
    });
  }

  /** The whole time, unless the relay is to stop. */
  async #pause(ms: number): Promise<void> {
    await this.#rest(ms, end => {
      this.#wake = () => {
        if (this.#stopping) end();
      };
    });
  }

  async #rest(ms: number, onWake: (end: () => void) => void): Promise<void> {
    if (this.#stopping) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      onWake(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** Takes what was passed on out of a record's outbox; the mark that something waits goes only when nothing does. */
function takeOut({ _id, outbox }: Stored) {
  const passed = outbox.map(event => event._id);
  return [
    { updateOne: { filter: { _id: _id as never }, update: { $pull: { outbox: { _id: { $in: passed } } } as never } } },
    { updateOne: { filter: { _id: _id as never, outbox: { $size: 0 } }, update: { $unset: { pendingAt: "" } } } },
  ];
}

function recordModels(db: Connection): Model<Stored>[] {
  return Object.values(db.models).filter(model => model.schema.path("outbox")) as Model<Stored>[];
}

/**
 * The kinds of record that somebody listens to. Consumers fold every event of a kind, also those that are told to
 * nobody by name: so each rings, or what they hold would differ from what they fold from the beginning.
 */
const heardKinds: ReadonlySet<string> = new Set(
  Object.values(eventTable).flatMap(({ record, consumers }) => (consumers.length > 0 ? [record] : [])),
);

/** One bell a record, with its last version, for the records somebody listens to. */
function bellsFor(records: readonly Stored[]): Bell[] {
  return records.flatMap(({ outbox }) => {
    const last = outbox.at(-1);
    if (!last || !heardKinds.has(last.kind)) return [];
    return [
      { eventId: last._id, owner: eventTable[last.type].owner, kind: last.kind, recordId: last.recordId, v: last.v },
    ];
  });
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("took too long")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
