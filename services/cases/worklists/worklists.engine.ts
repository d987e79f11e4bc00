import type { Item } from "../../../libs/access/assemble.ts";
import { sourceOf } from "../../../libs/access/assemble.ts";
import { decideRead, type Held, type View } from "../../../libs/access/decide.ts";
import type { Files, Scope } from "../../../libs/access/files.ts";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import { type Stored, withoutBookkeeping } from "../../../libs/record/record.ts";
import type { AnyKind } from "./worklists.kinds.ts";
import { type Asking, listFilter, type Place, placeOf, sortOf } from "./worklists.query.ts";
import { isDue, type Worklist } from "./worklists.table.ts";

/** So many records one request reads of one list, whoever may see them. */
export const readMax = 2_000;
const batchMax = 250;

/** Something that stands on a list for this reader; what it shows is put together when it is shown. */
export interface Candidate {
  readonly id: string;
  readonly version: number;
  readonly class: InformationClass;
  readonly href: string | null;
  readonly source: ReturnType<typeof sourceOf> | null;
  readonly caseId: string | null;
  /** Whom it is about, of those the reader may see in connection with it, each with the scope of their file. */
  readonly people: readonly {
    readonly defendantId: string;
    readonly scope: Scope | null;
    readonly name: string | null;
  }[];
  readonly held: Held | null;
  /** From when its due time counts. */
  readonly from: Date | null;
  readonly place: Place;
  readonly prepares: { readonly caseId: string; readonly type: string } | null;
  details(): Readonly<Record<string, unknown>>;
}

/** A batch of a list, in its order: what was read, and what of it this reader may see. */
export interface Batch {
  readonly read: number;
  readonly last: Place | undefined;
  readonly seen: readonly Candidate[];
}
export type Source = (row: Worklist, asking: Asking, after: Place | undefined, size: number) => Promise<Batch>;

/**
 * The one walk through any list, from a place on: at most `wanted` of what the reader may see and `keep` keeps, and
 * where to go on; null at the end. It stops when it has read its share, also with fewer found.
 */
export async function walk(
  source: Source,
  row: Worklist,
  asking: Asking,
  {
    after,
    wanted,
    keep,
  }: { after?: Place | undefined; wanted: number; keep?: (seen: readonly Candidate[]) => Promise<Candidate[]> },
): Promise<{ readonly items: readonly Candidate[]; readonly next: Place | null }> {
  const size = Math.min(wanted + 1, batchMax);
  const items: Candidate[] = [];
  let place = after;
  for (let read = 0; ; ) {
    const batch = await source(row, asking, place, size);
    items.push(...(keep ? await keep(batch.seen) : batch.seen));
    read += batch.read;
    if (items.length > wanted) return { items: items.slice(0, wanted), next: items[wanted - 1]?.place ?? null };
    if (batch.read < size) return { items, next: null };
    place = batch.last;
    if (read >= readMax) return { items, next: place ?? null };
  }
}

/** Lists over records that this service keeps. */
export function recordSource(kind: AnyKind, files: Files): Source {
  return async (row, asking, after, size) => {
    const found = await kind.model
      .find(listFilter(row, asking, after) as never, withoutBookkeeping)
      .sort(sortOf(row))
      .limit(size)
      .lean<(Item & Stored)[]>();
    const last = found.at(-1);
    return {
      read: found.length,
      last: last && placeOf(row, plain(last)),
      seen: await seenOf(kind, files, row, asking, found),
    };
  };
}

/** What of these records the reader may see now: whoever has left the table has no work there any more. */
export async function seenOf(
  kind: AnyKind,
  files: Files,
  row: Worklist,
  { person }: Asking,
  found: readonly (Item & Stored)[],
): Promise<Candidate[]> {
  const scopes = await files.among(person, [...new Set(found.flatMap(stored => kind.people(stored)))]);
  return found.flatMap(stored => {
    const held = kind.held(stored);
    const visible = kind.people(stored).flatMap(defendantId => {
      const scope = scopes.get(defendantId);
      if (!scope) return [];
      const sight = decideRead(person, scope.access, held, scope.now);
      return sight.view && sight.asOf === null ? { defendantId, scope, name: null, view: sight.view } : [];
    });
    const [first] = visible;
    return first ? candidate(kind, row, stored, held, first.view, visible) : [];
  });
}

function candidate(
  kind: AnyKind,
  row: Worklist,
  stored: Item & Stored,
  held: Held,
  view: View,
  visible: Candidate["people"],
): Candidate {
  const ids = new Set(visible.map(({ defendantId }) => defendantId));
  const from = isDue(row.when) ? plain(stored)[row.when.from] : null;
  return {
    id: stored._id,
    version: stored.v,
    class: held.class,
    href: `${kind.path}/${stored._id}`,
    source: sourceOf(stored),
    caseId: held.caseId,
    people: visible.map(({ defendantId, scope, name }) => ({ defendantId, scope, name })),
    held,
    from: from instanceof Date ? from : null,
    place: placeOf(row, plain(stored)),
    prepares: kind.prepares?.(stored) ?? null,
    details: () => {
      const shown = kind.view(stored, view, id => ids.has(id));
      return Object.fromEntries(row.shows.flatMap(field => (field in shown ? [[field, shown[field]]] : [])));
    },
  };
}

/** A record by the names of its fields, as a row of the table names them. */
const plain = (stored: Item & Stored) =>
  ({ ...stored }) as Readonly<Record<string, unknown>> & { readonly _id: string };
