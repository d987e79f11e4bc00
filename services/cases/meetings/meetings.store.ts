import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Change, Committer, NewEvent } from "../../../libs/record/commit.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { effectsOf, stateAfter } from "../flow/flow.ts";
import { partiesTo } from "../flow/parties.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import type { meetingMove, meetingsContracts } from "./meetings.contract.ts";
import { actionStandings, assertAllFinished, assertFinishes, meetingTable } from "./meetings.rules.ts";
import type { Meeting, PlanAction } from "./meetings.schema.ts";
import { meetingsPart } from "./meetings.views.ts";

type Input<K extends keyof typeof meetingsContracts> = z.output<(typeof meetingsContracts)[K]["input"]>;
type Move = z.output<typeof meetingMove>;
type ActionTold = RecordEvent<"psm.action.agreed" | "psm.action.completed" | "psm.action.ended">;

const entriesMax = 200;

/** Problem-solving meetings, whose actions are obligations of the agencies that took them on. */
export function meetingsStore(
  { meetings, cases }: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
  obligations: ObligationsStore,
) {
  const partiesOf = ({ courtId, actions, attendees }: Meeting) => ({
    courtId,
    providers: [...attendees, ...actions.map(({ agencyId }) => agencyId)],
  });

  /** What the effects of the table do. */
  const effects = {
    "expect-action": async (event: ActionTold) => {
      const { defendantId, caseId, courtId, actionId, agencyId, dueAt } = event.data;
      const { recordId: sourceId, occurredAt } = event;
      const expected = { defendantId, caseId, courtId, agencyId, occurredAt, sourceId, dueAt };
      await obligations.expectAfter(event, { ...expected, kind: "plan-action" }, obligationIdOf(sourceId, actionId));
    },
    "settle-action": async (event: ActionTold) => {
      const { data, recordId } = event;
      if ("outcome" in data)
        await obligations.settleAfter(event, obligationIdOf(recordId, data.actionId), actionStandings[data.outcome]);
    },
  };

  return {
    async followAction(event: ActionTold): Promise<void> {
      for (const effect of effectsOf(meetingTable, event.type)) await effects[effect](event);
    },

    async requestMeeting(
      { caseId, defendantId, reason, requestedAt }: Input<"requestMeeting">,
      person: Person,
      command: Command,
    ): Promise<Meeting> {
      const found = await cases.findById(caseId).lean<Case>();
      await files.openAtTable(person, defendantId, caseId);
      const { courtId } = found?.defendantIds.includes(defendantId) ? found : fail("NOT_FOUND");
      const occurredAt = requestedAt ? new Date(requestedAt) : command.at;
      const { record } = await committer.create<Meeting>(
        meetings,
        {
          ...{ defendantId, caseId, courtId, agencyId: person.agencyId, occurredAt, reason, state: "requested" },
          ...{ heldAt: null, attendees: [], defendantAgreed: null, solicitorAgreed: null, needs: [] },
          ...{ actions: [], summary: null, log: [] },
        },
        [{ type: "psm.requested", occurredAt, data: { defendantId, caseId, courtId, agencyId: person.agencyId } }],
        command,
      );
      return record;
    },

    async moveMeeting({ id, move }: Input<"moveMeeting">, person: Person, command: Command): Promise<Meeting> {
      if (move.name === "hold") await directory.assertAgencies("move.attendees", move.attendees);
      if (move.name === "agree-plan")
        await directory.assertAgencies(
          "move.actions",
          move.actions.map(({ agencyId }) => agencyId),
        );
      const authorize = (stored: Meeting | null) =>
        authorizeMove(files, person, { id, stored, definition: meetingsPart }, meetingTable, move.name, partiesOf);
      const { record } = await committer.change<Meeting>(meetings, id, command, authorize, current =>
        moved(current, move, person, command),
      );
      return record;
    },
  };
}

/** What one move makes of a meeting. Pure; fails with RULE_BROKEN, VALIDATION, ACCESS_DENIED. */
function moved(current: Meeting, move: Move, person: Person, command: Command): Change<Meeting> {
  const at = move.at ? new Date(move.at) : command.at;
  const state = stateAfter("The meeting", meetingTable, move.name, current.state);
  if (current.log.length >= entriesMax)
    fail("RULE_BROKEN", { detail: `At most ${entriesMax} things are done about one meeting.` });
  const set = fieldsOf(current, move, at, person, command);
  return {
    set: { ...set, state },
    push: {
      log: [
        {
          at: command.at,
          by: person.id,
          move: move.name,
          state,
          text: "reason" in move ? (move.reason ?? null) : null,
        },
      ],
    },
    events: told(current, move, set.actions ?? [], at),
  };
}

/** The events that a move is told by: what became of one action, each action that was agreed, or the move itself. */
function told(current: Meeting, move: Move, actions: readonly PlanAction[], occurredAt: Date): NewEvent[] {
  const { defendantId, caseId, courtId, occurredAt: requestedAt } = current;
  const data = { defendantId, caseId, courtId };
  const of = ({ id: actionId, agencyId, need, dueAt }: PlanAction) => ({ ...data, actionId, agencyId, need, dueAt });
  switch (move.name) {
    case "hold": {
      const { attendees, needs } = move;
      return [{ type: "psm.held", occurredAt, data: { ...data, requestedAt, attendees, needs } }];
    }
    case "agree-plan":
      return actions.map(action => ({ type: "psm.action.agreed", occurredAt, data: of(action) }));
    case "finish-action": {
      const { outcome } = move;
      return actions
        .filter(({ id }) => id === move.actionId)
        .map(action =>
          outcome === "completed"
            ? { type: "psm.action.completed", occurredAt, data: { ...of(action), outcome } }
            : { type: "psm.action.ended", occurredAt, data: { ...of(action), outcome } },
        );
    }
    default:
      return [{ type: meetingTable[move.name].tells[0], occurredAt, data }];
  }
}

function fieldsOf(
  current: Meeting,
  move: Move,
  at: Date,
  person: Person,
  command: Command,
): Partial<
  Pick<Meeting, "heldAt" | "attendees" | "defendantAgreed" | "solicitorAgreed" | "needs" | "actions" | "summary">
> {
  switch (move.name) {
    case "hold": {
      const { attendees, defendantAgreed, solicitorAgreed = null, needs } = move;
      return { heldAt: at, attendees, defendantAgreed, solicitorAgreed, needs };
    }
    case "agree-plan":
      return {
        summary: move.summary,
        actions: move.actions.map(({ agencyId, what, need = null, dueAt }, n) => ({
          ...{ id: uuidFrom("action", `${command.id}|${n}`), agencyId, what, need, dueAt: new Date(dueAt) },
          ...{ outcome: null, finishedAt: null },
        })),
      };
    case "finish-action": {
      const isCoordinator = partiesTo(person, { courtId: current.courtId }).has("co-ordinator");
      const finished = assertFinishes(current.actions, move.actionId, person.agencyId, isCoordinator);
      return {
        actions: current.actions.map(action =>
          action.id === finished.id ? { ...action, outcome: move.outcome, finishedAt: at } : action,
        ),
      };
    }
    case "close":
      assertAllFinished(current.actions);
      return {};
    case "convene":
    case "decline":
    case "not-needed":
    case "not-held":
      return {};
  }
}

export type MeetingsStore = ReturnType<typeof meetingsStore>;
