import { randomUUID } from "node:crypto";
import { type Collection, type Document, MongoClient } from "mongodb";
import type { Service } from "../../libs/bus/call-graph.ts";
import { type Answer, type Ask, type Caller, eventually, type Json } from "./client.ts";
import type { RigFacts } from "./rig.ts";
import { makePerson, type World } from "./world.ts";

/** A document whose id is a text, as all of ours are. */
type Stored = Document & { _id: string };

/** The audit as it is stored: the rows that services keep, and the chains. */
export class StoredAudit {
  readonly client: MongoClient;
  readonly #prefix: string;

  private constructor(client: MongoClient, prefix: string) {
    this.client = client;
    this.#prefix = prefix;
  }

  static async open({ mongoUri, databasePrefix }: RigFacts): Promise<StoredAudit> {
    return new StoredAudit(await MongoClient.connect(mongoUri), databasePrefix);
  }

  collection(service: Service, name: string): Collection<Stored> {
    return this.client.db(`${this.#prefix}_${service}`).collection<Stored>(name);
  }

  /** The rows a service has of one request. They are there when the answer is. */
  kept(service: Service, requestId: string): Promise<Json[]> {
    return this.collection(service, "audit-rows").find({ requestId }).toArray();
  }

  /** A row in the chain that `filter` finds, as soon as it is there. */
  async chained(what: string, filter: Document): Promise<Json> {
    const found = await eventually(
      what,
      async () => (await this.collection("audit", "chain").findOne(filter)) ?? undefined,
    );
    return found;
  }

  /** A whole chain, in order. */
  chain(name: string): Promise<Json[]> {
    return this.collection("audit", "chain").find({ chain: name }).sort({ seq: 1 }).toArray();
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** Sends under a request id of its own, and gives that too. */
export async function traced(
  caller: Caller,
  method: string,
  path: string,
  ask: Ask = {},
): Promise<Answer & { requestId: string }> {
  const requestId = `audit-${randomUUID()}`;
  const answer = await caller.send(method, path, { ...ask, headers: { "x-request-id": requestId, ...ask.headers } });
  return { ...answer, requestId };
}

/** A person of the ministry with this role. */
export async function makeMinistryPerson(
  rig: RigFacts,
  { administrator }: Pick<World, "administrator">,
  role: "IGO" | "REP",
): Promise<Caller> {
  const tag = randomUUID().slice(0, 8);
  const { id } = await administrator.create("/v1/agencies", { type: "moj", name: `Ministry ${tag}` });
  return makePerson(rig, administrator, id, role, `${role.toLowerCase()}.${tag}`);
}
