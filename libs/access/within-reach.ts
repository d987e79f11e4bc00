import type { Model } from "mongoose";
import { z } from "zod";
import type { Service } from "../bus/call-graph.ts";
import { type Contract, contract, fields } from "../contract/contract.ts";
import type { Person } from "../identity/subject.ts";
import { type Stored, withoutBookkeeping } from "../record/record.ts";
import type { Item } from "./assemble.ts";
import type { Held } from "./decide.ts";
import { type Files, readIn } from "./files.ts";

/** So many records are asked about at once. */
export const reachedMax = 2_000;

const input = z.strictObject({
  records: z.array(z.strictObject({ kind: z.string().max(40), id: fields.id })).max(reachedMax),
});
const output = z.strictObject({
  seen: z.array(z.strictObject({ id: fields.id, defendantIds: z.array(fields.id) })),
});

/** Asked by whoever knows records by their ids alone, to list or to count them for a person. */
export function reachContract(service: Service): Contract<typeof input, typeof output> {
  return contract(`${service}.reach`, "Which of these records you may see now, and of whom", input, output);
}

/** Where one kind of record is kept, whom it is about, and what decides who may see it. */
export interface Reachable<T extends Item & Stored = Item & Stored> {
  readonly model: Model<T>;
  people(stored: T): readonly string[];
  held(stored: T): Held;
}

/** A kind that is asked about as any other is. */
export const reachable = <T extends Item & Stored>(kind: Reachable<T>): Reachable => kind as unknown as Reachable;

export interface Reached {
  readonly kind: string;
  readonly id: string;
  readonly agencyId: string;
  readonly defendantIds: readonly string[];
}

/**
 * Of these records those this person may see as they are now, each with the people it is about whom they may see in
 * connection with it. Whoever has left the table sees what they saw then, and is counted nothing newer.
 */
export async function withinReach(
  kinds: Readonly<Record<string, Reachable>>,
  files: Files,
  person: Person,
  records: z.output<typeof input>["records"],
): Promise<Reached[]> {
  const found = await Promise.all(
    [...Map.groupBy(records, ({ kind }) => kind)].map(async ([kind, named]) => {
      const reachable = kinds[kind];
      if (!reachable) return [];
      const ids = named.map(({ id }) => id);
      const stored = await reachable.model.find({ _id: { $in: ids } }, withoutBookkeeping).lean<(Item & Stored)[]>();
      return stored.map(each => ({ kind, each, people: reachable.people(each), held: reachable.held(each) }));
    }),
  );
  const all = found.flat();
  const scopes = await files.among(person, [...new Set(all.flatMap(({ people }) => people))]);
  return all.flatMap(({ kind, each, people, held }) => {
    const defendantIds = people.filter(id => {
      const scope = scopes.get(id);
      const sight = scope && readIn(scope, held);
      return sight && sight.asOf === null;
    });
    return defendantIds.length > 0 ? [{ kind, id: each._id, agencyId: each.agencyId, defendantIds }] : [];
  });
}
