import { bankHolidays } from "../../../libs/clock/bank-holidays.ts";
import { addWorkingDays, isWorkingDay, subtractWorkingDays } from "../../../libs/clock/working-days.ts";

const at = (day: string) => new Date(`${day}T10:00:00Z`);
const dayOf = (date: Date) => date.toISOString().slice(0, 10);

test.each([
  ["an ordinary week", "2026-03-02", 5, "2026-03-09"],
  ["none", "2026-04-02", 0, "2026-04-02"],
  ["from a Saturday", "2026-03-07", 1, "2026-03-09"],
  ["over Easter 2026", "2026-04-02", 1, "2026-04-07"],
  ["over Easter 2024, which is in March and April", "2024-03-28", 2, "2024-04-03"],
  ["over Christmas 2021: both days on a weekend, so Monday and Tuesday are kept", "2021-12-24", 1, "2021-12-29"],
  ["over Christmas 2022: the Sunday's substitute is the Tuesday", "2022-12-23", 1, "2022-12-28"],
  ["over Boxing Day 2020: the Saturday's substitute is the Monday", "2020-12-24", 1, "2020-12-29"],
  ["over New Year 2022: the Saturday's substitute is the Monday", "2021-12-31", 1, "2022-01-04"],
  ["over New Year 2028", "2027-12-31", 1, "2028-01-04"],
  ["over the Platinum Jubilee: Thursday and Friday", "2022-06-01", 1, "2022-06-06"],
  ["the last Monday of May 2022 was a working day", "2022-05-27", 1, "2022-05-30"],
  ["over the state funeral", "2022-09-16", 1, "2022-09-20"],
  ["over the coronation", "2023-05-05", 1, "2023-05-09"],
  ["over VE Day 2020, a Friday", "2020-05-07", 1, "2020-05-11"],
  ["the first Monday of May 2020 was a working day", "2020-05-01", 1, "2020-05-04"],
  ["fifteen over two holidays of May 2026", "2026-04-30", 15, "2026-05-22"],
  ["a year without a table has weekends only", "2030-12-24", 1, "2030-12-25"],
] as const)("%s", (_what, from, days, expected) => {
  expect(dayOf(addWorkingDays(at(from), days))).toBe(expected);
});

test.each([
  // Half past midnight on Good Friday, by the clock of London.
  ["2026-04-02T23:30:00Z", 1, "2026-04-06T23:30:00.000Z"],
  ["2026-03-27T10:00:00Z", 1, "2026-03-30T09:00:00.000Z"],
  ["2026-10-23T09:00:00Z", 1, "2026-10-26T10:00:00.000Z"],
  // Already Saturday in London.
  ["2026-06-05T23:30:00Z", 1, "2026-06-07T23:30:00.000Z"],
] as const)("the time by the clock stays, and what was given is not changed: %s and %i", (given, days, expected) => {
  const from = new Date(given);
  expect(addWorkingDays(from, days).toISOString()).toBe(expected);
  expect(from).toEqual(new Date(given));
  expect(subtractWorkingDays(new Date("2026-03-30T09:00:00Z"), 1).toISOString()).toBe("2026-03-27T10:00:00.000Z");
});

test("a night in June is the next day already", () => {
  expect(isWorkingDay(new Date("2026-06-05T22:59:00Z"))).toBe(true);
  expect(isWorkingDay(new Date("2026-06-05T23:00:00Z"))).toBe(false);
  expect(isWorkingDay(new Date("2026-06-07T23:00:00Z"))).toBe(true);
});

test.each([
  ["2026-04-07", 1, "2026-04-02"],
  ["2022-09-20", 1, "2022-09-16"],
  ["2026-04-06", 1, "2026-04-02"],
  ["2021-12-29", 2, "2021-12-23"],
] as const)("%s less %i working days", (from, days, expected) => {
  expect(dayOf(subtractWorkingDays(at(from), days))).toBe(expected);
});

test("every year has eight holidays, and those that had more say so; all are on weekdays and in order", () => {
  const counts = Object.fromEntries(Object.entries(bankHolidays).map(([year, days]) => [year, days.length]));
  expect(counts).toEqual({ 2020: 8, 2021: 8, 2022: 10, 2023: 9, 2024: 8, 2025: 8, 2026: 8, 2027: 8, 2028: 8 });
  for (const [year, days] of Object.entries(bankHolidays)) {
    expect(days).toEqual([...days].sort());
    for (const day of days) {
      const weekday = new Date(`${year}-${day}T12:00:00Z`).getUTCDay();
      expect([`${year}-${day}`, weekday >= 1 && weekday <= 5]).toEqual([`${year}-${day}`, true]);
      expect(isWorkingDay(new Date(`${year}-${day}T12:00:00Z`))).toBe(false);
    }
  }
});
