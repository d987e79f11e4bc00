import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import { assertWho, isAllowed, moved } from "../../../libs/contract/states.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer, NewEvent } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import { assertAncillaryTerms } from "../ancillary-orders/ancillary-orders.rules.ts";
import type { Case, CasesModels, DefendantCase } from "../cases.schema.ts";
import { type CaseStatus, caseTransitions } from "../cases.states.ts";
import { courtAuthority, defendantIn, replaced } from "../court.authority.ts";
import { judgeOf } from "../flow/parties.ts";
import { assertMakesOrder, assertRequirements, assertTerms } from "../orders/orders.rules.ts";
import { assertWilling, type Willingness } from "../orders/willingness.rules.ts";
import { willingnessFrom } from "../orders/willingness.store.ts";
import type { Freeze } from "../snapshots/snapshots.store.ts";
import { sharing } from "./results.change.ts";
import type { resultsContracts } from "./results.contract.ts";
import { afterFindings, assertLines, type ResultLine, withVerdicts } from "./results.rules.ts";

type Input<K extends keyof typeof resultsContracts> = z.output<(typeof resultsContracts)[K]["input"]>;
const movesMax = 50;

/** Verdicts, results and the course of a case: all of it on the one document that the case is. */
export function resultsStore(models: CasesModels, committer: Committer, files: Files, directory: Directory) {
  const { cases } = models;
  const { authorizeCourt, assertHearing } = courtAuthority(models, files);
  const findWillingness = willingnessFrom(models, files);

  const change = async (
    { caseId, defendantId }: { caseId: string; defendantId: string },
    person: Person,
    command: Command,
    decide: (stored: Case, current: DefendantCase) => Change<Case> | Promise<Change<Case>>,
    alsoAuthorize: () => Promise<void> = async () => {},
  ): Promise<Case> => {
    const authorize = async (stored: Case | null) => {
      await authorizeCourt(person, stored, [defendantId]);
      await alsoAuthorize();
    };
    const { record } = await committer.change<Case>(cases, caseId, command, authorize, stored =>
      decide(stored, defendantIn(stored, defendantId)),
    );
    return record;
  };

  /** Fails with VALIDATION unless those who are to supervise such orders are agencies. */
  const assertSupervisors = (lines: readonly ResultLine[]) =>
    directory.assertAgencies(
      "lines",
      lines.flatMap(({ terms }) => terms?.supervisedBy ?? []),
    );

  /** A step on one defendant-case, where the transition is possible; where it is not, there is nothing to do. */
  const follow = (
    event: Pick<RecordEvent, "_id" | "by" | "recordedAt">,
    { caseId, defendantId }: { caseId: string; defendantId: string },
    choose: (current: DefendantCase) => keyof typeof caseTransitions,
  ) =>
    committer.change<Case>(
      cases,
      caseId,
      followCommand(event, `case of ${defendantId}`),
      async () => {},
      stored => {
        const current = stored.defendants.find(found => found.defendantId === defendantId);
        const transition = current && choose(current);
        if (!current || !transition || !isAllowed(caseTransitions, transition, current.status)) return { events: [] };
        const to = moved("The case", caseTransitions, transition, current.status);
        return {
          set: { defendants: replaced(stored, { ...current, status: to }) },
          events: movedEvents(stored, current, to, event.recordedAt),
        };
      },
    );

  return {
    find: (caseId: string) => cases.findById(caseId).lean<Case>(),

    recordVerdicts: (input: Input<"recordVerdicts">, person: Person, command: Command) =>
      change(input, person, command, (stored, current) => {
        const at = input.foundAt ? new Date(input.foundAt) : command.at;
        const offences = withVerdicts(current.offences, input.verdicts, at);
        const status = afterFindings({ offences, status: current.status });
        const data = {
          defendantId: current.defendantId,
          caseId: stored._id,
          courtId: stored.courtId,
          verdicts: input.verdicts,
          status,
        };
        return {
          set: { defendants: replaced(stored, { ...current, offences, status }) },
          events: [{ type: "verdict.recorded", occurredAt: at, data }],
        };
      }),

    async draftResults(input: Input<"draftResults">, person: Person, command: Command) {
      const { caseId, defendantId, hearingId, lines, disposal = null, order = null } = input;
      const at = input.draftedAt ? new Date(input.draftedAt) : command.at;
      const day = dayOf(at);
      let said: Willingness = {};
      const check = async () => {
        await assertHearing(hearingId, caseId, defendantId);
        await assertTerms(directory, order);
        await assertSupervisors(lines);
        said = await findWillingness(person, { caseId, defendantId }, order);
      };
      return change(
        input,
        person,
        command,
        (stored, current) => {
          assertLines(current, lines, day);
          assertAncillaryTerms(lines, day);
          assertMakesOrder(disposal, order);
          assertRequirements(
            order,
            day,
            current.offences.map(({ date }) => date),
          );
          assertWilling(order, at, said);
          const draft = { hearingId, lines, disposal, order, at, by: person.id };
          const data = { defendantId, caseId, courtId: stored.courtId, hearingId };
          return {
            set: { defendants: replaced(stored, { ...current, draft }) },
            events: [{ type: "result.drafted", occurredAt: at, data }],
          };
        },
        check,
      );
    },

    shareResults: (input: Input<"shareResults">, person: Person, command: Command, freeze: Freeze) =>
      change(input, person, command, (stored, current) => {
        const { draft } = current;
        if (!draft) return fail("RULE_BROKEN", { detail: "There is no draft to share." });
        const { hearingId, lines, disposal, order } = draft;
        const at = input.sharedAt ? new Date(input.sharedAt) : command.at;
        return sharing(
          stored,
          current,
          { hearingId, lines, disposal, order },
          { at, by: person.id, judgeId: judgeOf(person), reason: null, freeze },
        );
      }),

    amendResults: (input: Input<"amendResults">, person: Person, command: Command, freeze: Freeze) =>
      change(
        input,
        person,
        command,
        (stored, current) => {
          const last = current.shared.at(-1);
          if (!last) return fail("RULE_BROKEN", { detail: "Nothing has been shared that could be amended." });
          const at = input.amendedAt ? new Date(input.amendedAt) : command.at;
          assertLines(current, input.lines, dayOf(at));
          assertAncillaryTerms(input.lines, dayOf(last.at));
          const { hearingId, disposal, order } = last;
          const sheet = { hearingId, lines: input.lines, disposal, order };
          const act = { at, by: person.id, judgeId: judgeOf(person), reason: input.reason, freeze };
          return sharing(stored, current, sheet, act);
        },
        () => assertSupervisors(input.lines),
      ),

    moveCase: (input: Input<"moveCase">, person: Person, command: Command) =>
      change(input, person, command, (stored, current) => {
        const { move, ground = null, reason = null } = input;
        assertWho(caseTransitions, move, person.roles);
        if ((move === "reopen") !== (ground !== null))
          fail("VALIDATION", {
            errors: [{ path: "ground", message: "expected the ground of a reopening, and of nothing else" }],
          });
        const at = input.movedAt ? new Date(input.movedAt) : command.at;
        const to = moved("The case", caseTransitions, move, current.status);
        const opened = ground ? reopened(current, ground) : current;
        if (move === "await-sentence" && afterGuilt(opened) !== "convict")
          fail("RULE_BROKEN", { detail: "Nobody has been found guilty on this case yet." });
        if (current.moves.length >= movesMax)
          fail("RULE_BROKEN", { detail: `A case moves at most ${movesMax} times.` });
        const moves = [...current.moves, { move, from: current.status, to, at, by: person.id, ground, reason }];
        return {
          set: { defendants: replaced(stored, { ...opened, status: to, moves }) },
          events: movedEvents(stored, current, to, at),
        };
      }),

    /** What a warrant does to the case, and what its end does. */
    async followWarrant(
      event: RecordEvent<"warrant.issued"> | RecordEvent<"warrant.executed"> | RecordEvent<"warrant.withdrawn">,
    ): Promise<void> {
      await follow(event, event.data, current => {
        if (event.type === "warrant.issued") return "issue-warrant";
        if (current.status !== "inactive-warrant") return "list";
        return afterGuilt(current) === "convict" ? "resume-for-sentence" : "resume";
      });
    },

    /** The case closes with the end of its order. */
    async followOrder(event: RecordEvent<"order.terminated">): Promise<void> {
      // With a breach before the court the case is not over.
      if (event.data.status !== "expired-breach-pending") await follow(event, event.data, () => "close");
    },
  };
}

/** Whether what is found so far convicts; asked without regard to the state. */
function afterGuilt(current: DefendantCase): "convict" | "other" {
  return afterFindings({ offences: current.offences, status: "listed" }) === "convicted" ? "convict" : "other";
}

/** What is set aside when a case is opened again; the shared versions stay as they were. */
function reopened(current: DefendantCase, ground: string): DefendantCase {
  const onlySentence = ground === "sentence-set-aside";
  return {
    ...current,
    sentence: null,
    offences: current.offences.map(offence =>
      onlySentence
        ? { ...offence, result: offence.result?.kind === "sentence" ? null : offence.result }
        : { ...offence, plea: null, verdict: null, result: null },
    ),
  };
}

const inactive: ReadonlySet<CaseStatus> = new Set([
  "inactive-warrant",
  "inactive-sine-die",
  "committed-to-crown",
  "transferred",
]);

/** Where a case went, by the name of where it went; what becomes active again is told as that. */
const toldAs: Readonly<
  Partial<Record<CaseStatus, "case.listed" | "case.awaiting-sentence" | "case.in-force" | "case.closed">>
> = {
  listed: "case.listed",
  "awaiting-sentence": "case.awaiting-sentence",
  "order-in-force": "case.in-force",
  closed: "case.closed",
};

function movedEvents({ _id: caseId, courtId, ward }: Case, from: DefendantCase, to: CaseStatus, at: Date): NewEvent[] {
  const data = { defendantId: from.defendantId, caseId, courtId, status: to };
  if (to === "reopened") return [{ type: "case.reopened", occurredAt: at, data: { ...data, ward } }];
  if (inactive.has(to)) return [{ type: "case.inactivated", occurredAt: at, data }];
  if (inactive.has(from.status)) return [{ type: "case.reactivated", occurredAt: at, data }];
  return [{ type: toldAs[to] ?? fail("INTERNAL"), occurredAt: at, data }];
}
