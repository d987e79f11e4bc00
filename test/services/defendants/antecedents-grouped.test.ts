import type { CountedPart } from "../../../libs/contract/views.ts";
import { groupedAntecedents } from "../../../services/defendants/antecedents-grouped.ts";

/** Convictions of somebody who is before North Liverpool for theft. */
const here = "north-liverpool";
const part = (name: string, ...items: Record<string, unknown>[]): CountedPart => ({
  ...{ part: name, class: "case", state: "supplied", suppliedBy: [], alsoHeldBy: [], asOf: null },
  ...{ total: items.length, tally: [], items },
});
const cases = part(
  "cases",
  { id: "now", courtId: here, offences: [{ code: "TH68001" }] },
  { id: "elsewhere", courtId: "salford", offences: [{ code: "CJ88116" }] },
);
const convicted = (id: string, convictedOn: string, ...codes: string[]) => ({
  ...{ id, convictedOn },
  offences: codes.map(code => ({ code })),
});
const grouped = (...parts: CountedPart[]) =>
  groupedAntecedents([cases, ...parts], here, new Date("2026-03-10T10:00:00Z"));

test.each([
  ["of the same Act, long ago", convicted("a", "1999-05-01", "TH68010"), true, false],
  ["of the same Act among others", convicted("a", "1999-05-01", "PU86118", "TH68001"), true, false],
  ["of the same letters and another year", convicted("a", "1999-05-01", "TH78001"), false, false],
  ["of what another court has before it", convicted("a", "1999-05-01", "CJ88116"), false, false],
  ["of another Act, three years ago to the day", convicted("a", "2023-03-10", "PU86118"), false, true],
  ["of another Act, a day more", convicted("a", "2023-03-09", "PU86118"), false, false],
  ["of the same Act, last year", convicted("a", "2025-06-01", "TH68001"), true, true],
  ["seen in part: what for is not known", { id: "a", convictedOn: "2025-06-01" }, false, true],
])("%s", (_what, one, isRelevant, isRecent) => {
  for (const name of ["antecedents", "spent-convictions"])
    expect(grouped(part(name, one))).toEqual({
      relevant: isRelevant ? ["a"] : [],
      lastThreeYears: isRecent ? ["a"] : [],
    });
});

test("what is not a conviction is not among them", () => {
  expect(grouped(part("orders", convicted("a", "2025-06-01", "TH68001")))).toEqual({
    relevant: [],
    lastThreeYears: [],
  });
});
