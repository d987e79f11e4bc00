import { isDeepStrictEqual } from "node:util";
import { services } from "../../libs/bus/call-graph.ts";
import { heardBy } from "../../libs/record/event-table.ts";
import { eventually } from "../support/client.ts";
import type { RigFacts } from "../support/rig.ts";
import { type BellCounts, Bus } from "./bus.ts";
import type { Entry, Ledger } from "./ledger.ts";
import { type Found, type StoredEvent, Stores } from "./stores.ts";

const drainMsMax = 30_000;
/** A bell that its consumer took with it when it was killed is rung again after 30 seconds. */
const heardMsMax = 45_000;
const readersAtOnce = 10;
/** What every record has beside what its events set. */
const bookkeeping = ["_id", "v", "recordedAt", "changedAt", "outbox", "created", "done", "pendingAt"];

/** What must not be found; every list empty is a pass. */
export interface Findings {
  /** Acknowledged, and not there. */
  readonly lost: string[];
  /** Commands with more than one effect. */
  readonly repeated: string[];
  /** Effects of commands that were refused, and records that nobody asked for. */
  readonly unexpected: string[];
  /** Commands that never got an answer, though their clients insisted. */
  readonly unanswered: string[];
  /** Versions without an event, events without a version. */
  readonly unmatched: string[];
  /** Records that are not what their events add up to. */
  readonly unfolded: string[];
  /** What consumers hold, where it is not each event of the record applied once. */
  readonly misapplied: string[];
  /** Events without their one row in the audit, and rows of changes that never happened. */
  readonly unaudited: string[];
  /** Answers that say the fault is ours. */
  readonly serverErrors: string[];
}

export const nothing: Findings = {
  lost: [],
  repeated: [],
  unexpected: [],
  unanswered: [],
  unmatched: [],
  unfolded: [],
  misapplied: [],
  unaudited: [],
  serverErrors: [],
};

/**
 * Compares what the clients know with what is stored, when the faults are over and nothing is on its way any more. It
 * reads the databases past the services, and folds the events with its own code.
 */
export class Checker {
  readonly stores: Stores;
  readonly bus: Bus;
  readonly #before: ReadonlySet<string>;

  private constructor(stores: Stores, bus: Bus, before: ReadonlySet<string>) {
    this.stores = stores;
    this.bus = bus;
    this.#before = before;
  }

  /** Opened before the load: what is there already is nobody's effect. */
  static async open(facts: RigFacts): Promise<Checker> {
    const stores = new Stores(facts);
    const there = await Promise.all(services.map(service => stores.records(service)));
    return new Checker(stores, await Bus.open(facts), new Set(there.flat().map(nameOf)));
  }

  /** Resolves when all outboxes are empty and every bell has been acknowledged. */
  async whenQuiet(): Promise<void> {
    await eventually("all outboxes to be empty", async () => (await this.stores.waiting()) === 0, drainMsMax);
    await this.bus.whenAllHeard(heardMsMax);
  }

  count(): Promise<BellCounts> {
    return this.bus.count();
  }

  async find(ledger: Ledger): Promise<Findings> {
    const all = await Promise.all(
      services.map(async service => ({
        service,
        records: await this.stores.records(service),
        events: await this.stores.events(service),
        changes: await this.stores.changeRows(service),
      })),
    );
    const records = all.flatMap(found => found.records);
    const events = all.flatMap(found => found.events);
    const effects = effectsOf(ledger, events);
    return {
      lost: [...lostIn(ledger, effects), ...(await unreadable(ledger))],
      repeated: ledger.entries.flatMap(({ command }) => {
        const found = effects.get(command.mark) ?? [];
        return found.length > 1 ? [`${command.key} made ${found.map(nameOfVersion).join(" and ")}`] : [];
      }),
      unexpected: [
        ...refusedYetDone(ledger, effects),
        ...this.#unasked(records, effects, events),
        ...unexpectedly(events),
      ],
      unanswered: ledger.entries.filter(({ ok, refused }) => !ok && !refused).map(({ command }) => command.key),
      unmatched: unmatched(records, events),
      unfolded: unfolded(records, events),
      misapplied: [
        ...(await this.#misappliedFacts(events)),
        ...(await this.#misappliedCopies("cases", events)),
        ...(await this.#misappliedCopies("notes", events)),
      ],
      unaudited: all.flatMap(({ events: own, changes }) => {
        const expected = new Map(own.map(({ _id }) => [`event:${_id}`, "once"]));
        return differences("audit", expected, new Map(changes.map(name => [name, "once"])));
      }),
      serverErrors: ledger.heard.flatMap(({ key, status }) => (status === 500 ? [key] : [])),
    };
  }

  async close(): Promise<void> {
    await this.stores.close();
    await this.bus.close();
  }

  /** New records that no command accounts for. A file's access facts are opened by the record of its defendant. */
  #unasked(records: readonly Found[], effects: Effects, events: readonly StoredEvent[]): string[] {
    const asked = new Set([...effects.values()].flat().map(({ kind, recordId }) => `${kind} ${recordId}`));
    for (const { recordId } of events.filter(followsFromListing)) asked.add(`obligation ${recordId}`);
    return records
      .filter(({ kind }) => kind !== "file-access")
      .map(nameOf)
      .filter(name => !this.#before.has(name) && !asked.has(name));
  }

  /** The facts that reports hold against every event they were to hear of. */
  async #misappliedFacts(events: readonly StoredEvent[]): Promise<string[]> {
    const kinds = new Set([...heardBy("reports").values()].flatMap(found => [...found]) as string[]);
    const facts = await this.stores.db("reports").collection<Fact>("facts").find().toArray();
    const heard = events.filter(({ kind }) => kinds.has(kind));
    const expected = new Map([...byRecord(heard)].map(([name, told]) => [name.replace(" ", ":"), factOf(told)]));
    const held = new Map(facts.map(fact => [fact._id, toldBy(fact)]));
    return [...differences("facts", expected, held), ...(facts.length === 0 ? ["there are no facts at all"] : [])];
  }

  /** A service's copy of who is involved with each file. Its fold appends, so an event applied twice would show. */
  async #misappliedCopies(service: "cases" | "notes", events: readonly StoredEvent[]): Promise<string[]> {
    const copies = await this.stores.db(service).collection<Copy>("file-access").find().toArray();
    const told = byRecord(events.filter(({ kind }) => kind === "file-access"));
    const expected = new Map(
      [...told].map(([name, found]) => [
        name.replace("file-access ", ""),
        JSON.stringify({
          v: found.at(-1)?.v,
          involvements: idsOf(found, "involvement.started"),
          disclosures: idsOf(found, "disclosure.granted"),
        }),
      ]),
    );
    const held = copies.map(
      ({ _id, v, involvements, disclosures }) =>
        [
          _id,
          JSON.stringify({
            v,
            involvements: involvements.map(({ id }) => id),
            disclosures: disclosures.map(({ id }) => id),
          }),
        ] as const,
    );
    return differences(`file-access in ${service}`, expected, new Map(held));
  }
}

const followsFromListing = ({ type, data }: StoredEvent) => type === "obligation.due" && data.kind === "hearing";

/** Where a hearing was listed, each of its defendants is expected once: not less, and not again. */
function unexpectedly(events: readonly StoredEvent[]): string[] {
  const listed = events.filter(({ type }) => type === "hearing.listed");
  const wanted = listed.flatMap(({ recordId, data }) =>
    data.defendantIds.map((defendantId: string) => `${recordId} ${defendantId}`),
  );
  const due = events.filter(followsFromListing).map(({ data }) => `${data.sourceId} ${data.defendantId}`);
  const times = (list: readonly string[]) => Map.groupBy(list, name => name);
  const [asked, made] = [times(wanted), times(due)];
  return [...new Set([...wanted, ...due])].flatMap(name => {
    const count = made.get(name)?.length ?? 0;
    return count === 1 && asked.has(name) ? [] : [`expected at the hearing ${name}: ${count} times`];
  });
}

interface Fact {
  readonly _id: string;
  readonly kind: string;
  readonly v: number;
  readonly status?: string;
  readonly heldAt?: Date | null;
  readonly defendants?: readonly { readonly defendantId: string; readonly disposedAt: Date | null }[];
}
interface Copy {
  readonly _id: string;
  readonly v: number;
  readonly involvements: readonly { readonly id: string }[];
  readonly disclosures: readonly { readonly id: string }[];
}

const idsOf = (events: readonly StoredEvent[], type: string) =>
  events.filter(event => event.type === type).map(({ data }) => data.id);

/** Kinds that are written once and tell nothing of themselves: the event of a sentence names what the court was shown. */
const tellNothing: ReadonlySet<string> = new Set(["snapshot"]);

/** What is compared of a fact: the version it has come to, and for cases and hearings what their events made of them. */
function toldBy({ kind, v, status, heldAt, defendants = [] }: Fact): string {
  if (kind === "hearing") return JSON.stringify({ v, status, heldAt });
  if (kind !== "case") return JSON.stringify({ v });
  return JSON.stringify({ v, disposed: defendants.map(found => [found.defendantId, found.disposedAt]) });
}

/** The same of these events, told once each, in this checker's own words. */
function factOf(told: readonly StoredEvent[]): string {
  const of = (type: string) => told.filter(event => event.type === type);
  const { kind, v } = told.at(-1) ?? { kind: "none", v: 0 };
  if (kind === "hearing") {
    const [held] = of("hearing.held");
    const status = held ? "held" : of("hearing.vacated").length > 0 ? "vacated" : "listed";
    return JSON.stringify({ v, status, heldAt: held?.occurredAt ?? null });
  }
  if (kind !== "case") return JSON.stringify({ v });
  const charged: string[] = of("case.received").flatMap(({ data }) => data.defendants.map(idOf));
  const disposedAt = (id: string) => of("case.disposed").find(({ data }) => idOf(data) === id)?.occurredAt ?? null;
  return JSON.stringify({ v, disposed: charged.map(id => [id, disposedAt(id)]) });
}

type Effects = ReadonlyMap<string, readonly StoredEvent[]>;

/** Which versions carry the mark of which command: in what the first event of a version says was changed. */
function effectsOf(ledger: Ledger, events: readonly StoredEvent[]): Effects {
  const makes = new Map(ledger.entries.map(({ command }) => [command.mark, command.makes]));
  const effects = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const words = new Set(JSON.stringify(event.change ?? {}).match(/[\da-z-]{20,36}/g));
    for (const word of words)
      if (makes.get(word) === (event.v === 1 ? "record" : "version"))
        effects.set(word, [...(effects.get(word) ?? []), event]);
  }
  return effects;
}

function lostIn(ledger: Ledger, effects: Effects): string[] {
  return ledger.entries.flatMap(({ command, ok }) => {
    if (!ok) return [];
    const [effect] = effects.get(command.mark) ?? [];
    if (!effect) return [`${command.key}: ${ok.id} ${ok.version} was acknowledged and left no event`];
    if (effect.recordId !== ok.id) return [`${command.key}: ${ok.id} is ${effect.recordId}`];
    return effect.v > ok.version ? [`${command.key}: version ${ok.version} of ${ok.id} came as ${effect.v}`] : [];
  });
}

function refusedYetDone(ledger: Ledger, effects: Effects): string[] {
  return ledger.entries.flatMap(({ command, refused }) =>
    refused && effects.has(command.mark) ? [`${command.key} was refused with ${refused} and has its effect`] : [],
  );
}

/** What was acknowledged and does not come back through the front door, to whom it was acknowledged. */
async function unreadable(ledger: Ledger): Promise<string[]> {
  const waiting = ledger.entries.filter(({ ok }) => ok);
  const lost: string[] = [];
  const read = async () => {
    for (let entry = waiting.pop(); entry; entry = waiting.pop()) lost.push(...(await readBack(entry)));
  };
  await Promise.all(Array.from({ length: readersAtOnce }, read));
  return lost;
}

async function readBack({ command, ok }: Entry): Promise<string[]> {
  if (!ok) return [];
  const path = command.readAt(ok.id);
  const { status, body, text } = await command.by.send("GET", path);
  if (status !== 200) return [`${command.key}: ${path} answers ${status}`];
  if (body.version < ok.version) return [`${command.key}: ${path} is back at version ${body.version} of ${ok.version}`];
  return body.version > ok.version || text.includes(command.mark)
    ? []
    : [`${command.key}: ${path} says something else`];
}

/** Versions 1 to n of every record have their events, in order and once; and there are no other events. */
function unmatched(records: readonly Found[], events: readonly StoredEvent[]): string[] {
  const told = byRecord(events);
  const known = new Set(records.map(nameOf));
  const holes = records.flatMap(found => {
    if (tellNothing.has(found.kind)) return found.record.v === 1 ? [] : [`${nameOf(found)} was changed`];
    const own = told.get(nameOf(found)) ?? [];
    const versions = [...new Set(own.map(({ v }) => v))];
    const expected = Array.from({ length: found.record.v }, (_, index) => index + 1);
    const places = Map.groupBy(own, ({ v }) => v).values();
    const inOrder = [...places].every(ofVersion => ofVersion.every(({ n }, index) => n === index));
    return isDeepStrictEqual(versions, expected) && inOrder
      ? []
      : [`${nameOf(found)} is at version ${found.record.v} and has events of ${versions.join(", ")}`];
  });
  const strays = [...told.keys()].filter(name => !known.has(name)).map(name => `${name} has events and is not there`);
  return [...holes, ...strays];
}

/** Version n of a record is the sum of its first n changes. */
function unfolded(records: readonly Found[], events: readonly StoredEvent[]): string[] {
  const told = byRecord(events);
  return records.flatMap(found => {
    if (tellNothing.has(found.kind)) return [];
    const sum: Record<string, unknown> = {};
    for (const { change } of told.get(nameOf(found)) ?? []) {
      Object.assign(sum, change?.set);
      for (const [field, added] of Object.entries(change?.push ?? {}))
        sum[field] = [...((sum[field] as unknown[] | undefined) ?? []), ...added];
    }
    const own = Object.fromEntries(Object.entries(found.record).filter(([field]) => !bookkeeping.includes(field)));
    return plain(sum) === plain(own) ? [] : [`${nameOf(found)} is not what its events add up to`];
  });
}

/** JSON with sorted keys and without what is empty, so that "not said" and "null" are one. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    const said = Object.entries(inner).filter(([, field]) => field !== null && field !== undefined);
    return Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function byRecord(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const sorted = [...events].sort((a, b) => a.v - b.v || a.n - b.n);
  return Map.groupBy(sorted, ({ kind, recordId }) => `${kind} ${recordId}`);
}

function differences(what: string, expected: ReadonlyMap<string, string>, held: ReadonlyMap<string, string>): string[] {
  const names = new Set([...expected.keys(), ...held.keys()]);
  return [...names]
    .filter(name => expected.get(name) !== held.get(name))
    .map(name => `${what}: ${name} is ${held.get(name)}, expected ${expected.get(name)}`);
}

const nameOf = ({ kind, record }: Found) => `${kind} ${record._id}`;
const nameOfVersion = ({ kind, recordId, v }: StoredEvent) => `${kind} ${recordId} version ${v}`;
const idOf = ({ defendantId }: { defendantId?: string }) => defendantId ?? "";
