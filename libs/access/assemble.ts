import { latest } from "../clock/latest.ts";
import type { CountedPart, HeldThen, PartState, Place, TimelineEntry } from "../contract/views.ts";
import { fail } from "../errors/errors.ts";
import { type Held, isOthersDraft, type Sight, type View } from "./decide.ts";
import { isLive } from "./facts.ts";
import { readIn, type Scope } from "./files.ts";
import type { SubjectCategory } from "./legal-basis.ts";
import { legalBasisOf, type natures } from "./legal-basis.ts";
import { cellOf, type InformationClass } from "./matrix.ts";

/** What every kind of thing in a file has, whatever service owns it. */
export interface Item {
  readonly _id: string;
  readonly v: number;
  readonly agencyId: string;
  readonly caseId?: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly changedAt: Date;
  /** What it said has been erased: that it was there is left. */
  readonly erased?: object | null;
}

/** How one kind of thing appears in a file: positive lists of what leaves, for a full and for a limited view. */
export interface PartDefinition<T extends Item> {
  readonly part: string;
  readonly class: InformationClass;
  held(item: T): Held;
  view(item: T, view: View): Record<string, unknown>;
  /** What it puts on the timeline for such a view: when, and in a few words that name no person. */
  entries(
    item: T,
    view: View,
  ): readonly { readonly at: Date; readonly recordedAt: Date; readonly what: string; readonly agencyId?: string }[];
  /** True for a thing that has been asked for and has not come. */
  isAwaited?(item: T): boolean;
  /** Under what a thing is counted, each with its day where the last one matters. */
  tally?(item: T): readonly { readonly key: string; readonly day?: string }[];
  /** Whether it tells what was observed or what somebody thinks (Data Protection Act 2018, s. 38(2)); a fact unless it says otherwise. */
  readonly nature?: (typeof natures)[number];
  /** As whom it is about the defendant (s. 38(3)); a suspect unless it says otherwise. */
  category?(item: T): SubjectCategory;
}

export interface Assembled {
  readonly part: CountedPart | undefined;
  readonly timeline: TimelineEntry[];
  /** By what it is decided who may read each thing that is seen, as it is now. */
  held(): HeldThen[];
}

/** Gives an item as it was at an instant, for readers who have left the table since. */
export type Earlier<T extends Item> = (item: T, at: Date) => Promise<T | undefined>;

/**
 * One part of a file for one reader, from all that is held: what may be seen, who holds the rest, and its state. With
 * `newest` only so many things are shown, and counted are all.
 */
export async function assemble<T extends Item>(
  definition: PartDefinition<T>,
  scope: Scope,
  all: readonly T[],
  earlier: Earlier<T>,
  newest?: number,
): Promise<Assembled> {
  const { person } = scope;
  const gone = all.filter(item => item.erased && readIn(scope, definition.held(item)));
  const { seen, hidden } = await lookAtAll(definition, scope, all, earlier);
  const known = person.roles.some(role => cellOf(definition.class, role).read !== "none");
  // A part that is nothing to the reader's role is not named, unless something of it was given to them.
  if (!known && seen.length === 0) return { part: undefined, timeline: [], held: () => [] };
  const shown = newest === undefined ? seen : seen.toSorted(newestFirst).slice(0, newest);
  const part: CountedPart = {
    part: definition.part,
    class: definition.class,
    state: stateOf(
      definition,
      seen.map(({ item }) => item),
      hidden,
      gone.length > 0,
    ),
    suppliedBy: unique(seen.map(({ item }) => item.agencyId)),
    alsoHeldBy: unique(hidden.map(item => item.agencyId)),
    asOf: latest(seen.map(({ item }) => item.changedAt))?.toISOString() ?? null,
    total: seen.length,
    tally: tallyOf(
      definition,
      seen.map(({ item }) => item),
    ),
    items: shown.map(({ item, sight }) => ({
      id: item._id,
      version: item.v,
      source: sourceOf(item),
      marking: markingOf(definition, item),
      ...definition.view(item, sight.view),
    })),
  };
  return {
    part,
    timeline: seen.flatMap(({ item, sight }) => entriesOf(definition, item, sight.view)),
    held: () => seen.map(({ item }) => heldNow(item._id, definition.held(item), scope)),
  };
}

interface Seen<T> {
  readonly item: T;
  readonly sight: Sight;
}

/**
 * What of these a reader may see, and what there is besides; of others' drafts and of what was erased nothing is said.
 * A long file has a thousand of them, and of nearly all there is nothing to wait for.
 */
async function lookAtAll<T extends Item>(
  definition: PartDefinition<T>,
  scope: Scope,
  all: readonly T[],
  earlier: Earlier<T>,
): Promise<{ seen: Seen<T>[]; hidden: T[] }> {
  const [found, hidden]: [Seen<T>[], T[]] = [[], []];
  for (const item of all) {
    if (item.erased) continue;
    const held = definition.held(item);
    if (isOthersDraft(scope.person, held)) continue;
    const sight = readIn(scope, held);
    if (sight) found.push({ item, sight });
    else hidden.push(item);
  }
  if (found.every(isAsItStands)) return { seen: found, hidden };
  const then = await Promise.all(found.map(each => asSeen(definition, scope, each, earlier)));
  return {
    seen: then.flatMap(each => each ?? []),
    hidden: [...hidden, ...found.flatMap(({ item }, n) => (then[n] ? [] : [item]))],
  };
}

/** Nothing has changed since the reader left the table, or they are at it. */
const isAsItStands = <T extends Item>({ item, sight: { asOf } }: Seen<T>): boolean =>
  asOf === null || item.changedAt < asOf;

/** A thing as its reader knew it, where it was there by then. */
async function asSeen<T extends Item>(
  definition: Pick<PartDefinition<T>, "held">,
  { person }: Scope,
  seen: Seen<T>,
  earlier: Earlier<T>,
): Promise<Seen<T> | undefined> {
  const { item, sight } = seen;
  if (sight.asOf === null || isAsItStands(seen)) return seen;
  const then = await earlier(item, sight.asOf);
  return then && !isOthersDraft(person, definition.held(then)) ? { item: then, sight } : undefined;
}

/** What decides who may read a thing, with the sharing that holds now. */
export function heldNow(recordId: string, held: Held, { fileId, now }: Scope): HeldThen {
  const { class: cls, agencyId, caseId, occurredAt, recordedAt, disclosures = [], statutes = [] } = held;
  return {
    recordId,
    fileId,
    class: cls,
    agencyId,
    caseId,
    occurredAt: occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    sharedWith: disclosures
      .filter(disclosure => isLive(disclosure, now))
      .map(({ id, recipient: { kind, id: to } }) => ({ id, recipient: { kind, id: to } })),
    statutes: [...statutes],
  };
}

/** One item as this reader may see it; undefined when not at all. Fails with ERASED where they might, and it is no more. */
export async function look<T extends Item>(
  definition: Pick<PartDefinition<T>, "held">,
  scope: Scope,
  item: T,
  earlier: Earlier<T>,
): Promise<Seen<T> | undefined> {
  const sight = readIn(scope, definition.held(item));
  if (!sight) return undefined;
  return item.erased ? fail("ERASED") : asSeen(definition, scope, { item, sight }, earlier);
}

/** What Part 3 of the Data Protection Act 2018 asks to be marked on each item. */
export function markingOf<T extends Item>(definition: PartDefinition<T>, item: T) {
  return {
    legalBasis: legalBasisOf(definition.class),
    nature: definition.nature ?? ("fact" as const),
    category: definition.category?.(item) ?? ("suspect" as const),
  };
}

export function sourceOf({ agencyId, occurredAt, recordedAt }: Pick<Item, "agencyId" | "occurredAt" | "recordedAt">) {
  return { agencyId, occurredAt: occurredAt.toISOString(), recordedAt: recordedAt.toISOString() };
}

/** The entries after `before`, newest first, at most `limit`. One order for all: by instant, then by id. */
export function page(entries: readonly TimelineEntry[], before: Place | undefined, limit: number): TimelineEntry[] {
  return entries
    .filter(entry => !before || isOlder(entry, before))
    .sort((a, b) => (isOlder(a, b) ? 1 : -1))
    .slice(0, limit);
}

function isOlder(a: Place, b: Place): boolean {
  return a.at === b.at ? a.id < b.id : a.at < b.at;
}

function stateOf<T extends Item>(
  definition: PartDefinition<T>,
  seen: readonly T[],
  hidden: readonly T[],
  isErased: boolean,
): PartState {
  const here = seen.filter(item => !definition.isAwaited?.(item));
  if (here.length > 0) return "supplied";
  if (seen.length > 0) return "requested";
  if (hidden.length > 0) return "withheld";
  return isErased ? "erased" : "none-held";
}

function entriesOf<T extends Item>(definition: PartDefinition<T>, item: T, view: View): TimelineEntry[] {
  return definition.entries(item, view).map(({ at, recordedAt, what, agencyId }, n) => ({
    id: `${item._id}:${n}`,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    part: definition.part,
    recordId: item._id,
    agencyId: agencyId ?? item.agencyId,
    what,
  }));
}

/** The order of every screen that shows the newest of something: by when it happened, then by id. */
function newestFirst({ item: a }: { readonly item: Item }, { item: b }: { readonly item: Item }): number {
  return b.occurredAt.getTime() - a.occurredAt.getTime() || (a._id < b._id ? -1 : 1);
}

function tallyOf<T extends Item>(definition: PartDefinition<T>, seen: readonly T[]): CountedPart["tally"] {
  const counted = seen.flatMap(item => definition.tally?.(item) ?? []);
  return joinTallies(counted.map(({ key, day }) => ({ key, count: 1, lastDay: day ?? null })));
}

/** Tallies of several files, or of single things, as one. */
export function joinTallies(tallies: CountedPart["tally"]): CountedPart["tally"] {
  return [...Map.groupBy(tallies, ({ key }) => key)].map(([key, ofKey]) => ({
    key,
    count: ofKey.reduce((sum, { count }) => sum + count, 0),
    lastDay:
      ofKey
        .flatMap(({ lastDay }) => lastDay ?? [])
        .sort()
        .at(-1) ?? null,
  }));
}

const unique = (ids: readonly string[]) => [...new Set(ids)];
