import { fail } from "../../../libs/errors/errors.ts";
import type { EventType } from "../../../libs/record/event-table.ts";

/** One row of a state machine: from which states, to which (`same`: it stays), who may, which events tell it, and what follows from each of them. */
export interface Row<S extends string, Who extends string = string, Effect extends string = string> {
  readonly from: readonly S[];
  readonly to: S | "same";
  readonly by: readonly Who[];
  readonly tells: readonly EventType[];
  readonly effects: readonly Effect[];
}
export type Table<S extends string, Who extends string = string, Effect extends string = string> = Readonly<
  Record<string, Row<S, Who, Effect>>
>;

/** The moves that are possible in a state. */
export function possible(table: Table<string>, state: string): string[] {
  return Object.entries(table).flatMap(([move, { from }]) => (from.includes(state) ? [move] : []));
}

/** What follows from an event, as the rows that it tells have it. */
export function effectsOf<Effect extends string>(table: Table<string, string, Effect>, event: EventType): Effect[] {
  return [...new Set(Object.values(table).flatMap(({ tells, effects }) => (tells.includes(event) ? effects : [])))];
}

/** The state after a move; fails with RULE_BROKEN and what is allowed now. */
export function stateAfter<S extends string>(what: string, table: Table<S>, move: string, state: S): S {
  const row = table[move];
  if (row?.from.includes(state)) return row.to === "same" ? state : row.to;
  return fail("RULE_BROKEN", {
    detail: `${what} is ${state}, so "${move}" is not possible; possible now: ${possible(table, state).join(", ") || "nothing"}.`,
  });
}

/** Fails with ACCESS_DENIED unless the person stands to the thing as somebody who may make this move. */
export function assertParty<Who extends string>(
  table: Table<string, Who>,
  move: string,
  standing: ReadonlySet<Who>,
): void {
  const by = table[move]?.by ?? [];
  if (!by.some(who => standing.has(who)))
    fail("ACCESS_DENIED", { detail: `"${move}" is for the ${by.join(" or the ") || "nobody"}.` });
}
