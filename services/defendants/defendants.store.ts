import type { Scope } from "../../libs/access/files.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Change, Committer } from "../../libs/record/commit.ts";
import { followCommand } from "../../libs/record/follow.ts";
import type { RecordEvent, Stored } from "../../libs/record/record.ts";
import { candidatesMax, compare } from "./defendants.rules.ts";
import type { Candidate, Defendant, DefendantsModels } from "./defendants.schema.ts";

/** So many may have one name and one date of birth; the caller's reach is applied to all of them, never to the first few. */
const alikeMax = 2_000;

/** Every query on people. */
export function defendantsStore({ defendants }: Pick<DefendantsModels, "defendants">, committer: Committer) {
  return {
    async record(fields: Omit<Defendant, keyof Stored>, command: Command): Promise<Defendant> {
      const { record } = await committer.create<Defendant>(
        defendants,
        fields,
        [{ type: "defendant.recorded", data: {} }],
        command,
      );
      // Candidates are proposed right after the record is stored, so the latest state is what the caller sees.
      return (await defendants.findById(record._id).lean<Defendant>()) ?? record;
    },

    async get({ fileId }: Scope): Promise<Defendant> {
      return (await defendants.findById(fileId).lean<Defendant>()) ?? fail("NOT_FOUND");
    },

    /** For what follows from an event about a person who is there. */
    async getStored(id: string): Promise<Defendant> {
      return (await defendants.findById(id).lean<Defendant>()) ?? fail("INTERNAL");
    },

    async change(
      id: string,
      command: Command,
      authorize: () => Promise<void>,
      decide: (current: Defendant) => Change<Defendant>,
    ): Promise<Defendant> {
      const { record } = await committer.change<Defendant>(defendants, id, command, authorize, decide);
      return record;
    },

    /** People found by what the caller already knows; the caller's reach is applied to each. */
    findByKey(matchKey: string): Promise<Defendant[]> {
      return defendants.find({ matchKeys: matchKey }).limit(alikeMax).lean<Defendant[]>();
    },
    findByBirth(surnameKey: string, dateOfBirth: string): Promise<Defendant[]> {
      return defendants.find({ surnameKey, dateOfBirth }).limit(alikeMax).lean<Defendant[]>();
    },
    findMany(ids: readonly string[]): Promise<Defendant[]> {
      return defendants.find({ _id: { $in: [...ids] } }).lean<Defendant[]>();
    },

    /** Proposes everyone already recorded who may be this person. Whoever comes second finds the first, also when both come at once. */
    async proposeCandidates(event: RecordEvent<"defendant.recorded">): Promise<void> {
      const one = await defendants.findById(event.recordId).lean<Defendant>();
      if (!one) return;
      const found = await defendants
        .find({
          $or: [
            { matchKeys: { $in: [...one.matchKeys] } },
            { surnameKey: one.surnameKey, dateOfBirth: one.dateOfBirth },
          ],
          _id: { $ne: one._id },
        })
        .limit(candidatesMax)
        .lean<Defendant[]>();
      for (const other of found) {
        const likeness = compare(one, other);
        if (!likeness) continue;
        const candidate: Candidate = {
          otherId: other._id,
          ...likeness,
          state: "proposed",
          decidedBy: null,
          decidedAt: null,
          why: null,
        };
        await this.change(
          one._id,
          followCommand(event, `candidate ${other._id}`),
          async () => {},
          () => ({
            push: { candidates: [candidate] },
            events: [{ type: "candidate.proposed", data: { otherId: other._id, score: likeness.score } }],
          }),
        );
      }
    },
  };
}
