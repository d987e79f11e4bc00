/** How signing in is slowed down: free attempts, then a lock that doubles, up to a bound. */
export const throttle = { freeAttempts: 5, firstLockSeconds: 30, lockSecondsMax: 900, windowSeconds: 3_600 } as const;

/** What is remembered of the attempts under one name since the last success. */
export interface AttemptCount {
  readonly count: number;
  readonly lockedUntil: Date | null;
}

/**
 * Whether one more attempt may be made at `now`, and what is remembered then. From the fifth on, an attempt is made
 * under a lock that it sets itself. One that is refused counts for nothing: knocking at a locked door locks it no longer.
 */
export function admitAttempt(before: AttemptCount | null, now: Date): { next: AttemptCount } | { waitSeconds: number } {
  const waitMs = (before?.lockedUntil?.getTime() ?? 0) - now.getTime();
  if (waitMs > 0) return { waitSeconds: Math.ceil(waitMs / 1_000) };
  const count = (before?.count ?? 0) + 1;
  const seconds = lockSeconds(count);
  return { next: { count, lockedUntil: seconds > 0 ? new Date(now.getTime() + seconds * 1_000) : null } };
}

function lockSeconds(attempts: number): number {
  const beyond = attempts - throttle.freeAttempts;
  return beyond < 0 ? 0 : Math.min(throttle.firstLockSeconds * 2 ** beyond, throttle.lockSecondsMax);
}

/** An access token lasts five minutes; a session a working day. */
export const accessSeconds = 300;
export const sessionSeconds = 12 * 3_600;

/** A clerk's clock may be a little off: the step before and the step after count too. */
export const totp = { issuer: "Tracker", periodSeconds: 30, digits: 6, algorithm: "SHA1", window: 1 } as const;
/** A code is refused the second time for as long as it could still be right. */
export const codeKeptSeconds = totp.periodSeconds * (2 * totp.window + 2);
