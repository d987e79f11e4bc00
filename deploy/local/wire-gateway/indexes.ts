/** `createIndexes` and `dropIndexes`. */
import { setTimeout as sleep } from "node:timers/promises";
import { BSON } from "mongodb";
import { BsonReader } from "./bson-reader.ts";
import type { Command } from "./command.ts";
import { type Column, type Database, SqlError } from "./database.ts";
import { CommandError, fromSqlState, mongoError, unpackSqlState } from "./errors.ts";

const buildMsMax = 10 * 60_000;
const pauseMsMin = 5;
const pauseMsMax = 200;
const emptyDocumentBytes = 5;

/**
 * Indexes that exist already cost one call. For others DocumentDB queues a build, for a background job that looks every
 * two seconds; we run that job's own procedure at once instead, which skips what another is already building.
 */
export async function createIndexes(database: Database, command: Command) {
  const sql = "select retval, ok, requests from documentdb_api.create_indexes_background($1, $2)";
  const [answer, ok, requests] = await database.queryRow(sql, [command.db, command.body.bytes]);
  const result = readResult(answer, ok);
  if (Buffer.isBuffer(requests) && requests.length > emptyDocumentBytes)
    await build(database, requests, Number(command.body.findInteger("maxTimeMS") ?? buildMsMax));
  return result;
}

async function build(database: Database, requests: Buffer, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = pauseMsMin; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    await buildQueued(database);
    const sql = "select retval, ok, complete from documentdb_api_internal.check_build_index_status($1)";
    const [answer, ok, complete] = await database.queryRow(sql, [requests]);
    readResult(answer, ok);
    if (complete === true) return;
    if (performance.now() > deadline)
      throw new CommandError(mongoError("MaxTimeMSExpired"), "The index is not built yet");
    await sleep(pauseMs);
  }
}

async function buildQueued(database: Database): Promise<void> {
  try {
    await database.queryRow("call documentdb_api_internal.build_index_concurrently(1)", []);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error; // a failed build is in the status that is asked for next
  }
}

/** The answer of the only shard, which MongoDB gives as the answer itself. Throws what it holds of errors. */
function readResult(answer: Column | undefined, ok: Column | undefined) {
  if (!Buffer.isBuffer(answer)) return { ok: 1 };
  const whole = new BsonReader(answer);
  const shard = whole.findDocument("raw")?.findDocument("defaultShard") ?? whole;
  throwIfFailed(shard, ok === true);
  return { ...BSON.deserialize(shard.bytes), ok: 1 };
}

export async function dropIndexes(database: Database, command: Command) {
  const sql = "call documentdb_api.drop_indexes($1, $2, null)";
  const [answer] = await database.queryRow(sql, [command.db, command.body.bytes]);
  if (!Buffer.isBuffer(answer)) return { ok: 1 };
  const result = new BsonReader(answer);
  throwIfFailed(result, result.findBoolean("ok") ?? true);
  return { ...BSON.deserialize(answer), ok: 1 };
}

function throwIfFailed(result: BsonReader, ok: boolean): void {
  if (ok) return;
  const sqlState = unpackSqlState(Number(result.findInteger("code") ?? 0));
  throw new CommandError(fromSqlState(sqlState), result.findString("errmsg") ?? "The indexes could not be changed");
}
