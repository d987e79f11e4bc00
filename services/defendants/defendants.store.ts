import type { Involvement } from "../../libs/access/decide.ts";
import type { FileSource, Scope } from "../../libs/access/files.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Change, Committer } from "../../libs/record/commit.ts";
import { followCommand } from "../../libs/record/follow.ts";
import type { RecordEvent } from "../../libs/record/record.ts";
import { candidatesMax, compare, involvementsMax } from "./defendants.rules.ts";
import type { Candidate, Defendant, DefendantsModels, FileAccessRecord } from "./defendants.schema.ts";

const searchMax = 50;

/** Every query on people and on who is involved with their files. */
export function defendantsStore({ defendants, files }: DefendantsModels, committer: Committer) {
  return {
    async record(
      fields: Omit<Defendant, keyof FileAccessRecord | "involvements">,
      command: Command,
    ): Promise<Defendant> {
      const { record } = await committer.create<Defendant>(
        defendants,
        fields as never,
        [{ type: "defendant.recorded", data: {} }],
        command,
      );
      // Candidates are proposed right after the record is stored, so the latest state is what the caller sees.
      return (await defendants.findById(record._id).lean<Defendant>()) ?? record;
    },

    async get({ fileId }: Scope): Promise<Defendant> {
      return (await defendants.findById(fileId).lean<Defendant>()) ?? fail("NOT_FOUND");
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
      return defendants.find({ matchKeys: matchKey }).limit(searchMax).lean<Defendant[]>();
    },
    findByBirth(surnameKey: string, dateOfBirth: string): Promise<Defendant[]> {
      return defendants.find({ surnameKey, dateOfBirth }).limit(searchMax).lean<Defendant[]>();
    },
    findMany(ids: readonly string[]): Promise<Defendant[]> {
      return defendants.find({ _id: { $in: [...ids] } }).lean<Defendant[]>();
    },
    findAccessOf(ids: readonly string[]): Promise<FileAccessRecord[]> {
      return files.find({ _id: { $in: [...ids] } }).lean<FileAccessRecord[]>();
    },

    /** Opens the file of a person who was just recorded, for the agency that recorded them. */
    async openFile(event: RecordEvent<"defendant.recorded">): Promise<void> {
      const first: Involvement = {
        id: event._id,
        agencyId: event.by.agencyId ?? fail("INTERNAL"),
        caseId: null,
        reason: "record",
        from: event.recordedAt,
        to: null,
      };
      await committer.create<FileAccessRecord>(
        files,
        { involvements: [first] },
        [{ type: "involvement.started", data: first }],
        followCommand(event, "file"),
        event.recordId,
      );
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

    /** Adds an involvement once, whatever how often it is told. */
    async involve(fileId: string, involvement: Involvement, command: Command): Promise<void> {
      await committer.change<FileAccessRecord>(
        files,
        fileId,
        command,
        async () => {},
        current => {
          const known = current.involvements.some(
            ({ id, agencyId, caseId, reason, to }) =>
              id === involvement.id ||
              (to === null &&
                agencyId === involvement.agencyId &&
                caseId === involvement.caseId &&
                reason === involvement.reason),
          );
          if (known) return { events: [] };
          if (current.involvements.length >= involvementsMax)
            fail("RULE_BROKEN", { detail: `A file has at most ${involvementsMax} involvements.` });
          return {
            push: { involvements: [involvement] },
            events: [{ type: "involvement.started", data: involvement }],
          };
        },
      );
    },

    /** The access facts themselves: this service owns them, so there is nothing to refresh from. */
    source: {
      find: async fileId => (await files.findById(fileId).lean<FileAccessRecord>()) ?? undefined,
      refresh: async () => {},
    } satisfies FileSource,
  };
}
