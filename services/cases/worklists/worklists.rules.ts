import { dayOf, daysBetween } from "../../../libs/clock/day.ts";
import { addWorkingDays, subtractWorkingDays } from "../../../libs/clock/working-days.ts";
import { moved as stateMoved, type Transition } from "../../../libs/contract/states.ts";
import { fail } from "../../../libs/errors/errors.ts";

import type { Task } from "./worklists.schema.ts";
import type { Due } from "./worklists.table.ts";

/** How a thing stands on a day: when it is due, how many days it is late, and from when it needs attention. */
export interface Standing {
  readonly dueAt: string | null;
  readonly overdueDays: number;
  readonly remindFrom: string | null;
  readonly needsAttention: boolean;
}
export const notDue: Standing = { dueAt: null, overdueDays: 0, remindFrom: null, needsAttention: false };

/** Nothing here asks what time it is: the same day always gives the same answer. A thing is late from the day after the one it is due on. */
export function standingOn(asOf: string, { workingDays, remindWorkingDays }: Due, from: Date): Standing {
  const dueAt = addWorkingDays(from, workingDays);
  const late = daysBetween(dayOf(dueAt), asOf);
  const remindFrom = dayOf(subtractWorkingDays(dueAt, remindWorkingDays));
  return {
    dueAt: dueAt.toISOString(),
    overdueDays: Math.max(0, late),
    remindFrom,
    needsAttention: asOf >= remindFrom,
  };
}

export type TaskState = "unassigned" | "assigned";

/** What may become of an item's assignment: it is given to somebody, taken from whoever holds it, or given back. */
export const taskTransitions = {
  assign: { from: ["unassigned"], to: "assigned" },
  "take-over": { from: ["assigned"], to: "assigned" },
  release: { from: ["assigned"], to: "unassigned" },
} as const satisfies Readonly<Record<string, Pick<Transition<TaskState>, "from" | "to">>>;
export type TaskMove = keyof typeof taskTransitions;
export const taskMoves = Object.keys(taskTransitions) as [TaskMove, ...TaskMove[]];

const movesMax = 200;

/**
 * Who holds an item after a move by somebody. Who takes over holds it; who gives it back must hold it. Pure; fails with
 * RULE_BROKEN, ACCESS_DENIED.
 */
export function afterTaskMove(
  current: Pick<Task, "state" | "assigneeId" | "log">,
  move: TaskMove,
  by: string,
  assigneeId: string,
): Pick<Task, "state" | "assigneeId"> {
  const state = stateMoved("This item", taskTransitions, move, current.state);
  if (move === "take-over" && current.assigneeId === assigneeId)
    fail("RULE_BROKEN", { detail: "You hold this item already.", allowed: ["release"] });
  if (move === "release" && current.assigneeId !== by)
    fail("ACCESS_DENIED", { detail: "Whoever holds an item gives it back; others take it over." });
  if (current.log.length >= movesMax)
    fail("RULE_BROKEN", { detail: `An item changes hands at most ${movesMax} times.` });
  return { state, assigneeId: move === "release" ? null : assigneeId };
}
