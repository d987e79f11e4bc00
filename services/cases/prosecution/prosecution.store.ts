import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { assertUndecided } from "../cases.rules.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { defendantIn, replaced } from "../court.authority.ts";
import type { prosecutionContracts } from "./prosecution.contract.ts";
import { assertSummary, claimedPence, type ProsecutionSummary } from "./prosecution.rules.ts";

type Input = z.output<typeof prosecutionContracts.summarise.input>;

/** What the prosecution tells the court: version after version, on the one document that the case is. */
export function prosecutionStore({ cases }: Pick<CasesModels, "cases">, committer: Committer, files: Files) {
  return {
    async summarise(input: Input, person: Person, command: Command): Promise<Case> {
      const { caseId, defendantId, summary, compensation } = input;
      const toldAt = input.toldAt ? new Date(input.toldAt) : command.at;
      const authorize = async (stored: Case | null) => {
        await files.openToWrite(person, defendantId, { class: "case", caseId });
        if (!stored?.defendantIds.includes(defendantId)) fail("NOT_FOUND");
      };
      const { record } = await committer.change<Case>(cases, caseId, command, authorize, stored => {
        const current = defendantIn(stored, defendantId);
        assertUndecided(current.status);
        assertSummary(current, { compensation, toldAt });
        const { prosecution: before = [] } = current;
        const told: ProsecutionSummary = {
          ...{ version: before.length + 1, agencyId: person.agencyId, by: person.id, toldAt },
          ...{ recordedAt: command.at, summary, compensation },
        };
        const data = {
          ...{ defendantId, caseId, courtId: stored.courtId, agencyId: person.agencyId, version: told.version },
          ...{ claims: compensation.length, claimedPence: claimedPence(compensation) },
        };
        return {
          set: { defendants: replaced(stored, { ...current, prosecution: [...before, told] }) },
          events: [{ type: "prosecution.summarised", occurredAt: toldAt, data }],
        };
      });
      return record;
    },
  };
}
