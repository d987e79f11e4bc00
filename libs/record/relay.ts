import type { Connection, Model } from "mongoose";
import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import { describeForLog, log } from "../log/log.ts";
import { isDuplicateKey } from "../mongo/errors.ts";
import type { Bell, Ringer } from "./bells.ts";
import type { AfterCommit } from "./commit.ts";
import { crashPoint } from "./crash-point.ts";
import { type EventType, eventTable } from "./event-table.ts";
import type { eventsModel, RecordEvent, Stored } from "./record.ts";

const batchRecordsMax = 200;
const idleMs = 1_000;
const retryMs = 500;
const followNowMs = 1_000;
const waitingRecordsMax = 20_000;
const followedKeptMax = 10_000;

/** What follows from an event, by type: idempotent steps, named by the event's id, run before the answer and finished by the relay after a crash. */
export type Steps = { readonly [T in EventType]?: (event: RecordEvent<T>) => Promise<void> };

/**
 * Passes on what commands have left in their records' outboxes, in batches: what follows is carried out, the events
 * are appended to `events` (the record of what happened), the bells are rung, and only then the outbox is emptied.
 * A crash between any two of these repeats steps that are safe to repeat.
 */
export class Relay implements AfterCommit {
  readonly #db: Connection;
  readonly #events: ReturnType<typeof eventsModel>;
  readonly #ringer: Ringer;
  readonly #steps: () => Steps;
  readonly #followed = new Set<string>();
  #running: Promise<void> | undefined;
  #stopping = false;
  #waiting = 0;
  #wake: () => void = () => {};

  constructor(db: Connection, events: ReturnType<typeof eventsModel>, ringer: Ringer, steps: () => Steps) {
    this.#db = db;
    this.#events = events;
    this.#ringer = ringer;
    this.#steps = steps;
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
    return this.#waiting;
  }

  assertRoom(): void {
    if (this.#waiting > waitingRecordsMax) fail("OVERLOADED", { retryAfterSeconds: 5 });
  }

  async follow(events: readonly RecordEvent[]): Promise<void> {
    const due = events.filter(event => this.#steps()[event.type]);
    if (due.length > 0)
      await within(followNowMs, this.#followAll(due)).catch(error =>
        log.warn(describeForLog(error), "what follows is left to the relay"),
      );
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const passed = await this.#passOn();
        if (passed === 0) await this.#sleep(idleMs);
      } catch (error) {
        log.warn(describeForLog(error), "the relay will try again");
        await this.#sleep(retryMs);
      }
    }
    await this.#passOn().catch(error => log.warn(describeForLog(error), "the relay stopped with work left"));
  }

  /** One batch of every kind of record; how many records were passed on. */
  async #passOn(): Promise<number> {
    let passed = 0;
    for (const model of recordModels(this.#db)) {
      const records = await model
        .find({ pendingAt: { $gt: new Date(0) } }, { outbox: 1 })
        .sort({ pendingAt: 1 })
        .limit(batchRecordsMax)
        .lean<Stored[]>();
      if (records.length === batchRecordsMax)
        this.#waiting = await model.countDocuments({ pendingAt: { $gt: new Date(0) } }).limit(waitingRecordsMax + 1);
      else this.#waiting = records.length;
      if (records.length > 0) passed += await this.#passOnRecords(model, records);
    }
    return passed;
  }

  async #passOnRecords(model: Model<Stored>, records: readonly Stored[]): Promise<number> {
    const ready = await this.#keepFollowed(records);
    const events = ready.flatMap(record => record.outbox);
    crashPoint("after-follow");
    if (events.length > 0) await this.#append(events);
    crashPoint("after-append");
    await this.#ringer.ring(bellsFor(ready));
    crashPoint("after-ring");
    await model.collection.bulkWrite(
      ready.flatMap(({ _id, outbox }) => [
        {
          updateOne: {
            filter: { _id: _id as never },
            update: { $pull: { outbox: { _id: { $in: outbox.map(event => event._id) } } } as never },
          },
        },
        { updateOne: { filter: { _id: _id as never, outbox: { $size: 0 } }, update: { $unset: { pendingAt: "" } } } },
      ]),
      { ordered: true },
    );
    crashPoint("after-remove");
    return ready.length;
  }

  /** The records whose events have been followed up; the others wait for the next pass. */
  async #keepFollowed(records: readonly Stored[]): Promise<readonly Stored[]> {
    const results = await Promise.allSettled(records.map(record => this.#followAll(record.outbox)));
    results.forEach((result, index) => {
      if (result.status === "rejected")
        log.warn({ record: records[index]?._id, ...describeForLog(result.reason) }, "what follows will be tried again");
    });
    const ready = records.filter((_, index) => results[index]?.status === "fulfilled");
    if (ready.length === 0) throw new Error("nothing could be followed up");
    return ready;
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
    const appendedAt = clock.now();
    try {
      await this.#events.collection.insertMany(events.map(event => ({ ...event, appendedAt })) as never[], {
        ordered: false,
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // Some were appended by a pass that died; the rest now are.
    }
  }

  async #sleep(ms: number): Promise<void> {
    if (this.#stopping) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function recordModels(db: Connection): Model<Stored>[] {
  return Object.values(db.models).filter(model => model.schema.path("outbox")) as Model<Stored>[];
}

/** One bell a record, with its last version, for the records somebody listens to. */
function bellsFor(records: readonly Stored[]): Bell[] {
  return records.flatMap(({ outbox }) => {
    const last = outbox.at(-1);
    if (!last || !outbox.some(event => eventTable[event.type].consumers.length > 0)) return [];
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
