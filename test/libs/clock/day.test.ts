import { atHour, dayOf, daysBetween, endOf, plusDays, startOf } from "../../../libs/clock/day.ts";

test.each([
  ["2026-01-15T00:00:00Z", "2026-01-15"],
  ["2026-07-14T23:00:00Z", "2026-07-15"],
  ["2026-07-14T22:59:59Z", "2026-07-14"],
  ["2026-03-29T00:59:59Z", "2026-03-29"],
  ["2026-10-25T00:30:00Z", "2026-10-25"],
])("the day in London at %s is %s", (instant, date) => expect(dayOf(new Date(instant))).toBe(date));

test.each([
  ["2026-01-15", "2026-01-15T00:00:00.000Z"],
  ["2026-07-15", "2026-07-14T23:00:00.000Z"],
  ["2026-03-29", "2026-03-29T00:00:00.000Z"],
  ["2026-10-25", "2026-10-24T23:00:00.000Z"],
])("%s begins in London at %s", (date, instant) => expect(startOf(date).toISOString()).toBe(instant));

test.each([
  ["2026-01-15", "2026-01-15T23:59:59.999Z"],
  ["2026-07-15", "2026-07-15T22:59:59.999Z"],
  ["2026-03-28", "2026-03-28T23:59:59.999Z"],
  ["2026-03-29", "2026-03-29T22:59:59.999Z"],
  ["2026-10-25", "2026-10-25T23:59:59.999Z"],
])("%s ends in London at %s", (day, instant) => expect(endOf(day).toISOString()).toBe(instant));

test.each([
  ["2026-01-15", 10, "2026-01-15T10:00:00.000Z"],
  ["2026-07-15", 10, "2026-07-15T09:00:00.000Z"],
  ["2026-03-29", 14, "2026-03-29T13:00:00.000Z"],
  ["2026-03-29", 2, "2026-03-29T01:00:00.000Z"],
  ["2026-10-25", 10, "2026-10-25T10:00:00.000Z"],
] as const)("on %s the clock shows %i at %s", (day, hour, instant) =>
  expect(atHour(day, hour).toISOString()).toBe(instant),
);

test.each([
  ["2026-03-28", 1, "2026-03-29"],
  ["2026-03-29", 1, "2026-03-30"],
  ["2026-10-24", 2, "2026-10-26"],
  ["2026-03-01", -1, "2026-02-28"],
  ["2028-03-01", -1, "2028-02-29"],
  ["2026-12-31", 1, "2027-01-01"],
] as const)("%s and %i days is %s", (day, days, expected) => {
  expect(plusDays(day, days)).toBe(expected);
  expect(daysBetween(day, expected)).toBe(days);
});
