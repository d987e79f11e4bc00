import { isKnown } from "../../../libs/errors/errors.ts";
import { trialReasonNames, trialReasons } from "../../../services/cases/hearings/hearings.reference.ts";
import {
  type AttendanceEntry,
  assertAttendance,
  assertTrialReason,
  daysOf,
  standingAttendance,
} from "../../../services/cases/hearings/hearings.rules.ts";

function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isKnown(error) ? error.data?.errors?.map(({ path }) => path) : error;
  }
  return "allowed";
}

test("the days of a hearing are in order and once each, and none is before the first", () => {
  expect(daysOf("2026-03-10", [])).toEqual(["2026-03-10"]);
  expect(daysOf("2026-03-10", ["2026-03-12", "2026-03-11", "2026-03-11"])).toEqual([
    "2026-03-10",
    "2026-03-11",
    "2026-03-12",
  ]);
  expect(refusal(() => daysOf("2026-03-10", ["2026-03-09"]))).toEqual(["days"]);
});

/** Which reasons go with which ending of a trial, written by hand; an effective trial has none. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  effective: [],
  cracked: [
    "guilty-plea",
    "guilty-plea-to-alternative",
    "bound-over",
    "prosecution-ends-case",
    "prosecution-witness-absent",
  ],
  ineffective: [
    "prosecution-witness-absent",
    "prosecution-not-ready",
    "defence-not-ready",
    "defence-witness-absent",
    "defendant-absent",
    "defendant-not-produced",
    "not-reached",
    "no-interpreter",
    "no-court",
  ],
  vacated: ["prosecution-ends-case", "prosecution-not-ready", "defence-not-ready", "no-court"],
};

test.each(Object.keys(fitting))("a trial that was %s has one of its reasons and no other", classification => {
  for (const reason of trialReasonNames)
    expect([reason, refusal(() => assertTrialReason(classification, reason))]).toEqual([
      reason,
      fitting[classification]?.includes(reason) ? "allowed" : ["reason"],
    ]);
  expect(refusal(() => assertTrialReason(classification, null))).toEqual(
    classification === "effective" ? "allowed" : ["reason"],
  );
});

test("the codes of the return that a public source gives are those", () => {
  const coded = Object.entries(trialReasons).flatMap(([name, row]) => ("code" in row ? [[name, row.code]] : []));
  expect(coded).toEqual([
    ["defendant-absent", "S1"],
    ["not-reached", "W3"],
    ["no-interpreter", "W5"],
  ]);
});

describe("attendance", () => {
  const hearing = { defendantIds: ["a", "b"], days: ["2026-03-10", "2026-03-11"] };
  const entry = (defendantId: string, day: string, reason: string | null = null): AttendanceEntry => ({
    defendantId,
    day,
    attendance: "attended",
    at: new Date("2026-03-10T10:00:00Z"),
    reason,
  });

  test.each([
    ["somebody listed", [entry("a", "2026-03-10")], "allowed"],
    ["the second day", [entry("a", "2026-03-11")], "allowed"],
    ["somebody else", [entry("z", "2026-03-10")], ["attendance[0].defendantId"]],
    ["another day", [entry("b", "2026-03-10"), entry("a", "2026-03-12")], ["attendance[1].day"]],
    ["a correction without a reason", [entry("b", "2026-03-11")], ["attendance[0].reason"]],
    ["a correction with one", [entry("b", "2026-03-11", "Wrong person")], "allowed"],
  ] as const)("of %s", (_what, entries, expected) => {
    expect(refusal(() => assertAttendance(hearing, [entry("b", "2026-03-11")], entries))).toEqual(expected);
  });

  test("the last entry for a day stands, and the others are kept", () => {
    const all = [
      entry("a", "2026-03-10"),
      entry("b", "2026-03-10"),
      { ...entry("a", "2026-03-10", "He was late"), attendance: "absent-acceptable" as const },
    ];
    expect(standingAttendance(all).map(({ defendantId, attendance }) => [defendantId, attendance])).toEqual([
      ["a", "absent-acceptable"],
      ["b", "attended"],
    ]);
  });
});
