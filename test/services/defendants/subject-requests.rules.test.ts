import { type ExemptionGround, exemptSource, subjectAccess } from "../../../libs/access/subject-access.ts";
import { addMonths } from "../../../libs/clock/months.ts";
import { isKnown } from "../../../libs/errors/errors.ts";
import type { Command } from "../../../libs/record/command.ts";
import {
  dueOnOf,
  isOverdue,
  type Move,
  moved,
  stateAfter,
} from "../../../services/defendants/subject-requests/subject-requests.rules.ts";
import type {
  MoveName,
  Outcome,
  RequestKind,
  RequestState,
  SubjectRequest,
} from "../../../services/defendants/subject-requests/subject-requests.schema.ts";

/** What `work` is refused with: the type, and the sentence or the first field. */
function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isKnown(error) ? [error.type, error.data?.detail ?? error.data?.errors?.[0]?.path] : error;
  }
  return "allowed";
}

const at = (text: string) => new Date(text);
const command = (text: string): Command => ({
  by: { id: "officer", agencyId: "agency" },
  id: "command",
  fingerprint: "command",
  ifVersion: undefined,
  at: at(text),
});
const entry = { at: at("2026-01-05T10:00:00Z"), by: "officer", what: "receive", text: null, leftOut: null } as const;
const request = (over: Partial<SubjectRequest> = {}): SubjectRequest => ({
  _id: "request",
  v: 1,
  recordedAt: at("2026-01-05T10:00:00Z"),
  changedAt: at("2026-01-05T10:00:00Z"),
  outbox: [],
  created: { key: "k", fingerprint: "f", v: 1 },
  done: [],
  defendantId: "0a000000-0000-4000-8000-000000000001",
  agencyId: "agency",
  kind: "access",
  state: "identity-shown",
  receivedAt: at("2026-01-05T10:00:00Z"),
  identityShownAt: at("2026-01-05T10:00:00Z"),
  dueOn: "2026-02-05",
  extendedByMonths: 0,
  details: "All of it",
  handledBy: "officer",
  answer: null,
  refusal: null,
  restricting: false,
  log: [entry],
  ...over,
});

describe("every state by every move by every kind", () => {
  const open: Record<string, Partial<Record<MoveName, RequestState>>> = {
    received: { "show-identity": "identity-shown", refuse: "refused", withdraw: "withdrawn" },
    shown: { extend: "identity-shown", answer: "answered", refuse: "refused", withdraw: "withdrawn" },
  };
  const expected: Record<RequestKind, Record<RequestState, Partial<Record<MoveName, RequestState>>>> = {
    access: {
      received: { ...open.received },
      "identity-shown": { ...open.shown, "make-pack": "identity-shown" },
      answered: { "make-pack": "answered" },
      refused: {},
      withdrawn: {},
    },
    rectification: {
      received: { ...open.received },
      "identity-shown": { ...open.shown },
      answered: { "lift-restriction": "answered" },
      refused: {},
      withdrawn: {},
    },
    restriction: {
      received: { ...open.received },
      "identity-shown": { ...open.shown },
      answered: { "lift-restriction": "answered" },
      refused: {},
      withdrawn: {},
    },
  };
  const names: readonly MoveName[] = [
    "show-identity",
    "extend",
    "answer",
    "refuse",
    "withdraw",
    "make-pack",
    "lift-restriction",
  ];
  const kinds: readonly RequestKind[] = ["access", "rectification", "restriction"];
  const states: readonly RequestState[] = ["received", "identity-shown", "answered", "refused", "withdrawn"];

  test.each(kinds.flatMap(kind => states.map(state => [kind, state] as const)))("%s, %s", (kind, state) => {
    const allowed = expected[kind][state];
    for (const name of names) {
      const attempt = () => stateAfter(name, { kind, state });
      if (allowed[name]) expect(attempt()).toBe(allowed[name]);
      else
        expect(refusal(attempt)).toEqual([
          "RULE_BROKEN",
          `This request (${kind}) is ${state}, so "${name}" is not possible; possible now: ${names.filter(other => allowed[other]).join(", ") || "nothing"}.`,
        ]);
    }
  });
});

test.each([
  ["2026-01-15", 1, "2026-02-15"],
  ["2026-01-31", 1, "2026-02-28"],
  ["2028-01-31", 1, "2028-02-29"],
  ["2028-01-29", 1, "2028-02-29"],
  ["2027-01-29", 1, "2027-02-28"],
  ["2100-01-31", 1, "2100-02-28"],
  ["2000-01-31", 1, "2000-02-29"],
  ["2028-02-29", 1, "2028-03-29"],
  ["2026-03-31", 1, "2026-04-30"],
  ["2026-12-31", 1, "2027-01-31"],
  ["2026-12-31", 2, "2027-02-28"],
  ["2026-11-30", 3, "2027-02-28"],
  ["2026-01-31", 3, "2026-04-30"],
])("the day corresponding to %s after %i months is %s", (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});

test.each([
  ["shown with the request", "2026-01-31T09:00:00Z", "2026-01-31T09:00:00Z", 0, "2026-02-28"],
  ["shown before it", "2026-01-31T09:00:00Z", "2025-12-01T09:00:00Z", 0, "2026-02-28"],
  ["shown ten days later: the clock stood still", "2026-01-05T09:00:00Z", "2026-01-15T09:00:00Z", 0, "2026-02-15"],
  ["the last instant of a day", "2026-01-05T23:59:59Z", "2026-01-05T23:59:59Z", 0, "2026-02-05"],
  ["a leap year", "2028-01-31T09:00:00Z", "2028-01-31T09:00:00Z", 0, "2028-02-29"],
  ["extended by one month", "2026-01-31T09:00:00Z", "2026-01-31T09:00:00Z", 1, "2026-03-31"],
  ["extended by two", "2026-01-31T09:00:00Z", "2026-01-31T09:00:00Z", 2, "2026-04-30"],
])("due: identity %s", (_what, receivedAt, shownAt, months, expected) => {
  expect(dueOnOf(at(receivedAt), at(shownAt), months)).toBe(expected);
});

test.each([
  ["identity-shown", "2026-02-05", "2026-02-05", false],
  ["identity-shown", "2026-02-05", "2026-02-06", true],
  ["received", null, "2030-01-01", false],
  ["answered", "2026-02-05", "2026-03-01", false],
  ["refused", "2026-02-05", "2026-03-01", false],
  ["withdrawn", "2026-02-05", "2026-03-01", false],
] as const)("%s, due %s, on %s: overdue %s", (state, dueOn, today, expected) => {
  expect(isOverdue({ state, dueOn }, today)).toBe(expected);
});

describe("extending", () => {
  const extend: Move = { name: "extend", months: 2, reason: "Twelve boxes of paper" };
  const extended = (over: Partial<SubjectRequest>, now: string) =>
    moved(request(over), extend, command(now), undefined);

  test("counts from the beginning, and keeps the state", () => {
    expect(extended({}, "2026-02-05T23:59:59Z").set).toMatchObject({
      state: "identity-shown",
      dueOn: "2026-04-05",
      extendedByMonths: 2,
    });
  });
  test("is done once", () => {
    expect(refusal(() => extended({ extendedByMonths: 1 }, "2026-02-01T10:00:00Z"))).toEqual([
      "RULE_BROKEN",
      "This request was extended already; that is done once.",
    ]);
  });
  test("is not done when the time is over", () => {
    expect(refusal(() => extended({}, "2026-02-06T00:00:00Z"))).toEqual([
      "RULE_BROKEN",
      "This request was due on 2026-02-05; it cannot be extended after that.",
    ]);
  });
});

describe("answering", () => {
  const packed = { log: [entry, { ...entry, what: "make-pack" as const, leftOut: [] }] };
  const before = at("2026-01-05T09:59:59Z");
  const after = at("2026-01-05T10:00:00Z");
  const record = "0a000000-0000-4000-8000-000000000009";
  const allowed = "allowed";
  const broken = (detail: string) => ["RULE_BROKEN", expect.stringContaining(detail)];

  test.each<[RequestKind, Outcome, object, Partial<SubjectRequest>, Date | undefined, unknown]>([
    ["access", "supplied", {}, packed, undefined, allowed],
    ["access", "supplied", {}, {}, undefined, broken("make the pack first")],
    ["access", "corrected", {}, packed, after, broken("possible: supplied.")],
    ["access", "restricted", {}, packed, undefined, broken("possible: supplied.")],
    ["rectification", "corrected", {}, {}, after, allowed],
    ["rectification", "corrected", {}, {}, before, broken("has not been corrected since")],
    ["rectification", "corrected", {}, {}, undefined, broken("has not been corrected since")],
    ["rectification", "corrected", { correctedRecordId: record }, {}, undefined, allowed],
    ["rectification", "not-corrected", { reason: "It is right" }, {}, undefined, allowed],
    ["rectification", "not-corrected", { reason: "It is right", statement: "It is not" }, {}, undefined, allowed],
    ["rectification", "not-corrected", { statement: "It is not" }, {}, undefined, ["VALIDATION", "move.reason"]],
    ["rectification", "corrected", { statement: "It was" }, {}, after, ["VALIDATION", "move.statement"]],
    ["rectification", "restricted", {}, {}, undefined, allowed],
    ["rectification", "supplied", {}, packed, after, broken("possible: corrected, not-corrected, restricted.")],
    ["restriction", "restricted", {}, {}, undefined, allowed],
    [
      "restriction",
      "restricted",
      { correctedRecordId: record },
      {},
      undefined,
      ["VALIDATION", "move.correctedRecordId"],
    ],
    ["restriction", "not-restricted", { reason: "Needed in court" }, {}, undefined, allowed],
    ["restriction", "not-restricted", {}, {}, undefined, ["VALIDATION", "move.reason"]],
    ["restriction", "corrected", {}, {}, after, broken("possible: restricted, not-restricted.")],
  ])("%s: %s with %j", (kind, outcome, given, over, correctedAt, expected) => {
    const move: Move = { name: "answer", outcome, ...given };
    const attempt = () => moved(request({ kind, ...over }), move, command("2026-01-20T10:00:00Z"), correctedAt);
    expect(refusal(attempt)).toEqual(expected);
    if (expected === allowed)
      expect(attempt().set).toMatchObject({ state: "answered", restricting: outcome === "restricted" });
  });
});

test("a restriction is lifted once, and only where there is one", () => {
  const lift: Move = { name: "lift-restriction", reason: "The record was checked" };
  const answered = { kind: "restriction", state: "answered" } as const;
  const lifted = (restricting: boolean) =>
    moved(request({ ...answered, restricting }), lift, command("2026-03-01T10:00:00Z"), undefined);
  expect(lifted(true).set).toMatchObject({ state: "answered", restricting: false });
  expect(refusal(() => lifted(false))).toEqual(["RULE_BROKEN", "This request restricts nothing now."]);
});

test("nothing more is done with a request whose log is full", () => {
  const full = request({ log: Array.from({ length: 200 }, () => entry) });
  const attempt = () => moved(full, { name: "withdraw", reason: "Enough" }, command("2026-01-20T10:00:00Z"), undefined);
  expect(refusal(attempt)).toEqual(["RULE_BROKEN", "At most 200 things are done with one request."]);
});

test("what a person is given of each class, and what the law keeps from them", () => {
  const expected: Record<string, ExemptionGround | "given" | "no file"> = {
    identity: "given",
    case: "given",
    results: "given",
    supervision: "given",
    antecedents: "given",
    spent: "given",
    risk: "given",
    compliance: "given",
    "drug-tests": "given",
    treatment: "given",
    health: "given",
    needs: "given",
    "victim-contact": "others-rights",
    "victim-statement": "others-rights",
    intelligence: "prevention-of-crime",
    "private-notes": "judicial-capacity",
    "court-notes": "judicial-capacity",
    "agency-notes": "given",
    youth: "given",
    equality: "given",
    "limited-access": "others-rights",
    logs: "no file",
    reports: "no file",
    administration: "no file",
    reference: "no file",
    session: "no file",
  };
  const words = Object.entries(subjectAccess).map(([cls, row]) => [
    cls,
    row.rule === "exempt" ? row.ground : row.rule === "included" ? "given" : "no file",
  ]);
  expect(Object.fromEntries(words)).toEqual(expected);
});

test("what victim services recorded speaks for others; no other agency's does", () => {
  expect(exemptSource("victim")).toBe("others-rights");
  const others = ["court", "police", "cps", "defence", "probation", "youth", "treatment", "health", "support"] as const;
  expect(others.flatMap(type => exemptSource(type) ?? [])).toEqual([]);
});
