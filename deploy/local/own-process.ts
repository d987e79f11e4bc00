/**
 * A child process that cannot outlive its parent: the kernel signals it the moment the process that started it is gone,
 * however it went. So no guardian is needed, which could itself be killed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";

const logBytesMax = 10 * 1024 * 1024;
const stopTimeoutMs = 10_000;

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly logFile: string;
  /** What the kernel sends when the parent dies. For PostgreSQL, INT is the quick orderly stop. */
  readonly onParentDeath: "INT" | "TERM" | "KILL";
  /** Run as `nobody` when we are root, for programs that refuse to be root. */
  readonly refusesRoot?: boolean;
  /** Opens an IPC channel to the child. */
  readonly channel?: boolean;
}

/** Debian's `nobody`: who an engine runs as that refuses root, when root starts it. */
const nobody = 65534;

/** The owner that the files of an engine that refuses root must have; undefined when that is ourselves. */
export const engineOwner = process.getuid?.() === 0 ? nobody : undefined;

/**
 * The one capability kept lets it walk through folders that only root may enter, such as /root, to the files that are
 * its own. The securebit makes access(2) take the capability into account.
 */
function asNobody(): string[] {
  const kept = `-all,+${capabilityToPass()}`;
  return [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    `--inh-caps=${kept}`,
    `--ambient-caps=${kept}`,
    `--bounding-set=${kept}`,
  ];
}

/** The right to read anything, or in a container that has only that one, the right to write as well. */
function capabilityToPass(): "dac_read_search" | "dac_override" {
  const permitted = /^CapPrm:\s*(\w+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const readSearchBit = 1n << 2n;
  return BigInt(`0x${permitted}`) & readSearchBit ? "dac_read_search" : "dac_override";
}

export class OwnProcess {
  readonly #child: ChildProcess;
  readonly #logFile: string;
  #ended = false;
  #hasSpoken = false;
  readonly #end: Promise<void>;

  /**
   * Starts a process in a process group of its own, so that Ctrl-C in a terminal reaches only the one who started it.
   * To be called on the main thread: the kernel takes the end of the starting thread for the parent's death.
   */
  constructor(options: ProcessOptions) {
    const privileges = options.refusesRoot && engineOwner ? asNobody() : [];
    const log = openLog(options.logFile);
    this.#logFile = options.logFile;
    this.#child = spawn(
      "setpriv",
      [`--pdeathsig=${options.onParentDeath}`, ...privileges, "--", options.command, ...options.args],
      {
        cwd: options.folder,
        // Nothing else of our environment: PGPORT, NODE_OPTIONS and the like are meant for others.
        env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
        detached: true,
        stdio: ["ignore", log, log, ...(options.channel ? (["ipc"] as const) : [])],
      },
    );
    closeSync(log);
    this.#child.once("message", () => {
      this.#hasSpoken = true;
    });
    this.#end = new Promise(resolve => this.#child.once("exit", resolve).once("error", resolve)).then(() => {
      this.#ended = true;
    });
  }

  /** From now on it does not keep us running. */
  unref(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** Settles when the process has ended, or could not be started at all. */
  async waitForEnd(): Promise<void> {
    if (this.#ended) return;
    this.#child.ref();
    await this.#end;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** True once the process has sent a message over its channel. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /** True when it has ended well. */
  get hasSucceeded(): boolean {
    return this.#child.exitCode === 0;
  }

  /** The end of its log, for the message of the error that says it failed. */
  get lastLines(): string {
    return readFileSync(this.#logFile, "utf8").trimEnd().split("\n").slice(-12).join("\n");
  }

  /** Asks it to stop and waits for the end; a process that takes longer than ten seconds is killed. */
  async stop(signal: "SIGINT" | "SIGTERM"): Promise<void> {
    if (this.#ended) return;
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), stopTimeoutMs);
    await this.waitForEnd();
    clearTimeout(timer);
  }
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesMax) renameSync(file, `${file}.old`);
  return openSync(file, "a");
}
