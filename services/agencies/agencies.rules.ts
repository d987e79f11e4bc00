/** How signing in is slowed down: free attempts, then a lock that doubles, up to a bound. */
export const throttle = { freeAttempts: 5, firstLockSeconds: 30, lockSecondsMax: 900, windowSeconds: 3_600 } as const;

/** How long the name is locked after this many attempts without success, in seconds. */
export function lockSeconds(attempts: number): number {
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
