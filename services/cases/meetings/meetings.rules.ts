import { fail } from "../../../libs/errors/errors.ts";
import type { Table } from "../flow/flow.ts";

export const meetingStates = [
  "requested",
  "convened",
  "held",
  "plan-agreed",
  "actions-in-progress",
  "closed",
  "declined-by-defendant",
  "not-needed",
  "not-held",
] as const;
export type MeetingState = (typeof meetingStates)[number];
export const actionOutcomes = ["completed", "partly", "not-done", "no-longer-needed"] as const;
export type ActionOutcome = (typeof actionOutcomes)[number];

/** A problem-solving meeting: asked for in court, held within hours, and followed until its actions are done. */
export const meetingTable = {
  convene: { from: ["requested"], to: "convened", by: ["co-ordinator"], tells: ["psm.convened"], effects: [] },
  decline: {
    from: ["requested", "convened"],
    to: "declined-by-defendant",
    by: ["co-ordinator"],
    tells: ["psm.declined"],
    effects: [],
  },
  "not-needed": {
    from: ["requested", "convened"],
    to: "not-needed",
    by: ["co-ordinator", "court"],
    tells: ["psm.not-needed"],
    effects: [],
  },
  "not-held": { from: ["convened"], to: "not-held", by: ["co-ordinator"], tells: ["psm.not-held"], effects: [] },
  hold: { from: ["convened"], to: "held", by: ["co-ordinator"], tells: ["psm.held"], effects: [] },
  "agree-plan": {
    from: ["held"],
    to: "plan-agreed",
    by: ["co-ordinator"],
    tells: ["psm.action.agreed"],
    effects: ["expect-action"],
  },
  "finish-action": {
    from: ["plan-agreed", "actions-in-progress"],
    to: "actions-in-progress",
    by: ["co-ordinator", "provider"],
    tells: ["psm.action.completed", "psm.action.ended"],
    effects: ["settle-action"],
  },
  close: {
    from: ["held", "actions-in-progress"],
    to: "closed",
    by: ["co-ordinator"],
    tells: ["psm.closed"],
    effects: [],
  },
} as const satisfies Table<MeetingState, "co-ordinator" | "court" | "provider", "expect-action" | "settle-action">;
export type MeetingMove = keyof typeof meetingTable;

/** What the outcome of an action makes of the obligation to do it. */
export const actionStandings = {
  completed: "attended-complied",
  partly: "attended-failed",
  "not-done": "absent-unacceptable",
  "no-longer-needed": "not-held",
} as const;

interface Action {
  readonly id: string;
  readonly agencyId: string;
  readonly outcome: ActionOutcome | null;
}

/** A meeting is closed when it is known what became of every action. Fails with RULE_BROKEN. */
export function assertAllFinished(actions: readonly Action[]): void {
  const open = actions.filter(({ outcome }) => outcome === null).length;
  if (open > 0)
    fail("RULE_BROKEN", {
      detail: `Of ${open} actions nobody has said what became of them; possible now: finish-action.`,
    });
}

/** The action that is finished, by its owner or for it by the co-ordinator. Fails with VALIDATION, RULE_BROKEN, ACCESS_DENIED. */
export function assertFinishes(actions: readonly Action[], actionId: string, agencyId: string, isCoordinator: boolean) {
  const action = actions.find(({ id }) => id === actionId);
  if (!action)
    return fail("VALIDATION", { errors: [{ path: "move.actionId", message: "expected an action of this plan" }] });
  if (action.agencyId !== agencyId && !isCoordinator)
    return fail("ACCESS_DENIED", { detail: "The agency that took an action on says what became of it." });
  if (action.outcome !== null)
    return fail("RULE_BROKEN", { detail: `It is recorded already what became of this action: ${action.outcome}.` });
  return action;
}
