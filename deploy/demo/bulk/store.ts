import mongoose, { type Connection } from "mongoose";
import type { Service } from "../../../libs/bus/call-graph.ts";
import type { Document } from "./memory-query.ts";

/** The databases of the services, as far as taking in and writing out need them. */
export class Store {
  readonly #client: Connection;
  readonly #prefix: string;

  constructor(client: Connection, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  #collection(service: Service, name: string) {
    const database = this.#client.useDb(`${this.#prefix}_${service}`, { useCache: true });
    return database.collection<Document>(name);
  }

  /** Every document, with all its fields or with some. */
  all(service: Service, name: string, fields?: Readonly<Record<string, 1>>): Promise<Document[]> {
    return this.#collection(service, name)
      .find({}, fields ? { projection: fields } : {})
      .toArray();
  }

  /** Which of these ids are there. */
  async existing(service: Service, name: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const filter = { _id: { $in: [...ids] } };
    const found = await this.#collection(service, name)
      .find(filter, { projection: { _id: 1 } })
      .toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  /** Stores documents; those that an interrupted loading has left behind are replaced, but never a judge's key. */
  async write(service: Service, name: string, documents: readonly Document[]): Promise<void> {
    const collection = this.#collection(service, name);
    // The driver looks for the pieces of a content by these, and makes the index only where it stores the first content.
    if (name.endsWith(".chunks")) await collection.createIndex({ files_id: 1, n: 1 }, { unique: true });
    try {
      await collection.insertMany([...documents], { ordered: false });
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
      if (name === "author-keys")
        throw new Error("a judge's first private note came in between: load again", { cause: error });
      const writes = documents.map(replacement => ({
        replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
      }));
      await collection.bulkWrite(writes, { ordered: false });
    }
  }
}
