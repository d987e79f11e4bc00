import mongoose, { type Connection } from "mongoose";
import { type Service, services } from "../../../libs/bus/call-graph.ts";
import type { Json } from "../../support/client.ts";

/** What belongs to signing in, to a consumer's own place in the record, to the audit and to what becomes due by itself, not to what was loaded. */
const notLoaded = new Set([
  "sessions",
  "attempts",
  "inbox-places",
  "audit-rows",
  "audit-waiting",
  "chain",
  "checkpoints",
  "retention",
]);
/** Of its own each time: hashes, seals, and the id under which a content is kept. */
const random: ReadonlySet<string> = new Set(["passwordHash", "secretDigest", "sealed", "contentId"]);
const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The databases of one Tracker, read as they are. */
export class Databases {
  readonly #client: Connection;
  readonly #prefix: string;

  constructor(client: Connection, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  of(service: Service): Connection {
    return this.#client.useDb(`${this.#prefix}_${service}`, { useCache: true });
  }

  read(service: Service, collection: string, filter: object = {}): Promise<Json[]> {
    return this.of(service).collection(collection).find(filter).toArray();
  }

  /** Every document, by service, collection and id. */
  async everything(): Promise<Map<string, Json>> {
    const found = new Map<string, Json>();
    for (const service of services) {
      const collections = await this.of(service).listCollections();
      for (const { name } of collections.filter(collection => !notLoaded.has(collection.name)))
        for (const document of await this.read(service, name, { kind: { $ne: "retention" } }))
          found.set(`${service}/${name}/${document._id}`, document);
    }
    return found;
  }
}

export function openDatabases(mongoUri: string): Promise<Connection> {
  return mongoose.createConnection(mongoUri).asPromise();
}

/** Whether any of these ids occurs in the document. */
export function mentions(document: Json, ids: ReadonlySet<string>): boolean {
  return (JSON.stringify(document).match(uuids) ?? []).some(id => ids.has(id));
}

/** A document without what must differ between two loadings: the moments of loading, and what is random on purpose. */
export function withoutMoments(document: Json, from: Date, to: Date): Json {
  const text = JSON.stringify(document, (field, value: unknown) => {
    if (random.has(field)) return "random";
    // Of a content that holds moments; that it is right is looked at by itself.
    if (field === "contentHash") return "of the content";
    if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT/.test(value)) return value;
    const at = new Date(value);
    return at >= from && at <= to ? "when it was loaded" : value;
  });
  return JSON.parse(text, (_field, value: unknown) => (isTimeline(value) ? value.toSorted(byMoment) : value));
}

const isTimeline = (value: unknown): value is Json[] =>
  Array.isArray(value) && value.length > 0 && value.every(entry => entry?.at && entry?.what && entry?.id);
/** Of entries that were made at a moment of loading, which came first differs from one loading to the next. */
const byMoment = (a: Json, b: Json): number => `${b.at} ${b.id}`.localeCompare(`${a.at} ${a.id}`);
