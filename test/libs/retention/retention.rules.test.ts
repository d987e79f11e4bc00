import { informationClasses } from "../../../libs/access/matrix.ts";
import { eventTable } from "../../../libs/record/event-table.ts";
import { personalRecords } from "../../../libs/record/personal.ts";
import { dueClasses, dueOnOf, fileDueOn, type HoldFacts, holdsOf } from "../../../libs/retention/retention.rules.ts";
import { notInFiles, retentionRows } from "../../../libs/retention/retention.table.ts";

test.each([
  ["2020-02-29", 6, "2026-02-28"],
  ["2020-02-29", 8, "2028-02-29"],
  ["2023-02-28", 1, "2024-02-28"],
  ["2019-12-31", 6, "2025-12-31"],
  ["2000-02-29", 100, "2100-02-28"],
])("from %s, %i years end on %s", (from, years, dueOn) => {
  expect(dueOnOf(from, years)).toBe(dueOn);
});

test.each([
  ["adult", { disposal: "2020-01-31" }, "2026-01-31"],
  ["adult", { acquittal: "2020-01-31" }, "2023-01-31"],
  ["adult", { acquittal: "2024-05-01", disposal: "2020-01-31" }, "2027-05-01"],
  ["youth", { acquittal: "2024-02-29" }, "2025-02-28"],
  ["adult", { birth: "1990-04-12" }, null],
] as const)("a case of an %s after %o is due on %s", (whose, last, dueOn) => {
  expect(dueClasses({ classes: ["case"], last, whose })[0]?.dueOn).toBe(dueOn);
});

test.each([
  ["adult", "needs", "2026-11-28"],
  ["youth", "needs", "2035-06-01"],
  ["safeguarding", "needs", "2085-06-01"],
] as const)("of an %s, %s are due on %s", (whose, cls, dueOn) => {
  const last = { "last-contact": "2020-11-28", birth: "2010-06-01" };
  expect(dueClasses({ classes: [cls], last, whose })[0]?.dueOn).toBe(dueOn);
});

test.each([
  ["adult", { acquittal: "2020-01-31" }, "2023-01-31"],
  ["adult", { disposal: "2020-01-31" }, "2026-01-31"],
  ["adult", { disposal: "2020-01-31", "order-ended": "2022-03-01" }, "2028-03-01"],
  ["youth", { acquittal: "2024-02-29" }, "2025-02-28"],
  ["youth", { disposal: "2024-02-29" }, "2027-02-28"],
  ["adult", { "last-contact": "2020-01-31" }, null],
] as const)("who came to court, of an %s after %o, is due on %s", (whose, last, dueOn) => {
  expect(dueClasses({ classes: ["compliance"], last, whose })[0]?.dueOn).toBe(dueOn);
});

test("a file is due with the last of its classes, and not at all while one has no date", () => {
  const last = { "last-contact": "2010-03-01", disposal: "2010-03-01", birth: "1980-01-01" };
  expect(fileDueOn({ classes: ["identity", "case", "results"], last, whose: "adult" })).toBe("2035-03-01");
  expect(fileDueOn({ classes: ["identity", "antecedents"], last, whose: "adult" })).toBe("2080-01-01");
  expect(fileDueOn({ classes: ["identity", "supervision"], last, whose: "adult" })).toBeNull();
  expect(fileDueOn({ classes: [], last, whose: "adult" })).toBeNull();
});

const nothing: HoldFacts = {
  ...{
    liveCases: 0,
    liveOrders: 0,
    openTreatments: 0,
    inCustody: 0,
    outstandingWarrants: 0,
    owedPence: 0,
    openSubjectRequests: 0,
  },
  ...{ restricted: false, unreviewedEmergencies: 0, undecidedMatches: 0, litigation: 0 },
};
test.each([
  [{ liveCases: 1 }, ["live-case"]],
  [{ liveOrders: 1 }, ["live-order"]],
  [{ openTreatments: 1 }, ["open-treatment"]],
  [{ inCustody: 1 }, ["in-custody"]],
  [{ outstandingWarrants: 1 }, ["outstanding-warrant"]],
  [{ owedPence: 1 }, ["money-owed"]],
  [{ openSubjectRequests: 1 }, ["open-subject-request"]],
  [{ restricted: true }, ["processing-restricted"]],
  [{ unreviewedEmergencies: 1 }, ["unreviewed-emergency"]],
  [{ undecidedMatches: 1 }, ["undecided-match"]],
  [{ litigation: 1 }, ["litigation"]],
  [{ liveCases: 2, litigation: 1 }, ["live-case", "litigation"]],
  [{}, []],
] as const)("%o holds by %o", (over, holds) => {
  expect(holdsOf({ ...nothing, ...over })).toEqual(holds);
});

test("every class has a period or says why no file holds it, and none both", () => {
  const rows = new Set(retentionRows.map(row => row.class));
  for (const cls of informationClasses) expect([cls, rows.has(cls) !== cls in notInFiles]).toEqual([cls, true]);
});

test("every kind of record says whom it is about, and what is about somebody has an event of its erasure", () => {
  const kinds = [...new Set(Object.values(eventTable).map(({ record }) => record))];
  expect(Object.keys(personalRecords).sort()).toEqual(kinds.sort());
  for (const [kind, { about }] of Object.entries(personalRecords)) {
    const erased = kind === "file-access" ? "file.erased" : `${kind}.erased`;
    // What is decided about the keeping of a file holds no words, and stays.
    expect([kind, erased in eventTable]).toEqual([kind, about !== "nobody" && kind !== "retention"]);
  }
});
