import type { ActionHandler, ActionSchema, Context, Middleware } from "moleculer";
import { type AccessRows, admit } from "../access/rows.ts";
import { describeError, failure, isKnown } from "../errors/errors.ts";
import { subjectReader } from "../identity/internal-token.ts";
import type { PublicKey } from "../identity/keys.ts";
import { describeForLog, log } from "../log/log.ts";
import { isDatabaseAway } from "../mongo/errors.ts";

/**
 * Before any action: who asks, by the token alone, and whether that subject may call this action. The verified
 * subject stands in `ctx.locals`; `ctx.meta`, `ctx.caller` and `ctx.nodeID` are claims and are never read.
 */
export function guard(access: AccessRows, keys: readonly PublicKey[]): Middleware {
  const readSubject = subjectReader(keys);
  return {
    name: "Guard",
    localAction(next: ActionHandler, action: ActionSchema) {
      const name = action.name ?? "";
      const row = access[name];
      if (!row) throw new Error(`the action ${name} has no access row`);
      return function guarded(ctx: Context) {
        const token = readToken(ctx.meta);
        const subject = readSubject(token, name);
        if (!subject) return Promise.reject(failure("UNAUTHENTICATED"));
        Object.assign(ctx.locals, { subject, token }); // Before the door, so that the audit knows who was turned away.
        admit(row, subject);
        return next.call(ctx.service!, ctx);
      };
    },
    // A callee's answer is merged into the caller's meta by Moleculer; what the caller had is put back.
    remoteAction(next: ActionHandler) {
      return async function keepMeta(ctx: Context) {
        const kept = { ...ctx.meta };
        try {
          return await next.call(ctx.service!, ctx);
        } finally {
          ctx.meta = kept;
        }
      };
    },
  };
}

function readToken(meta: unknown): unknown {
  return typeof meta === "object" && meta !== null && "token" in meta ? meta.token : undefined;
}

/** The last word on errors before they cross the bus: rows of the table pass, the database being away is UNAVAILABLE, the rest is bland. */
export const errorBoundary: Middleware = {
  name: "ErrorBoundary",
  localAction(next: ActionHandler, action: ActionSchema) {
    return async function bounded(ctx: Context) {
      try {
        return await next.call(ctx.service!, ctx);
      } catch (error) {
        throw toCrossTheBus(error, action.name ?? "", ctx.requestID ?? "");
      }
    };
  },
};

function toCrossTheBus(error: unknown, action: string, requestId: string): Error {
  const away = isDatabaseAway(error);
  if (!isKnown(error))
    log[away ? "warn" : "error"](
      { action, requestId, ...describeForLog(error) },
      away ? "the database is away" : "an action failed",
    );
  const { type, data } = away
    ? ({ type: "UNAVAILABLE", data: { retryAfterSeconds: 1 } } as const)
    : describeError(error);
  const crossing = failure(type, data);
  delete crossing.stack;
  return crossing;
}
