import { sourceOf } from "../../../libs/access/assemble.ts";
import { legalBasisOf } from "../../../libs/access/legal-basis.ts";
import type { SubjectPart } from "../../../libs/access/subject-parts.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { uuidFrom } from "../../../libs/record/command.ts";
import type { Defendant } from "../defendants.schema.ts";
import type { FileAccessRecord, Link } from "../file-access/file-access.schema.ts";
import type { MatchPair } from "./matching.schema.ts";
import { waiting } from "./pairs.rules.ts";

/** Who else a person may be or is, cut down to whom one reader may know. */
export interface Others {
  readonly pairs: readonly MatchPair[];
  readonly linked: readonly Link[];
  readonly mergedInto: FileAccessRecord["mergedInto"];
}
export const noOthers: Others = { pairs: [], linked: [], mergedInto: null };

export function othersView({ pairs, linked, mergedInto }: Others, ownId: string) {
  const isWaiting = pairs.some(({ state }) => waiting.includes(state));
  const open = isWaiting ? ("needs-attention" as const) : ("active" as const);
  return {
    status: mergedInto ? ("merged-into" as const) : open,
    mergedInto: mergedInto?.otherId ?? null,
    merged: linked.map(({ otherId, from }) => ({ defendantId: otherId, since: from.toISOString() })),
    candidates: pairs.map(({ people, score, reasons, state }) => ({
      defendantId: people.find(id => id !== ownId) ?? fail("INTERNAL"),
      score,
      reasons: [...reasons],
      state,
    })),
  };
}

/** A pair with what the matching role may see of the two people. */
export function taskView({ _id, score, reasons, state, recordedAt }: MatchPair, people: readonly Defendant[]) {
  return {
    id: _id,
    score,
    reasons: [...reasons],
    state,
    proposedAt: recordedAt.toISOString(),
    people: people.map(found => ({
      id: found._id,
      name: [...found.name.forenames, found.name.surname].join(" "),
      dateOfBirth: found.dateOfBirth,
    })),
  };
}

export function linkView(defendantId: string, { id, otherId, from, to }: Link) {
  const until = to?.toISOString() ?? null;
  const since = from.toISOString();
  return {
    id,
    defendantId,
    otherId,
    state: until === null ? ("merged" as const) : ("unmerged" as const),
    from: since,
    to: until,
    toPlace: until === null ? null : { since, until },
  };
}

/**
 * With whom a person was compared, for that person: that it was done, how it stands, and which agency said so. Who the
 * other is, by what they are alike, when they came and what was written about them is not this person's: each pair has
 * a name and a time in this file alone, so that not even two packs laid side by side tell it.
 */
export function matchesForSubject(pairs: readonly MatchPair[], person: Defendant, more: boolean): SubjectPart {
  return {
    part: "matches",
    class: "identity",
    more,
    items: pairs.map(({ _id, state, decisions }) => ({
      id: uuidFrom("match for subject", `${person._id}|${_id}`),
      class: "identity" as const,
      source: sourceOf(person),
      marking: { legalBasis: legalBasisOf("identity"), nature: "opinion" as const, category: "suspect" as const },
      state,
      decisions: decisions.map(({ at, agencyId, move }) => ({ at: at.toISOString(), agencyId, said: move })),
    })),
  };
}
