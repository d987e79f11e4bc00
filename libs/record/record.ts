import type { Connection, Model, SchemaDefinition } from "mongoose";
import mongoose from "mongoose";
import type { EventType, Payload, RecordKind } from "./event-table.ts";
import type { SealedChange, WholeChange } from "./sealed-change.ts";

/** Who did something: a person, for an agency; or a service on its own account. */
export interface Actor {
  readonly id: string;
  readonly agencyId: string | null;
  /** The system that acted for the person. */
  readonly clientId?: string;
}

/** One thing that happened, as it stands in the outbox of its record and then in the service's `events` collection. */
export interface RecordEvent<T extends EventType = EventType> {
  readonly _id: string;
  readonly type: T;
  readonly kind: RecordKind;
  readonly recordId: string;
  /** The version it made, and its place among the events of that version. */
  readonly v: number;
  readonly n: number;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly by: Actor;
  readonly data: Payload<T>;
  /** The whole change that made version `v`, on its first event, under the keys of those it is about. */
  readonly change?: WholeChange | SealedChange;
  /** What its payload tells of the person, likewise. */
  readonly told?: SealedChange;
  /** The command that made version `v`, on its first event: where its key is found when it has left the record. */
  readonly done?: Done;
}

/** The result of one command, kept in the record it changed: a repeated key finds it there. */
export interface Done {
  readonly key: string;
  readonly fingerprint: string;
  readonly v: number;
}

/** What every stored record has beside its own fields. */
export interface Stored {
  readonly _id: string;
  readonly v: number;
  readonly recordedAt: Date;
  readonly changedAt: Date;
  readonly outbox: readonly RecordEvent[];
  /** The command that made the record, kept for good; and the last ones that changed it. */
  readonly created: Done;
  readonly done: readonly Done[];
  readonly pendingAt?: Date;
  /** That what it said has been erased: when, on what ground, and by which decision. Of a record of several people, once all are. */
  readonly erased?: Erased | null;
  /** Of a record of several people: whose part of it has been erased. */
  readonly erasedFor?: readonly string[];
}

export interface Erased {
  readonly at: Date;
  readonly ground: string;
  readonly retentionId: string;
}

/** Leaves out, on the way from the database, what only the writing of records needs. */
export const withoutBookkeeping = { outbox: 0, done: 0, created: 0, pendingAt: 0 } as const;

/** For every schema. Without `strictQuery: "throw"` a mistyped field in a filter is dropped and then matches everything. */
export const strict = {
  strict: "throw",
  strictQuery: "throw",
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  minimize: false,
} as const;

const storedFields = {
  _id: { type: String, required: true },
  v: { type: Number, required: true },
  recordedAt: { type: Date, required: true },
  changedAt: { type: Date, required: true },
  outbox: { type: [mongoose.Schema.Types.Mixed], default: [] },
  created: { type: mongoose.Schema.Types.Mixed, required: true },
  done: { type: [mongoose.Schema.Types.Mixed], default: [] },
  pendingAt: Date,
  erased: mongoose.Schema.Types.Mixed,
  erasedFor: { type: [String], default: undefined },
} as const;

/** A model for one kind of record on one service's own database. `indexes` are made by `prepareIndexes` at start. */
export function recordModel<T extends Stored>(
  db: Connection,
  kind: string,
  fields: SchemaDefinition,
  indexes: readonly Record<string, 1 | -1>[] = [],
): Model<T> {
  const schema = new mongoose.Schema<T>({ ...fields, ...storedFields } as unknown as SchemaDefinition<T>, {
    ...strict,
    collection: kind,
  });
  schema.index({ pendingAt: 1 });
  for (const index of indexes) schema.index(index);
  return db.model<T>(kind, schema);
}

/** The append-only record of everything that happened in one service. */
export function eventsModel(db: Connection): Model<RecordEvent & { appendedAt: Date }> {
  const { Mixed } = mongoose.Schema.Types;
  const schema = new mongoose.Schema<RecordEvent & { appendedAt: Date }>(
    {
      _id: String,
      type: String,
      kind: String,
      recordId: String,
      v: Number,
      n: Number,
      occurredAt: Date,
      recordedAt: Date,
      appendedAt: Date,
      by: Mixed,
      data: Mixed,
      change: Mixed,
      told: Mixed,
      done: Mixed,
    } as SchemaDefinition<RecordEvent & { appendedAt: Date }>,
    { ...strict, collection: "events" },
  );
  schema.index({ kind: 1, recordId: 1, v: 1 });
  schema.index({ appendedAt: 1, _id: 1 });
  return db.model<RecordEvent & { appendedAt: Date }>("event", schema);
}

/** Makes every index the models of `db` name; quick when they are there already. */
export async function prepareIndexes(db: Connection): Promise<void> {
  for (const model of Object.values(db.models)) await model.createIndexes();
}
