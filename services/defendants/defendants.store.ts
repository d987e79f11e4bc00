import type { Scope } from "../../libs/access/files.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Change, Committer } from "../../libs/record/commit.ts";
import type { Stored } from "../../libs/record/record.ts";
import { characteristicsOf, fieldsOf, identifiersTold } from "./defendants.rules.ts";
import type { Defendant, DefendantsModels } from "./defendants.schema.ts";

/** So many may have one name and one date of birth; the caller's reach is applied to all of them, never to the first few. */
const alikeMax = 2_000;

/** Every query on people. */
export function defendantsStore({ defendants }: Pick<DefendantsModels, "defendants">, committer: Committer) {
  return {
    async record(fields: Omit<Defendant, keyof Stored>, command: Command): Promise<Defendant> {
      const { record } = await committer.create<Defendant>(
        defendants,
        fields,
        [
          {
            type: "defendant.recorded",
            data: {
              ...characteristicsOf(fields, command.at),
              fields: fieldsOf(fields),
              identifiers: identifiersTold(fields.identifiers),
            },
          },
        ],
        command,
      );
      return record;
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

    /** People found by how a surname sounds, and a birth; whoever asks puts them to the test. */
    findByBlock(blockKeys: readonly string[]): Promise<Defendant[]> {
      return defendants
        .find({ blockKeys: { $in: [...blockKeys] } })
        .limit(alikeMax)
        .lean<Defendant[]>();
    },
  };
}
