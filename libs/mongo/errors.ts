import mongoose from "mongoose";

const { MongoNetworkError, MongoServerError, MongoServerSelectionError } = mongoose.mongo;

/** Classes the driver throws and does not export, or that mongoose wraps. */
const awayNames = new Set([
  "MongoPoolClearedError",
  "MongoWaitQueueTimeoutError",
  "MongoNotConnectedError",
  "MongoTopologyClosedError",
  "MongoClientClosedError",
  "MongooseServerSelectionError",
]);

const duplicateKeyCode = 11_000;

/** Whether a unique key was already taken. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKeyCode;
}

/** Whether the database could not be reached. The outcome of a write is then unknown; the client repeats it with its key. */
export function isDatabaseAway(error: unknown): boolean {
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    (error instanceof Error && awayNames.has(error.name))
  );
}
