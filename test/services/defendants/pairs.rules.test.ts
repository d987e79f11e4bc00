import {
  type MatchMove,
  type MatchState,
  matchMoves,
  matchStates,
  pairIdOf,
  pairOf,
  stateAfterMove,
} from "../../../services/defendants/matching/pairs.rules.ts";
import { shownPerHourMax, spend } from "../../../services/defendants/matching/search.rules.ts";

/** By hand, the whole space: state, then what each move leads to; a dash is refused. */
const expected = `
             propose   same  different  always  never      merge   unmerge
  none       proposed  -     -          same    different  merged  -
  proposed   -         same  different  same    different  merged  -
  same       -         -     -          same    different  merged  -
  different  -         -     -          same    different  -       -
  merged     -         -     -          -       -          -       to-place
  to-place   -         -     different  -       different  -       -`;
const [head = [], ...rows] = expected
  .trim()
  .split("\n")
  .map(line => line.trim().split(/\s+/));
const cells = rows.flatMap(([state = "", ...after]) => after.map((to, n) => [state, head[n] ?? "", to] as const));

test("every state and every move is in the table", () => {
  expect(rows.map(([state]) => state)).toEqual(["none", ...matchStates]);
  expect(head).toEqual([...matchMoves]);
  expect(cells).toHaveLength(42);
});

test.each(cells)("%s, %s: %s", (state, move, to) => {
  const after = () => stateAfterMove(move as MatchMove, state as MatchState);
  if (to === "-") expect(after).toThrow(expect.objectContaining({ type: "RULE_BROKEN" }));
  else expect(after()).toBe(to);
});

test.each([
  ["unmerge", "none", "possible now: always, never, merge."],
  ["same", "merged", "possible now: unmerge."],
  ["merge", "different", "possible now: always, never."],
] as const)("a refused %s of a pair that is %s says what is possible", (move, state, text) => {
  expect(() => stateAfterMove(move, state)).toThrow(
    expect.objectContaining({ data: { detail: expect.stringContaining(text) } }),
  );
});

test("two people are one pair, whoever comes first", () => {
  expect(pairOf("b", "a")).toEqual(["a", "b"]);
  expect(pairIdOf("b", "a")).toBe(pairIdOf("a", "b"));
  expect(pairIdOf("b", "a")).not.toBe(pairIdOf("c", "a"));
});

const now = new Date("2026-03-10T10:00:00Z");
const inAnHour = new Date("2026-03-10T11:00:00Z");
const later = new Date("2026-03-10T10:20:00Z");

test.each([
  ["the first search", null, 3, { next: { shown: 3, until: inAnHour } }],
  ["one that shows nobody", null, 0, { next: { shown: 1, until: inAnHour } }],
  ["one up to the last", { shown: 57, until: later }, 3, { next: { shown: 60, until: later } }],
  ["one beyond", { shown: 58, until: later }, 3, { waitSeconds: 1_200 }],
  ["one that shows nobody, beyond", { shown: 60, until: later }, 0, { waitSeconds: 1_200 }],
  ["after the hour", { shown: 60, until: now }, 3, { next: { shown: 3, until: inAnHour } }],
] as const)("%s of an account that may be shown sixty", (_what, before, more, expectedSpending) => {
  expect(spend(before, more, 60, now)).toEqual(expectedSpending);
});

test.each([
  ["person", ["JUD"], 300],
  ["person", ["SUP"], 60],
  ["person", ["SUP", "LA"], 300],
  ["person", [], 60],
  ["client", ["POL"], 3_000],
] as const)("a %s with %j is shown so many an hour", (kind, roles, max) => {
  expect(shownPerHourMax({ kind, roles: [...roles] })).toBe(max);
});
