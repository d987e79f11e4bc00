import { describeForLog, log } from "../log/log.ts";

const hourMs = 3_600_000;

/** What a service does beside answering, from when it can answer until it stops. */
export interface Work {
  start(): void;
  stop(): Promise<void>;
}

/** Several such works as one; they stop at the same time. */
export function together(...works: readonly Work[]): Work {
  return {
    start() {
      for (const work of works) work.start();
    },
    async stop() {
      await Promise.all(works.map(work => work.stop()));
    },
  };
}

/** Does something every hour; what fails is done the next time. `what` is for the log. */
export function hourly(what: string, once: () => Promise<void>): Work {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  return {
    start() {
      timer = setInterval(() => {
        running = once().catch(error => log.warn({ ...describeForLog(error), what }, "it will be done the next time"));
      }, hourMs);
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
