import { AsyncLocalStorage } from "node:async_hooks";
import type { Because } from "./decide.ts";

const textMax = 200;
const reasonsMax = 20;

/** Why one request was let into files: `Files` fills it as it decides, and the audit reads it when the answer is there. */
export class Decisions {
  readonly #reasons = new Set<string>();
  readonly #emergencies = new Map<string, string | null>();

  /** The rules and cells by which it was allowed, each once, as far as they fit; null when no file was opened. */
  get because(): string | null {
    const all = [...this.#reasons].join("; ");
    if (all.length <= textMax) return all || null;
    return `${all.slice(0, textMax - 1)}…`;
  }

  /** The emergencies under which files were opened, null for a file that needed none; each once. */
  get emergencies(): (string | null)[] {
    return [...new Set(this.#emergencies.values())];
  }

  /** The emergency without which this file would have stayed shut. */
  emergencyOf(fileId: string | null): string | null {
    return this.#emergencies.get(fileId ?? "") ?? null;
  }

  note(fileId: string, { rule, cell }: Because, emergency: string | undefined): void {
    const needed = emergency && rule !== "broken-glass" ? `${rule} with broken-glass` : rule;
    if (this.#reasons.size < reasonsMax) this.#reasons.add(cell ? `${needed}, ${cell}` : needed);
    // Of a file that is partly open anyway, the emergency is what counts.
    this.#emergencies.set(fileId, emergency ?? this.emergencyOf(fileId));
  }
}

const ofRequest = new AsyncLocalStorage<Decisions>();

/** Does the work of one request, and notes in `decisions` by what it is let into files. */
export function deciding<T>(decisions: Decisions, work: () => T): T {
  return ofRequest.run(decisions, work);
}

/** That a file, or something in it, was opened, and why. Nobody's request: nothing is noted. */
export function noteAllowed(fileId: string, because: Because, emergency: string | undefined): void {
  ofRequest.getStore()?.note(fileId, because, emergency);
}
