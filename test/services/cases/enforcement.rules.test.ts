import {
  assertMayWarn,
  enforcementStates,
  enforcementTable,
  failureMove,
  stateAfterExcuse,
  undecided,
  warnedBefore,
} from "../../../services/cases/enforcement/enforcement.rules.ts";
import { partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  const failure = { "record-failure": "failure-recorded" };
  walk(enforcementTable, enforcementStates, {
    compliant: failure,
    "failure-recorded": { ...failure, "accept-excuse": "compliant", warn: "warning-given", refer: "referred" },
    "warning-given": failure,
    referred: { "join-failure": "referred", consider: "considered", withdraw: "withdrawn" },
    considered: { "join-failure": "considered", "lay-information": "information-laid", withdraw: "withdrawn" },
    "information-laid": {
      "join-failure": "information-laid",
      summon: "summons",
      "issue-warrant": "warrant",
      withdraw: "withdrawn",
    },
    summons: {
      "join-failure": "summons",
      "issue-warrant": "warrant",
      "list-breach": "breach-hearing",
      withdraw: "withdrawn",
    },
    warrant: { "join-failure": "warrant", "list-breach": "breach-hearing", withdraw: "withdrawn" },
    "breach-hearing": {
      "join-failure": "breach-hearing",
      "issue-warrant": "warrant",
      admit: "admitted",
      prove: "proved",
      "not-prove": "not-proved",
      withdraw: "withdrawn",
    },
    admitted: { "join-failure": "admitted", "deal-with": "dealt-with" },
    proved: { "join-failure": "proved", "deal-with": "dealt-with" },
    "not-proved": failure,
    withdrawn: failure,
    "dealt-with": failure,
  });
});

test("who may do what: the supervisor brings it, the court decides it", () => {
  expect(partiesOf(enforcementTable)).toEqual({
    "record-failure": "supervisor",
    "join-failure": "supervisor",
    "accept-excuse": "supervisor",
    warn: "supervisor",
    refer: "supervisor",
    consider: "supervisor",
    "lay-information": "supervisor",
    summon: "court",
    "issue-warrant": "court",
    "list-breach": "court",
    admit: "court",
    prove: "court",
    "not-prove": "court",
    withdraw: "supervisor",
    "deal-with": "court",
  });
});

const at = (day: string) => new Date(`${day}T10:00:00Z`);
const failure = (day: string, over = {}) => ({ id: day, at: at(day), excuse: null, ledTo: null, ...over });

test.each([
  ["the day after the warning", "2026-03-10", "2026-03-11", true],
  ["the last day of the twelve months", "2026-03-10", "2027-03-09", true],
  ["the first day after them", "2026-03-10", "2027-03-10", false],
  ["before the warning", "2026-03-10", "2026-03-09", false],
  ["the very moment of the warning", "2026-03-10", "2026-03-10", false],
  ["a warning of 29 February lasts until 27 February", "2028-02-29", "2029-02-27", true],
  ["and not to the 28th, which is twelve months on", "2028-02-29", "2029-02-28", false],
] as const)("a failure %s", (_what, warned, failed, expected) => {
  expect(warnedBefore([{ at: at(warned) }], at(failed))).toBe(expected);
});

test("a failure within twelve months of a warning is referred, not warned again", () => {
  const warnings = [{ at: at("2026-03-10") }];
  expect(refusal(() => assertMayWarn([], [failure("2026-04-01")]))).toBe("allowed");
  expect(refusal(() => assertMayWarn(warnings, [failure("2027-03-10")]))).toBe("allowed");
  expect(refusal(() => assertMayWarn(warnings, [failure("2026-04-01", { excuse: "accepted" })]))).toBe("allowed");
  expect(refusal(() => assertMayWarn(warnings, [failure("2026-04-01", { ledTo: "x" })]))).toBe("allowed");
  expect(refusal(() => assertMayWarn(warnings, [failure("2027-03-10"), failure("2026-04-01")]))).toEqual([
    "RULE_BROKEN",
    "A warning was given within the twelve months before this failure, so the matter must be referred to an enforcement officer; possible now: refer, accept-excuse.",
  ]);
});

test("an accepted excuse ends the matter only when no other failure waits, and takes no warning back", () => {
  const excused = failure("2026-04-01", { excuse: "accepted" });
  expect(stateAfterExcuse("failure-recorded", [excused], [])).toBe("compliant");
  expect(stateAfterExcuse("failure-recorded", [excused, failure("2026-04-02")], [])).toBe("failure-recorded");
  expect(stateAfterExcuse("failure-recorded", [excused], [{ at: at("2026-03-10") }])).toBe("warning-given");
  expect(undecided([excused, failure("2026-04-02", { ledTo: "b" }), failure("2026-04-03")])).toEqual([
    failure("2026-04-03"),
  ]);
});

test("by which move a failure comes in", () => {
  const moves = Object.fromEntries(enforcementStates.map(state => [state, failureMove(state)]));
  expect(moves).toEqual({
    compliant: "record-failure",
    "failure-recorded": "record-failure",
    "warning-given": "record-failure",
    referred: "join-failure",
    considered: "join-failure",
    "information-laid": "join-failure",
    summons: "join-failure",
    warrant: "join-failure",
    "breach-hearing": "join-failure",
    admitted: "join-failure",
    proved: "join-failure",
    "not-proved": "record-failure",
    withdrawn: "record-failure",
    "dealt-with": "record-failure",
  });
});

test("each move is told by its own name", () => {
  expect(tellsOf(enforcementTable)).toEqual({
    "record-failure": "breach.failure",
    "join-failure": "breach.failure",
    "accept-excuse": "breach.excused",
    warn: "warning.issued",
    refer: "breach.referred",
    consider: "breach.considered",
    "lay-information": "breach.presented",
    summon: "breach.summoned",
    "issue-warrant": "breach.warrant-issued",
    "list-breach": "breach.listed",
    admit: "breach.admitted",
    prove: "breach.proved",
    "not-prove": "breach.resolved",
    withdraw: "breach.resolved",
    "deal-with": "breach.resolved",
  });
});
