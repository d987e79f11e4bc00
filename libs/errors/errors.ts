import { Errors } from "moleculer";

/**
 * Every error a caller can see: its HTTP status, its title, and what to do about it. One row each, and nowhere else;
 * docs/errors.md is printed from here. Callers match the type.
 */
export const errorTable = {
  VALIDATION: [400, "The request is not of the expected form.", "Mend the fields listed under `errors`."],
  MALFORMED: [400, "The body is not readable JSON.", "Send one JSON object, at most 32 levels deep."],
  IDEMPOTENCY_KEY_MISSING: [
    400,
    "This request needs an Idempotency-Key.",
    "Send a new UUID in the Idempotency-Key header; repeat it when you retry.",
  ],
  UNAUTHENTICATED: [401, "Sign in first.", "Get a new access token; one lasts five minutes."],
  SIGN_IN_REFUSED: [
    401,
    "The sign-in was refused.",
    "Check the username, the password and the code, or ask your agency administrator.",
  ],
  ACCESS_DENIED: [403, "Your role may not do this.", "Ask your agency administrator which role you hold."],
  FRESH_SIGN_IN_NEEDED: [
    403,
    "This needs a sign-in of the last five minutes.",
    "Give your password again, then repeat the request.",
  ],
  NOT_FOUND: [
    404,
    "No such record within your reach.",
    "Check the id. What another agency holds is not shown until it is shared.",
  ],
  CONFLICT: [409, "That is already there.", "Use another name, or change the existing one."],
  STALE_VERSION: [412, "The record changed since you read it.", "Read it again and send its ETag in If-Match."],
  ERASED: [
    410,
    "What was here has been erased.",
    "Nothing can be recorded in this file any more. Information governance can say when and on what ground it was erased.",
  ],
  BODY_TOO_LARGE: [413, "The body is too large.", "Send at most 100 kB."],
  MEDIA_TYPE: [415, "The body is not JSON.", "Send Content-Type: application/json."],
  RULE_BROKEN: [422, "A rule of the process does not allow this.", "See `detail`: it says what is allowed now."],
  IDEMPOTENCY_KEY_REUSED: [
    422,
    "This Idempotency-Key was used for another request.",
    "Use a new key for a new request.",
  ],
  VERSION_REQUIRED: [428, "A change must say which version it was made from.", "Send the record's ETag in If-Match."],
  TOO_MANY_REQUESTS: [429, "Too many requests.", "Wait as long as Retry-After says."],
  HEADERS_TOO_LARGE: [431, "The headers are too large.", "Send at most 16 kB of headers."],
  INTERNAL: [500, "Something went wrong on our side.", "Try again; if it stays, tell operations the request id."],
  UNAVAILABLE: [
    503,
    "A part of Tracker is not answering.",
    "Try again after Retry-After, with the same Idempotency-Key.",
  ],
  OVERLOADED: [
    503,
    "Too much is waiting to be passed on.",
    "Try again after Retry-After, with the same Idempotency-Key.",
  ],
} as const satisfies Record<string, readonly [status: number, title: string, remedy: string]>;

export type ErrorType = keyof typeof errorTable;

/** One field that was wrong: where (`offences[0].code`), and what was expected. Never the value that was given. */
export interface FieldError {
  path: string;
  message: string;
}

/** What an error may carry to its caller beside its row. */
export interface ErrorData {
  detail?: string;
  errors?: FieldError[];
  retryAfterSeconds?: number;
  /** The moves that are possible from the state a thing is in now. */
  allowed?: string[];
}

/** Throws the row `type`. The class survives the bus; `type` and `data` are what callers read. */
export function fail(type: ErrorType, data: ErrorData = {}): never {
  throw failure(type, data);
}

/** The error `fail` throws, for code that rejects rather than throws. */
export function failure(type: ErrorType, data: ErrorData = {}): Error {
  const [status, title] = errorTable[type];
  return new Errors.MoleculerClientError(title, status, type, data);
}

/** Whether `error` is one of the table's rows, whichever process threw it. */
export function isKnown(error: unknown): error is Error & { type: ErrorType; data?: ErrorData } {
  return (
    error instanceof Error && "type" in error && typeof error.type === "string" && Object.hasOwn(errorTable, error.type)
  );
}

/** For what was just written and cannot be shown to its writer yet, who was let in: the outcome is not known, so the command is repeated. */
export async function notYet<T>(shown: Promise<T>): Promise<T> {
  try {
    return await shown;
  } catch (error) {
    return isKnown(error) && error.type === "NOT_FOUND"
      ? fail("UNAVAILABLE", { retryAfterSeconds: 1 })
      : Promise.reject(error);
  }
}

/** Moleculer's own errors that mean "nobody answered": worth a retry, and no news about the command's outcome. */
const unanswered = new Set([
  "REQUEST_TIMEOUT",
  "SERVICE_NOT_FOUND",
  "SERVICE_NOT_AVAILABLE",
  "REQUEST_REJECTED",
  "QUEUE_FULL",
  "NODE_DISCONNECTED",
]);

/** Any thrown thing as a row of the table. What the table does not know stays inside: INTERNAL. */
export function describeError(error: unknown): { type: ErrorType; data: ErrorData } {
  if (isKnown(error)) return { type: error.type, data: error.data ?? {} };
  if (error instanceof Error && "type" in error && unanswered.has(String(error.type)))
    return { type: "UNAVAILABLE", data: { retryAfterSeconds: 1 } };
  if (error instanceof Error && error.name === "RequestRejectedError")
    return { type: "UNAVAILABLE", data: { retryAfterSeconds: 1 } };
  return { type: "INTERNAL", data: {} };
}
