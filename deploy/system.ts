import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Part, parts, services } from "../libs/bus/call-graph.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const startMsMax = 60_000;
const stopMsMax = 12_000;
const restartMs = 250;
/**
 * Left to itself, Node lets the young heap grow with the machine's memory; a long answer then touches fresh pages each
 * time, which cost the gateway two and a half times the processor time of the whole file.
 */
const youngHeapMbMax = 16;

export interface SystemOptions {
  readonly mongoUri: string;
  readonly natsUrl: string;
  readonly secretsFolder: string;
  readonly logsFolder: string;
  readonly port: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** All parts of Tracker as processes of this machine, each started again when it dies. */
export interface System {
  readonly url: string;
  readonly pids: ReadonlyMap<Part, number>;
  /** Ends a part as a crash does. It is started again at once; `whenReady` waits for that. */
  kill(part: Part, signal?: NodeJS.Signals): void;
  /** Ends a part and starts it with other settings: those of its next life, and of the lives after that; then with its own again. */
  restart(part: Part, ...lives: NodeJS.ProcessEnv[]): Promise<void>;
  whenReady(part: Part): Promise<void>;
  stop(): Promise<void>;
}

/** Starts every service, then the gateway; resolves when all have said that they are ready. */
export async function startSystem(options: SystemOptions): Promise<System> {
  mkdirSync(options.logsFolder, { recursive: true });
  const supervised = new Map<Part, Supervised>(parts.map(part => [part, new Supervised(part, options)]));
  const get = (part: Part) => supervised.get(part)!;
  const stop = async () => {
    await get("gateway").stop();
    await Promise.all(services.map(service => get(service).stop()));
  };
  try {
    await Promise.all(parts.map(part => get(part).start()));
    await untilAllAnswer(options.port);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${options.port}`,
    get pids() {
      return new Map(parts.map(part => [part, get(part).pid]));
    },
    kill: (part, signal = "SIGKILL") => get(part).kill(signal),
    restart: (part, ...lives) => get(part).restart(lives),
    whenReady: part => get(part).whenReady(),
    stop,
  };
}

/** Each part is ready by itself before the gateway has heard of all of them; this waits for a round trip to each. */
async function untilAllAnswer(port: number): Promise<void> {
  for (const giveUpAt = Date.now() + startMsMax; ; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`);
    if (answer.ok) return;
    if (Date.now() > giveUpAt) throw new Error(`not every part answers: ${await answer.text()}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

class Supervised {
  readonly #part: Part;
  readonly #options: SystemOptions;
  readonly #life = new EventEmitter();
  #child: ChildProcess | undefined;
  #lives: NodeJS.ProcessEnv[] = [];
  #isReady = false;
  #stopping = false;

  constructor(part: Part, options: SystemOptions) {
    this.#part = part;
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async whenReady(): Promise<void> {
    if (!this.#isReady) await once(this.#life, "ready", { signal: AbortSignal.timeout(startMsMax) });
  }

  /** Resolves when the part has said that it is ready. */
  async start(): Promise<void> {
    const child = this.#spawn();
    this.#child = child;
    child.once("exit", () => this.#reviveAfter(child));
    const ended = once(child, "exit").then(() => {
      throw new Error(`${this.#part} could not start; see ${join(this.#options.logsFolder, `${this.#part}.log`)}`);
    });
    try {
      await Promise.race([once(child, "message", { signal: AbortSignal.timeout(startMsMax) }), ended]);
    } catch (error) {
      child.kill("SIGKILL"); // One that is too slow must not come up beside the next.
      throw error;
    }
    ended.catch(() => {});
    this.#isReady = true;
    this.#life.emit("ready");
  }

  kill(signal: NodeJS.Signals): void {
    this.#isReady = false;
    this.#child?.kill(signal);
  }

  async restart(lives: NodeJS.ProcessEnv[]): Promise<void> {
    await this.stop();
    this.#lives = lives;
    this.#stopping = false;
    await this.start();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#isReady = false;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>(resolve => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), stopMsMax);
    await gone;
    clearTimeout(force);
  }

  /** Starts the part again, unless it was ended on purpose or has a new process by then. */
  #reviveAfter(child: ChildProcess): void {
    const isWanted = () => child === this.#child && !this.#stopping;
    if (!isWanted()) return;
    this.#isReady = false;
    setTimeout(() => {
      if (isWanted()) this.start().catch(() => {}); // Its end brings the next try.
    }, restartMs);
  }

  #spawn(): ChildProcess {
    const { mongoUri, natsUrl, secretsFolder, logsFolder, port, env } = this.#options;
    // A group of its own: Ctrl-C reaches the supervisor alone, which then stops the parts in order.
    const child = spawn(process.execPath, [join(root, "start.ts"), this.#part], {
      cwd: root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        MONGODB_URI: mongoUri,
        NATS_URL: natsUrl,
        TRACKER_SECRETS: secretsFolder,
        TRACKER_PORT: String(port),
        NODE_OPTIONS: `--max-semi-space-size=${youngHeapMbMax}`,
        ...env,
        ...this.#lives.shift(),
      },
    });
    const file = createWriteStream(join(logsFolder, `${this.#part}.log`), { flags: "a" });
    child.stdout?.pipe(file, { end: false });
    child.stderr?.pipe(file, { end: false });
    child.once("close", () => file.end()); // After its last line: what a killed process said comes after its exit.
    return child;
  }
}
