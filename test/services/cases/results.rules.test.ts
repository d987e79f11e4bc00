import { isKnown } from "../../../libs/errors/errors.ts";
import type { DefendantCase, Offence } from "../../../services/cases/cases.schema.ts";
import { resultCodeOn, resultCodes } from "../../../services/cases/results/results.reference.ts";
import {
  afterDisposal,
  afterFindings,
  assertAgainstFindings,
  assertLines,
  hashOf,
  isDisposed,
  stageOf,
  withResults,
  withVerdicts,
} from "../../../services/cases/results/results.rules.ts";

const at = new Date("2026-03-10T10:00:00Z");
const plea = (value: "guilty" | "not-guilty") => ({ value, at, stage: "first-hearing" as const });
const offence = (id: string, over: Partial<Offence> = {}): Offence => ({
  id,
  code: "TH68001",
  title: "Theft",
  wording: null,
  category: "either-way",
  date: "2026-01-01",
  plea: null,
  verdict: null,
  result: null,
  ...over,
});
const result = (kind: "sentence" | "acquittal" | "withdrawal") => ({ code: "1015", text: "T", at, kind, version: 1 });

function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isKnown(error) ? error.type : error;
  }
  return "allowed";
}

describe("result codes", () => {
  test("stand between 1000 and 9999, each with what it does", () => {
    for (const code of Object.keys(resultCodes)) expect(code).toMatch(/^[1-9]\d{3}$/);
  });

  test.each([
    ["1116", "2026-03-10", "Community order"],
    ["1116", "2005-04-04", "Community order"],
    ["1116", "2005-04-03", undefined],
    ["1086", "2005-04-03", "Drug treatment and testing order"],
    ["1086", "2005-04-04", undefined],
    ["1141", "2009-11-29", undefined],
    ["9999", "2026-03-10", undefined],
    ["constructor", "2026-03-10", undefined],
  ])("%s on %s is %s", (code, day, title) => {
    expect(resultCodeOn(code, day)?.title).toBe(title);
  });

  test("lines need an offence of the defendant and a code of the day", () => {
    const current = { offences: [offence("a")] } as unknown as DefendantCase;
    const line = (offenceId: string, code: string) => [{ offenceId, code, text: "T" }];
    expect(refusal(() => assertLines(current, line("a", "1015"), "2026-03-10"))).toBe("allowed");
    expect(refusal(() => assertLines(current, line("b", "1015"), "2026-03-10"))).toBe("VALIDATION");
    expect(refusal(() => assertLines(current, line("a", "1086"), "2026-03-10"))).toBe("VALIDATION");
  });
});

test.each([
  ["a fine ends it", ["1015"], "1015", "sentence"],
  ["a fine with compensation and costs: the fine", ["3012", "3011", "1015"], "1015", "sentence"],
  ["not guilty ends it", ["2004"], "2004", "acquittal"],
  ["withdrawal ends it", ["2051"], "2051", "withdrawal"],
  ["an adjournment does not", ["4506"], undefined, undefined],
  ["costs alone do not", ["3011"], undefined, undefined],
  ["a deferred sentence does not", ["4005"], undefined, undefined],
] as const)("an offence: %s", (_what, codes, code, kind) => {
  const lines = codes.map(each => ({ offenceId: "a", code: each, text: "T" }));
  const after = withResults(offence("a"), lines, 3, at);
  expect([after.result?.code, after.result?.kind]).toEqual([code, kind]);
  if (code) expect(after.result?.version).toBe(3);
  expect(withResults(offence("b"), lines, 3, at).result).toBeNull();
});

test.each([
  [[], true],
  [[result("sentence")], true],
  [[result("sentence"), null], false],
  [[null], false],
  [[result("acquittal"), result("withdrawal")], true],
] as const)("results %j: disposed is %s", (results, expected) => {
  expect(isDisposed({ offences: results.map((each, n) => offence(String(n), { result: each })) })).toBe(expected);
});

describe("where findings lead", () => {
  const guilty = { plea: plea("guilty") };
  const found = (value: "guilty" | "not-guilty") => ({ plea: plea("not-guilty"), verdict: { value, at } });
  test.each([
    ["nothing said yet", [{}], "in-progress"],
    ["one plea of two", [guilty, {}], "in-progress"],
    ["not guilty, untried", [{ plea: plea("not-guilty") }], "in-progress"],
    ["guilty to all", [guilty, guilty], "convicted"],
    ["guilty to one, the other withdrawn", [guilty, { result: result("withdrawal") }], "convicted"],
    ["found guilty", [found("guilty")], "convicted"],
    ["found guilty of one of two", [found("guilty"), found("not-guilty")], "convicted"],
    ["found not guilty", [found("not-guilty")], "not-convicted"],
    ["all dismissed", [{ result: result("acquittal") }], "not-convicted"],
  ] as const)("%s: %s", (_what, offences, expected) => {
    const made = offences.map((over, n) => offence(String(n), over));
    expect(afterFindings({ offences: made, status: "listed" })).toBe(expected);
  });
});

test.each([
  ["convicted", ["sentence"], "sentenced"],
  ["awaiting-sentence", ["sentence", "acquittal"], "sentenced"],
  ["not-convicted", ["acquittal"], "not-convicted"],
  ["in-progress", ["acquittal", "withdrawal"], "not-convicted"],
  ["listed", ["withdrawal"], "withdrawn"],
  ["inactive-warrant", ["withdrawal"], "withdrawn"],
  ["in-progress", ["sentence"], "RULE_BROKEN"],
  ["convicted", ["withdrawal"], "RULE_BROKEN"],
  ["inactive-warrant", ["sentence"], "RULE_BROKEN"],
] as const)("disposed of while %s with %j: %s", (status, kinds, expected) => {
  const offences = kinds.map((kind, n) => offence(String(n), { result: result(kind) }));
  if (expected === "RULE_BROKEN") expect(refusal(() => afterDisposal({ offences, status }))).toBe(expected);
  else expect(afterDisposal({ offences, status })).toBe(expected);
});

test.each([
  ["a sentence after a plea of guilty", { plea: plea("guilty"), result: result("sentence") }, "allowed"],
  ["a sentence after a verdict", { verdict: { value: "guilty" as const, at }, result: result("sentence") }, "allowed"],
  ["a sentence after nothing", { result: result("sentence") }, "RULE_BROKEN"],
  [
    "a sentence after not guilty",
    { verdict: { value: "not-guilty" as const, at }, result: result("sentence") },
    "RULE_BROKEN",
  ],
  ["an acquittal after a plea of guilty", { plea: plea("guilty"), result: result("acquittal") }, "RULE_BROKEN"],
  ["a withdrawal after a plea of guilty", { plea: plea("guilty"), result: result("withdrawal") }, "allowed"],
] as const)("%s is %s", (_what, over, expected) => {
  expect(refusal(() => assertAgainstFindings([offence("a", over)]))).toBe(expected);
});

test("a verdict on what was admitted, or on somebody else's offence, is refused", () => {
  const offences = [offence("a", { plea: plea("guilty") }), offence("b")];
  const found = (offenceId: string) => [{ offenceId, verdict: "guilty" as const }];
  expect(refusal(() => withVerdicts(offences, found("a"), at))).toBe("RULE_BROKEN");
  expect(refusal(() => withVerdicts(offences, found("z"), at))).toBe("VALIDATION");
  expect(withVerdicts(offences, found("b"), at).map(({ verdict }) => verdict?.value)).toEqual([undefined, "guilty"]);
});

test.each([
  ["nothing listed", [], "first-hearing"],
  ["its first hearing", [["2026-03-10", "first", "held"]], "first-hearing"],
  [
    "a later hearing",
    [
      ["2026-02-10", "first", "held"],
      ["2026-03-10", "mention", "held"],
    ],
    "before-trial",
  ],
  [
    "the day of trial",
    [
      ["2026-02-10", "first", "held"],
      ["2026-03-10", "trial", "listed"],
    ],
    "trial-day",
  ],
  [
    "a trial that was moved",
    [
      ["2026-02-10", "first", "held"],
      ["2026-03-10", "trial", "moved"],
    ],
    "before-trial",
  ],
  ["an earlier hearing that was vacated", [["2026-02-10", "first", "vacated"]], "first-hearing"],
] as const)("a plea at %s is of the stage %s", (_what, hearings, expected) => {
  const made = hearings.map(([day, type, status]) => ({ day, type, status }));
  expect(stageOf(made, "2026-03-10")).toBe(expected);
});

test("the hash is of what was decided: another word is another hash, another time is not", () => {
  const sheet = {
    hearingId: "h",
    lines: [{ offenceId: "a", code: "1015", text: "Fined" }],
    disposal: "fine",
    order: null,
  };
  const hash = hashOf("c", "d", sheet);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf("c", "d", { ...sheet, lines: [{ text: "Fined", code: "1015", offenceId: "a" }] })).toBe(hash);
  for (const other of [
    hashOf("c", "e", sheet),
    hashOf("x", "d", sheet),
    hashOf("c", "d", { ...sheet, disposal: null }),
    hashOf("c", "d", { ...sheet, lines: [{ offenceId: "a", code: "1015", text: "Fined." }] }),
  ])
    expect(other).not.toBe(hash);
});
