/** What PostgreSQL, nats-server and the wire gateway have in common as child processes. */
import { OwnProcess, type ProcessOptions } from "./own-process.ts";
import { findProcesses, killAll } from "./process-table.ts";
import { until } from "./until.ts";

const readyTimeoutMs = 60_000;

export interface LocalServer {
  /** Does nothing when it runs. Throws with the end of its log when it does not come up. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL to the server and every process of its. */
  kill(): Promise<void>;
}

export interface LocalServerOptions {
  readonly name: string;
  readonly process: ProcessOptions;
  /** Tells every process of this server by its command line, and no other. */
  readonly isOwn: (command: readonly string[]) => boolean;
  readonly stopSignal: "SIGINT" | "SIGTERM";
  /** Makes ready what the process needs, before each start. */
  readonly prepare: () => Promise<void>;
  readonly isReady: (process: OwnProcess) => boolean | Promise<boolean>;
}

export function defineLocalServer(options: LocalServerOptions): LocalServer {
  const { name, stopSignal } = options;
  let running: OwnProcess | undefined;
  const killAny = () => killAll(() => findProcesses(options.isOwn));

  async function start() {
    if (running && !running.hasEnded) return;
    await killAny(); // left over from a supervisor that was killed
    await options.prepare();
    const started = new OwnProcess(options.process);
    running = started;
    await until(`${name} to be ready`, readyTimeoutMs, () => {
      if (started.hasEnded) throw new Error(`${name} did not start:\n${started.lastLines}`);
      return options.isReady(started);
    }).catch(async error => {
      await killAny();
      throw error;
    });
    started.unref();
  }

  async function stop() {
    await running?.stop(stopSignal);
    await killAny();
  }

  async function kill() {
    await killAny();
    await running?.waitForEnd();
  }

  return inTurn({ start, stop, kill });
}

/** A server that is asked for one thing while it does another does it afterwards: a stop finds what a start began. */
export function inTurn(server: LocalServer): LocalServer {
  let last: Promise<void> = Promise.resolve();
  const next = (work: () => Promise<void>) => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
  return { start: () => next(server.start), stop: () => next(server.stop), kill: () => next(server.kill) };
}
