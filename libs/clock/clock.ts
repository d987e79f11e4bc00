import { dayOf } from "./day.ts";

/** The one clock. Every "now" in the project comes from here, so that a test can set it. Instants are UTC. */
let read = (): number => Date.now();

export const clock = {
  now: (): Date => new Date(read()),
  /** The day in London: 2026-03-10. */
  today: (): string => dayOf(new Date(read())),
  seconds: (): number => Math.floor(read() / 1000),
};

/** For tests: from now on the clock shows what `source` says, in milliseconds since 1970. */
export function setClock(source: () => number): void {
  read = source;
}
