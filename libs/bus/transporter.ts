import { sign, verify } from "node:crypto";
import { Transporters } from "moleculer";
import type { PublicKey, SigningKey } from "../identity/keys.ts";
import { log } from "../log/log.ts";

/** Packets by which nodes announce and withdraw themselves. A forged one could stop a node or hide it, so these are signed. */
const signedCommands = new Set(["INFO", "DISCOVER", "HEARTBEAT", "DISCONNECT"]);
const plainTopic = /^MOL\.[A-Z]+(\.[a-zA-Z0-9$_-]+)*$/;
const signatureBytes = 64;
const timeBytes = 8;
const ageMsMax = 30_000;
const reconnectWaitMs = 250;
const lengthMaxBytes = 8 * 1024 * 1024;

export interface TransporterOptions {
  servers: string;
  user: string;
  pass: string;
  name: string;
  signingKey: SigningKey;
  publicKeys: readonly PublicKey[];
}

/**
 * Moleculer's NATS transporter, with control packets signed by their sender (Ed25519 over command, time and bytes,
 * each key good for one part's node ids), and with a refused subscription said aloud instead of ending in a crash.
 */
export class SignedTransporter extends Transporters.NATS {
  readonly #signingKey: SigningKey;
  readonly #publicKeys: readonly PublicKey[];
  readonly #lastSeen = new Map<string, bigint>();
  #lastSent = 0;

  constructor({ signingKey, publicKeys, servers, user, pass, name }: TransporterOptions) {
    super({ servers, user, pass, name, reconnectTimeWait: reconnectWaitMs, maxReconnectAttempts: -1 });
    this.#signingKey = signingKey;
    this.#publicKeys = publicKeys;
  }

  override subscribe(cmd: string, nodeID?: string): Promise<void> {
    const topic = this.getTopicName(cmd, nodeID);
    this.client.subscribe(topic, { callback: this.#receiver(cmd, topic) });
    return Promise.resolve();
  }

  override subscribeBalancedRequest(action: string): Promise<void> {
    const topic = `${this.prefix}.REQB.${action}`;
    this.subscriptions.push(this.client.subscribe(topic, { queue: action, callback: this.#receiver("REQ", topic) }));
    return Promise.resolve();
  }

  override send(topic: string, data: Buffer): Promise<void> {
    // An answer goes to the node its request names. A name with spaces or line ends would be commands on our connection.
    if (!plainTopic.test(topic)) return Promise.resolve();
    const command = topic.split(".")[1] ?? "";
    return super.send(topic, signedCommands.has(command) ? this.#signed(command, data) : data);
  }

  override receive(cmd: string, data: Buffer): Promise<void> | void {
    if (data.length > lengthMaxBytes) return;
    if (!signedCommands.has(cmd)) return super.receive(cmd, data);
    const sender = readSender(data.subarray(signatureBytes + timeBytes));
    if (sender === this.nodeID) return; // Our own broadcast coming back, or a forgery of it; either way not for us.
    const body = this.#verified(cmd, data, sender);
    if (body) return super.receive(cmd, body);
    log.warn({ command: cmd }, "dropped a bus control packet that its sender did not sign");
  }

  #receiver(cmd: string, topic: string) {
    return (error: Error | null, message: { data: Uint8Array }) => {
      if (error) log.error({ topic }, "the bus refused a subscription; see deploy/nats");
      else void this.receive(cmd, Buffer.from(message.data));
    };
  }

  #signed(command: string, data: Buffer): Buffer {
    const time = Buffer.alloc(timeBytes);
    // Machine time in microseconds, and never the same twice: receivers refuse what is older than the last they saw.
    this.#lastSent = Math.max(this.#lastSent + 1, Date.now() * 1000);
    time.writeBigUInt64BE(BigInt(this.#lastSent));
    const body = Buffer.concat([time, data]);
    return Buffer.concat([sign(null, Buffer.concat([Buffer.from(`${command}\0`), body]), this.#signingKey.key), body]);
  }

  /** The packet's bytes, when the part it names as sender signed it, lately, after all we have seen from that node. */
  #verified(command: string, data: Buffer, sender: string | undefined): Buffer | undefined {
    const body = data.subarray(signatureBytes);
    const owner = sender?.split(".", 1)[0];
    const publicKey = this.#publicKeys.find(key => key.use === "bus" && key.owner === owner);
    if (!sender || !publicKey) return undefined;
    if (
      !verify(null, Buffer.concat([Buffer.from(`${command}\0`), body]), publicKey.key, data.subarray(0, signatureBytes))
    )
      return undefined;
    const time = body.readBigUInt64BE(0);
    const ageMs = Date.now() - Number(time / 1000n);
    if (Math.abs(ageMs) > ageMsMax || time < (this.#lastSeen.get(sender) ?? 0n)) return undefined;
    this.#lastSeen.set(sender, time);
    return body.subarray(timeBytes);
  }
}

function readSender(bytes: Buffer): string | undefined {
  try {
    const packet: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof packet === "object" && packet !== null && "sender" in packet && typeof packet.sender === "string"
      ? packet.sender
      : undefined;
  } catch {
    return undefined;
  }
}
