import { casesBeside } from "../../../services/defendants/cases-beside.ts";

/** Cases of one person, as a screen at North Liverpool shows them. */
const here = "north-liverpool";
const shown = (id: string, more: object = {}) => ({
  id,
  ...{ courtId: here, status: "awaiting-sentence", chargedAt: "2026-02-01T09:00:00.000Z", bail: "not-applicable" },
  ...{ bailSet: [], offences: [{ id: `${id}-1`, date: "2026-01-20" }], sentence: null },
  ...more,
});
const marks = (...items: object[]) =>
  casesBeside(
    [
      {
        ...{ part: "cases", class: "case", state: "supplied", suppliedBy: [], alsoHeldBy: [], asOf: null },
        ...{ total: items.length, tally: [], items: items as Record<string, unknown>[] },
      },
    ],
    here,
  );

test.each([
  ["received", true],
  ["listed", true],
  ["convicted", true],
  ["inactive-warrant", true],
  ["reopened", true],
  ["not-convicted", false],
  ["withdrawn", false],
  ["transferred", false],
  ["order-in-force", false],
  ["closed", false],
] as const)("a case that is %s at another court is live: %s", (status, isLive) => {
  expect(marks(shown("a"), shown("b", { courtId: "salford", status })).liveElsewhere).toEqual(
    isLive ? [{ caseId: "b", courtId: "salford" }] : [],
  );
});

test("what is before this court, and what is seen in part, is not among them", () => {
  expect(marks(shown("a"), { id: "b", courtId: "salford", status: "listed", offences: [] }).liveElsewhere).toEqual([]);
});

const set = (status: string, at: string) => ({ status, at });
test.each<[string, object, boolean]>([
  ["charged before and on bail since", { bail: "conditional-bail" }, true],
  ["without conditions", { bail: "unconditional-bail" }, true],
  ["in custody", { bail: "custody" }, false],
  ["never on bail", {}, false],
  ["charged on the very day", { bail: "conditional-bail", chargedAt: "2026-02-20T09:00:00.000Z" }, false],
  ["charged later", { bail: "conditional-bail", chargedAt: "2026-03-01T09:00:00.000Z" }, false],
  ["bailed by the court before", { bailSet: [set("conditional-bail", "2026-02-19T12:00:00.000Z")] }, true],
  [
    "bailed and remanded again before",
    { bailSet: [set("conditional-bail", "2026-02-10T12:00:00.000Z"), set("custody", "2026-02-15T12:00:00.000Z")] },
    false,
  ],
  [
    "remanded after",
    { bailSet: [set("conditional-bail", "2026-02-10T12:00:00.000Z"), set("custody", "2026-02-25T12:00:00.000Z")] },
    true,
  ],
  [
    "sentenced before",
    { bail: "conditional-bail", status: "closed", sentence: { at: "2026-02-19T12:00:00.000Z" } },
    false,
  ],
  [
    "sentenced after",
    { bail: "conditional-bail", status: "closed", sentence: { at: "2026-03-01T12:00:00.000Z" } },
    true,
  ],
  ["over without a sentence, nobody knows when", { bail: "conditional-bail", status: "withdrawn" }, false],
])("an offence of 20 February, the other case %s: on bail %s", (_what, other, isOnBail) => {
  const latest = shown("a", { offences: [{ id: "a-1", date: "2026-02-20" }] });
  expect(marks(latest, shown("b", other)).offencesOnBail).toEqual(
    isOnBail ? [{ caseId: "a", offenceId: "a-1", onBailIn: "b" }] : [],
  );
});

test("bail in its own case makes no offence one on bail", () => {
  const own = shown("a", { bail: "conditional-bail", offences: [{ id: "a-1", date: "2026-02-20" }] });
  expect(marks(own).offencesOnBail).toEqual([]);
});
