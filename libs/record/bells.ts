import {
  AckPolicy,
  type ConsumerMessages,
  connect,
  DeliverPolicy,
  DiscardPolicy,
  headers,
  type JetStreamClient,
  type JetStreamManager,
  JSONCodec,
  type JsMsg,
  type NatsConnection,
  RetentionPolicy,
  StorageType,
} from "nats";
import { z } from "zod";
import type { Service } from "../bus/call-graph.ts";
import { bellSubject, heardBy, type RecordKind } from "./event-table.ts";

const stream = "EVT";
const deadStream = "DEAD";
const publishTimeoutMs = 2_000;
const ackWaitMs = 30_000;
const ackPendingMax = 5_000;
const duplicateWindowMs = 3_600_000;
const streamBytesMax = 1024 * 1024 * 1024;
const deadBytesMax = 64 * 1024 * 1024;
const reconnectWaitMs = 250;

const bellSchema = z.strictObject({
  eventId: z.string(),
  owner: z.enum(["defendants", "cases", "notes", "agencies", "reports"]),
  kind: z.string(),
  recordId: z.string(),
  v: z.int(),
});

/** "This record of that service is now at version v": which, never what. The values stay in the owner's database. */
export interface Bell {
  readonly eventId: string;
  readonly owner: Service;
  readonly kind: RecordKind;
  readonly recordId: string;
  readonly v: number;
}

export interface Ringer {
  /** Resolves when every bell is stored by the bus; throws when one is not, and then none may be taken as rung. */
  ring(bells: readonly Bell[]): Promise<void>;
}

export interface BusCredentials {
  readonly servers: string;
  readonly user: string;
  readonly pass: string;
}

/** Connects `part` to the bus for events; its answers come to an inbox that nobody else may read. */
export function connectEvents(part: string, { servers, user, pass }: BusCredentials): Promise<NatsConnection> {
  return connect({
    servers,
    user,
    pass,
    name: `${part} events`,
    inboxPrefix: `_INBOX_${part}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: reconnectWaitMs,
    waitOnFirstConnect: true,
  });
}

/** Rings on JetStream. The message id lets the bus drop a bell that was rung twice within the hour; correctness does not need it. */
export function jetStreamRinger(connection: NatsConnection): Ringer {
  const js: JetStreamClient = connection.jetstream({ timeout: publishTimeoutMs });
  const codec = JSONCodec<Bell>();
  return {
    async ring(bells) {
      await Promise.all(
        bells.map(bell => js.publish(bellSubject(bell.owner, bell.kind), codec.encode(bell), { msgID: bell.eventId })),
      );
    },
  };
}

/** The bell in a message, or undefined when it is not one. */
export function readBell(message: JsMsg): (Bell & { kind: RecordKind }) | undefined {
  try {
    const bell = bellSchema.safeParse(JSON.parse(message.string())).data;
    return bell as Bell | undefined;
  } catch {
    return undefined;
  }
}

/** The bells that `consumer` is owed, from its own durable place in the stream. */
export async function openBells(
  connection: NatsConnection,
  consumer: Service,
  batchMax: number,
): Promise<ConsumerMessages> {
  const place = await connection.jetstream().consumers.get(stream, consumer);
  return place.consume({ max_messages: batchMax, expires: 5_000 });
}

/** Puts a bell that cannot be applied aside; resolves when the bus has stored it, so that it may be acknowledged. */
export async function putAside(connection: NatsConnection, consumer: Service, message: JsMsg): Promise<void> {
  const reason = headers();
  reason.set("Tracker-Deliveries", String(message.info.deliveryCount));
  await connection
    .jetstream({ timeout: publishTimeoutMs })
    .publish(`dead.${consumer}`, message.data, { headers: reason, msgID: `dead-${consumer}-${message.seq}` });
}

/** For the deploy step, with the administrator's credential: makes the streams and every consumer's durable place. Safe to repeat. */
export async function provisionStreams(connection: NatsConnection, consumers: readonly Service[]): Promise<void> {
  const manager = await connection.jetstreamManager();
  const common = {
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    deny_delete: true,
    deny_purge: true,
  };
  await ensureStream(manager, {
    ...common,
    name: stream,
    subjects: ["evt.>"],
    duplicate_window: duplicateWindowMs * 1e6,
    max_bytes: streamBytesMax,
    max_age: 0,
  });
  await ensureStream(manager, {
    ...common,
    name: deadStream,
    subjects: ["dead.>"],
    max_bytes: deadBytesMax,
    max_age: 0,
  });
  for (const consumer of consumers) {
    const filter_subjects = [...heardBy(consumer)].flatMap(([owner, kinds]) =>
      [...kinds].map(kind => bellSubject(owner, kind)),
    );
    const changeable = { ack_wait: ackWaitMs * 1e6, max_deliver: -1, max_ack_pending: ackPendingMax, filter_subjects };
    const known = await manager.consumers.info(stream, consumer).then(
      () => true,
      () => false,
    );
    if (known) await manager.consumers.update(stream, consumer, changeable);
    else
      await manager.consumers.add(stream, {
        ...changeable,
        durable_name: consumer,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
      });
  }
}

async function ensureStream(
  manager: JetStreamManager,
  config: Parameters<JetStreamManager["streams"]["add"]>[0] & { name: string },
): Promise<void> {
  const known = await manager.streams.info(config.name).then(
    () => true,
    () => false,
  );
  if (known) await manager.streams.update(config.name, config);
  else await manager.streams.add(config);
}
