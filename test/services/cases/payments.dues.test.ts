import { duesOf, outcomeOfDue, standingOfDues } from "../../../services/cases/payments/payments.dues.ts";
import { refusal } from "./support/walk.ts";

const weekly = { amountPence: 1_000, every: "week" } as const;
const monthly = { amountPence: 4_000, every: "month" } as const;

test("a payment is due at once, or by instalments with what is left as the last", () => {
  expect(duesOf({ amountPence: 12_000, dueOn: "2026-04-10", instalment: null })).toEqual([
    { dueOn: "2026-04-10", amountPence: 12_000 },
  ]);
  expect(duesOf({ amountPence: 2_500, dueOn: "2026-04-10", instalment: weekly })).toEqual([
    { dueOn: "2026-04-10", amountPence: 1_000 },
    { dueOn: "2026-04-17", amountPence: 1_000 },
    { dueOn: "2026-04-24", amountPence: 500 },
  ]);
  // The last day of a month stays the last day: counted from the first one, not from the one before.
  expect(duesOf({ amountPence: 12_000, dueOn: "2026-01-31", instalment: monthly }).map(({ dueOn }) => dueOn)).toEqual([
    ...["2026-01-31", "2026-02-28", "2026-03-31"],
  ]);
});

test("more instalments than two years of weeks are refused", () => {
  expect(duesOf({ amountPence: 104_000, dueOn: "2026-04-10", instalment: weekly })).toHaveLength(104);
  expect(refusal(() => duesOf({ amountPence: 104_001, dueOn: "2026-04-10", instalment: weekly }))).toEqual([
    "VALIDATION",
    [{ path: "instalment.amountPence", message: "expected at most 104 instalments" }],
  ]);
});

const dues = duesOf({ amountPence: 2_500, dueOn: "2026-04-10", instalment: weekly });
const entry = (id: string, kind: "receipt" | "reversal" | "write-off", amountPence: number, day: string, of = "") => ({
  ...{ id, kind, amountPence, at: new Date(`${day}T12:00:00Z`), of: of || null },
});
const open = "open";

test.each([
  ["nothing", [], [open, open, open]],
  ["part of the first", [entry("a", "receipt", 999, "2026-04-01")], [open, open, open]],
  [
    "the first, in two parts",
    [entry("a", "receipt", 400, "2026-04-01"), entry("b", "receipt", 600, "2026-04-10")],
    ["paid-in-time", open, open],
  ],
  ["the first, a day late", [entry("a", "receipt", 1_000, "2026-04-11")], ["paid-late", open, open]],
  ["more than the first", [entry("a", "receipt", 2_000, "2026-04-10")], ["paid-in-time", "paid-in-time", open]],
  [
    "all of it, after the first two were due",
    [entry("a", "receipt", 2_500, "2026-04-20")],
    ["paid-late", "paid-late", "paid-in-time"],
  ],
  [
    "what came but never did",
    [entry("a", "receipt", 1_000, "2026-04-01"), entry("b", "reversal", 1_000, "2026-04-02", "a")],
    [open, open, open],
  ],
  ["the last written off", [entry("w", "write-off", 500, "2026-04-01")], [open, open, "written-off"]],
  [
    "part of the second and the last written off",
    [entry("w", "write-off", 700, "2026-04-01")],
    [open, open, "written-off"],
  ],
  [
    "all written off after the first",
    [entry("a", "receipt", 1_000, "2026-04-01"), entry("w", "write-off", 1_500, "2026-05-01")],
    ["paid-in-time", "written-off", "written-off"],
  ],
  [
    "the rest of a part written off",
    [entry("a", "receipt", 1_400, "2026-04-01"), entry("w", "write-off", 1_100, "2026-05-01")],
    ["paid-in-time", "written-off", "written-off"],
  ],
  [
    "everything written off",
    [entry("w", "write-off", 2_500, "2026-04-01")],
    ["written-off", "written-off", "written-off"],
  ],
])("paid: %s", (_what, entries, expected) => {
  expect(standingOfDues(dues, entries).map(({ state }) => state)).toEqual(expected);
});

test("what is open is awaited, and never kept", () => {
  expect(outcomeOfDue).toEqual({
    open: "awaiting",
    "paid-in-time": "attended-complied",
    "paid-late": "attended-failed",
    "written-off": "not-held",
  });
});
