import { type Db, type Document, MongoClient } from "mongodb";
import mongoose from "mongoose";
import { type Service, services } from "../../libs/bus/call-graph.ts";
import { openFileKeys } from "../../libs/bus/serve.ts";
import { ChangeSeal } from "../../libs/record/sealed-change.ts";
import type { RigFacts } from "../support/rig.ts";

/** A record as it lies in its service's database. */
export interface StoredRecord extends Document {
  readonly _id: string;
  readonly v: number;
  readonly outbox: readonly unknown[];
}
export interface Found {
  readonly kind: string;
  readonly record: StoredRecord;
}

export interface StoredEvent {
  readonly _id: string;
  readonly type: string;
  readonly kind: string;
  readonly recordId: string;
  readonly v: number;
  readonly n: number;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly data: Document;
  readonly change?: { readonly set?: Document; readonly push?: Readonly<Record<string, readonly unknown[]>> };
}

/** Judges' private notes have no events, by design. */
const withoutEvents = ["private-notes"];

/** The services' databases, read past the services. */
export class Stores {
  readonly #client: MongoClient;
  readonly #mongoUri: string;
  readonly #prefix: string;
  readonly #secretsFolder: string;

  constructor({ mongoUri, databasePrefix, secretsFolder }: RigFacts) {
    this.#client = new MongoClient(mongoUri, { serverSelectionTimeoutMS: 5_000 });
    this.#prefix = databasePrefix;
    this.#secretsFolder = secretsFolder;
    this.#mongoUri = mongoUri;
  }

  db(service: Service): Db {
    return this.#client.db(`${this.#prefix}_${service}`);
  }

  /** Every record of a service that has versions and events. */
  async records(service: Service): Promise<Found[]> {
    const kinds = await this.#kinds(service);
    const found = await Promise.all(
      kinds.map(async kind => {
        const records = await this.db(service).collection<StoredRecord>(kind).find().toArray();
        return records.map(record => ({ kind, record }));
      }),
    );
    return found.flat();
  }

  /** Of one record, or of all; with their changes as they were before they were sealed. */
  async events(service: Service, recordId?: string): Promise<StoredEvent[]> {
    const which = recordId === undefined ? {} : { recordId };
    const events = await this.db(service).collection<StoredEvent>("events").find(which).toArray();
    const dbName = `${this.#prefix}_${service}`;
    const db = await mongoose.createConnection(this.#mongoUri, { dbName }).asPromise();
    try {
      const seal = new ChangeSeal(openFileKeys(db, { secretsFolder: this.#secretsFolder, part: service }));
      const opened: StoredEvent[] = [];
      for (const { change, ...event } of events) {
        const whole = await seal.open(`${event.kind}:${event.recordId}:${event.v}`, change);
        opened.push({ ...event, ...(whole && { change: whole as NonNullable<StoredEvent["change"]> }) });
      }
      return opened;
    } finally {
      await db.close();
    }
  }

  /** The names of the audit's rows about changes: `event:` and the event's id. */
  async changeRows(service: Service): Promise<string[]> {
    const rows = this.db(service).collection<{ _id: string; of: string }>("audit-rows");
    const found = await rows.find({ of: "change" }, { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }

  /** How many records still have something in their outbox. */
  async waiting(): Promise<number> {
    const counts = await Promise.all(
      services.map(async service => {
        const kinds = await this.#kinds(service);
        return Promise.all(
          kinds.map(kind =>
            this.db(service)
              .collection(kind)
              .countDocuments({ "outbox.0": { $exists: true } }),
          ),
        );
      }),
    );
    return counts.flat().reduce((sum, count) => sum + count, 0);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** The collections whose documents are records: they have an outbox. A copy of another service's records has none. */
  async #kinds(service: Service): Promise<string[]> {
    const collections = await this.db(service).listCollections({}, { nameOnly: true }).toArray();
    const names = collections.map(({ name }) => name).filter(name => !withoutEvents.includes(name));
    const first = await Promise.all(
      names.map(name =>
        this.db(service)
          .collection(name)
          .findOne({}, { projection: { outbox: 1 } }),
      ),
    );
    return names.filter((_, index) => first[index] && "outbox" in first[index]);
  }
}
