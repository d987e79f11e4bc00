import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { stateAfter } from "../flow/flow.ts";
import { partiesTo } from "../flow/parties.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import type { meetingMove, meetingsContracts } from "./meetings.contract.ts";
import {
  actionStandings,
  assertAllFinished,
  assertFinishes,
  type MeetingMove,
  meetingTable,
} from "./meetings.rules.ts";
import type { Meeting } from "./meetings.schema.ts";
import { meetingsPart } from "./meetings.views.ts";

type Input<K extends keyof typeof meetingsContracts> = z.output<(typeof meetingsContracts)[K]["input"]>;
type Move = z.output<typeof meetingMove>;

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
    "expect-actions": async (event: RecordEvent<"psm.moved">) => {
      const { defendantId, caseId, courtId } = event.data;
      const { recordId: sourceId, occurredAt } = event;
      for (const { id, agencyId, dueAt } of event.data.actions)
        await obligations.expectAfter(
          event,
          { defendantId, caseId, courtId, agencyId, occurredAt, sourceId, kind: "plan-action", dueAt },
          obligationIdOf(sourceId, id),
        );
    },
    "settle-action": async (event: RecordEvent<"psm.moved">) => {
      for (const { id, outcome } of event.data.actions)
        if (outcome) await obligations.settleAfter(event, obligationIdOf(event.recordId, id), actionStandings[outcome]);
    },
  };

  return {
    async followMove(event: RecordEvent<"psm.moved">): Promise<void> {
      for (const effect of meetingTable[event.data.move as MeetingMove].effects) await effects[effect](event);
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
  const told = (set.actions ?? []).filter(({ id }) => move.name !== "finish-action" || id === move.actionId);
  const { defendantId, caseId, courtId } = current;
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
    events: [
      {
        type: "psm.moved",
        occurredAt: at,
        data: {
          ...{ defendantId, caseId, courtId, move: move.name, from: current.state, state },
          ...{ requestedAt: current.occurredAt, attendees: move.name === "hold" ? move.attendees : [] },
          actions: told.map(({ id, agencyId, dueAt, outcome }) => ({ id, agencyId, dueAt, outcome })),
        },
      },
    ],
  };
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
