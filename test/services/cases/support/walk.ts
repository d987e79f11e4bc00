import { isKnown } from "../../../../libs/errors/errors.ts";
import { stateAfter, type Table } from "../../../../services/cases/flow/flow.ts";

/** What `work` is refused with: the type, and the sentence or the fields; "allowed" when it is not. */
export function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isKnown(error) ? [error.type, error.data?.detail ?? error.data?.errors] : error;
  }
  return "allowed";
}

/** Every state by every move against what was written by hand: `state → { move: state after }`; whatever is not named must be refused and say what is possible. */
export function walk(
  table: Table<string>,
  states: readonly string[],
  expected: Readonly<Record<string, Readonly<Record<string, string>>>>,
): void {
  expect(Object.keys(expected).sort()).toEqual([...states].sort());
  for (const state of states)
    for (const move of Object.keys(table)) {
      const to = expected[state]?.[move];
      const result = refusal(() =>
        expect([state, move, stateAfter("It", table, move, state)]).toEqual([state, move, to]),
      );
      if (to !== undefined) expect([state, move, result]).toEqual([state, move, "allowed"]);
      else {
        const now = Object.keys(expected[state] ?? {});
        const [type, detail] = Array.isArray(result) ? result : [result, ""];
        expect([state, move, type]).toEqual([state, move, "RULE_BROKEN"]);
        const named = String(detail).split("possible now: ")[1]?.replace(/\.$/, "").split(", ") ?? [];
        expect([state, move, named.sort()]).toEqual([state, move, now.length > 0 ? now.sort() : ["nothing"]]);
      }
    }
}

/** Who may make each move, and what follows from it, as the table has them. */
export function partiesOf(table: Table<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([move, { by }]) => [move, by.join(" ")]));
}
export function effectsOf(table: Table<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([move, { effects }]) => (effects.length > 0 ? [[move, effects.join(" ")]] : [])),
  );
}
/** The events that tell of each move, as the table has them. */
export function tellsOf(table: Table<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([move, { tells }]) => [move, tells.join(" ")]));
}
