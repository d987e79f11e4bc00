import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import type { Case, CasesModels, DefendantCase } from "../cases.schema.ts";
import { courtAuthority, defendantIn, replaced } from "../court.authority.ts";
import type { ticsContracts } from "./tics.contract.ts";
import { assertAdmitted, assertBeforeSentence, withdrawing } from "./tics.rules.ts";

type Input<K extends keyof typeof ticsContracts> = z.output<(typeof ticsContracts)[K]["input"]>;

/** Offences taken into consideration: on the one document that the case is, beside what is charged. */
export function ticsStore(models: CasesModels, committer: Committer, files: Files) {
  const { cases } = models;
  const { authorizeCourt } = courtAuthority(models, files);

  const change = async (
    { caseId, defendantId }: { caseId: string; defendantId: string },
    person: Person,
    command: Command,
    decide: (stored: Case, current: DefendantCase) => Change<Case>,
  ): Promise<Case> => {
    const authorize = (stored: Case | null) => authorizeCourt(person, stored, [defendantId]);
    const { record } = await committer.change<Case>(cases, caseId, command, authorize, stored => {
      const current = defendantIn(stored, defendantId);
      assertBeforeSentence(current.status);
      return decide(stored, current);
    });
    return record;
  };

  return {
    admitOffences: (input: Input<"admitOffences">, person: Person, command: Command) =>
      change(input, person, command, (stored, current) => {
        const { defendantId, takenIntoConsideration: before = [] } = current;
        const admittedAt = input.admittedAt ? new Date(input.admittedAt) : command.at;
        assertAdmitted(before, input.offences, dayOf(admittedAt));
        const added = input.offences.map((offence, n) => ({
          ...offence,
          id: uuidFrom("tic", `${command.id}|${n}`),
          admittedAt,
          withdrawn: null,
        }));
        const offences = added.map(({ id: ticId, code, date }) => ({ ticId, code, date }));
        const data = { defendantId, caseId: stored._id, courtId: stored.courtId, offences };
        return {
          set: { defendants: replaced(stored, { ...current, takenIntoConsideration: [...before, ...added] }) },
          events: [{ type: "tic.admitted", occurredAt: admittedAt, data }],
        };
      }),

    withdrawAdmission: (input: Input<"withdrawAdmission">, person: Person, command: Command) =>
      change(input, person, command, (stored, current) => {
        const { defendantId, takenIntoConsideration: before = [] } = current;
        const { ticId, reason } = input;
        const takenIntoConsideration = withdrawing(before, ticId, { at: command.at, reason });
        const data = { defendantId, caseId: stored._id, courtId: stored.courtId, ticId };
        return {
          set: { defendants: replaced(stored, { ...current, takenIntoConsideration }) },
          events: [{ type: "tic.withdrawn", data }],
        };
      }),
  };
}
