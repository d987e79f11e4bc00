import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { assertUndecided } from "../cases.rules.ts";
import type { Case, CasesModels, Offence } from "../cases.schema.ts";
import { courtAuthority, defendantIn, replaced } from "../court.authority.ts";
import { stateAfter } from "../flow/flow.ts";
import type { basisContracts } from "./basis-of-plea.contract.ts";
import { answersMax, type BasisAnswer, type BasisOfPlea, basisTable } from "./basis-of-plea.rules.ts";

type Input = z.output<typeof basisContracts.answerBasis.input>;

/** What is said to the basis of a plea: on the one document that the case is, with the plea. */
export function basisStore(models: CasesModels, committer: Committer, files: Files) {
  const { authorizeCourt } = courtAuthority(models, files);
  return {
    async answerBasis(input: Input, person: Person, command: Command): Promise<Case> {
      const { caseId, defendantId, offenceId, answer, answeredAt } = input;
      const authorize = (stored: Case | null) => authorizeCourt(person, stored, [defendantId]);
      const { record } = await committer.change<Case>(models.cases, caseId, command, authorize, stored => {
        const current = defendantIn(stored, defendantId);
        assertUndecided(current.status);
        const at = answeredAt ? new Date(answeredAt) : command.at;
        const offence = current.offences.find(({ id }) => id === offenceId) ?? fail("NOT_FOUND");
        const changed = answered(offence, answer, { at, by: person.id });
        const offences = current.offences.map(each => (each === offence ? changed.offence : each));
        const data = { defendantId, caseId, courtId: stored.courtId, offenceId, state: changed.state };
        return {
          set: { defendants: replaced(stored, { ...current, offences }) },
          events: [{ type: "plea.basis-answered", occurredAt: at, data }],
        };
      });
      return record;
    },
  };
}

/** What an answer makes of an offence and of the basis of its plea. Pure; fails with RULE_BROKEN where there is none, VALIDATION where it comes before what was said last. */
export function answered(
  offence: Offence,
  answer: BasisAnswer,
  { at, by }: { readonly at: Date; readonly by: string },
): { readonly offence: Offence; readonly state: BasisOfPlea["state"] } {
  const { plea } = offence;
  const { basis } = plea ?? {};
  if (!plea || !basis) return fail("RULE_BROKEN", { detail: "There is no basis of plea on this offence." });
  const state = stateAfter("The basis of plea", basisTable, answer, basis.state);
  if (basis.answers.length >= answersMax)
    fail("RULE_BROKEN", { detail: `A basis of plea is answered at most ${answersMax} times.` });
  if (at < (basis.answers.at(-1)?.at ?? plea.at))
    fail("VALIDATION", {
      errors: [{ path: "answeredAt", message: "expected no time before what was said last" }],
    });
  const answers = [...basis.answers, { at, by, state }];
  return { offence: { ...offence, plea: { ...plea, basis: { ...basis, state, answers } } }, state };
}
