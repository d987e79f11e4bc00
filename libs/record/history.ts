import type { Connection } from "mongoose";
import { z } from "zod";
import { eventTable, type RecordKind } from "./event-table.ts";
import type { eventsModel, RecordEvent, Stored } from "./record.ts";
import type { ChangeSeal } from "./sealed-change.ts";

const headsMax = 500;
const eventsMax = 2_000;

const kind = z.string().max(40);
export const headSchema = z.strictObject({ kind, recordId: z.string().max(64), after: z.int().min(0) });
/** Asked by consumers: what happened to these records after the versions they hold. */
export const eventsInput = z.strictObject({
  heads: z.array(headSchema).min(1).max(headsMax),
  /** Also what has been committed a moment ago and is still in the records' outboxes. */
  fresh: z.boolean().default(false),
});
/** Asked by sweeps: which records changed since a place in the record of events. */
export const headsInput = z.strictObject({
  after: z.strictObject({ appendedAt: z.coerce.date(), id: z.string().max(100) }),
  until: z.coerce.date(),
  kinds: z.array(kind).max(30),
});

export const toldSchema = z.strictObject({
  id: z.string(),
  type: z.string(),
  kind,
  recordId: z.string(),
  v: z.int(),
  occurredAt: z.coerce.date(),
  recordedAt: z.coerce.date(),
  agencyId: z.string().nullable(),
  data: z.unknown(),
});
export const eventsOutput = z.strictObject({ events: z.array(toldSchema), more: z.boolean() });
export const headsOutput = z.strictObject({
  heads: z.array(z.strictObject({ kind, recordId: z.string(), v: z.int() })),
  after: z.strictObject({ appendedAt: z.coerce.date(), id: z.string() }),
  more: z.boolean(),
});
/** An event as another service is told it: ids and coded values only. */
export type Told = z.infer<typeof toldSchema>;

/** Everything that happened in one service, and what opens what lies sealed in it. */
export interface History {
  readonly model: ReturnType<typeof eventsModel>;
  readonly seal: ChangeSeal;
}

/** Events of the asked records after the asked versions, in the order of record and version; at most 2,000, `more` says when cut. */
export async function readEvents(
  { model: events, seal }: History,
  consumer: string,
  { heads, fresh }: z.infer<typeof eventsInput>,
): Promise<z.infer<typeof eventsOutput>> {
  const told = heads.filter(head => isTold(head.kind, consumer));
  const asked = told.map(({ kind, recordId, after }) => ({ kind, recordId, v: { $gt: after } }));
  if (asked.length === 0) return { events: [], more: false };
  // The outboxes first: what leaves them meanwhile is in the record of events by then.
  const waiting = fresh ? await readOutboxes(events.db, told) : [];
  const found = await events
    .find({ $or: asked } as never, { change: 0, done: 0, appendedAt: 0 })
    .sort({ recordId: 1, v: 1, n: 1 })
    .limit(eventsMax + 1)
    .lean<RecordEvent[]>();
  const more = found.length > eventsMax;
  const whole = more ? wholeVersions(found.slice(0, eventsMax)) : found;
  const extra = more ? [] : waiting.filter(event => !whole.some(({ _id }) => _id === event._id));
  return { events: await Promise.all([...whole, ...extra].map(event => tell(event, seal))), more };
}

async function readOutboxes(db: Connection, heads: readonly z.infer<typeof headSchema>[]): Promise<RecordEvent[]> {
  const found = await Promise.all(
    heads.map(async ({ kind, recordId, after }) => {
      const record = await db.models[kind]?.findById(recordId, { outbox: 1 }).lean<Pick<Stored, "outbox">>();
      return (record?.outbox ?? []).filter(event => event.v > after);
    }),
  );
  return found.flat();
}

/** The records changed after a place, up to an instant, each once with the last version seen; and the place reached. */
export async function readHeads(
  { model: events }: History,
  { after, until, kinds }: z.infer<typeof headsInput>,
): Promise<z.infer<typeof headsOutput>> {
  const found = await events
    .find(
      {
        appendedAt: { $gte: after.appendedAt, $lte: until },
        $or: [{ appendedAt: { $gt: after.appendedAt } }, { _id: { $gt: after.id } }],
        kind: { $in: kinds },
      } as never,
      { kind: 1, recordId: 1, v: 1, appendedAt: 1 },
    )
    .sort({ appendedAt: 1, _id: 1 })
    .limit(eventsMax)
    .lean<(RecordEvent & { appendedAt: Date })[]>();
  const last = found.at(-1);
  const heads = new Map<string, { kind: string; recordId: string; v: number }>();
  // Events appended at one instant come in the order of their ids as text, in which 10 stands before 9.
  for (const { kind, recordId, v } of found)
    if (v > (heads.get(`${kind}/${recordId}`)?.v ?? 0)) heads.set(`${kind}/${recordId}`, { kind, recordId, v });
  return {
    heads: [...heads.values()],
    after: last ? { appendedAt: last.appendedAt, id: last._id } : after,
    more: found.length === eventsMax,
  };
}

function isTold(kind: string, consumer: string): boolean {
  return Object.values(eventTable).some(
    ({ record, consumers }) => record === kind && (consumers as readonly string[]).includes(consumer),
  );
}

/** A cut must not fall inside a version: consumers take versions whole. */
function wholeVersions(events: RecordEvent[]): RecordEvent[] {
  const last = events.at(-1);
  return events.filter(event => event.recordId !== last?.recordId || event.v !== last.v);
}

/** What a payload says of the person is told while it can be opened, and null once it has been erased. */
async function tell(event: RecordEvent, seal: ChangeSeal): Promise<Told> {
  const { _id, type, kind, recordId, v, occurredAt, recordedAt, by, told } = event;
  const opened = told && (await seal.open(_id, told));
  const data = opened ? { ...event.data, ...opened.set } : event.data;
  return { id: _id, type, kind, recordId, v, occurredAt, recordedAt, agencyId: by.agencyId, data };
}

export const isKind = (value: string): value is RecordKind =>
  Object.values(eventTable).some(({ record }) => record === value);
