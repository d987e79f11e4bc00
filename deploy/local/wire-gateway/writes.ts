/** `insert`, `update`, `delete` and `findAndModify`: passed on as they come; only what fails is looked into. */
import { BSON } from "mongodb";
import { BsonReader } from "./bson-reader.ts";
import type { Command } from "./command.ts";
import { type Database, SqlError } from "./database.ts";
import { describeDuplicate } from "./duplicate-keys.ts";
import { DuplicateKeyError, fromSqlState, unpackSqlState } from "./errors.ts";

/** The name of a write to the field, or the document sequence, that holds its documents or operations. */
const operationsField = { insert: "documents", update: "updates", delete: "deletes" } as const;

/** Each key described costs a query or two. */
const keysDescribedMax = 100;

export type WriteName = keyof typeof operationsField;

export async function write(database: Database, name: WriteName, command: Command) {
  const sql = `select p_result, p_success from documentdb_api.${name}($1, $2, $3, null)`;
  const operations = command.sequences.get(operationsField[name]) ?? null;
  const [result, success] = await database.queryRow(sql, [command.db, command.body.bytes, operations]);
  if (!Buffer.isBuffer(result)) throw new Error(`${name} gave no result`);
  return success === true ? result : describeWriteErrors(database, name, command, result);
}

async function describeWriteErrors(database: Database, name: WriteName, command: Command, result: Buffer) {
  const errors = new BsonReader(result).findDocument("writeErrors");
  const described = [];
  for (const key of errors?.names() ?? []) {
    const entry = errors?.findDocument(key);
    if (entry) described.push(await describeWriteError(database, name, command, entry, described.length));
  }
  return { ...BSON.deserialize(result, { promoteValues: false }), writeErrors: described };
}

async function describeWriteError(
  database: Database,
  name: WriteName,
  command: Command,
  entry: BsonReader,
  describedBefore: number,
) {
  const index = Number(entry.findInteger("index"));
  const errmsg = entry.findString("errmsg") ?? "";
  const { code, codeName } = fromSqlState(unpackSqlState(Number(entry.findInteger("code"))));
  if (codeName !== "DuplicateKey" || describedBefore >= keysDescribedMax) return { index, code, errmsg };
  const operation = () => findOperation(command, operationsField[name], index);
  const duplicate = await describeDuplicate(database, command, { message: errmsg }, name === "insert", operation);
  return duplicate
    ? { index, code, errmsg: duplicate.message, keyPattern: duplicate.keyPattern, keyValue: duplicate.keyValue }
    : { index, code, errmsg };
}

/** The document or operation at an index, decoded; undefined when there is none. */
function findOperation(command: Command, field: string, index: number) {
  const sequence = command.sequences.get(field);
  const bytes = sequence
    ? documentAt(sequence, index)
    : command.body.findDocument(field)?.findDocument(String(index))?.bytes;
  return bytes && BSON.deserialize(bytes, { promoteValues: false });
}

function documentAt(sequence: Buffer, index: number): Buffer | undefined {
  let start = 0;
  for (let at = 0; at < index && start + 4 <= sequence.length; at++) start += sequence.readInt32LE(start);
  return start + 4 <= sequence.length ? sequence.subarray(start, start + sequence.readInt32LE(start)) : undefined;
}

export async function findAndModify(database: Database, command: Command) {
  const sql = "select p_result from documentdb_api.find_and_modify($1, $2, null)";
  try {
    const [result] = await database.queryRow(sql, [command.db, command.body.bytes]);
    if (Buffer.isBuffer(result)) return result;
    throw new Error("findAndModify gave no result");
  } catch (error) {
    if (!(error instanceof SqlError) || fromSqlState(error.sqlState).codeName !== "DuplicateKey") throw error;
    const { query: q, update: u } = BSON.deserialize(command.body.bytes, { promoteValues: false });
    const duplicate = await describeDuplicate(database, command, error, false, () => ({ q, u }));
    throw duplicate ? new DuplicateKeyError(duplicate.message, duplicate.keyPattern, duplicate.keyValue) : error;
  }
}
