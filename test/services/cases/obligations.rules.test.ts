import {
  assertCorrectable,
  isOutcomeOverdue,
  obligationLedger,
  standings,
} from "../../../services/cases/obligations/obligations.rules.ts";
import { refusal } from "./support/walk.ts";

test("every outcome counts as what practice says, and awaiting is never a kept one", () => {
  expect(standings).toEqual({
    awaiting: "awaiting",
    "attended-complied": "acceptable",
    "absent-acceptable": "acceptable",
    "attended-failed": "unacceptable",
    "absent-unacceptable": "unacceptable",
    rearranged: "not-counted",
    "not-held": "not-counted",
  });
});

test("who sees a kind and who says what became of it", () => {
  const rows = Object.entries(obligationLedger).map(([kind, row]) => `${kind}: ${Object.values(row).join(" ")}`);
  expect(rows).toEqual([
    "appointment: obligations compliance worker",
    "unpaid-work: obligations compliance worker",
    "treatment-session: obligations compliance worker",
    "drug-test: obligations compliance worker",
    "payment: obligations compliance event",
    "curfew: obligations compliance worker",
    "hearing: court-obligations compliance court",
    "deferred-sentence: court-obligations compliance event",
    "review: court-obligations compliance court",
    "progress-report: court-obligations compliance event",
    "pre-sentence-report: report-obligations risk event",
    "plan-action: plan-obligations needs event",
    "provider-appointment: plan-obligations needs event",
  ]);
});

test("an outcome is overdue after five working days, over Easter eleven days later", () => {
  const due = { outcome: "awaiting", dueAt: new Date("2026-03-30T10:00:00Z") } as const;
  expect(isOutcomeOverdue(due, new Date("2026-04-08T10:00:00Z"))).toBe(false);
  expect(isOutcomeOverdue(due, new Date("2026-04-08T10:00:01Z"))).toBe(true);
  expect(isOutcomeOverdue({ ...due, outcome: "not-held" }, new Date("2026-06-01T10:00:00Z"))).toBe(false);
});

const outcomes = Object.keys(standings) as (keyof typeof standings)[];
test("from every outcome to every other: only what was recorded and has no successor is put right", () => {
  const correctable = ["attended-complied", "attended-failed", "absent-acceptable", "absent-unacceptable", "not-held"];
  for (const from of outcomes)
    for (const to of outcomes) {
      const possible = correctable.includes(from) && from !== to;
      expect([from, to, refusal(() => assertCorrectable(from, to, 0)) === "allowed"]).toEqual([from, to, possible]);
    }
});

test("twenty corrections are enough", () => {
  expect(refusal(() => assertCorrectable("not-held", "attended-complied", 19))).toBe("allowed");
  expect(refusal(() => assertCorrectable("not-held", "attended-complied", 20))).toEqual([
    "RULE_BROKEN",
    "An outcome is corrected at most 20 times.",
  ]);
});
