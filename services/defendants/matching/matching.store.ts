import type { Model } from "mongoose";
import { fail } from "../../../libs/errors/errors.ts";
import { isDuplicateKey } from "../../../libs/mongo/errors.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer, NewEvent } from "../../../libs/record/commit.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import { withoutBookkeeping } from "../../../libs/record/record.ts";
import type { Defendant } from "../defendants.schema.ts";
import type { FileAccessStore } from "../file-access/file-access.store.ts";
import {
  alwaysMatch,
  blockKeysOf,
  type Compared,
  compareProfiles,
  type Likeness,
  profileOf,
} from "./matching.rules.ts";
import type { MatchDecision, MatchPair } from "./matching.schema.ts";
import { type MatchMove, type MatchState, pairIdOf, pairOf, stateAfterMove } from "./pairs.rules.ts";

/** One new record is put beside so many others at the most, the likeliest. */
export const candidatesMax = 20;
const sameIdentifierMax = 100;
const sameBlockMax = 500;
export const pairsShownMax = 100;
const tasksMax = 200;
const decisionsMax = 50;

/** What happens by itself is done on the service's own account: a proposal tells nobody whom it was that was recorded. */
const itself = { id: "svc:defendants", agencyId: null } as const;

type People = Compared & { readonly _id: string };
const compared = {
  name: 1,
  aliases: 1,
  dateOfBirth: 1,
  dateOfBirthEstimated: 1,
  sex: 1,
  addresses: 1,
  matchKeys: 1,
} as const;

/** The recorded people who may be this one, the likeliest first: by a valid identifier, or by any of the blocking keys. */
export async function findAlike(
  defendants: Model<Defendant>,
  one: People,
  max = candidatesMax,
): Promise<(Likeness & { readonly otherId: string })[]> {
  const [byIdentifier, byBlock] = await Promise.all([
    one.matchKeys.length === 0
      ? []
      : defendants
          .find({ matchKeys: { $in: [...one.matchKeys] }, _id: { $ne: one._id } }, compared)
          .limit(sameIdentifierMax)
          .lean<People[]>(),
    defendants
      .find({ blockKeys: { $in: blockKeysOf(one) }, _id: { $ne: one._id } }, compared)
      .limit(sameBlockMax)
      .lean<People[]>(),
  ]);
  const profile = profileOf(one);
  return [...new Map([...byIdentifier, ...byBlock].map(other => [other._id, other])).values()]
    .flatMap(other => {
      const likeness = compareProfiles(profile, profileOf(other));
      return likeness ? [{ otherId: other._id, ...likeness }] : [];
    })
    .sort((a, b) => b.score - a.score || (a.otherId < b.otherId ? -1 : 1))
    .slice(0, max);
}

/** Every query on pairs of records that may be of one person. */
export function matchingStore(
  { matches, defendants }: { matches: Model<MatchPair>; defendants: Model<Defendant> },
  committer: Committer,
  files: Pick<FileAccessStore, "findMany">,
) {
  const find = (one: string, other: string) => matches.findById(pairIdOf(one, other)).lean<MatchPair>();

  async function create(
    people: readonly [string, string],
    fields: Pick<MatchPair, "score" | "reasons" | "state" | "isTask" | "decisions" | "linkId">,
    command: Command,
    move: MatchMove = "propose",
  ): Promise<MatchPair> {
    const { score, state } = fields;
    const { record } = await committer.create<MatchPair>(
      matches,
      { people, ...fields },
      [
        move === "propose"
          ? { type: "candidate.proposed", data: { defendantIds: [...people], score, state } }
          : told(people, move, state),
      ],
      command,
      pairIdOf(...people),
    );
    return record;
  }

  return {
    find,

    /** The pairs of a person, the latest ones. */
    listOf(defendantId: string): Promise<MatchPair[]> {
      return matches
        .find({ people: defendantId }, withoutBookkeeping)
        .sort({ recordedAt: -1 })
        .limit(pairsShownMax)
        .lean<MatchPair[]>();
    },

    /** What waits for the matching role, the likeliest first. */
    listTasks(): Promise<MatchPair[]> {
      return matches
        .find({ isTask: true, state: "proposed" }, withoutBookkeeping)
        .sort({ score: -1, recordedAt: 1 })
        .limit(tasksMax)
        .lean<MatchPair[]>();
    },

    async getTask(id: string): Promise<MatchPair> {
      const found = await matches.findById(id).lean<MatchPair>();
      return found?.isTask ? found : fail("NOT_FOUND");
    },

    /**
     * Puts everyone already recorded who may be this person beside them. Whoever comes second finds the first, also
     * when both come at once; a pair about which somebody has said something stays as it is.
     */
    async propose(event: Pick<RecordEvent, "recordId" | "by" | "recordedAt">): Promise<void> {
      const one = await defendants.findById(event.recordId).lean<Defendant>();
      if (!one) return;
      const alike = await findAlike(defendants, one);
      if (alike.length === 0) return;
      const ids = alike.map(({ otherId }) => pairIdOf(one._id, otherId));
      const known = new Set(
        (await matches.find({ _id: { $in: ids } }, { _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id),
      );
      const knowing = new Set(
        (await files.findMany(alike.map(({ otherId }) => otherId)))
          .filter(file => file.involvements.some(({ agencyId }) => agencyId === event.by.agencyId))
          .map(({ _id }) => _id),
      );
      for (const { otherId, score, reasons } of alike) {
        const id = pairIdOf(one._id, otherId);
        if (known.has(id)) continue;
        // The same command whichever of the two comes first: a pair is made once.
        const command = { by: itself, id, fingerprint: id, ifVersion: undefined, at: event.recordedAt };
        const fields = {
          score,
          reasons,
          state: "proposed" as const,
          isTask: !knowing.has(otherId),
          decisions: [],
          linkId: null,
        };
        await create(pairOf(one._id, otherId), fields, command).catch(ignoreTwice);
      }
    },

    /** Says something of two records, also where nothing had put them side by side. */
    async say(
      move: Exclude<MatchMove, "propose">,
      [one, other]: readonly [string, string],
      reason: string,
      command: Command,
      authorize: () => Promise<void>,
      linkId: string | null = null,
    ): Promise<MatchPair> {
      const { by, at } = command;
      const decision: MatchDecision = { at, by: by.id, agencyId: by.agencyId, move, reason };
      const found = await find(one, other);
      // The same command again finds the pair that it made.
      if (!found || found.created.key === command.id) {
        await authorize();
        const state = stateAfterMove(move, "none");
        const fields = { score: 1, reasons: move === "always" ? [alwaysMatch] : [], state, isTask: false };
        return create(pairOf(one, other), { ...fields, decisions: [decision], linkId }, command, move);
      }
      const { record } = await committer.change<MatchPair>(
        matches,
        pairIdOf(one, other),
        command,
        authorize,
        current => {
          if (move === "unmerge" && current.linkId !== linkId) return { events: [] };
          const state = stateAfterMove(move, current.state);
          if (current.decisions.length >= decisionsMax)
            fail("RULE_BROKEN", { detail: `At most ${decisionsMax} decisions are made on one pair.` });
          return {
            set: { state, linkId: move === "merge" ? linkId : null },
            push: { decisions: [decision] },
            events: [told(current.people, move, state)],
          };
        },
      );
      return record;
    },
  };
}
export type MatchingStore = ReturnType<typeof matchingStore>;

/** What was said of two records: that they are merged, or no longer, or what was decided about them. */
function told(people: readonly string[], move: Exclude<MatchMove, "propose">, state: MatchState): NewEvent {
  const data = { defendantIds: [...people], move, state };
  if (move === "merge") return { type: "persons.merged", data };
  return move === "unmerge" ? { type: "persons.unmerged", data } : { type: "candidate.decided", data };
}

/** Somebody has said something of the pair meanwhile, under a key of their own; that stands. */
function ignoreTwice(error: unknown): void {
  const isTwice = error instanceof Error && "type" in error && error.type === "IDEMPOTENCY_KEY_REUSED";
  if (!isTwice && !isDuplicateKey(error)) throw error;
}
