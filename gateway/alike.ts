import type { ErrorRequestHandler } from "express";
import { describeError } from "../libs/errors/errors.ts";

/** Longer than a refusal takes where nobody waits for the processor. */
const stepMs = 25;

/**
 * What is out of reach and what never was are refused after the same work, but to find something and to find nothing
 * take the database some tenths of a millisecond more or less. So "not found" leaves on the full step since it was asked
 * for: whoever measures sees the step, and not what came before it.
 */
export const alikeInTime: ErrorRequestHandler = (error, _req, res, next) => {
  if (describeError(error).type !== "NOT_FOUND") return next(error);
  setTimeout(() => next(error), restOfStepMs(performance.now() - res.locals.arrivedMs));
};

/** From so long after the beginning to the end of the step, in whole milliseconds rounded up, as timers have them. */
export function restOfStepMs(passedMs: number): number {
  return Math.ceil(Math.ceil(passedMs / stepMs) * stepMs - passedMs);
}
