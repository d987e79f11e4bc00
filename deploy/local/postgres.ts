/** PostgreSQL with DocumentDB, behind a Unix socket that only this user can reach. */
import { createHash } from "node:crypto";
import { chown, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { defineLocalServer, type LocalServer } from "./local-server.ts";
import { engineOwner, OwnProcess } from "./own-process.ts";

/** A socket's path may have 107 bytes, so it is not in the project's folder; the port is part of its name only. */
const port = 5432;
const connectionsMax = 200;
const cursorFileIdleSecondsMax = 11 * 60; // a minute more than the wire gateway keeps a cursor

/** What node-postgres needs, complete, so that no PG… variable of the user's is asked. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
}

/** In: the engines' folder, and this project's own for PostgreSQL. Out: a server that has not been started. */
export function definePostgres(engines: string, folder: string): LocalServer & { connection: PostgresConnection } {
  const bin = join(engines, "usr/lib/postgresql/18/bin");
  const data = join(folder, "data");
  const logFile = join(folder, "postgres.log");
  // PostgreSQL puts its cluster's name into the command line of each of its processes, by which they are found.
  const name = `tracker-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  const sockets = join(tmpdir(), name);
  const connection = { host: sockets, port, user: "postgres", database: "postgres", ssl: false } as const;
  const server = defineLocalServer({
    name: "PostgreSQL",
    process: {
      command: join(bin, "postgres"),
      args: ["-D", data, "-p", String(port), "-c", `cluster_name=${name}`],
      folder: data,
      logFile,
      onParentDeath: "INT",
      refusesRoot: true,
    },
    isOwn: command => command[0]!.startsWith(engines) && command.some(part => part.includes(name)),
    stopSignal: "SIGINT",
    async prepare() {
      await makeOwnFolder(folder);
      await rm(sockets, { recursive: true, force: true });
      await makeOwnFolder(sockets);
      if (!(await exists(data))) await initialise(join(bin, "initdb"), folder, data, logFile);
      await writeFile(join(data, "postgresql.conf"), settingsFor(sockets));
      await rm(join(data, "postmaster.pid"), { force: true }); // nobody runs, and its number may be another's by now
    },
    isReady: () => prepareDatabase(connection),
  });
  return {
    ...server,
    connection,
    async stop() {
      await server.stop();
      await rm(sockets, { recursive: true, force: true });
    },
  };
}

/** The whole configuration, written before each start. */
const settingsFor = (sockets: string) => `
listen_addresses = ''
unix_socket_directories = '${sockets}'
max_connections = ${connectionsMax}
shared_preload_libraries = 'pg_cron, pg_documentdb_core, pg_documentdb'
cron.database_name = 'postgres'
cron.host = '${sockets}'
cron.log_run = off # it would fill a table, and the next two a file
cron.log_statement = off
cron.log_min_messages = fatal
documentdb.indexBuildScheduleInSec = 30 # the wire gateway builds at once; the job is for what it may leave undone
documentdb.localhost_connection_string = 'host=${sockets}'
documentdb.useFileBasedPersistedCursors = on # so that no cursor is tied to one connection
documentdb.defaultCursorExpiryTimeLimitSeconds = ${cursorFileIdleSecondsMax}
documentdb.use_pg_stats_live_tuples_for_count = off # MongoDB counts; statistics lag behind
fsync = on # tests kill it and count on what it has acknowledged
jit = off
default_text_search_config = 'pg_catalog.english' # the language of text indexes that name none
timezone = 'GMT' # the one zone that PostgreSQL knows where the host has no time zone data
log_timezone = 'GMT'
dynamic_shared_memory_type = mmap # in the data folder: /dev/shm is small in containers and would keep leftovers
log_min_messages = fatal # a client's errors are the client's
`;

/** Beside its place and then renamed, so a folder that exists is complete. Throws with what initdb said. */
async function initialise(initdb: string, folder: string, data: string, logFile: string): Promise<void> {
  const fresh = `${data}.new`;
  await rm(fresh, { recursive: true, force: true });
  const process = new OwnProcess({
    command: initdb,
    args: ["-D", fresh, "-U", "postgres", "-A", "trust", "--locale=C", "-E", "UTF8", "--no-instructions"],
    folder,
    logFile,
    onParentDeath: "KILL",
    refusesRoot: true,
  });
  await process.waitForEnd();
  if (!process.hasSucceeded) throw new Error(`initdb failed:\n${process.lastLines}`);
  await rename(fresh, data);
}

/** False while PostgreSQL does not take connections yet. */
async function prepareDatabase(connection: PostgresConnection): Promise<boolean> {
  const client = new pg.Client({ ...connection, options: "" });
  try {
    await client.connect();
  } catch {
    return false;
  }
  try {
    await client.query("set client_min_messages to warning; create extension if not exists documentdb cascade");
    for (const extension of ["documentdb_core", "documentdb"])
      await client.query(`alter extension ${extension} update`);
    return true;
  } finally {
    await client.end();
  }
}

async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (engineOwner) await chown(folder, engineOwner, engineOwner);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
