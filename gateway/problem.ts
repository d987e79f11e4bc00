import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorRequestHandler, Response } from "express";
import { describeError, type ErrorData, type ErrorType, errorTable } from "../libs/errors/errors.ts";
import { describeForLog, log } from "../libs/log/log.ts";

/** What Express's body reader calls its refusals. */
const bodyErrors: Readonly<Record<string, ErrorType>> = {
  "entity.parse.failed": "MALFORMED",
  "entity.verify.failed": "MALFORMED",
  "entity.too.large": "BODY_TOO_LARGE",
  "request.size.invalid": "MALFORMED",
  "request.aborted": "MALFORMED",
  "encoding.unsupported": "MEDIA_TYPE",
  "charset.unsupported": "MEDIA_TYPE",
};

/** Answers with RFC 9457 problem+json: a stable type, what was wrong, what to do, and the request id; nothing of the request itself. */
export function sendProblem(
  res: Response,
  type: ErrorType,
  { detail, errors, retryAfterSeconds, allowed }: ErrorData = {},
): void {
  const [status, title, remedy] = errorTable[type];
  if (retryAfterSeconds !== undefined) res.setHeader("Retry-After", String(retryAfterSeconds));
  if (status === 401) res.setHeader("WWW-Authenticate", 'Bearer realm="tracker"');
  res.status(status).type("application/problem+json");
  res.send(
    JSON.stringify({
      type: `urn:tracker:error:${type}`,
      title,
      status,
      ...(detail && { detail }),
      remedy,
      ...(errors && { errors }),
      ...(allowed && { allowed }),
      requestId: res.locals.requestId,
    }),
  );
}

/** Answers what is not readable as HTTP, which never reaches Express: headers that are too large (431), and anything else (400). */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  const isAnswering = "_httpMessage" in socket && Boolean(socket._httpMessage); // Nothing may be put into the middle of an answer.
  if (error.code === "ECONNRESET" || isAnswering || !socket.writable) return void socket.destroy();
  const type = error.code === "HPE_HEADER_OVERFLOW" ? "HEADERS_TOO_LARGE" : "VALIDATION";
  const [status, title, remedy] = errorTable[type];
  const body = JSON.stringify({ type: `urn:tracker:error:${type}`, title, status, remedy, requestId: randomUUID() });
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json; charset=utf-8`;
  socket.end(
    `${head}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

/** The one error handler. Express's own messages may quote the body, so only the type of its errors is looked at. */
export const problemHandler: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  const { type, data } = describeHttpError(error);
  if (type === "INTERNAL") log.error({ requestId: res.locals.requestId, ...describeForLog(error) }, "a request failed");
  if (res.headersSent) res.destroy();
  else sendProblem(res, type, data);
};

function describeHttpError(error: unknown): { type: ErrorType; data: ErrorData } {
  const name = error instanceof Error && "type" in error ? String(error.type) : "";
  const bodyError = bodyErrors[name];
  if (bodyError) return { type: bodyError, data: {} };
  if (error instanceof URIError) return { type: "NOT_FOUND", data: {} };
  return describeError(error);
}
