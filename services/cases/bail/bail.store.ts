import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { courtAuthority, defendantIn, replaced } from "../court.authority.ts";
import type { bailContracts } from "./bail.contract.ts";
import { assertBail, type BailEntry } from "./bail.rules.ts";

type Input = z.output<typeof bailContracts.setBail.input>;

/** Bail and custody stand on the case, entry after entry. */
export function bailStore(models: CasesModels, committer: Committer, files: Files) {
  const { authorizeCourt } = courtAuthority(models, files);
  return {
    async setBail(input: Input, person: Person, command: Command): Promise<Case> {
      const { caseId, defendantId, status, conditions, correction = null, setAt } = input;
      const authorize = (stored: Case | null) => authorizeCourt(person, stored, [defendantId]);
      const { record } = await committer.change<Case>(models.cases, caseId, command, authorize, stored => {
        const current = defendantIn(stored, defendantId);
        const at = setAt ? new Date(setAt) : command.at;
        const entry: BailEntry = { status, conditions, at, by: person.id, correction };
        assertBail(current.bailSet, entry);
        const data = {
          defendantId,
          caseId,
          courtId: stored.courtId,
          status,
          conditions: conditions.map(({ kind }) => kind),
          isCorrection: correction !== null,
        };
        return {
          set: { defendants: replaced(stored, { ...current, bail: status, bailSet: [...current.bailSet, entry] }) },
          events: [{ type: "bail.set", occurredAt: at, data }],
        };
      });
      return record;
    },
  };
}
