import type { CaseStatus } from "../../../services/cases/cases.states.ts";
import { assertAdmitted, assertBeforeSentence, withdrawing } from "../../../services/cases/tics/tics.rules.ts";
import { refusal } from "./support/walk.ts";

const statuses: readonly CaseStatus[] = [
  ...(["received", "listed", "in-progress", "convicted", "not-convicted", "awaiting-sentence", "sentenced"] as const),
  ...(["order-in-force", "closed", "inactive-warrant", "inactive-sine-die", "committed-to-crown"] as const),
  ...(["transferred", "withdrawn", "reopened"] as const),
];

test("offences are taken into consideration between conviction and sentence, at no other time", () => {
  const allowed = statuses.filter(status => refusal(() => assertBeforeSentence(status)) === "allowed");
  expect(allowed).toEqual(["convicted", "awaiting-sentence"]);
});

const tic = (id: string, withdrawn: { at: Date; reason: string } | null = null) => ({
  ...{ id, code: "TH68001", title: "Theft", date: "2026-01-05", admittedAt: new Date("2026-03-10"), withdrawn },
});

test("each happened by the day it was admitted on, and there are so many and no more", () => {
  const on = (date: string) => refusal(() => assertAdmitted([], [{ date: "2026-01-01" }, { date }], "2026-03-10"));
  expect(on("2026-03-10")).toBe("allowed");
  expect(on("2026-03-11")).toEqual([
    "VALIDATION",
    [{ path: "offences[1].date", message: "expected a day up to that of the admission" }],
  ]);
  const full = Array.from({ length: 199 }, (_, n) => tic(String(n)));
  const one = { date: "2026-01-01" };
  expect(refusal(() => assertAdmitted(full, [one], "2026-03-10"))).toBe("allowed");
  expect(refusal(() => assertAdmitted(full, [one, one], "2026-03-10"))).toEqual([
    "RULE_BROKEN",
    "At most 200 offences are taken into consideration on one case.",
  ]);
});

test("one is withdrawn once, with why, and stays; the others are as they were", () => {
  const why = { at: new Date("2026-03-11"), reason: "Denied" };
  expect(withdrawing([tic("a"), tic("b")], "b", why)).toEqual([tic("a"), tic("b", why)]);
  expect(refusal(() => withdrawing([tic("a", why)], "a", why))).toEqual([
    "RULE_BROKEN",
    "This offence was withdrawn already.",
  ]);
  expect(refusal(() => withdrawing([tic("a")], "z", why))).toEqual(["NOT_FOUND", undefined]);
});
