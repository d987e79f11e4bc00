import type { z } from "zod";
import type { Service } from "../bus/call-graph.ts";
import { agenciesEvents } from "./events/agencies.events.ts";
import { ancillaryOrdersEvents } from "./events/ancillary-orders.events.ts";
import { courtEvents } from "./events/court.events.ts";
import { custodyEvents } from "./events/custody.events.ts";
import { defendantsEvents } from "./events/defendants.events.ts";
import { erasedEvents } from "./events/erased.events.ts";
import { markersEvents } from "./events/markers.events.ts";
import { notesEvents } from "./events/notes.events.ts";
import { provisionEvents } from "./events/provision.events.ts";
import { restorativeEvents } from "./events/restorative.events.ts";
import { retentionEvents } from "./events/retention.events.ts";
import { supervisionEvents } from "./events/supervision.events.ts";
import { treatmentEvents } from "./events/treatment.events.ts";
import { unpaidWorkEvents } from "./events/unpaid-work.events.ts";
import { victimsEvents } from "./events/victims.events.ts";

/**
 * Every event: which service and which kind of record it belongs to, which services hear of it, and what it tells
 * them. A payload holds ids and coded values, never a name or a text.
 */
export const eventTable = {
  ...defendantsEvents,
  ...courtEvents,
  ...supervisionEvents,
  ...ancillaryOrdersEvents,
  ...treatmentEvents,
  ...victimsEvents,
  ...markersEvents,
  ...custodyEvents,
  ...restorativeEvents,
  ...unpaidWorkEvents,
  ...provisionEvents,
  ...notesEvents,
  ...agenciesEvents,
  ...retentionEvents,
  ...erasedEvents,
} as const satisfies Record<
  string,
  {
    owner: Service;
    record: string;
    consumers: readonly Service[];
    payload: z.ZodType;
    /** Fields of the payload that tell of the person: they lie in events under the key of the file, and are told while it is there. */
    personal?: readonly string[];
  }
>;

export type EventType = keyof typeof eventTable;
export type Payload<T extends EventType> = z.infer<(typeof eventTable)[T]["payload"]>;
/** The kinds of record that have events: the document types of `architecture.md`. */
export type RecordKind = (typeof eventTable)[EventType]["record"];

export const eventTypes = Object.keys(eventTable) as EventType[];

/** The services and record kinds a consumer hears of: owner → kinds. */
export function heardBy(consumer: Service): Map<Service, Set<RecordKind>> {
  const heard = new Map<Service, Set<RecordKind>>();
  for (const { owner, record, consumers } of Object.values(eventTable)) {
    if (!(consumers as readonly Service[]).includes(consumer)) continue;
    heard.set(owner, (heard.get(owner) ?? new Set()).add(record));
  }
  return heard;
}

/** The bus subject of the bell for one kind of record. */
export function bellSubject(owner: Service, record: RecordKind): string {
  return `evt.${owner}.${record}`;
}
