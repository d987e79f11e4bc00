import {
  assertInTurn,
  assertVictimAgreed,
  restorativeStates,
  restorativeTable,
} from "../../../services/cases/restorative/restorative.rules.ts";
import type { ContactState } from "../../../services/cases/victims/victims.rules.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  walk(restorativeTable, restorativeStates, {
    offered: { agree: "agreed", decline: "declined", "call-off": "called-off" },
    agreed: { decline: "declined", hold: "held", "call-off": "called-off" },
    declined: { agree: "agreed" },
    "called-off": {},
    held: { conclude: "concluded" },
    concluded: {},
  });
});

test("only the agency that offers it, and nothing follows", () => {
  expect(new Set(Object.values(partiesOf(restorativeTable)))).toEqual(new Set(["holder"]));
  expect(effectsOf(restorativeTable)).toEqual({});
  expect(tellsOf(restorativeTable)).toEqual({
    agree: "restorative.answered",
    decline: "restorative.answered",
    hold: "restorative.held",
    "call-off": "restorative.called-off",
    conclude: "restorative.concluded",
  });
});

const needed = ["RULE_BROKEN", "A meeting is held only when a victim has agreed to it."];
test.each<[readonly ContactState[], unknown]>([
  [["taken-up"], "allowed"],
  [["declined", "taken-up"], "allowed"],
  [["declined"], needed],
  [["offered"], needed],
  [[], needed],
])("victims say %j: no answer and a refusal are told alike", (answers, expected) => {
  expect(refusal(() => assertVictimAgreed(answers))).toEqual(expected);
});

test.each([
  ["2026-03-10T09:00:00Z", "allowed"],
  [
    "2026-03-10T08:59:59Z",
    ["VALIDATION", [{ path: "move.at", message: "expected no time before what was said last" }]],
  ],
])("last said on 10 March at nine; %s", (at, expected) => {
  expect(refusal(() => assertInTurn(new Date("2026-03-10T09:00:00Z"), new Date(at)))).toEqual(expected);
});
