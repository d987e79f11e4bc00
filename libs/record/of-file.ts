import type { Model } from "mongoose";
import { withoutBookkeeping } from "./record.ts";

/**
 * The records of one kind that belong to a file, in the order in which things happened, at most `max`. Asked of the
 * driver: a whole file is two dozen such questions, and mongoose has nothing to cast or to check in them.
 */
export function listOfFile<T extends { readonly _id: string }>(
  model: Model<T>,
  key: "defendantId" | "defendantIds",
  fileId: string,
  max: number,
): Promise<T[]> {
  return model.collection
    .find<T>({ [key]: fileId }, { projection: withoutBookkeeping, sort: { occurredAt: 1, _id: 1 }, limit: max })
    .toArray();
}
