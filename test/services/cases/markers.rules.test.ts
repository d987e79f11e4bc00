import { informationClasses } from "../../../libs/access/matrix.ts";
import {
  assertLasts,
  isInForce,
  markerKinds,
  markerStates,
  markerTable,
} from "../../../services/cases/markers/markers.rules.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  walk(markerTable, markerStates, { "in-force": { renew: "in-force", end: "ended" }, ended: {} });
});

test("only the agency that set it, and nothing follows", () => {
  expect(partiesOf(markerTable)).toEqual({ renew: "holder", end: "holder" });
  expect(effectsOf(markerTable)).toEqual({});
  expect(tellsOf(markerTable)).toEqual({ renew: "marker.renewed", end: "marker.ended" });
});

test("who may know of each kind, and a part has one class", () => {
  expect(Object.fromEntries(Object.entries(markerKinds).map(([kind, { class: cls }]) => [kind, cls]))).toEqual({
    "vulnerable-adult": "identity",
    "self-harm": "needs",
    "domestic-abuse": "case",
    weapons: "case",
    "prolific-offender": "risk",
    mappa: "risk",
    "victim-safety": "victim-contact",
  });
  const classes = Map.groupBy(Object.values(markerKinds), ({ part }) => part);
  for (const [part, rows] of classes)
    expect([part, new Set(rows.map(({ class: cls }) => cls)).size]).toEqual([part, 1]);
  for (const { class: cls } of Object.values(markerKinds)) expect(informationClasses).toContain(cls);
});

test.each([
  ["in-force", null, true],
  ["in-force", "2026-03-10", true],
  ["in-force", "2026-03-09", false],
  ["ended", null, false],
  ["ended", "2026-12-31", false],
] as const)("%s until %s is in force on 10 March: %s", (status, until, expected) => {
  expect(isInForce({ status, until }, "2026-03-10")).toBe(expected);
});

const refused = ["VALIDATION", [{ path: "until", message: "expected no time before the marker was set" }]];
test.each([
  ["2026-03-10", "allowed"],
  ["2026-03-09", refused],
  [new Date("2026-03-10T09:00:00Z"), "allowed"],
  [new Date("2026-03-10T08:59:59Z"), refused],
])("set on 10 March at nine, until %s", (end, expected) => {
  expect(refusal(() => assertLasts("until", new Date("2026-03-10T09:00:00Z"), end))).toEqual(expected);
});
