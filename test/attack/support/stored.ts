import { type Document, MongoClient } from "mongodb";
import { services } from "../../../libs/bus/call-graph.ts";
import type { RigFacts } from "../../support/rig.ts";

/** A look into the databases of all services, past every rule of theirs. */
export class Stored {
  readonly #client: MongoClient;
  readonly #prefix: string;

  private constructor(client: MongoClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  static async open({ mongoUri, databasePrefix }: RigFacts): Promise<Stored> {
    return new Stored(await MongoClient.connect(mongoUri), databasePrefix);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** How many documents each collection holds that these agencies wrote: `defendants/defendant` → 3. */
  async countOf(agencyIds: readonly string[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for await (const { place, documents } of this.#collections({ agencyId: { $in: agencyIds } }))
      if (documents.length > 0) counts[place] = documents.length;
    return counts;
  }

  /** The places where any document has this text anywhere in it. */
  async placesOf(text: string): Promise<string[]> {
    const places: string[] = [];
    for await (const { place, documents } of this.#collections({}))
      if (documents.some(document => JSON.stringify(document).includes(text))) places.push(place);
    return places;
  }

  async *#collections(filter: Document): AsyncGenerator<{ place: string; documents: Document[] }> {
    for (const service of services) {
      const db = this.#client.db(`${this.#prefix}_${service}`);
      for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
        yield { place: `${service}/${name}`, documents: await db.collection(name).find(filter).toArray() };
    }
  }
}
