import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until the condition holds, asking first at once, then every 5 ms and ever more slowly up to every 100 ms.
 * Throws after `timeoutMs`, naming what was waited for.
 */
export async function until(
  what: string,
  timeoutMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = 5; !(await condition()); pauseMs = Math.min(pauseMs * 1.5, 100)) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(pauseMs);
  }
}
