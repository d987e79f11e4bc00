import type { Model } from "mongoose";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import { assertNational, isNational } from "./administration.rules.ts";
import type { Agreement } from "./administration.schema.ts";

type Terms = Pick<Agreement, "parties" | "classes" | "purpose" | "legalBasis" | "from" | "to">;

/** Every query on sharing agreements: the ministry keeps them, the parties read them. */
export function agreementsStore({ agreements }: { readonly agreements: Model<Agreement> }, committer: Committer) {
  /** Fails with NOT_FOUND for who is no party. */
  function assertParty(by: Person, parties: readonly string[] | undefined): void {
    if (!parties || (!isNational(by) && !parties.includes(by.agencyId))) fail("NOT_FOUND");
  }

  return {
    async record(terms: Terms, command: Command): Promise<Agreement> {
      const { parties, classes, from, to } = terms;
      const data = { parties: [...parties], classes: [...classes], from, to };
      const events = [{ type: "agreement.recorded", data }] as const;
      return (await committer.create<Agreement>(agreements, { ...terms, endedAt: null }, events, command)).record;
    },

    list(by: Person, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Agreement[]> {
      const mine = isNational(by) ? {} : { parties: by.agencyId };
      return agreements
        .find({ ...mine, ...(cursor && { _id: { $gt: cursor } }) }, withoutBookkeeping)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Agreement[]>();
    },

    async get(id: string, by: Person): Promise<Agreement> {
      const agreement = await agreements.findById(id).lean<Agreement>();
      assertParty(by, agreement?.parties);
      return agreement ?? fail("NOT_FOUND");
    },

    end: (id: string, by: Person, command: Command) =>
      committer.change<Agreement>(
        agreements,
        id,
        command,
        async current => {
          assertParty(by, current?.parties);
          assertNational(by);
        },
        ({ endedAt, parties }) =>
          endedAt
            ? fail("RULE_BROKEN", { detail: "The agreement has been ended already." })
            : {
                set: { endedAt: command.at },
                events: [{ type: "agreement.ended", data: { parties: [...parties] } }],
              },
      ),
  };
}
export type AgreementsStore = ReturnType<typeof agreementsStore>;
