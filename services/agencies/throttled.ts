import { createHmac } from "node:crypto";
import { clock } from "../../libs/clock/clock.ts";
import { fail } from "../../libs/errors/errors.ts";
import { admitAttempt, throttle } from "./agencies.rules.ts";
import type { SessionStore } from "./agencies.store.ts";

/** Slows down guessing, by names that are kept as keyed digests only. */
export function throttling(sessions: SessionStore, key: Buffer) {
  const attemptName = (kind: string, name: string) =>
    createHmac("sha256", key).update(`${kind}|${name}`).digest("base64url");

  return {
    attemptName,

    /**
     * Makes an attempt when the name's count allows one; counted before it is made, so that attempts made at once are
     * counted too. Fails with TOO_MANY_REQUESTS, and with SIGN_IN_REFUSED when the attempt gives nothing.
     */
    async throttled<T>(kind: string, name: string, attempt: () => Promise<T | undefined>): Promise<T> {
      const attempts = attemptName(kind, name);
      for (let isCounted = false; !isCounted; ) {
        const before = await sessions.findAttempts(attempts);
        const admitted = admitAttempt(before, clock.now());
        if ("waitSeconds" in admitted) return fail("TOO_MANY_REQUESTS", { retryAfterSeconds: admitted.waitSeconds });
        isCounted = await sessions.swapAttempts(attempts, before, admitted.next, throttle.windowSeconds);
      }
      const result = await attempt();
      if (result === undefined) return fail("SIGN_IN_REFUSED");
      await sessions.forgive(attempts);
      return result;
    },
  };
}
export type Throttling = ReturnType<typeof throttling>;
