import mongoose, { type Connection, type Model } from "mongoose";
import type { ConsumerMessages, JsMsg, NatsConnection } from "nats";
import type { z } from "zod";
import type { Service } from "../bus/call-graph.ts";
import { clock } from "../clock/clock.ts";
import { describeError } from "../errors/errors.ts";
import { describeForLog, log } from "../log/log.ts";
import { isDatabaseAway, isDuplicateKey } from "../mongo/errors.ts";
import { openBells, putAside, readBell } from "./bells.ts";
import { crashPoint } from "./crash-point.ts";
import { heardBy, type RecordKind } from "./event-table.ts";
import type { eventsInput, eventsOutput, headsInput, headsOutput, Told } from "./history.ts";
import { strict } from "./record.ts";

const batchMax = 200;
const headsPerCallMax = 500;
const sweepEveryMs = 5_000;
/** Until the first sweep is done the service is not ready, so that one is not kept waiting. */
const firstSweepRetryMs = 500;
/** A sweep leaves the last seconds to the bells: events of the same instant may still be on their way into the record. */
const sweepLagMs = 10_000;
const deliveriesMax = 8;
const retryDelaysMs = [100, 250, 500, 1_000, 2_000, 5_000, 10_000];

/** What a consumer holds of one record: the version it has come to, and what it made of the events so far. */
export type Holding<S extends object = object> = S & { readonly _id: string; readonly v: number };

/** How one kind of record is folded into what this service keeps of it. `fold` is pure and used for single events and rebuilds alike. */
export interface Projection<S extends object = object> {
  readonly kind: RecordKind;
  readonly model: Model<Holding<S>>;
  fold(held: S | undefined, events: readonly Told[]): S;
}

/** A projection as the inbox takes it; what it holds is known only to the service that made it. */
export function defineProjection<S extends object>(projection: Projection<S>): Projection {
  return projection as unknown as Projection;
}

export interface Head {
  readonly owner: Service;
  readonly kind: RecordKind;
  readonly recordId: string;
  readonly v: number;
}

/** How the inbox asks an owner, as this service, for what happened. */
export interface Ask {
  events(owner: Service, input: z.input<typeof eventsInput>): Promise<z.infer<typeof eventsOutput>>;
  heads(owner: Service, input: { after: Place; until: Date; kinds: string[] }): Promise<z.infer<typeof headsOutput>>;
}
type Place = z.infer<typeof headsInput>["after"];

/** A model for what a service holds of other services' records. */
export function holdingModel<S extends object>(
  db: Connection,
  name: string,
  fields: mongoose.SchemaDefinition,
  indexes: readonly Record<string, 1 | -1>[] = [],
): Model<Holding<S>> {
  const schema = new mongoose.Schema({ _id: String, v: Number, ...fields } as mongoose.SchemaDefinition, {
    ...strict,
    collection: name,
  });
  for (const index of indexes) schema.index(index);
  return db.model(name, schema) as unknown as Model<Holding<S>>;
}

/**
 * Brings what this service holds of other services' records up to date: on a bell it asks the owner for what came
 * after the version it has, folds, and writes once with the new version. Lost, doubled and late bells do no harm.
 */
export class Inbox {
  readonly #consumer: Service;
  readonly #ask: Ask;
  readonly #projections: ReadonlyMap<RecordKind, Projection>;
  readonly #places: Model<{ _id: string; appendedAt: Date; id: string }>;
  readonly #connection: NatsConnection;
  #bells: ConsumerMessages | undefined;
  #stopping = false;
  #loops: Promise<unknown> = Promise.resolve();
  #sweptAll = false;

  constructor(
    consumer: Service,
    db: Connection,
    connection: NatsConnection,
    ask: Ask,
    projections: readonly Projection[],
  ) {
    this.#consumer = consumer;
    this.#connection = connection;
    this.#ask = ask;
    this.#projections = new Map(projections.map(projection => [projection.kind, projection]));
    const schema = new mongoose.Schema(
      { _id: String, appendedAt: Date, id: String },
      { ...strict, collection: "inbox-places" },
    );
    this.#places = db.model<{ _id: string; appendedAt: Date; id: string }>("inbox-place", schema);
  }

  start(): void {
    this.#loops = Promise.all([this.#listen(), this.#sweepForEver()]);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bells?.stop();
    await this.#loops;
  }

  /** Whether everything there was when the process started has been folded. */
  get caughtUp(): boolean {
    return this.#sweptAll;
  }

  /** Forgets all that is held, so that the next sweep builds it again from the beginning. The places go first: a crash in between loses nothing. */
  async forget(): Promise<void> {
    await this.#places.deleteMany({});
    for (const { model } of this.#projections.values()) await model.deleteMany({});
  }

  /** Brings one record up to date now, for a caller that may have been let in a moment ago. */
  async catchUp(owner: Service, kind: RecordKind, recordId: string): Promise<void> {
    await this.#advance(owner, [{ owner, kind, recordId, v: Number.MAX_SAFE_INTEGER }], true);
  }

  async #listen(): Promise<void> {
    while (!this.#stopping) {
      try {
        this.#bells = await openBells(this.#connection, this.#consumer, batchMax * 2);
        if (this.#stopping) this.#bells.stop();
        await this.#drain(this.#bells);
      } catch (error) {
        if (!this.#stopping) log.warn(describeForLog(error), "the bells are not to be heard; trying again");
        await pause(500);
      }
    }
  }

  /** Takes bells as they come and handles, one batch at a time, all that came meanwhile. */
  async #drain(bells: ConsumerMessages): Promise<void> {
    let waiting: JsMsg[] = [];
    let working: Promise<void> | undefined;
    const work = async () => {
      try {
        while (waiting.length > 0 && !this.#stopping) {
          const batch = waiting.slice(0, batchMax);
          waiting = waiting.slice(batchMax);
          await this.#handle(batch);
        }
      } catch (error) {
        log.warn(describeForLog(error), "bells were left unacknowledged; the bus rings them again");
      } finally {
        working = undefined;
      }
    };
    for await (const message of bells) {
      waiting.push(message);
      working ??= Promise.resolve().then(work);
    }
    await working;
  }

  /** Applies the bells of each owner and acknowledges them; when that fails, one by one, so that one bad bell holds up no other. */
  async #handle(messages: readonly JsMsg[]): Promise<void> {
    for (const ofOwner of Map.groupBy(messages, message => readBell(message)?.owner).values()) {
      try {
        await this.#applyBells(ofOwner);
      } catch (error) {
        // Nobody can be asked now, so asking for each by itself would only take longer.
        if (isAway(error)) await Promise.all(ofOwner.map(message => this.#retryLater(message, error)));
        else await this.#applyEachBell(ofOwner);
      }
    }
  }

  async #applyEachBell(messages: readonly JsMsg[]): Promise<void> {
    for (const message of messages) {
      if (this.#stopping) return; // Unacknowledged, so the bus rings it again.
      await this.#applyBells([message]).catch(error => this.#retryLater(message, error));
    }
  }

  async #applyBells(messages: readonly JsMsg[]): Promise<void> {
    crashPoint("before-apply");
    await this.apply(messages.map(message => readBell(message) ?? notABell()));
    crashPoint("after-apply");
    for (const message of messages) message.ack();
    crashPoint("after-ack");
  }

  /** A bell that fails again and again by its own fault is put aside; the owner or the database being away is not its fault. */
  async #retryLater(message: JsMsg, error: unknown): Promise<void> {
    const { deliveryCount } = message.info;
    log.warn({ deliveryCount, ...describeForLog(error) }, "a bell could not be applied");
    if (deliveryCount < deliveriesMax || isAway(error) || this.#stopping)
      return message.nak(retryDelaysMs[Math.min(deliveryCount, retryDelaysMs.length) - 1] ?? 100);
    try {
      await putAside(this.#connection, this.#consumer, message);
      message.ack();
    } catch {
      message.nak(retryDelaysMs.at(-1)); // Not put aside, so not acknowledged: it must not vanish.
    }
  }

  /** Folds these records up to the given versions at least. Throws when an owner cannot tell what its bell promised. */
  async apply(heads: readonly Head[]): Promise<void> {
    for (const [owner, kinds] of heardBy(this.#consumer)) {
      const wanted = lastOfEach(heads.filter(head => head.owner === owner && kinds.has(head.kind)));
      for (let at = 0; at < wanted.length; at += headsPerCallMax) {
        const behind = await this.#advance(owner, wanted.slice(at, at + headsPerCallMax));
        if (behind.length > 0) throw new Error(`${owner} does not tell all that its bells promised`);
      }
    }
  }

  /** Asks and folds until nothing more is told; the heads that are still behind. */
  async #advance(owner: Service, heads: readonly Head[], fresh = false): Promise<readonly Head[]> {
    for (let reachedBefore = -1; ; ) {
      const held = await this.#held(heads);
      const behind = heads.filter(head => versionOf(held, head) < head.v);
      const reached = heads.reduce((sum, head) => sum + versionOf(held, head), 0);
      if (behind.length === 0 || reached === reachedBefore) return behind;
      reachedBefore = reached;
      const asked = behind.map(head => ({ kind: head.kind, recordId: head.recordId, after: versionOf(held, head) }));
      const { events, more } = await this.#ask.events(owner, { heads: asked, fresh });
      if (events.length === 0) return behind;
      const isWritten = await this.#fold(events, held);
      // Whoever was faster may have known less than we were told, so what is held now is looked at again.
      if (isWritten && !more && behind.every(head => head.v === Number.MAX_SAFE_INTEGER)) return [];
    }
  }

  async #held(heads: readonly Head[]): Promise<Map<string, Holding>> {
    const held = new Map<string, Holding>();
    for (const [kind, { model }] of this.#projections) {
      const ids = heads.filter(head => head.kind === kind).map(head => keyOf(head.kind, head.recordId));
      if (ids.length === 0) continue;
      for (const row of await model.find({ _id: { $in: ids } } as never).lean<Holding[]>()) held.set(row._id, row);
    }
    return held;
  }

  /** Folds and writes; false when somebody else had written one of them meanwhile. */
  async #fold(events: readonly Told[], held: ReadonlyMap<string, Holding>): Promise<boolean> {
    let isWritten = true;
    for (const [kind, projection] of this.#projections) {
      const byRecord = Map.groupBy(
        events.filter(event => event.kind === kind),
        event => event.recordId,
      );
      if (byRecord.size === 0) continue;
      const writes = [...byRecord].map(([recordId, told]) => {
        const _id = keyOf(kind, recordId);
        const { v = 0, ...state } = held.get(_id) ?? {};
        const next = { ...projection.fold(v === 0 ? undefined : state, told), _id, v: told.at(-1)?.v ?? v };
        return {
          replaceOne: { filter: { _id: _id as never, v: v as never }, replacement: next as never, upsert: v === 0 },
        };
      });
      try {
        const { matchedCount, upsertedCount } = await projection.model.collection.bulkWrite(writes, { ordered: false });
        if (matchedCount + upsertedCount < writes.length) isWritten = false;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        isWritten = false;
      }
    }
    return isWritten;
  }

  async #sweepForEver(): Promise<void> {
    while (!this.#stopping) {
      try {
        await this.#sweep(this.#sweptAll ? sweepLagMs : 0);
        this.#sweptAll = true;
      } catch (error) {
        log.warn(describeForLog(error), "a sweep for lost bells did not finish");
      }
      const waitMs = this.#sweptAll ? sweepEveryMs : firstSweepRetryMs;
      for (let waited = 0; waited < waitMs && !this.#stopping; waited += 250) await pause(250);
    }
  }

  /** Rings again, for ourselves, whatever the owners recorded since the last sweep. */
  async #sweep(lagMs: number): Promise<void> {
    for (const [owner, kinds] of heardBy(this.#consumer)) {
      const until = new Date(clock.now().getTime() - lagMs);
      const stored = await this.#places.findById(owner).lean();
      let after: Place = stored
        ? { appendedAt: stored.appendedAt, id: stored.id }
        : { appendedAt: new Date(0), id: "" };
      for (let more = true; more && !this.#stopping; ) {
        const answer = await this.#ask.heads(owner, { after, until, kinds: [...kinds] });
        await this.#applySwept(answer.heads.map(head => ({ owner, ...head, kind: head.kind as RecordKind })));
        after = answer.after;
        more = answer.more;
        // The first, whole sweep reaches into the present; its place is kept back so that the next one covers the overlap.
        if (lagMs > 0 || more) await this.#places.updateOne({ _id: owner }, { $set: after }, { upsert: true });
      }
    }
  }

  /** A record that cannot be folded is said aloud and left behind: it must not keep a service from ever being ready. */
  async #applySwept(heads: readonly Head[]): Promise<void> {
    try {
      await this.apply(heads);
    } catch (error) {
      if (isAway(error)) throw error;
      for (const head of heads)
        await this.apply([head]).catch(reason => {
          if (isAway(reason)) throw reason;
          const { kind, recordId, v } = head;
          log.error({ kind, recordId, v, ...describeForLog(reason) }, "what happened to a record could not be folded");
        });
    }
  }
}

/** Whether this failed because somebody could not be reached, and so says nothing about what was asked. */
const isAway = (error: unknown): boolean => isDatabaseAway(error) || describeError(error).type === "UNAVAILABLE";

function notABell(): never {
  throw new Error("this is not a bell");
}

/** Facts of several kinds may share a collection, so the kind is part of the key. */
export const keyOf = (kind: RecordKind, recordId: string): string =>
  kind === "file-access" ? recordId : `${kind}:${recordId}`;

const versionOf = (held: ReadonlyMap<string, Holding>, head: Head): number =>
  held.get(keyOf(head.kind, head.recordId))?.v ?? 0;

function lastOfEach(heads: readonly Head[]): Head[] {
  const last = new Map<string, Head>();
  for (const head of heads) {
    const key = keyOf(head.kind, head.recordId);
    if ((last.get(key)?.v ?? 0) < head.v) last.set(key, head);
  }
  return [...last.values()];
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
