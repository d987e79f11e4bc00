import type { Request, RequestHandler, Response } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { sendProblem } from "./problem.ts";

const windowMs = 60_000;

function limited(max: number, keyOf: (req: Request, res: Response) => string): RequestHandler {
  return rateLimit({
    windowMs,
    limit: max,
    keyGenerator: keyOf,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: (_req, res) => sendProblem(res, "TOO_MANY_REQUESTS", { retryAfterSeconds: windowMs / 1_000 }),
  });
}

/** Stops guessing at the door: so many attempts to sign in a minute from one address, whatever the names. */
export const signInLimit = (max: number): RequestHandler => limited(max, req => ipKeyGenerator(req.ip ?? ""));

/** Stops one account from wearing everyone else down. */
export const personLimit = (max: number): RequestHandler => limited(max, (_req, res) => String(res.locals.person?.id));
