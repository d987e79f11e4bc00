import { z } from "zod";
import { plusDays, startOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { isDue, type Worklist } from "./worklists.table.ts";

/** For whom and when a list is asked. */
export interface Asking {
  readonly person: Person;
  readonly courtId: string | null;
  /** The day for which it is asked. */
  readonly asOf: string;
  /** Only these records. */
  readonly ids?: readonly string[];
}

/** Where a record stands in the order of its list: what it is ordered by, then its id. */
export type Place = readonly (string | number)[];
type Ordered = Readonly<Record<string, unknown>> & { readonly _id: string };

interface Key {
  readonly field: string;
  readonly direction: 1 | -1;
  readonly is: "text" | "number" | "instant";
}
const keysOf = ({ when }: Pick<Worklist, "when">): readonly Key[] => [
  ...(isDue(when) ? [{ field: when.from, direction: 1 as const, is: "instant" as const }] : when.order),
  { field: "_id", direction: 1, is: "text" },
];

/** Whose records stand on a list, whatever state they are in. Without a court, those of every court. */
export function whoseFilter({ whose }: Pick<Worklist, "whose">, { person, courtId }: Asking): object {
  if (whose.is === "nation") return {};
  const ofCourt = courtId === null ? {} : { courtId };
  return whose.is === "court" ? ofCourt : { [whose.field]: person.agencyId, ...ofCourt };
}

/** The records of a list after a place, as a filter for the database. */
export function listFilter(row: Worklist, asking: Asking, after: Place | undefined): object {
  const { when, where } = row;
  const clauses = [
    whoseFilter(row, asking),
    where,
    isDue(when) ? spanOf(when, asking.asOf, after) : { [when.field]: asking.asOf },
    ...(asking.ids ? [{ _id: { $in: [...asking.ids] } }] : []),
    ...(after ? [afterFilter(row, after)] : []),
  ];
  return { $and: clauses };
}

/** What has no instant is not due and stands on no such list; the lower bound lets the index begin at the place. */
function spanOf({ from, whenCome }: { from: string; whenCome?: true }, asOf: string, after: Place | undefined): object {
  const begin = new Date(after?.[0] ?? 0);
  return { [from]: { $gte: begin, ...(whenCome && { $lt: startOf(plusDays(asOf, 1)) }) } };
}

/** Later in the order: equal up to one key, and beyond in that. */
function afterFilter(row: Worklist, after: Place): object {
  const keys = keysOf(row).map((key, n) => ({ ...key, value: boundOf(key, after[n]) }));
  return {
    $or: keys.map(({ field, direction, value }, n) => ({
      ...Object.fromEntries(keys.slice(0, n).map(before => [before.field, before.value])),
      [field]: { [direction === 1 ? "$gt" : "$lt"]: value },
    })),
  };
}

const boundOf = ({ is }: Key, value: string | number | undefined) =>
  is === "instant" ? new Date(value ?? 0) : (value ?? "");

export const sortOf = (row: Worklist): Record<string, 1 | -1> =>
  Object.fromEntries(keysOf(row).map(({ field, direction }) => [field, direction]));

export function placeOf(row: Worklist, stored: Ordered): Place {
  return keysOf(row).map(({ field }) => {
    const value = stored[field];
    if (value instanceof Date) return value.toISOString();
    return typeof value === "number" ? value : String(value);
  });
}

export const writeCursor = (place: Place | null): string | null =>
  place && Buffer.from(JSON.stringify(place)).toString("base64url");

/** Fails with VALIDATION for what is no cursor of this list. */
export function readCursor(row: Worklist, cursor: string): Place {
  const schemas = keysOf(row).map(({ is }) =>
    is === "instant" ? z.iso.datetime() : is === "number" ? z.number() : z.string().max(100),
  );
  try {
    const given: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const values = z.array(z.unknown()).length(schemas.length).parse(given);
    return schemas.map((schema, n) => schema.parse(values[n]));
  } catch {
    return fail("VALIDATION", { errors: [{ path: "cursor", message: "expected the `next` of an earlier page" }] });
  }
}
