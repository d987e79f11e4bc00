/**
 * Finds the processes of an engine by their command lines. That holds whoever started them, and unlike a pid file it
 * cannot be stale; nor does it need the right to look into a process of another user's, which root in a container has not.
 */
import { readdirSync, readFileSync } from "node:fs";
import { until } from "./until.ts";

const killTimeoutMs = 10_000;

export interface FoundProcess {
  readonly id: number;
  /** The program and its arguments. */
  readonly command: readonly string[];
}

/** A process that has ended has no command line, even if nobody has asked for its exit code yet. */
export function findProcesses(isWanted: (command: readonly string[]) => boolean): FoundProcess[] {
  return readdirSync("/proc")
    .filter(name => /^\d+$/.test(name))
    .map(name => ({ id: Number(name), command: readCommand(name) }))
    .filter(({ command }) => command.length > 0 && isWanted(command));
}

function readCommand(id: string): string[] {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0").filter(Boolean);
  } catch {
    return []; // it ended meanwhile
  }
}

/** SIGKILLs what `find` finds until that is nothing. Throws when a process cannot be killed. */
export async function killAll(find: () => readonly FoundProcess[]): Promise<void> {
  await until("killed processes to be gone", killTimeoutMs, () => {
    const left = find();
    for (const { id } of left) kill(id);
    return left.length === 0;
  });
}

function kill(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // gone already; anything else shows in its being found again
  }
}
