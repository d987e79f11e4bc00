/** Every command the gateway answers. Whatever is not in the table does not exist. */
import type { Command } from "./command.ts";
import type { CursorStore } from "./cursors.ts";
import type { Database } from "./database.ts";
import { CommandError, mongoError } from "./errors.ts";
import { explain } from "./explain.ts";
import { frameBytesMax } from "./frames.ts";
import { createIndexes, dropIndexes } from "./indexes.ts";
import { findAndModify, type WriteName, write } from "./writes.ts";

export interface Context {
  readonly database: Database;
  readonly cursors: CursorStore;
  readonly connectionId: number;
}

/** BSON as it comes from PostgreSQL, or a document yet to be encoded. */
export type Answer = Uint8Array | Readonly<Record<string, unknown>>;

type Handler = (command: Command, context: Context) => Promise<Answer> | Answer;

/** In lower case: drivers of different age write some of them differently. */
const handlers = new Map<string, Handler>([
  ["hello", hello],
  ["ismaster", hello],
  ["ping", ping],
  ["buildinfo", () => ({ version: "8.0.0", versionArray: [8, 0, 0, 0], engine: "local, not for production", ok: 1 })],
  ["getparameter", () => ({ ok: 1 })],
  ["endsessions", () => ({ ok: 1 })],

  ["find", firstPage("find")],
  ["aggregate", firstPage("aggregate")],
  ["listcollections", firstPage("list_collections")],
  ["listindexes", firstPage("list_indexes")],
  ["getmore", getMore],
  ["killcursors", killCursors],
  ["count", queried("select document from documentdb_api.count_query($1, $2)")],
  ["distinct", queried("select document from documentdb_api.distinct_query($1, $2)")],
  ["explain", (command, { database }) => explain(database, command)],

  ["insert", writing("insert")],
  ["update", writing("update")],
  ["delete", writing("delete")],
  ["findandmodify", (command, { database }) => findAndModify(database, command)],

  ["create", queried("select documentdb_api.create_collection_view($1, $2)")],
  ["drop", drop],
  ["dropdatabase", dropDatabase],
  ["createindexes", (command, { database }) => createIndexes(database, command)],
  ["dropindexes", (command, { database }) => dropIndexes(database, command)],
  ["deleteindexes", (command, { database }) => dropIndexes(database, command)],
  ["collstats", collStats],
  ["dbstats", dbStats],
  ["listdatabases", listDatabases],
]);

/** Throws `CommandError`, `SqlError` or `DatabaseLostError`. */
export async function runCommand(command: Command, context: Context): Promise<Answer> {
  const handler = handlers.get(command.name.toLowerCase());
  if (!handler) throw new CommandError(mongoError("CommandNotFound"), `no such command: '${command.name}'`);
  refuseSilentLoss(command);
  return handler(command, context);
}

/** Run as if they were plain commands, a transaction or a retried write would do the wrong thing without an error. */
function refuseSilentLoss({ body }: Command): void {
  if (body.has("autocommit")) throw new CommandError(mongoError("OperationNotSupportedInTransaction"), noTransactions);
  if (body.has("txnNumber")) throw new CommandError(mongoError("IllegalOperation"), noRetryableWrites);
}

const noTransactions = "The local engine has no multi-document transactions";
const noRetryableWrites = "The local engine has no retryable writes; use retryWrites=false";

/** As a mongos: a driver then neither looks for replicas nor expects an oplog. */
function hello(_command: Command, { connectionId }: Context) {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    msg: "isdbgrid",
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: frameBytesMax,
    maxWriteBatchSize: 25_000, // DocumentDB's own limit
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
    ok: 1,
  };
}

/** Asks PostgreSQL, so that a service's readiness is the truth. */
async function ping(_command: Command, { database }: Context) {
  await database.queryRow("select 1", []);
  return { ok: 1 };
}

function queried(sql: string): Handler {
  return async (command, { database }) => {
    const [answer] = await database.queryRow(sql, [command.db, command.body.bytes]);
    return Buffer.isBuffer(answer) ? answer : { ok: 1 };
  };
}

function writing(name: WriteName): Handler {
  return (command, { database }) => write(database, name, command);
}

function firstPage(name: string): Handler {
  const sql = `select cursorPage, continuation, cursorId from documentdb_api.${name}_cursor_first_page($1, $2)`;
  return async ({ db, body }, { database, cursors }) => {
    const [page, continuation, id] = await database.queryRow(sql, [db, body.bytes]);
    if (!Buffer.isBuffer(page)) throw new Error(`${name} gave no page`);
    if (Buffer.isBuffer(continuation)) cursors.keep(BigInt(String(id)), { db, continuation });
    return page;
  };
}

async function getMore({ body }: Command, { database, cursors }: Context) {
  const id = body.findInteger("getMore") ?? 0n;
  const cursor = cursors.take(id);
  if (!cursor) throw new CommandError(mongoError("CursorNotFound"), `cursor id ${id} not found`);
  const sql = "select cursorPage, continuation from documentdb_api.cursor_get_more($1, $2, $3)";
  const [page, continuation] = await database.queryRow(sql, [cursor.db, body.bytes, cursor.continuation]);
  if (!Buffer.isBuffer(page)) throw new Error("getMore gave no page");
  if (Buffer.isBuffer(continuation)) cursors.keep(id, { db: cursor.db, continuation });
  return page;
}

async function killCursors({ body }: Command, { cursors }: Context) {
  const list = body.findDocument("cursors");
  const ids = list?.names().map(name => list.findInteger(name) ?? 0n) ?? [];
  const cursorsKilled = await cursors.kill(ids);
  const cursorsNotFound = ids.filter(id => !cursorsKilled.includes(id));
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
}

async function drop({ db, collection }: Command, { database }: Context) {
  await database.queryRow("select documentdb_api.drop_collection($1, $2)", [db, collection]);
  return { ns: `${db}.${collection}`, ok: 1 };
}

async function dropDatabase({ db }: Command, { database }: Context) {
  await database.queryRow("select documentdb_api.drop_database($1)", [db]);
  return { dropped: db, ok: 1 };
}

async function collStats({ db, collection, body }: Command, { database }: Context) {
  const sql = "select documentdb_api.coll_stats($1, $2, $3)";
  const [stats] = await database.queryRow(sql, [db, collection, body.findNumber("scale") ?? 1]);
  return Buffer.isBuffer(stats) ? stats : { ok: 1 };
}

async function dbStats({ db, body }: Command, { database }: Context) {
  const [stats] = await database.queryRow("select documentdb_api.db_stats($1, $2)", [
    db,
    body.findNumber("scale") ?? 1,
  ]);
  return Buffer.isBuffer(stats) ? stats : { ok: 1 };
}

async function listDatabases({ body }: Command, { database }: Context) {
  const [list] = await database.queryRow("select documentdb_api.list_databases($1)", [body.bytes]);
  return Buffer.isBuffer(list) ? list : { databases: [], ok: 1 };
}
