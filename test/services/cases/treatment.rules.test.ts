import { referralStates } from "../../../services/cases/referrals/referrals.rules.ts";
import {
  assertAfterStart,
  assertBegun,
  exitReasons,
  treatmentStates,
  treatmentTable,
} from "../../../services/cases/treatment/treatment.rules.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  walk(treatmentTable, treatmentStates, {
    "in-treatment": { replan: "in-treatment", describe: "in-treatment", end: "ended" },
    ended: { describe: "ended" },
  });
});

test("only whoever treats moves it, and its end takes its sessions with it", () => {
  expect(partiesOf(treatmentTable)).toEqual({ replan: "provider", describe: "provider", end: "provider" });
  expect(effectsOf(treatmentTable)).toEqual({ end: "sessions-off" });
  expect(tellsOf(treatmentTable)).toEqual({
    replan: "treatment.replanned",
    describe: "treatment.described",
    end: "treatment.ended",
  });
});

test("it ends for one of five reasons, as retention is counted by", () => {
  expect([...exitReasons]).toEqual(["completed", "planned-transfer", "dropped-out", "custody", "other"]);
});

test("treatment comes from a referral that has started, in no other state", () => {
  const allowed = referralStates.filter(state => refusal(() => assertBegun(state)) === "allowed");
  expect(allowed).toEqual(["started", "in-progress"]);
  expect(refusal(() => assertBegun("accepted"))).toEqual([
    "RULE_BROKEN",
    "The referral is accepted; treatment comes from one that is started or in-progress.",
  ]);
});

test.each([
  ["2026-03-10", "allowed"],
  ["2026-03-11", "allowed"],
  ["2026-03-09", ["VALIDATION", [{ path: "plannedEndOn", message: "expected no time before the treatment began" }]]],
  [new Date("2026-03-10T09:00:00Z"), "allowed"],
  [
    new Date("2026-03-10T08:59:59Z"),
    ["VALIDATION", [{ path: "plannedEndOn", message: "expected no time before the treatment began" }]],
  ],
])("it began on 10 March at nine, and ends %s", (end, expected) => {
  expect(refusal(() => assertAfterStart("plannedEndOn", new Date("2026-03-10T09:00:00Z"), end))).toEqual(expected);
});
