import {
  actionStandings,
  assertAllFinished,
  assertFinishes,
  meetingStates,
  meetingTable,
} from "../../../services/cases/meetings/meetings.rules.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  walk(meetingTable, meetingStates, {
    requested: { convene: "convened", decline: "declined-by-defendant", "not-needed": "not-needed" },
    convened: {
      decline: "declined-by-defendant",
      "not-needed": "not-needed",
      "not-held": "not-held",
      hold: "held",
    },
    held: { "agree-plan": "plan-agreed", close: "closed" },
    "plan-agreed": { "finish-action": "actions-in-progress" },
    "actions-in-progress": { "finish-action": "actions-in-progress", close: "closed" },
    closed: {},
    "declined-by-defendant": {},
    "not-needed": {},
    "not-held": {},
  });
});

test("who does what, and what follows", () => {
  expect(partiesOf(meetingTable)).toEqual({
    convene: "co-ordinator",
    decline: "co-ordinator",
    "not-needed": "co-ordinator court",
    "not-held": "co-ordinator",
    hold: "co-ordinator",
    "agree-plan": "co-ordinator",
    "finish-action": "co-ordinator provider",
    close: "co-ordinator",
  });
  expect(effectsOf(meetingTable)).toEqual({ "agree-plan": "expect-action", "finish-action": "settle-action" });
  expect(actionStandings).toEqual({
    completed: "attended-complied",
    partly: "attended-failed",
    "not-done": "absent-unacceptable",
    "no-longer-needed": "not-held",
  });
});

const open = { id: "a", agencyId: "housing", outcome: null };
const done = { id: "b", agencyId: "housing", outcome: "completed" as const };

test("a meeting is closed when it is known what became of every action", () => {
  expect(refusal(() => assertAllFinished([]))).toBe("allowed");
  expect(refusal(() => assertAllFinished([done]))).toBe("allowed");
  expect(refusal(() => assertAllFinished([done, open]))).toEqual([
    "RULE_BROKEN",
    "Of 1 actions nobody has said what became of them; possible now: finish-action.",
  ]);
});

test.each([
  ["its owner", "a", "housing", false, "allowed"],
  ["the co-ordinator", "a", "court", true, "allowed"],
  ["another agency of the plan", "a", "police", false, "ACCESS_DENIED"],
  ["its owner, a second time", "b", "housing", false, "RULE_BROKEN"],
  ["anybody, of an action that is not there", "c", "housing", true, "VALIDATION"],
] as const)("an action is finished by %s: %s", (_who, actionId, agencyId, isCoordinator, expected) => {
  const result = refusal(() => assertFinishes([open, done], actionId, agencyId, isCoordinator));
  expect(Array.isArray(result) ? result[0] : result).toBe(expected);
});

test("each move is told by its own name", () => {
  expect(tellsOf(meetingTable)).toEqual({
    convene: "psm.convened",
    decline: "psm.declined",
    "not-needed": "psm.not-needed",
    "not-held": "psm.not-held",
    hold: "psm.held",
    "agree-plan": "psm.action.agreed",
    "finish-action": "psm.action.completed psm.action.ended",
    close: "psm.closed",
  });
});
