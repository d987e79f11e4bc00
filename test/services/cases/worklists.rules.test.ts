import type { InformationClass } from "../../../libs/access/matrix.ts";
import { cellOf } from "../../../libs/access/matrix.ts";
import { roles } from "../../../libs/access/roles.ts";
import { neededFor, preparationOf } from "../../../services/cases/worklists/preparation.rules.ts";
import {
  afterTaskMove,
  standingOn,
  type TaskMove,
  type TaskState,
} from "../../../services/cases/worklists/worklists.rules.ts";
import {
  type Worklist,
  type WorklistKind,
  worklists,
  worklistsOf,
} from "../../../services/cases/worklists/worklists.table.ts";
import { refusalOf } from "../../support/refusal.ts";

const rows = Object.entries(worklists) as [string, Worklist][];

describe("who opens which list", () => {
  const court = ["results-to-enter", "reviews-to-conclude", "breaches-before-court", "warrants-outstanding"];
  const awaited = ["reports-awaited", "progress-reports-awaited", "reviews-due", "court-outcomes-to-record"];
  const supervisor = [
    ...["reports-to-write", "progress-reports-to-write", "reviews-of-our-orders", "failures-to-decide"],
    ...["breaches-to-present", "tests-to-take"],
  ];
  const everybodys = ["referrals-to-answer", "referrals-unanswered", "plan-actions"];
  const expected: Readonly<Record<string, readonly string[]>> = {
    JUD: ["todays-list", ...court, ...awaited, "meetings-to-hold"],
    LA: ["todays-list", "cases-to-list", ...court, ...awaited, "meetings-to-hold"],
    LST: ["todays-list", "cases-to-list", "results-to-enter"],
    CO: ["todays-list", ...awaited, "meetings-to-hold", "referrals-unanswered", "plan-actions"],
    POL: ["todays-list", "warrants-outstanding"],
    INT: [],
    CPS: ["todays-list"],
    DEF: ["todays-list"],
    PRB: ["todays-list", ...supervisor, ...everybodys, "overdue-outcomes"],
    YOT: ["todays-list", ...supervisor, ...everybodys, "overdue-outcomes"],
    TRT: ["todays-list", "tests-to-take", ...everybodys, "overdue-outcomes"],
    HLT: everybodys,
    SUP: ["todays-list", ...everybodys, "overdue-outcomes"],
    VIC: [],
    ASB: [],
    REP: [],
    OPS: [],
    IGO: ["unmatched-people"],
    ADM: [],
  };

  test.each(roles)("%s", role => {
    expect(
      worklistsOf([role])
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...(expected[role] ?? ["not in the table"])].sort());
  });

  test("somebody with two roles has the lists of both, each once", () => {
    expect(worklistsOf(["HLT", "SUP"]).map(({ id }) => id)).toEqual([
      ...["todays-list", "referrals-to-answer", "referrals-unanswered", "overdue-outcomes", "plan-actions"],
    ]);
  });
});

describe("every row of the table", () => {
  const classes: Readonly<Record<WorklistKind, InformationClass>> = {
    hearing: "case",
    case: "case",
    "pre-sentence-report": "risk",
    "progress-report": "compliance",
    review: "supervision",
    enforcement: "supervision",
    referral: "needs",
    obligation: "compliance",
    meeting: "needs",
    warrant: "case",
    "drug-test": "drug-tests",
    match: "identity",
  };

  test.each(rows)("%s is for roles that read such records when they are at the table", (id, row) => {
    const cls = id === "plan-actions" ? "needs" : classes[row.over];
    const blind = row.roles.filter(role => !["full", "limited", "own"].includes(cellOf(cls, role).read));
    expect(blind).toEqual([]);
  });

  test.each(rows)("%s lets no text out: what people wrote is read with the record", (_id, row) => {
    const texts = ["report", "summary", "log", "reason", "text", "remarks", "place", "ward", "attendees", "actions"];
    expect(row.shows.filter(field => texts.includes(field))).toEqual([]);
    expect(row.shows.length).toBeGreaterThan(0);
  });
});

describe("how a thing stands on a day", () => {
  const due = { from: "dueAt", workingDays: 0, remindWorkingDays: 3 };
  // Friday 13 March 2026; three working days before is Tuesday the 10th.
  const friday = new Date("2026-03-13T16:00:00Z");
  test.each([
    ["2026-03-09", 0, false],
    ["2026-03-10", 0, true],
    ["2026-03-13", 0, true],
    ["2026-03-14", 1, true],
    ["2026-03-20", 7, true],
  ])("on %s it is %i days late; needs attention: %s", (asOf, overdueDays, needsAttention) => {
    expect(standingOn(asOf, due, friday)).toEqual({
      dueAt: "2026-03-13T16:00:00.000Z",
      remindFrom: "2026-03-10",
      overdueDays,
      needsAttention,
    });
  });

  test("working days leave out weekends and bank holidays", () => {
    // Thursday 2 April 2026; Good Friday is the 3rd, Easter Monday the 6th.
    const held = new Date("2026-04-02T12:00:00Z");
    const standing = standingOn("2026-04-08", { from: "heldAt", workingDays: 1, remindWorkingDays: 1 }, held);
    expect(standing).toEqual({
      dueAt: "2026-04-07T12:00:00.000Z",
      remindFrom: "2026-04-02",
      overdueDays: 1,
      needsAttention: true,
    });
  });

  test("a reminder of no days begins on the day it is due", () => {
    const due = { from: "occurredAt", workingDays: 5, remindWorkingDays: 0 };
    const sent = new Date("2026-03-02T09:00:00Z"); // A Monday.
    expect(standingOn("2026-03-08", due, sent).needsAttention).toBe(false);
    expect(standingOn("2026-03-09", due, sent)).toMatchObject({ remindFrom: "2026-03-09", overdueDays: 0 });
  });
});

describe("who holds an item", () => {
  const [me, other, third] = ["me", "other", "third"];
  const free = { state: "unassigned", assigneeId: null, log: [] } as const;
  const heldBy = (assigneeId: string) => ({ state: "assigned" as const, assigneeId, log: [] });
  const outcome = (current: typeof free | ReturnType<typeof heldBy>, move: TaskMove, to: string) => {
    const refused = refusalOf(() => afterTaskMove(current, move, me ?? "", to));
    return refused === "done" ? afterTaskMove(current, move, me ?? "", to).assigneeId : refused;
  };

  const table: readonly (readonly [string, TaskState, string | null, TaskMove, string, string | null])[] = [
    ["nobody's", "unassigned", null, "assign", me, me],
    ["nobody's", "unassigned", null, "assign", other, other],
    ["nobody's", "unassigned", null, "take-over", me, "RULE_BROKEN"],
    ["nobody's", "unassigned", null, "release", me, "RULE_BROKEN"],
    ["mine", "assigned", me, "assign", me, "RULE_BROKEN"],
    ["mine", "assigned", me, "assign", other, "RULE_BROKEN"],
    ["mine", "assigned", me, "take-over", me, "RULE_BROKEN"],
    ["mine", "assigned", me, "release", me, null],
    ["another's", "assigned", other, "assign", me, "RULE_BROKEN"],
    ["another's", "assigned", other, "assign", third, "RULE_BROKEN"],
    ["another's", "assigned", other, "take-over", me, me],
    ["another's", "assigned", other, "release", me, "ACCESS_DENIED"],
  ];
  test.each(table)("%s (%s, %s): %s to %s makes it %s's", (_whose, _state, holder, move, to, expected) => {
    expect(outcome(holder === null ? free : heldBy(holder), move, to)).toBe(expected);
  });

  test("it changes hands two hundred times at the most", () => {
    const log = Array.from({ length: 200 }, () => {
      return { at: new Date(0), by: "x", move: "assign" as const, assigneeId: "x", previousId: null };
    });
    expect(refusalOf(() => afterTaskMove({ ...free, log }, "assign", "me", "me"))).toBe("RULE_BROKEN");
    expect(refusalOf(() => afterTaskMove({ ...free, log: log.slice(1) }, "assign", "me", "me"))).toBe("done");
  });
});

describe("the preparation of a hearing", () => {
  test.each([
    ["sentence", ["pre-sentence report"]],
    ["review", ["progress report"]],
    ["breach", ["information of the breach"]],
    ...["first", "plea", "trial", "warrant", "application", "mention"].map(type => [type, []] as const),
  ] as const)("%s needs %j", (type, items) => {
    expect(neededFor(type)).toEqual(items);
  });

  test("is what has come of what is needed, and says what is missing", () => {
    const both = ["pre-sentence report", "progress report"] as const;
    expect(preparationOf(both, new Set(["progress report"]))).toEqual({
      needed: ["pre-sentence report", "progress report"],
      missing: ["pre-sentence report"],
      percent: 50,
    });
    expect(preparationOf(both, new Set())).toMatchObject({ percent: 0 });
    expect(preparationOf(both, new Set(both))).toMatchObject({ percent: 100, missing: [] });
    expect(preparationOf([], new Set(both))).toEqual({ needed: [], missing: [], percent: null });
  });
});
