import { appendFileSync } from "node:fs";
import type { Caller } from "../support/client.ts";

/** The parts whose end can take a command with it. */
export type Owner = "defendants" | "cases" | "notes";

/** What one command asks for. Its key is its Idempotency-Key and is written into what it makes, so it can be found again. */
export interface Command {
  readonly key: string;
  readonly by: Caller;
  readonly owner: Owner;
  /** Whether it makes a record or a later version of one. */
  readonly makes: "record" | "version";
  /** The words by which its effect is known: they stand in the body and nowhere else. */
  readonly mark: string;
  readonly method: "POST" | "PATCH";
  readonly path: string;
  readonly body: object;
  readonly ifMatch?: number;
  /** Where the record is read, given its id. */
  readonly readAt: (id: string) => string;
}

export interface Outcome {
  readonly id: string;
  readonly version: number;
}

export interface Entry {
  readonly command: Command;
  attempts: number;
  ok: Outcome | undefined;
  /** A definite "no": the command must have had no effect. */
  refused: string | undefined;
}

/** One answer, or none: what it was and how long it took. */
export interface Heard {
  readonly key: string;
  /** By the machine's steady clock. */
  readonly sentAt: number;
  readonly status: number | "none";
  readonly retryAfter: string | null;
  readonly ms: number;
}

/**
 * What the clients know, as Jepsen's checkers keep it: every attempt is written down before it is sent and every answer
 * after it came. Also in a file, for whoever has to find out what went wrong.
 */
export class Ledger {
  readonly #file: string;
  readonly #entries = new Map<string, Entry>();
  readonly #inFlight = new Map<string, Owner>();
  readonly heard: Heard[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  get entries(): Entry[] {
    return [...this.#entries.values()];
  }

  get acknowledged(): number {
    return this.entries.filter(({ ok }) => ok).length;
  }

  get attempts(): number {
    return this.entries.reduce((sum, entry) => sum + entry.attempts, 0);
  }

  /** How many commands that `owner` carries out, or all of them, wait for an answer now. */
  inFlight(owner?: string): number {
    return [...this.#inFlight.values()].filter(each => owner === undefined || each === owner).length;
  }

  attempt(command: Command): void {
    this.#write({ attempt: command.key, owner: command.owner, path: command.path, body: command.body });
    const entry = this.#entries.get(command.key) ?? { command, attempts: 0, ok: undefined, refused: undefined };
    entry.attempts += 1;
    this.#entries.set(command.key, entry);
    this.#inFlight.set(command.key, command.owner);
  }

  ok(key: string, outcome: Outcome, heard: Omit<Heard, "key">): void {
    this.#answer(key, heard);
    this.#entry(key).ok = outcome;
  }

  /** The command may or may not have had its effect. */
  unknown(key: string, heard: Omit<Heard, "key">): void {
    this.#answer(key, heard);
  }

  refused(key: string, why: string, heard: Omit<Heard, "key">): void {
    this.#answer(key, heard);
    this.#entry(key).refused = why;
  }

  #answer(key: string, heard: Omit<Heard, "key">): void {
    this.#write({ answer: key, ...heard });
    this.#inFlight.delete(key);
    this.heard.push({ key, ...heard });
  }

  #entry(key: string): Entry {
    const entry = this.#entries.get(key);
    if (!entry) throw new Error(`an answer to ${key}, which nobody sent`);
    return entry;
  }

  #write(line: object): void {
    appendFileSync(this.#file, `${new Date().toISOString()} ${JSON.stringify(line)}\n`);
  }
}
