import type { Part, PartState, Place, TimelineEntry } from "../contract/views.ts";
import type { Held, View } from "./decide.ts";
import { readIn, type Scope } from "./files.ts";
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
}

/** How one kind of thing appears in a file: positive lists of what leaves, for a full and for a limited view. */
export interface PartDefinition<T extends Item> {
  readonly part: string;
  readonly class: InformationClass;
  held(item: T): Held;
  view(item: T, view: View): Record<string, unknown>;
  /** What it puts on the timeline: when, and in a few words that name no person. */
  entries(
    item: T,
  ): readonly { readonly at: Date; readonly recordedAt: Date; readonly what: string; readonly agencyId?: string }[];
  /** True for a thing that has been asked for and has not come. */
  isAwaited?(item: T): boolean;
}

export interface Assembled {
  readonly part: Part | undefined;
  readonly timeline: TimelineEntry[];
}

/** One part of a file for one reader, from all that is held: what may be seen, who holds the rest, and its state. */
export function assemble<T extends Item>(definition: PartDefinition<T>, scope: Scope, items: readonly T[]): Assembled {
  const known = scope.person.roles.some(role => cellOf(definition.class, role).read !== "none");
  if (!known) return { part: undefined, timeline: [] };
  const seen = items.flatMap(item => {
    const view = readIn(scope, definition.held(item));
    return view ? [{ item, view }] : [];
  });
  const shown = new Set(seen.map(({ item }) => item));
  const hidden = items.filter(item => !shown.has(item));
  const part: Part = {
    part: definition.part,
    class: definition.class,
    state: stateOf(
      definition,
      seen.map(({ item }) => item),
      hidden,
    ),
    suppliedBy: unique(seen.map(({ item }) => item.agencyId)),
    alsoHeldBy: unique(hidden.map(item => item.agencyId)),
    asOf: latest(seen.map(({ item }) => item.changedAt)),
    items: seen.map(({ item, view }) => ({
      id: item._id,
      version: item.v,
      source: sourceOf(item),
      ...definition.view(item, view),
    })),
  };
  return { part, timeline: seen.flatMap(({ item }) => entriesOf(definition, item)) };
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

function stateOf<T extends Item>(definition: PartDefinition<T>, seen: readonly T[], hidden: readonly T[]): PartState {
  const here = seen.filter(item => !definition.isAwaited?.(item));
  if (here.length > 0) return "supplied";
  if (seen.length > 0) return "requested";
  return hidden.length > 0 ? "withheld" : "none-held";
}

function entriesOf<T extends Item>(definition: PartDefinition<T>, item: T): TimelineEntry[] {
  return definition.entries(item).map(({ at, recordedAt, what, agencyId }, n) => ({
    id: `${item._id}:${n}`,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    part: definition.part,
    recordId: item._id,
    agencyId: agencyId ?? item.agencyId,
    what,
  }));
}

const unique = (ids: readonly string[]) => [...new Set(ids)];

function latest(dates: readonly Date[]): string | null {
  const newest = dates.reduce<Date | undefined>((last, date) => (last && last > date ? last : date), undefined);
  return newest?.toISOString() ?? null;
}
