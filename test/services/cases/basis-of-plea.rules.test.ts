import {
  assertBases,
  type BasisOfPlea,
  basisStates,
  basisTable,
} from "../../../services/cases/basis-of-plea/basis-of-plea.rules.ts";
import { answered } from "../../../services/cases/basis-of-plea/basis-of-plea.store.ts";
import { assertUndecided } from "../../../services/cases/cases.rules.ts";
import type { CaseStatus } from "../../../services/cases/cases.states.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

const at = (time: string) => new Date(`2026-03-10T${time}:00Z`);
const by = "a-person";

test("a basis is served, and then accepted or disputed, by the court that writes it down; nothing that was said is final", () => {
  walk(basisTable, basisStates, {
    served: { accept: "accepted", dispute: "disputed" },
    accepted: { dispute: "disputed" },
    disputed: { accept: "accepted" },
  });
  expect(partiesOf(basisTable)).toEqual({ accept: "court", dispute: "court" });
  expect(tellsOf(basisTable)).toEqual({ accept: "plea.basis-answered", dispute: "plea.basis-answered" });
  expect(effectsOf(basisTable)).toEqual({});
});

test("only a plea of guilty has a basis, and another is refused by its place", () => {
  const basis = { text: "One only", state: "served" };
  expect(refusal(() => assertBases([{ plea: "guilty", basis }, { plea: "not-guilty" }]))).toBe("allowed");
  expect(refusal(() => assertBases([{ plea: "guilty" }, { plea: "not-guilty", basis }]))).toEqual([
    "VALIDATION",
    [{ path: "pleas[1].basis", message: "expected no basis: only a plea of guilty has one" }],
  ]);
});

const pleaded = (basis?: BasisOfPlea) => ({
  ...{ id: "o", code: "TH68001", title: "Theft", wording: null, category: "either-way", date: "2026-01-01" },
  plea: {
    ...{ value: "guilty" as const, at: at("10:00"), stage: "first-hearing" as const },
    ...(basis && { basis }),
  },
  verdict: null,
  result: null,
});
const served = { text: "One only", state: "served" as const, answers: [] };

test("what is said to it is added in order, and the words and the plea stay as they were", () => {
  const first = answered(pleaded(served), "dispute", { at: at("11:00"), by });
  const second = answered(first.offence, "accept", { at: at("12:00"), by });
  expect([first.state, second.state]).toEqual(["disputed", "accepted"]);
  expect(second.offence.plea).toEqual({
    ...{ value: "guilty", at: at("10:00"), stage: "first-hearing" },
    basis: {
      ...{ text: "One only", state: "accepted" },
      answers: [
        { at: at("11:00"), by, state: "disputed" },
        { at: at("12:00"), by, state: "accepted" },
      ],
    },
  });
});

test("nothing is said to a basis that is not there, before what was said last, or without end", () => {
  const none = ["RULE_BROKEN", "There is no basis of plea on this offence."];
  expect(refusal(() => answered(pleaded(), "accept", { at: at("11:00"), by }))).toEqual(none);
  expect(refusal(() => answered({ ...pleaded(), plea: null }, "accept", { at: at("11:00"), by }))).toEqual(none);
  const early = ["VALIDATION", [{ path: "answeredAt", message: "expected no time before what was said last" }]];
  expect(refusal(() => answered(pleaded(served), "accept", { at: at("09:59"), by }))).toEqual(early);
  const { offence } = answered(pleaded(served), "accept", { at: at("11:00"), by });
  expect(refusal(() => answered(offence, "dispute", { at: at("10:30"), by }))).toEqual(early);
  const answers = Array.from({ length: 20 }, () => ({ at: at("10:30"), by, state: "disputed" as const }));
  const full = pleaded({ ...served, state: "disputed", answers });
  expect(refusal(() => answered(full, "accept", { at: at("11:00"), by }))).toEqual([
    "RULE_BROKEN",
    "A basis of plea is answered at most 20 times.",
  ]);
});

test("the court is told things until it has decided, or the case is elsewhere", () => {
  const expected: Readonly<Record<CaseStatus, boolean>> = {
    ...{ received: true, listed: true, "in-progress": true, convicted: true, "awaiting-sentence": true },
    ...{ "inactive-warrant": true, "inactive-sine-die": true, reopened: true },
    ...{ "not-convicted": false, sentenced: false, "order-in-force": false, closed: false, withdrawn: false },
    ...{ "committed-to-crown": false, transferred: false },
  };
  for (const [status, isOpen] of Object.entries(expected) as [CaseStatus, boolean][])
    expect([status, refusal(() => assertUndecided(status)) === "allowed"]).toEqual([status, isOpen]);
  expect(refusal(() => assertUndecided("sentenced"))).toEqual([
    "RULE_BROKEN",
    "The case is sentenced; this is told to the court before it decides.",
  ]);
});
