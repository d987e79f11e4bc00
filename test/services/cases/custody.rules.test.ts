import {
  assertLicensable,
  assertNotBefore,
  custodyKinds,
  custodyStates,
  custodyTable,
  daysHeld,
} from "../../../services/cases/custody/custody.rules.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  walk(custodyTable, custodyStates, {
    "in-custody": {
      transfer: "in-custody",
      "expect-release": "in-custody",
      release: "released",
      "release-on-licence": "on-licence",
    },
    "on-licence": { recall: "in-custody", "end-licence": "released" },
    released: {},
  });
});

test("the agency that wrote it down, and for a release the court too; nothing follows", () => {
  expect(partiesOf(custodyTable)).toEqual({
    transfer: "holder",
    "expect-release": "holder",
    release: "holder court",
    "release-on-licence": "holder",
    recall: "holder",
    "end-licence": "holder",
  });
  expect(effectsOf(custodyTable)).toEqual({});
  expect(tellsOf(custodyTable)).toEqual({
    transfer: "custody.transferred",
    "expect-release": "custody.release-expected",
    release: "custody.released",
    "release-on-licence": "custody.released",
    recall: "custody.recalled",
    "end-licence": "custody.licence-ended",
  });
});

test("a remand belongs to the case, a sentence to its supervision", () => {
  expect([custodyKinds.remand.class, custodyKinds.sentence.class]).toEqual(["case", "supervision"]);
});

test("nobody is on licence from a remand", () => {
  expect(refusal(() => assertLicensable("sentence"))).toBe("allowed");
  expect(refusal(() => assertLicensable("remand"))).toEqual([
    "RULE_BROKEN",
    "Nobody is on licence from a remand; release on bail is a release.",
  ]);
});

test.each([
  ["2026-03-10T09:00:00Z", "2026-03-10T17:00:00Z", 1],
  ["2026-03-10T23:59:00Z", "2026-03-11T00:01:00Z", 2],
  // Arrested at half past midnight in July, by the clock of London: the day before is not one of them.
  ["2026-07-14T23:30:00Z", "2026-07-15T10:00:00Z", 1],
  ["2026-07-14T22:30:00Z", "2026-07-15T10:00:00Z", 2],
  ["2026-02-28T09:00:00Z", "2026-03-01T09:00:00Z", 2],
  ["2024-02-28T09:00:00Z", "2024-03-01T09:00:00Z", 3],
])("held from %s to %s is %i days", (from, to, days) => {
  expect(daysHeld(new Date(from), new Date(to))).toBe(days);
});

test.each([
  ["2026-03-10", "allowed"],
  ["2026-03-09", ["VALIDATION", [{ path: "move.at", message: "expected no time before what was recorded last" }]]],
])("recorded last on 10 March; %s", (given, expected) => {
  expect(refusal(() => assertNotBefore("move.at", new Date("2026-03-10T09:00:00Z"), given))).toEqual(expected);
});
