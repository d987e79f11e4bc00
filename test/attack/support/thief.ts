import { randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type Msg, type NatsConnection } from "nats";
import { eventually, type Json } from "../../support/client.ts";
import type { RigFacts } from "../../support/rig.ts";
import type { HeldKey } from "./forge.ts";

/** Moleculer's own protocol version, as it stands in every packet. */
const protocolVersion = "5";
const answerMsMax = 4_000;

/** What came back for a request on the bus. */
export interface BusAnswer {
  readonly success: boolean;
  readonly data: Json;
  readonly error?: { readonly name: string; readonly type: string; readonly code: number };
  readonly meta: Json;
}

/** Someone who holds a part's bus password and nothing else of it. */
export class Thief {
  readonly connection: NatsConnection;
  /** The node this thief says it is: the stolen part's name, under which answers may be heard. */
  readonly node: string;
  /** What the bus refused so far: `publish MOL.REQ.cases.0`. */
  readonly #refused: string[] = [];
  readonly #heard = new Map<string, BusAnswer>();

  private constructor(connection: NatsConnection, node: string) {
    this.connection = connection;
    this.node = node;
  }

  static async holding(rig: RigFacts, part: string): Promise<Thief> {
    const connection = await connect({
      servers: rig.natsUrl,
      user: part,
      pass: readFileSync(join(rig.secretsFolder, part, "nats-password"), "utf8").trim(),
      inboxPrefix: `_INBOX_${part}`,
    });
    const thief = new Thief(connection, `${part}.thief-${randomUUID().slice(0, 8)}`);
    void thief.#noteRefusals();
    connection.subscribe(`MOL.RES.${thief.node}`, {
      callback: (error, message) => {
        if (error) return;
        const packet = JSON.parse(message.string());
        thief.#heard.set(packet.id, packet);
      },
    });
    return thief;
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** "refused" when the bus says so; "passed" when it has taken the message without a word. */
  async publish(subject: string, data: Uint8Array | string = "{}"): Promise<"refused" | "passed"> {
    this.connection.publish(subject, data);
    return this.#verdict(`publish ${subject}`);
  }

  async subscribe(subject: string, queue?: string): Promise<"refused" | "passed"> {
    const subscription = this.connection.subscribe(subject, { ...(queue && { queue }), callback: () => {} });
    const verdict = await this.#verdict(`subscription ${subject}`);
    subscription.unsubscribe();
    return verdict;
  }

  /** Listens where the thief may; gives the messages as they come. */
  listen(subject: string): Msg[] {
    const messages: Msg[] = [];
    this.connection.subscribe(subject, { callback: (error, message) => !error && void messages.push(message) });
    return messages;
  }

  /** Sends a request packet as a gateway would, with whatever is forged in it, and waits for the answer. */
  async ask(action: string, forged: Json = {}, subject = `MOL.REQB.${action}`): Promise<BusAnswer> {
    const { id } = this.send(action, forged, subject);
    return eventually(`an answer to ${action}`, async () => this.#heard.get(id), answerMsMax);
  }

  send(action: string, forged: Json = {}, subject = `MOL.REQB.${action}`): { id: string } {
    const id = randomUUID();
    const packet = {
      ver: protocolVersion,
      sender: this.node,
      id,
      action,
      params: { input: {} },
      meta: {},
      level: 1,
      tracing: false,
      requestID: `attack-${id}`,
      caller: null,
      ...forged,
    };
    this.connection.publish(subject, JSON.stringify(packet));
    return { id };
  }

  async #verdict(what: string): Promise<"refused" | "passed"> {
    // The server refuses before it answers the ping that follows; the second round trip lets the refusal be noted.
    await this.connection.flush();
    await this.connection.flush();
    return this.#refused.includes(what) ? "refused" : "passed";
  }

  async #noteRefusals(): Promise<void> {
    for await (const { permissionContext } of this.connection.status())
      if (permissionContext) this.#refused.push(`${permissionContext.operation} ${permissionContext.subject}`);
  }
}

/** A control packet as a node sends it: signature, time in microseconds, bytes. Written out here, not borrowed from the code that checks it. */
export function signControl(command: string, packet: object, { key }: HeldKey, timeMs = Date.now()): Uint8Array {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(timeMs) * 1000n);
  const body = Buffer.concat([time, Buffer.from(JSON.stringify({ ver: protocolVersion, ...packet }))]);
  return Buffer.concat([sign(null, Buffer.concat([Buffer.from(`${command}\0`), body]), key), body]);
}
