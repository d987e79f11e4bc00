import { fail } from "../../../libs/errors/errors.ts";

/** One row of a state machine: from which states, to which (`same`: it stays), who may, and what follows. */
export interface Row<S extends string, Who extends string = string, Effect extends string = string> {
  readonly from: readonly S[];
  readonly to: S | "same";
  readonly by: readonly Who[];
  readonly effects: readonly Effect[];
}
export type Table<S extends string, Who extends string = string, Effect extends string = string> = Readonly<
  Record<string, Row<S, Who, Effect>>
>;

/** The moves that are possible in a state. */
export function possible(table: Table<string>, state: string): string[] {
  return Object.entries(table).flatMap(([move, { from }]) => (from.includes(state) ? [move] : []));
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
