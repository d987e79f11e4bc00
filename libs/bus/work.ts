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
