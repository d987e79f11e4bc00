/**
 * Says of a duplicate key what MongoDB says: the index, its pattern and the values. PostgreSQL names the index only,
 * so the pattern comes from the catalog and the values from the command that failed; one that cannot be told is null.
 */
import { BSON } from "mongodb";
import { BsonReader } from "./bson-reader.ts";
import type { Command } from "./command.ts";
import type { Database } from "./database.ts";

type Document = Readonly<Record<string, unknown>>;

export interface Duplicate {
  readonly message: string;
  readonly keyPattern: Document;
  readonly keyValue: Document;
}

/** What tells the index: a write error's message names it, an SQL error its constraint. */
interface Violation {
  readonly message: string;
  readonly constraint?: string | undefined;
}

/**
 * In: `operation` gives the inserted document, or the filter `q` and update `u`.
 * Out: undefined when the index cannot be told.
 */
export async function describeDuplicate(
  database: Database,
  command: Command,
  violation: Violation,
  isInsert: boolean,
  operation: () => Document | undefined,
): Promise<Duplicate | undefined> {
  const index = await findIndex(database, command, violation);
  const failed = operation();
  if (!index || !failed) return undefined;
  const valueAt = isInsert ? (path: string) => valueIn(failed, path) : await afterUpdate(database, command, failed);
  const paths = Object.keys(index.key);
  const keyValue = Object.fromEntries(paths.map(path => [path, valueAt(path) ?? null]));
  const shown = paths.map(path => `${path}: ${BSON.EJSON.stringify(keyValue[path])}`).join(", ");
  const where = `collection: ${command.db}.${command.collection} index: ${index.name}`;
  return { message: `E11000 duplicate key error ${where} dup key: { ${shown} }`, keyPattern: index.key, keyValue };
}

async function findIndex(database: Database, command: Command, { message, constraint }: Violation) {
  const isIdIndex = constraint?.startsWith("collection_pk_");
  const name = isIdIndex ? "_id_" : (/Index '(.*)'$/.exec(message)?.[1] ?? null);
  const id = /^documents_rum_index_(\d+)$/.exec(constraint ?? "")?.[1] ?? null;
  const sql = `
    select documentdb_api_internal.index_spec_as_bson(i.index_spec)
    from documentdb_api_catalog.collection_indexes i join documentdb_api_catalog.collections c using (collection_id)
    where c.database_name = $1 and c.collection_name = $2
      and ((i.index_spec).index_name = $3 or i.index_id = $4::int)`;
  const [spec] = await database.queryRow(sql, [command.db, command.collection, name, id]);
  if (!Buffer.isBuffer(spec)) return undefined;
  const reader = new BsonReader(spec);
  const key = reader.findDocument("key");
  return key && { name: reader.findString("name") ?? "", key: BSON.deserialize(key.bytes) };
}

/** Each path's value as the update would have left it: what it sets, else what is stored, else what it looked for. */
async function afterUpdate(database: Database, command: Command, { q, u }: Document) {
  const filter = asDocument(q);
  const update = asDocument(u);
  const stored = await findStored(database, command, filter);
  const isReplacement = !Object.keys(update).some(name => name.startsWith("$"));
  const { $set, $setOnInsert, ...others } = update;
  const set = isReplacement ? update : { ...asDocument($setOnInsert), ...asDocument($set) };
  const isComputed = (path: string) => Object.values(others).some(changes => path in asDocument(changes));
  return (path: string) =>
    valueIn(set, path) ?? (isComputed(path) ? undefined : (valueIn(stored, path) ?? valueIn(filter, path)));
}

/** The failed update left the document as it was. */
async function findStored(database: Database, command: Command, filter: Document): Promise<Document> {
  const find = BSON.serialize({ find: command.collection, filter, limit: 1, singleBatch: true });
  const sql = "select cursorPage from documentdb_api.find_cursor_first_page($1, $2)";
  const [page] = await database.queryRow(sql, [command.db, Buffer.from(find)]);
  const batch = Buffer.isBuffer(page)
    ? new BsonReader(page).findDocument("cursor")?.findDocument("firstBatch")
    : undefined;
  const first = batch?.findDocument("0");
  return first ? BSON.deserialize(first.bytes, { promoteValues: false }) : {};
}

/** The value at a dotted path, or under the path as a name, as `$set` has it. Undefined where it is not just one. */
function valueIn(document: Document, path: string): unknown {
  if (path in document) return document[path];
  const values = path
    .split(".")
    .reduce<unknown[]>(
      (found, name) =>
        found.flatMap(value => (Array.isArray(value) ? value : [value])).map(value => asDocument(value)[name]),
      [document],
    );
  return values.length === 1 ? values[0] : undefined;
}

function asDocument(value: unknown): Document {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
