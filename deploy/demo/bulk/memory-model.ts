import mongoose, { type Connection, type Model, type Schema } from "mongoose";
import { MemoryPile } from "./memory-pile.ts";
import { compare, type Document, type Filter, matches, updated } from "./memory-query.ts";

const { BSON, MongoServerError } = mongoose.mongo;
const duplicateKeyCode = 11_000;

type Update = Parameters<typeof updated>[1];
type Write =
  | { readonly updateOne: { readonly filter: Filter; readonly update: Update } }
  | { readonly replaceOne: { readonly filter: Filter; readonly replacement: Document; readonly upsert?: boolean } };

/** Values as they come back from the database: `undefined` is null, classes are plain, dates have milliseconds. */
function throughTheWire<T extends object>(value: T): T {
  return BSON.deserialize(BSON.serialize(value, { ignoreUndefined: false })) as T;
}

/**
 * A collection in memory that answers the questions which the services' stores ask of a model, and keeps account of
 * what was written since it was last emptied. New documents go through the real model, which gives them their form.
 */
export class MemoryModel {
  readonly modelName: string;
  readonly schema: Schema;
  readonly collectionName: string;
  /** The database it is in, as a real model has it. */
  readonly db: MemoryDatabase;
  readonly #form: Model<object>;
  readonly #documents = new Map<string, Document>();
  readonly #written = new Set<string>();
  #elsewhere: ((filter: Filter) => readonly Document[]) | undefined;

  constructor(db: MemoryDatabase, form: Model<object>, name: string, schema: Schema) {
    this.db = db;
    this.#form = form;
    this.modelName = name;
    this.schema = schema;
    this.collectionName = form.collection.collectionName;
  }

  /** Also answers `find` with documents that are kept in another place. */
  lookElsewhere(find: (filter: Filter) => readonly Document[]): void {
    this.#elsewhere = find;
  }

  /** Takes in documents that the database holds already. */
  hold(documents: readonly Document[]): void {
    for (const document of documents) this.#documents.set(document._id, document);
  }

  /** What was written since it was last asked. */
  takeWritten(): Document[] {
    const taken = [...this.#written].flatMap(id => this.#documents.get(id) ?? []);
    this.#written.clear();
    return taken;
  }

  forget(): void {
    this.#documents.clear();
  }

  findById(id: string): OneQuery {
    return new OneQuery(this.#documents.get(id));
  }

  findOne(filter: Filter): OneQuery {
    return new OneQuery(this.#find(filter)[0]);
  }

  async exists(filter: Filter): Promise<Pick<Document, "_id"> | null> {
    const [found] = this.#find(filter);
    return found ? { _id: found._id } : null;
  }

  find(filter: Filter): ManyQuery {
    return new ManyQuery([...this.#find(filter), ...(this.#elsewhere?.(filter) ?? [])]);
  }

  async create(documents: readonly object[]): Promise<void> {
    for (const document of documents) this.#insert(throughTheWire(new this.#form(document).toBSON()) as Document);
  }

  findOneAndUpdate(filter: Filter, update: Update): OneQuery {
    const [found] = this.#find(filter);
    return new OneQuery(found && this.#store(updated(found, throughTheWire(update))));
  }

  /** What the record code asks of the driver's own collection. */
  readonly collection = {
    find: (
      filter: Filter,
      { sort, limit }: { readonly sort: Readonly<Record<string, number>>; readonly limit: number },
    ) => ({
      toArray: () => this.find(filter).sort(sort).limit(limit).lean(),
    }),
    insertMany: async (documents: readonly Document[]): Promise<void> => {
      for (const document of documents) this.#insert(throughTheWire(document));
    },
    bulkWrite: async (writes: readonly Write[]): Promise<{ matchedCount: number; upsertedCount: number }> => {
      for (const write of writes) this.#write(write);
      // Nobody else writes here, so each finds what it is meant for.
      return { matchedCount: writes.length, upsertedCount: 0 };
    },
  };

  #write(write: Write): void {
    if ("updateOne" in write) {
      const { filter, update } = write.updateOne;
      const [found] = this.#find(filter);
      if (found) this.#store(updated(found, throughTheWire(update)));
      return;
    }
    const { filter, replacement, upsert = false } = write.replaceOne;
    const [found] = this.#find(filter);
    if (!found && !upsert) return;
    if (!found) this.#insert(throughTheWire(replacement));
    else this.#store(throughTheWire(replacement));
  }

  #find(filter: Filter): Document[] {
    const id = filter._id;
    if (typeof id !== "string") return [...this.#documents.values()].filter(document => matches(document, filter));
    const found = this.#documents.get(id);
    return found && matches(found, filter) ? [found] : [];
  }

  #insert(document: Document): void {
    if (this.#documents.has(document._id))
      throw new MongoServerError({ message: `duplicate key in ${this.modelName}`, code: duplicateKeyCode });
    this.#store(document);
  }

  #store(document: Document): Document {
    this.#documents.set(document._id, document);
    this.#written.add(document._id);
    return document;
  }
}

/** One document or none. */
class OneQuery {
  readonly #found: Document | undefined;

  constructor(found: Document | undefined) {
    this.#found = found;
  }

  async lean<T = Document>(): Promise<T | null> {
    return (this.#found ?? null) as T | null;
  }
}

class ManyQuery {
  #found: readonly Document[];

  constructor(found: readonly Document[]) {
    this.#found = found;
  }

  sort(order: Readonly<Record<string, number>>): this {
    const fields = Object.entries(order);
    const difference = (a: Document, b: Document) =>
      fields.map(([field, direction]) => compare(a[field], b[field]) * direction).find(found => found !== 0) ?? 0;
    this.#found = this.#found.toSorted(difference);
    return this;
  }

  limit(most: number): this {
    this.#found = this.#found.slice(0, most);
    return this;
  }

  async lean(): Promise<readonly Document[]> {
    return this.#found;
  }
}

/** A service's database in memory. */
export class MemoryDatabase {
  readonly models: Record<string, MemoryModel> = {};
  readonly #forms: Connection = mongoose.createConnection();
  readonly #piles = new Map<string, MemoryPile>();
  /** What the driver's own parts are given, such as the one that keeps contents of documents. */
  readonly db = {
    collection: (name: string): MemoryPile => {
      const pile = this.#piles.get(name) ?? new MemoryPile(name);
      this.#piles.set(name, pile);
      return pile;
    },
  };

  model(name: string, schema: Schema): MemoryModel {
    const model = this.models[name] ?? new MemoryModel(this, this.#forms.model<object>(name, schema), name, schema);
    this.models[name] = model;
    return model;
  }

  get piles(): readonly MemoryPile[] {
    return [...this.#piles.values()];
  }

  /** As the services' code names its type. What it does not have, no step of the demo data needs: it would stop there. */
  get connection(): Connection {
    return this as unknown as Connection;
  }
}
