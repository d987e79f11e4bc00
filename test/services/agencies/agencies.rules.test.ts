import { type AttemptCount, admitAttempt } from "../../../services/agencies/agencies.rules.ts";

const now = new Date("2026-03-02T09:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

describe("one more attempt to sign in", () => {
  test.each<[string, AttemptCount | null, AttemptCount]>([
    ["is free the first time", null, { count: 1, lockedUntil: null }],
    ["is free the fourth time", { count: 3, lockedUntil: null }, { count: 4, lockedUntil: null }],
    [
      "locks for half a minute the fifth time",
      { count: 4, lockedUntil: null },
      { count: 5, lockedUntil: inSeconds(30) },
    ],
    ["locks for a minute the sixth time", { count: 5, lockedUntil: now }, { count: 6, lockedUntil: inSeconds(60) }],
    [
      "locks for eight minutes the ninth time",
      { count: 8, lockedUntil: now },
      { count: 9, lockedUntil: inSeconds(480) },
    ],
    [
      "locks for a quarter of an hour at the most",
      { count: 9, lockedUntil: now },
      { count: 10, lockedUntil: inSeconds(900) },
    ],
    [
      "has the same bound the hundredth time",
      { count: 99, lockedUntil: now },
      { count: 100, lockedUntil: inSeconds(900) },
    ],
  ])("%s", (_what, before, next) => {
    expect(admitAttempt(before, now)).toEqual({ next });
  });

  test.each([
    [30, 30],
    [0.2, 1],
    [899.5, 900],
  ])("is not made while the name is locked for %d seconds more, and changes nothing", (left, waitSeconds) => {
    expect(admitAttempt({ count: 7, lockedUntil: inSeconds(left) }, now)).toEqual({ waitSeconds });
  });
});
