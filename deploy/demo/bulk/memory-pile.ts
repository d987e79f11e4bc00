import mongoose from "mongoose";
import type { Document } from "./memory-query.ts";

const { BSON } = mongoose.mongo;

/** A collection of the driver's own, as far as it keeps contents of documents: they are put there and not asked for. */
export class MemoryPile {
  readonly collectionName: string;
  #written: Document[] = [];

  constructor(collectionName: string) {
    this.collectionName = collectionName;
  }

  /** The driver makes its indexes where it finds nothing yet. Here none are needed; where it is written out, they are (store.ts). */
  async findOne(): Promise<object> {
    return {};
  }

  async insertOne(document: object): Promise<object> {
    this.#written.push(BSON.deserialize(BSON.serialize(document), { promoteBuffers: false }) as Document);
    return { acknowledged: true };
  }

  /** What was put there since it was last asked. */
  takeWritten(): Document[] {
    const taken = this.#written;
    this.#written = [];
    return taken;
  }
}
