/** What went wrong in PostgreSQL, as MongoDB would say it. */
import { SqlError } from "./database.ts";

export interface MongoError {
  readonly code: number;
  readonly codeName: string;
}

/** A command that fails with an error of MongoDB's. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: number;
  readonly codeName: string;

  constructor({ code, codeName }: MongoError, message: string) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }
}

/** The errors by MongoDB's names; those that a caller may act on, not all there are. */
export const mongoErrors = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  IllegalOperation: 20,
  LockTimeout: 24,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  EmptyFieldName: 56,
  DottedFieldName: 57,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  IndexAlreadyExists: 68,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  WriteConflict: 112,
  CommandNotSupported: 115,
  DocumentValidationFailure: 121,
  ExceededMemoryLimit: 146,
  ConversionFailure: 241,
  OperationNotSupportedInTransaction: 263,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  UnrecognizedStage: 40324,
  UnknownField: 40415,
} as const;

export type MongoErrorName = keyof typeof mongoErrors;

export function mongoError(codeName: MongoErrorName): MongoError {
  return { code: mongoErrors[codeName], codeName };
}

/** DocumentDB gives its own errors SQLSTATEs of `M` and a number in base 36; the others are PostgreSQL's. */
const namesBySqlState: Readonly<Partial<Record<string, MongoErrorName>>> = {
  M0001: "BadValue",
  M0003: "FailedToParse",
  M00ER: "Unauthorized",
  M0004: "TypeMismatch",
  M0005: "Overflow",
  M0006: "IllegalOperation",
  M00EW: "LockTimeout",
  M0008: "NamespaceNotFound",
  M0009: "IndexNotFound",
  M000A: "PathNotViable",
  M000D: "ConflictingUpdateOperators",
  M000E: "CursorNotFound",
  M000F: "NamespaceExists",
  M00EX: "MaxTimeMSExpired",
  M000G: "DollarPrefixedFieldName",
  M000J: "EmptyFieldName",
  M000K: "DottedFieldName",
  M000M: "ImmutableField",
  M000N: "CannotCreateIndex",
  M000O: "IndexAlreadyExists",
  M000P: "InvalidOptions",
  M000Q: "InvalidNamespace",
  M000R: "IndexOptionsConflict",
  M000S: "IndexKeySpecsConflict",
  M00F1: "WriteConflict",
  M000U: "CommandNotSupported",
  M00CO: "DocumentValidationFailure",
  M000W: "ExceededMemoryLimit",
  M0015: "ConversionFailure",
  M0016: "OperationNotSupportedInTransaction",
  M001B: "BSONObjectTooLarge",
  M001C: "DuplicateKey",
  M007U: "UnrecognizedStage",
  M0088: "UnknownField",
  "0A000": "CommandNotSupported",
  "22023": "BadValue",
  "22P02": "FailedToParse",
  "23505": "DuplicateKey",
  "23P01": "DuplicateKey",
  "40001": "WriteConflict",
  "40P01": "WriteConflict",
  "42P01": "NamespaceNotFound",
  "53100": "OutOfDiskSpace",
  "55P03": "LockTimeout",
  "57014": "MaxTimeMSExpired",
};

export function fromSqlState(sqlState: string): MongoError {
  return mongoError(namesBySqlState[sqlState] ?? "InternalError");
}

/** PostgreSQL packs a SQLSTATE into a number, six bits a character, the first lowest; write errors carry it so. */
export function unpackSqlState(packed: number): string {
  const characters = [0, 6, 12, 18, 24].map(shift => 0x30 + ((packed >> shift) & 0x3f));
  return String.fromCharCode(...characters);
}

/** The answer to a command that failed. Rethrows what is not an error of the command, such as a lost database. */
export function describeFailure(error: unknown) {
  if (!(error instanceof CommandError || error instanceof SqlError)) throw error;
  const known = error instanceof SqlError ? fromSqlState(error.sqlState) : error;
  return {
    ok: 0,
    errmsg: error.message,
    code: known.code,
    codeName: known.codeName,
    ...(known.codeName === "WriteConflict" && { errorLabels: ["TransientTransactionError"] }),
    ...(error instanceof DuplicateKeyError && { keyPattern: error.keyPattern, keyValue: error.keyValue }),
  };
}

/** `E11000`, with the index that was violated. */
export class DuplicateKeyError extends CommandError {
  readonly keyPattern: Readonly<Record<string, unknown>>;
  readonly keyValue: Readonly<Record<string, unknown>>;

  constructor(
    message: string,
    keyPattern: Readonly<Record<string, unknown>>,
    keyValue: Readonly<Record<string, unknown>>,
  ) {
    super(mongoError("DuplicateKey"), message);
    this.keyPattern = keyPattern;
    this.keyValue = keyValue;
  }
}
