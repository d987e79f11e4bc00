import {
  assertDays,
  courtOfProject,
  isOpenTo,
} from "../../../services/cases/payback-projects/payback-projects.rules.ts";
import {
  completeByOf,
  creditedHours,
  firstSessionHours,
  progressOf,
} from "../../../services/cases/unpaid-work/unpaid-work.rules.ts";
import { refusal } from "./support/walk.ts";

test.each([
  ["2026-03-10", "2027-03-09"],
  ["2026-01-01", "2026-12-31"],
  ["2024-02-29", "2025-02-28"],
])("ordered on %s, it is to be done by %s", (madeOn, completeBy) => {
  expect(completeByOf(madeOn)).toBe(completeBy);
});

test.each([
  [300, 7],
  [7, 7],
  [5, 5],
])("of %s hours ordered the first session offers %s", (ordered, offered) => {
  expect(firstSessionHours(ordered)).toBe(offered);
});

const wrong = (message: string) => ["VALIDATION", [{ path: "hoursCredited", message }]];
test.each([
  [7, "attended-complied", undefined, 7],
  [7, "attended-complied", 6.5, 6.5],
  [7, "attended-complied", 7.5, wrong("expected at most the 7 hours that were offered")],
  [7, "attended-failed", undefined, 0],
  [7, "attended-failed", 2.5, 2.5],
  [7, "absent-unacceptable", undefined, 0],
  [7, "absent-unacceptable", 1, wrong("expected no hours where nobody worked: absent-unacceptable")],
  [7, "absent-acceptable", 7, wrong("expected no hours where nobody worked: absent-acceptable")],
  [7, "not-held", 0, 0],
  [7, "not-held", 7, wrong("expected no hours where nobody worked: not-held")],
  [7, "rearranged", undefined, 0],
  [null, "attended-complied", undefined, null],
  [null, "attended-complied", 1, wrong("expected with a session of unpaid work only")],
] as const)("%s hours offered, %s, %s said: credited %s", (offered, outcome, given, expected) => {
  let credited: unknown;
  const refused = refusal(() => {
    credited = creditedHours(offered, outcome, given);
  });
  expect(refused === "allowed" ? credited : refused).toEqual(expected);
});

const session = (
  day: string,
  outcome: "attended-complied" | "attended-failed" | "not-held" | "awaiting" | "rearranged",
  hours: number | null,
) => ({
  ...{ outcome, dueAt: new Date(`${day}T09:00:00Z`), happenedAt: new Date(`${day}T09:00:00Z`), hoursCredited: hours },
});

test("hours are counted from what is known; stand-downs are sessions without an hour", () => {
  expect(progressOf(40, [])).toEqual({
    ...{ hoursWorked: 0, hoursRemaining: 40, sessions: 0, standDowns: 0, completedOn: null },
  });
  const sessions = [
    session("2026-04-01", "attended-complied", 7),
    session("2026-04-08", "attended-failed", 2.5),
    session("2026-04-15", "not-held", 0),
    session("2026-04-22", "rearranged", 0),
    session("2026-04-29", "awaiting", null),
  ];
  expect(progressOf(40, sessions)).toEqual({
    ...{ hoursWorked: 9.5, hoursRemaining: 30.5, sessions: 3, standDowns: 1, completedOn: null },
  });
});

test("it is completed on the day of the last hour, in whatever order it was recorded; more is not less than nothing left", () => {
  const sessions = [
    session("2026-05-06", "attended-complied", 7),
    session("2026-04-01", "attended-complied", 7),
    session("2026-04-08", "attended-complied", 3),
  ];
  expect(progressOf(10, sessions)).toMatchObject({ hoursWorked: 17, hoursRemaining: 0, completedOn: "2026-04-08" });
  expect(progressOf(17.5, sessions)).toMatchObject({ hoursRemaining: 0.5, completedOn: null });
});

describe("a payback project", () => {
  const project = { courtId: "north", from: "2026-03-01", to: "2026-05-31" };

  test.each([
    ["north", "2026-03-01", true],
    ["north", "2026-05-31", true],
    ["north", "2026-02-28", false],
    ["north", "2026-06-01", false],
    ["south", "2026-04-01", false],
  ])("for %s on %s: %s", (courtId, day, expected) => {
    expect(isOpenTo(project, courtId, day)).toBe(expected);
    expect(isOpenTo(null, courtId, day)).toBe(false);
  });

  test("without an end it goes on", () => {
    expect(isOpenTo({ ...project, to: null }, "north", "2036-01-01")).toBe(true);
  });

  test("a court records its own; others say whose", () => {
    expect(courtOfProject({ courtId: "north" }, undefined)).toBe("north");
    expect(courtOfProject({ courtId: null }, "north")).toBe("north");
    expect(refusal(() => courtOfProject({ courtId: null }, undefined))).toMatchObject([
      "VALIDATION",
      [{ path: "courtId" }],
    ]);
    expect(refusal(() => courtOfProject({ courtId: "north" }, "south"))).toEqual([
      "ACCESS_DENIED",
      "A court records its own projects, and no other's.",
    ]);
  });

  test("does not end before it begins", () => {
    expect(refusal(() => assertDays({ from: "2026-03-01", to: "2026-02-28" }))).toMatchObject([
      "VALIDATION",
      [{ path: "to" }],
    ]);
    expect(refusal(() => assertDays({ from: "2026-03-01", to: "2026-03-01" }))).toBe("allowed");
  });
});
