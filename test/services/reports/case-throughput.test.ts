import { throughput } from "../../../services/reports/catalogue/case-throughput.ts";
import { periodOf, periodsBetween } from "../../../services/reports/periods.ts";

const fact = (receivedAt: string, ...disposed: (string | null)[]) => ({
  receivedAt: new Date(receivedAt),
  defendants: disposed.map((disposedAt, n) => ({
    defendantId: `d${n}`,
    offenceCodes: [],
    disposedAt: disposedAt ? new Date(disposedAt) : null,
  })),
});

test("receipts, disposals, clearance and what is pending, counted by defendant-case", () => {
  const cases = [
    fact("2025-12-15T10:00:00Z", null), // pending from before
    fact("2025-12-20T10:00:00Z", "2026-01-05T10:00:00Z"), // from before, disposed in January
    fact("2025-11-01T10:00:00Z", "2025-12-01T10:00:00Z"), // over before the window
    fact("2026-01-10T10:00:00Z", "2026-02-10T10:00:00Z", null), // two defendants, one disposed in February
    fact("2026-02-27T10:00:00Z", "2026-03-01T10:00:00Z"), // disposed after the window
  ];
  expect(throughput(cases, "2026-01-01", "2026-03-01", "month")).toEqual([
    { period: "2026-01", received: 2, disposed: 1, clearance: 50, netChange: 1, pendingAtEnd: 3 },
    { period: "2026-02", received: 1, disposed: 1, clearance: 100, netChange: 0, pendingAtEnd: 3 },
  ]);
});

test("a month in which nothing came says so, and is not left out", () => {
  expect(throughput([], "2026-01-01", "2026-02-01", "month")).toEqual([
    { period: "2026-01", received: 0, disposed: 0, clearance: "no cases", netChange: 0, pendingAtEnd: 0 },
  ]);
});

test("half an hour before midnight UTC on the last day of March is April in London", () => {
  const [march, april] = throughput([fact("2026-03-31T23:30:00Z", null)], "2026-03-01", "2026-05-01", "month");
  expect([march?.received, april?.received]).toEqual([0, 1]);
});

test.each([
  ["2026-03-09", "2026-03-09"],
  ["2026-03-15", "2026-03-09"],
  ["2026-01-01", "2025-12-29"],
])("%s lies in the week of %s", (date, week) => expect(periodOf(date, "week")).toBe(week));

test("weeks follow one another without a gap", () => {
  expect(periodsBetween("2026-03-04", "2026-03-24", "week")).toEqual([
    "2026-03-02",
    "2026-03-09",
    "2026-03-16",
    "2026-03-23",
  ]);
});
