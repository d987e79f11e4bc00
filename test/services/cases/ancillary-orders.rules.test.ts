import {
  ancillaryStates,
  ancillaryTable,
  ancillaryTypeOf,
  assertAncillaryTerms,
  assertBears,
  behaviourOrderTable,
  deferralTable,
  tableOf,
  wrongTerms,
} from "../../../services/cases/ancillary-orders/ancillary-orders.rules.ts";
import type { Offence } from "../../../services/cases/cases.schema.ts";
import { partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("criminal behaviour orders and restraining orders: every state by every move", () => {
  walk(behaviourOrderTable, ancillaryStates, {
    "in-force": { vary: "in-force", discharge: "discharged", expire: "expired" },
    discharged: {},
    expired: {},
    "dealt-with": {},
  });
});

test("a deferred sentence: every state by every move; only the sentence ends it", () => {
  walk(deferralTable, ancillaryStates, {
    "in-force": { report: "in-force" },
    discharged: {},
    expired: {},
    "dealt-with": {},
  });
});

test("who does what, and what tells it", () => {
  expect(partiesOf(ancillaryTable)).toEqual({
    vary: "court",
    discharge: "court",
    expire: "court",
    report: "court supervisor",
  });
  expect(tellsOf(ancillaryTable)).toEqual({
    vary: "ancillary-order.varied",
    discharge: "ancillary-order.ended",
    expire: "ancillary-order.ended",
    report: "ancillary-order.reported",
  });
});

test("which code makes which order, and which rules it has", () => {
  expect(["1177", "3047", "4005", "1015", "constructor"].map(ancillaryTypeOf)).toEqual([
    ...["criminal-behaviour-order", "restraining-order", "deferred-sentence", undefined, undefined],
  ]);
  expect(tableOf("restraining-order")).toBe(behaviourOrderTable);
  expect(tableOf("deferred-sentence")).toBe(deferralTable);
});

const day = "2026-03-10";
const supervisedBy = "11111111-1111-4111-8111-111111111111";
const forbids = { prohibitions: ["Not to enter Walton Vale"], requirements: [], isUnder18: false };
const requires = { prohibitions: [], requirements: ["To attend"], isUnder18: false };

test.each([
  ["criminal-behaviour-order", { ...forbids }, []],
  ["criminal-behaviour-order", { ...forbids, endsOn: "2028-03-10" }, []],
  ["criminal-behaviour-order", { ...forbids, endsOn: "2028-03-09" }, ["endsOn"]],
  ["criminal-behaviour-order", { ...forbids, isUnder18: true }, ["endsOn"]],
  ["criminal-behaviour-order", { ...forbids, isUnder18: true, endsOn: "2027-03-09" }, ["endsOn"]],
  ["criminal-behaviour-order", { ...forbids, isUnder18: true, endsOn: "2027-03-10" }, []],
  ["criminal-behaviour-order", { ...forbids, isUnder18: true, endsOn: "2029-03-10" }, []],
  ["criminal-behaviour-order", { ...forbids, isUnder18: true, endsOn: "2029-03-11" }, ["endsOn"]],
  ["criminal-behaviour-order", { ...requires }, ["supervisedBy"]],
  ["criminal-behaviour-order", { ...requires, supervisedBy }, []],
  ["criminal-behaviour-order", { ...forbids, prohibitions: [] }, ["prohibitions"]],
  ["restraining-order", { ...forbids }, []],
  ["restraining-order", { ...forbids, endsOn: "2026-03-11" }, []],
  ["restraining-order", { ...forbids, endsOn: "2026-03-10" }, ["endsOn"]],
  ["restraining-order", { ...forbids, prohibitions: [] }, ["prohibitions"]],
  ["restraining-order", { ...forbids, requirements: ["To attend"] }, ["requirements"]],
  ["restraining-order", { ...forbids, supervisedBy }, ["supervisedBy"]],
  ["restraining-order", { ...forbids, isUnder18: true }, ["isUnder18"]],
  ["deferred-sentence", { ...requires, endsOn: "2026-09-10" }, []],
  ["deferred-sentence", { ...requires, requirements: [], endsOn: "2026-04-10" }, []],
  ["deferred-sentence", { ...requires, endsOn: "2026-09-11" }, ["endsOn"]],
  ["deferred-sentence", { ...requires, endsOn: "2026-03-10" }, ["endsOn"]],
  ["deferred-sentence", { ...requires }, ["endsOn"]],
  ["deferred-sentence", { ...forbids, endsOn: "2026-09-10" }, ["prohibitions"]],
  ["deferred-sentence", { ...requires, endsOn: "2026-09-10", isUnder18: true }, ["isUnder18"]],
] as const)("a %s made on 10 March with %j: wrong is %j", (type, terms, fields) => {
  expect(wrongTerms(type, terms, day).map(([field]) => field)).toEqual(fields);
});

test("a line that makes an order has its terms, and no other line has any", () => {
  const wrong = (line: object) => refusal(() => assertAncillaryTerms([{ offenceId: "a", code: "1015", ...line }], day));
  expect(wrong({})).toBe("allowed");
  expect(wrong({ terms: forbids })).toMatchObject(["VALIDATION", [{ path: "lines[0].terms" }]]);
  expect(wrong({ code: "1177" })).toMatchObject(["VALIDATION", [{ path: "lines[0].terms" }]]);
  expect(wrong({ code: "3047", terms: forbids })).toBe("allowed");
  expect(wrong({ code: "4005", terms: requires })).toMatchObject(["VALIDATION", [{ path: "lines[0].terms.endsOn" }]]);
});

const at = new Date("2026-03-10T10:00:00Z");
const guilty = { plea: { value: "guilty" as const, at, stage: "first-hearing" as const }, verdict: null };
const untried = { plea: null, verdict: null };
const acquitted = { plea: null, verdict: { value: "not-guilty" as const, at } };
const ended = (kind: "sentence" | "acquittal" | "withdrawal", code: string) => ({
  kind,
  code,
  text: "T",
  at,
  version: 1,
});

test.each([
  ["1177", guilty, ended("sentence", "1015"), true],
  ["1177", guilty, ended("sentence", "1018"), true],
  ["1177", guilty, ended("sentence", "1017"), false],
  ["1177", guilty, null, false],
  ["1177", acquitted, ended("acquittal", "2004"), false],
  ["3047", guilty, ended("sentence", "1015"), true],
  ["3047", guilty, null, true],
  ["3047", acquitted, ended("acquittal", "2004"), true],
  ["3047", untried, null, false],
  ["3047", untried, ended("withdrawal", "2051"), false],
  ["4005", guilty, null, true],
  ["4005", guilty, ended("sentence", "1015"), false],
  ["4005", untried, null, false],
  ["1015", untried, null, true],
] as const)("%s on an offence with %j and the result %j: borne is %s", (code, found, result, expected) => {
  const offence = { id: "a", ...found, result } as unknown as Offence;
  const outcome = refusal(() => assertBears([offence], [{ offenceId: "a", code }]));
  expect(outcome === "allowed" ? true : (outcome as string[])[0]).toBe(expected ? true : "RULE_BROKEN");
});
