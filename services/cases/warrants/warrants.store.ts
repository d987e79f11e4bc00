import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { assertWho, moved } from "../../../libs/contract/states.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { warrantTransitions } from "../cases.states.ts";
import { courtAuthority, defendantIn } from "../court.authority.ts";
import type { warrantsContracts } from "./warrants.contract.ts";
import type { Warrant } from "./warrants.schema.ts";

type Input<K extends keyof typeof warrantsContracts> = z.output<(typeof warrantsContracts)[K]["input"]>;

export function warrantsStore(models: CasesModels, committer: Committer, files: Files) {
  const { warrants, cases } = models;
  const { authorizeCourt } = courtAuthority(models, files);

  /** The court of the case, or the police at the table for it; to others it is not there. */
  const authorize = (person: Person, id: string) => async (stored: Warrant | null) => {
    const fileId = stored?.defendantId ?? id;
    if (person.roles.includes("JUD") || person.roles.includes("LA"))
      return authorizeCourt(person, stored && (await cases.findById(stored.caseId).lean<Case>()), [fileId]);
    await files.openToWrite(person, fileId, { class: "case", caseId: stored?.caseId ?? null });
  };

  return {
    async issueWarrant(input: Input<"issueWarrant">, person: Person, command: Command): Promise<Warrant> {
      const { caseId, defendantId, type, reason, issuedAt } = input;
      const found = await cases.findById(caseId).lean<Case>();
      await authorizeCourt(person, found, [defendantId]);
      const stored = found ?? fail("NOT_FOUND");
      defendantIn(stored, defendantId);
      const { courtId, ward } = stored;
      const at = issuedAt ? new Date(issuedAt) : command.at;
      const who = { defendantId, caseId, courtId };
      const fields = {
        ...who,
        agencyId: courtId,
        occurredAt: at,
        type,
        reason,
        ward,
        status: "issued" as const,
        endedAt: null,
        remarks: null,
      };
      const data = { ...who, type, reason, ward };
      const { record } = await committer.create<Warrant>(
        warrants,
        fields,
        [{ type: "warrant.issued", occurredAt: at, data }],
        command,
      );
      return record;
    },

    async moveWarrant(input: Input<"moveWarrant">, person: Person, command: Command): Promise<Warrant> {
      const { id, move, remarks, movedAt } = input;
      const { record } = await committer.change<Warrant>(warrants, id, command, authorize(person, id), stored => {
        assertWho(warrantTransitions, move, person.roles);
        const status = moved("The warrant", warrantTransitions, move, stored.status);
        const at = movedAt ? new Date(movedAt) : command.at;
        const { defendantId, caseId, courtId, type, reason, ward } = stored;
        const data = { defendantId, caseId, courtId, type, reason, ward };
        return {
          set: { status, endedAt: at, remarks: remarks ?? null },
          events: [{ type: `warrant.${status === "executed" ? "executed" : "withdrawn"}`, occurredAt: at, data }],
        };
      });
      return record;
    },
  };
}
