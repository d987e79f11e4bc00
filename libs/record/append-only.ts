import type { Model } from "mongoose";

/**
 * A collection that is read and added to, and nothing else: what the audit has written stays as it was written. The
 * compiler holds the code to it, and the database the service, where its role gives no more (docs/operations.md).
 */
export type AppendOnly<T> = Pick<Model<T>, "find" | "findOne" | "aggregate"> & {
  readonly collection: Pick<Model<T>["collection"], "insertMany">;
};
