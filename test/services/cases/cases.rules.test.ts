import { addWorkingDays } from "../../../libs/clock/working-days.ts";
import { isKnown } from "../../../libs/errors/errors.ts";
import { afterPleas, assertAllResulted } from "../../../services/cases/cases.rules.ts";
import type { DefendantCase } from "../../../services/cases/cases.schema.ts";

/** What `work` is refused with; the sentence, or the fields. */
function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return isKnown(error) ? [error.type, error.data?.detail ?? error.data?.errors] : error;
  }
  return "allowed";
}

const offence = (id: string) => ({
  id,
  code: "TH68001",
  title: "Theft",
  wording: null,
  category: "either-way",
  date: "2026-01-01",
  plea: null,
  verdict: null,
  result: null,
});
const charged = (...ids: string[]): DefendantCase => ({
  defendantId: "d",
  asn: null,
  chargedAt: new Date("2026-02-27T15:00:00Z"),
  bail: "not-applicable",
  status: "listed",
  offences: ids.map(offence),
  sentence: null,
  draft: null,
  shared: [],
  moves: [],
  bailSet: [],
});
const at = new Date("2026-03-10T10:00:00Z");

describe("pleas", () => {
  test.each([
    [
      "guilty to all",
      [
        ["a", "guilty"],
        ["b", "guilty"],
      ],
      "convicted",
    ],
    ["guilty to one of two", [["a", "guilty"]], "in-progress"],
    [
      "not guilty to one",
      [
        ["a", "guilty"],
        ["b", "not-guilty"],
      ],
      "in-progress",
    ],
  ] as const)("%s: the case is %s", (_what, entered, status) => {
    const after = afterPleas(
      charged("a", "b"),
      entered.map(([offenceId, plea]) => ({ offenceId, plea })),
      at,
      "first-hearing",
    );
    expect(after.status).toBe(status);
    expect(after.offences.map(({ plea }) => plea?.value ?? null)).toEqual(
      ["a", "b"].map(id => entered.find(([offenceId]) => offenceId === id)?.[1] ?? null),
    );
  });

  test("the rest of the pleas later convicts", () => {
    const first = afterPleas(charged("a", "b"), [{ offenceId: "a", plea: "guilty" }], at, "before-trial");
    expect(afterPleas(first, [{ offenceId: "b", plea: "guilty" }], at, "before-trial").status).toBe("convicted");
  });

  test("an offence of somebody else is refused by its place in the request", () => {
    expect(
      refusal(() =>
        afterPleas(
          charged("a"),
          [
            { offenceId: "a", plea: "guilty" },
            { offenceId: "z", plea: "guilty" },
          ],
          at,
          "first-hearing",
        ),
      ),
    ).toEqual([
      "VALIDATION",
      [{ path: "pleas[1].offenceId", message: "expected an offence of this defendant on this case" }],
    ]);
  });
});

test.each([
  [["a", "b"], "allowed"],
  [["a"], "refused"],
  [["a", "b", "c"], "refused"],
  [[], "refused"],
] as const)("sentence with results for %j of offences a and b is %s", (ids, expected) => {
  const outcome = refusal(() =>
    assertAllResulted(
      charged("a", "b"),
      ids.map(offenceId => ({ offenceId })),
    ),
  );
  if (expected === "allowed") expect(outcome).toBe("allowed");
  else
    expect(outcome).toEqual([
      "VALIDATION",
      [{ path: "results", message: "expected one result for each of the 2 offences of this defendant" }],
    ]);
});

test.each([
  ["Tuesday", "2026-03-10T10:00:00Z", 5, "2026-03-17"],
  ["Friday", "2026-03-13T10:00:00Z", 1, "2026-03-16"],
  ["Saturday", "2026-03-14T10:00:00Z", 1, "2026-03-16"],
  ["the same day", "2026-03-10T10:00:00Z", 0, "2026-03-10"],
] as const)("working days from %s", (_name, from, days, expected) => {
  expect(addWorkingDays(new Date(from), days).toISOString().slice(0, 10)).toBe(expected);
});
