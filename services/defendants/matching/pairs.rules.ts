import { fail } from "../../../libs/errors/errors.ts";
import { uuidFrom } from "../../../libs/record/command.ts";

/** Where two records stand to each other. `none`: nobody and nothing has put them side by side. */
export const matchStates = ["proposed", "same", "different", "merged", "to-place"] as const;
export type MatchState = (typeof matchStates)[number];
export const matchMoves = ["propose", "same", "different", "always", "never", "merge", "unmerge"] as const;
export type MatchMove = (typeof matchMoves)[number];

interface Transition {
  readonly from: readonly (MatchState | "none")[];
  readonly to: MatchState;
}

/**
 * What may be said of two records, and where that leads. `same` and `different` answer a proposal; `always` and
 * `never` are overrides, which may be put on any pair that is not merged, and are what the rules never change again.
 * What came after a merge that is undone has to be placed by a person, who then says `different`.
 */
export const matchTransitions = {
  propose: { from: ["none"], to: "proposed" },
  same: { from: ["proposed"], to: "same" },
  different: { from: ["proposed", "to-place"], to: "different" },
  always: { from: ["none", "proposed", "same", "different"], to: "same" },
  never: { from: ["none", "proposed", "same", "different", "to-place"], to: "different" },
  merge: { from: ["none", "proposed", "same"], to: "merged" },
  unmerge: { from: ["merged"], to: "to-place" },
} as const satisfies Record<MatchMove, Transition>;

/** What a person may say through the candidates; the rest has ways of its own. */
const sayable = ["same", "different", "always", "never", "merge", "unmerge"] as const;

/** The state after a move; fails with RULE_BROKEN and what is allowed now. */
export function stateAfterMove(move: MatchMove, state: MatchState | "none"): MatchState {
  const allows = (row: Transition) => row.from.includes(state);
  const transition: Transition = matchTransitions[move];
  if (allows(transition)) return transition.to;
  const allowed = sayable.filter(other => allows(matchTransitions[other]));
  return fail("RULE_BROKEN", {
    detail: `${sentences[state]}, so "${move}" is not possible; possible now: ${allowed.join(", ") || "nothing"}.`,
  });
}

const sentences: Readonly<Record<MatchState | "none", string>> = {
  none: "These two were never proposed as one person",
  proposed: "These two are proposed as one person",
  same: "These two were decided to be one person",
  different: "These two were decided to be different people",
  merged: "These two are merged",
  "to-place": "These two were merged once, and what came after that is to be placed",
};

/** States in which somebody has to do something. */
export const waiting: readonly MatchState[] = ["proposed", "to-place"];

/** Both come to the same pair, whichever is looked at first. */
export function pairOf(one: string, other: string): readonly [string, string] {
  return one < other ? [one, other] : [other, one];
}
export const pairIdOf = (one: string, other: string): string => uuidFrom("match", pairOf(one, other).join("|"));
