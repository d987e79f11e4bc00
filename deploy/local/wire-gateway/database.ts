/** DocumentDB's SQL functions: BSON in, BSON out. */
import pg from "pg";

/** Below PostgreSQL's own limit of 200, which its background workers share. */
const connectionsMax = 60;
const connectTimeoutMs = 2000;
const statementTimeoutMs = 10 * 60_000;

export type Parameter = string | number | Buffer | readonly string[] | null;
export type Column = Buffer | string | boolean | null;

/** PostgreSQL is not there, or went away in mid-command. To a driver that is a network error. */
export class DatabaseLostError extends Error {
  override readonly name = "DatabaseLostError";
}

/** PostgreSQL refused the command. */
export class SqlError extends Error {
  override readonly name = "SqlError";
  readonly sqlState: string;
  /** The violated constraint, where it is that. */
  readonly constraint: string | undefined;

  constructor(sqlState: string, message: string, constraint?: string) {
    super(message);
    this.sqlState = sqlState;
    this.constraint = constraint;
  }
}

export interface Database {
  /** Runs a statement and gives its first row. Throws `DatabaseLostError` or `SqlError`. */
  queryRow(sql: string, parameters: readonly Parameter[]): Promise<readonly Column[]>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

export function openDatabase(connection: ConnectionOptions): Database {
  const pool = new pg.Pool({
    ...connection,
    max: connectionsMax,
    Client: PatientlyQueuedClient,
    options: `-c search_path=documentdb_api_catalog,documentdb_api,public -c statement_timeout=${statementTimeoutMs}`,
  });
  pool.on("error", () => {}); // an idle connection was lost; the next command opens another
  const names = new Map<string, string>();
  const nameOf = (sql: string) => {
    const name = names.get(sql) ?? `s${names.size}`;
    names.set(sql, name);
    return name;
  };
  return {
    async queryRow(sql, parameters) {
      const query = { name: nameOf(sql), text: sql, values: [...parameters], rowMode: "array" as const, types };
      const result = await pool.query<Column[]>(query).catch(throwOurs);
      return result.rows[0] ?? [];
    },
    close: () => pool.end(),
  };
}

/** The time limit is for reaching PostgreSQL. Given to the pool it would also limit the wait for a free connection. */
class PatientlyQueuedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: connectTimeoutMs });
  }
}

const oidBoolean = 16;
const bsonPrefix = "BSONHEX";

/** node-postgres reads columns as text only; BSON is then a prefix and hexadecimal digits. */
const types = { getTypeParser: (oid: number) => (oid === oidBoolean ? readBoolean : readText) };

const readBoolean = (text: string): Column => text === "t";
const readText = (text: string): Column =>
  text.startsWith(bsonPrefix) ? Buffer.from(text.slice(bsonPrefix.length), "hex") : text;

/** SQLSTATE classes in which the connection or the server is gone: 08 connection, 53300 too many, 57P shutdown. */
const lostStates = /^(08|53300|57P)/;

function throwOurs(error: unknown): never {
  if (error instanceof pg.DatabaseError && error.code && !lostStates.test(error.code))
    throw new SqlError(error.code, error.message, error.constraint);
  throw new DatabaseLostError(error instanceof Error ? error.message : String(error));
}
