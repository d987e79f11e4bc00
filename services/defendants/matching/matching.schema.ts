import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { Reason } from "./matching.rules.ts";
import type { MatchState } from "./pairs.rules.ts";

/** Who said what about a pair, and why. */
export interface MatchDecision {
  readonly at: Date;
  readonly by: string;
  readonly agencyId: string | null;
  readonly move: string;
  readonly reason: string;
}

/**
 * Two records that may be of one person, once for the two of them. It stands apart from both: what one reader may not
 * know of changes no version and no byte of what they are shown.
 */
export interface MatchPair extends Stored {
  /** In alphabetical order. */
  readonly people: readonly [string, string];
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly state: MatchState;
  /** Whoever recorded the one may not know the other: for the matching role. */
  readonly isTask: boolean;
  readonly decisions: readonly MatchDecision[];
  /** By which link they are merged; a link that came second has no say here. */
  readonly linkId: string | null;
}

export function matchesModel(db: Connection): Model<MatchPair> {
  const { Mixed } = mongoose.Schema.Types;
  return recordModel<MatchPair>(
    db,
    "match",
    {
      people: [String],
      score: Number,
      reasons: [Mixed],
      state: { type: String, required: true },
      isTask: Boolean,
      decisions: [Mixed],
      linkId: { type: String, default: null },
    },
    [{ people: 1 }, { isTask: 1, state: 1, score: -1 }],
  );
}
