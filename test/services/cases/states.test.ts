import type { Role } from "../../../libs/access/roles.ts";
import { allowedNow, assertWho, isAllowed, moved, type StateTable } from "../../../libs/contract/states.ts";
import { isKnown } from "../../../libs/errors/errors.ts";
import { reportTransitions } from "../../../services/cases/cases.rules.ts";
import {
  caseTransitions,
  hearingTransitions,
  orderTransitions,
  requirementTransitions,
  trialTransitions,
  warrantTransitions,
} from "../../../services/cases/cases.states.ts";

type Expected = Readonly<Record<string, Readonly<Record<string, string>>>>;
type Moves = Readonly<Record<string, { readonly from: readonly string[]; readonly to: string }>>;

/** What is possible in each state, written by hand from the course of a case; everything else is refused. */
const stopped = { send: "committed-to-crown", transfer: "transferred", "adjourn-sine-die": "inactive-sine-die" };
const tried = { deny: "in-progress", convict: "convicted", acquit: "not-convicted", withdraw: "withdrawn" };
const cases: Expected = {
  received: { list: "listed", transfer: "transferred", withdraw: "withdrawn" },
  listed: { ...tried, ...stopped, "issue-warrant": "inactive-warrant" },
  "in-progress": { ...tried, ...stopped, "issue-warrant": "inactive-warrant" },
  convicted: {
    ...stopped,
    "await-sentence": "awaiting-sentence",
    sentence: "sentenced",
    "issue-warrant": "inactive-warrant",
  },
  "awaiting-sentence": { ...stopped, sentence: "sentenced", "issue-warrant": "inactive-warrant" },
  "not-convicted": { close: "closed", reopen: "reopened" },
  sentenced: { "put-in-force": "order-in-force", close: "closed", reopen: "reopened" },
  "order-in-force": { close: "closed", reopen: "reopened" },
  closed: { reopen: "reopened" },
  withdrawn: { close: "closed", reopen: "reopened" },
  "inactive-warrant": {
    resume: "in-progress",
    "resume-for-sentence": "awaiting-sentence",
    withdraw: "withdrawn",
  },
  "inactive-sine-die": {
    resume: "in-progress",
    "resume-for-sentence": "awaiting-sentence",
    withdraw: "withdrawn",
  },
  "committed-to-crown": {},
  transferred: {},
  reopened: { ...tried, list: "listed", "await-sentence": "awaiting-sentence" },
};
const hearings: Expected = {
  planned: { list: "listed", vacated: "vacated", move: "moved" },
  listed: { start: "in-progress", held: "held", vacated: "vacated", move: "moved" },
  "in-progress": { held: "held", adjourn: "adjourned" },
  held: { adjourn: "adjourned", draft: "resulted", share: "results-shared" },
  resulted: { share: "results-shared" },
  "results-shared": {},
  vacated: {},
  moved: {},
  adjourned: {},
};
const trials: Expected = {
  listed: { effective: "effective", cracked: "cracked", ineffective: "ineffective", vacated: "vacated" },
  effective: {},
  cracked: {},
  ineffective: {},
  vacated: {},
};
const orders: Expected = {
  made: { start: "active" },
  active: {
    suspend: "suspended-by-appeal",
    "complete-plan": "active",
    complete: "completed-full-course",
    "revoke-good-progress": "revoked-good-progress",
    "revoke-breach": "revoked-breach",
    "revoke-further-offence": "revoked-further-offence",
    "revoke-other": "revoked-other",
    "expire-breach-pending": "expired-breach-pending",
    "expire-unpaid-work-outstanding": "expired-unpaid-work-outstanding",
  },
  "suspended-by-appeal": { resume: "active", "revoke-other": "revoked-other" },
  "completed-full-course": {},
  "revoked-good-progress": {},
  "revoked-breach": {},
  "revoked-further-offence": {},
  "revoked-other": {},
  "expired-breach-pending": { "revoke-breach": "revoked-breach" },
  "expired-unpaid-work-outstanding": {},
};
const requirements: Expected = {
  imposed: { start: "started", terminate: "terminated", "leave-unworked": "unworked" },
  started: { continue: "in-progress", complete: "completed", terminate: "terminated" },
  "in-progress": { complete: "completed", terminate: "terminated" },
  completed: {},
  terminated: {},
  unworked: {},
};
const warrants: Expected = {
  issued: { execute: "executed", withdraw: "withdrawn" },
  executed: {},
  withdrawn: {},
};
const reports: Expected = { requested: { deliver: "delivered" }, delivered: {} };

const machines: readonly (readonly [string, Moves, Expected])[] = [
  ["case", caseTransitions, cases],
  ["hearing", hearingTransitions, hearings],
  ["trial listing", trialTransitions, trials],
  ["order", orderTransitions, orders],
  ["requirement", requirementTransitions, requirements],
  ["warrant", warrantTransitions, warrants],
  ["report", reportTransitions, reports],
];

function refusal(work: () => unknown): unknown {
  try {
    return ["moved", work()];
  } catch (error) {
    return isKnown(error) ? [error.type, error.data?.detail, error.data?.allowed] : error;
  }
}

describe.each(machines)("every state by every transition of a %s", (_what, table, expected) => {
  test("leads where it should, or is refused and says what is allowed now", () => {
    for (const [state, allowed] of Object.entries(expected)) {
      expect([state, allowedNow(table, state).sort()]).toEqual([state, Object.keys(allowed).sort()]);
      for (const transition of Object.keys(table)) {
        expect(isAllowed(table, transition, state)).toBe(transition in allowed);
        const outcome = refusal(() => moved("It", table, transition, state));
        if (transition in allowed)
          expect([state, transition, outcome]).toEqual([state, transition, ["moved", allowed[transition]]]);
        else
          expect([state, transition, outcome]).toEqual([
            state,
            transition,
            [
              "RULE_BROKEN",
              expect.stringContaining(`It is ${state}, so "${transition}" is not possible`),
              allowedNow(table, state),
            ],
          ]);
      }
    }
  });

  test("knows no state that is not expected, and every state is reached or a beginning", () => {
    const named = new Set(Object.values(table).flatMap(({ from, to }) => [...from, to]));
    expect([...named].filter(state => !(state in expected))).toEqual([]);
    const reached = new Set(Object.values(table).map(({ to }) => to));
    const beginnings = Object.keys(expected).filter(state => !reached.has(state));
    expect(beginnings.filter(state => state !== Object.keys(expected)[0])).toEqual([]);
  });
});

test("a refusal says it in words, and nothing is said to be possible at an end", () => {
  expect(refusal(() => moved("The case", caseTransitions, "sentence", "reopened"))).toEqual([
    "RULE_BROKEN",
    'The case is reopened, so "sentence" is not possible; possible now: list, deny, convict, acquit, await-sentence, withdraw.',
    ["list", "deny", "convict", "acquit", "await-sentence", "withdraw"],
  ]);
  expect(refusal(() => moved("The case", caseTransitions, "list", "transferred"))).toEqual([
    "RULE_BROKEN",
    'The case is transferred, so "list" is not possible; possible now: nothing.',
    [],
  ]);
});

/** Who may make each move, written by hand: courts decide, supervisors report, the police execute warrants. */
const who: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  JUD: [
    ["order", "revoke-breach"],
    ["order", "suspend"],
    ["case", "reopen"],
    ["case", "send"],
    ["requirement", "terminate"],
    ["warrant", "execute"],
    ["warrant", "withdraw"],
    ["trial", "effective"],
    ["trial", "vacated"],
    ["hearing", "adjourn"],
    ["hearing", "held"],
  ],
  PRB: [
    ["order", "complete"],
    ["order", "complete-plan"],
    ["order", "expire-breach-pending"],
    ["requirement", "start"],
    ["requirement", "terminate"],
  ],
  POL: [["warrant", "execute"]],
  LST: [
    ["hearing", "held"],
    ["hearing", "move"],
    ["trial", "vacated"],
  ],
  TRT: [],
};
const tables: Readonly<Record<string, StateTable<string>>> = {
  case: caseTransitions,
  hearing: hearingTransitions,
  trial: trialTransitions,
  order: orderTransitions,
  requirement: requirementTransitions,
  warrant: warrantTransitions,
};
const asked = [...new Set(Object.values(who).flatMap(moves => moves.map(move => move.join(" "))))];

test.each(Object.keys(who))("%s may do what is theirs of these, and nothing else", role => {
  const may = asked.filter(move => {
    const [name = "", transition = ""] = move.split(" ");
    const outcome = refusal(() => assertWho(tables[name] ?? {}, transition, [role as Role]));
    return Array.isArray(outcome) && outcome[0] === "moved";
  });
  expect(may.sort()).toEqual((who[role] ?? []).map(move => move.join(" ")).sort());
});

test("what follows by itself is nobody's to do", () => {
  for (const [table, transition] of [
    [caseTransitions, "list"],
    [caseTransitions, "issue-warrant"],
    [hearingTransitions, "share"],
    [orderTransitions, "start"],
  ] as const)
    expect(refusal(() => assertWho(table as StateTable<string>, transition, ["JUD", "LA", "LST", "PRB"]))).toEqual([
      "ACCESS_DENIED",
      expect.any(String),
      undefined,
    ]);
});
