import { assertInOrder, contactStates, contactTable } from "../../../services/cases/victims/victims.rules.ts";
import { effectsOf, partiesOf, refusal, tellsOf, walk } from "./support/walk.ts";

test("every state by every move", () => {
  walk(contactTable, contactStates, {
    offered: { "take-up": "taken-up", decline: "declined" },
    "taken-up": { decline: "declined" },
    declined: { "take-up": "taken-up" },
  });
});

test("only the agency that made the offer writes down the answer, and nothing follows", () => {
  expect(partiesOf(contactTable)).toEqual({ "take-up": "holder", decline: "holder" });
  expect(effectsOf(contactTable)).toEqual({});
  expect(tellsOf(contactTable)).toEqual({
    "take-up": "victim.contact-answered",
    decline: "victim.contact-answered",
  });
});

test.each([
  ["2026-03-10T09:00:00Z", "allowed"],
  ["2026-03-11T09:00:00Z", "allowed"],
  [
    "2026-03-10T08:59:59Z",
    ["VALIDATION", [{ path: "move.at", message: "expected no time before what was said last" }]],
  ],
])("it was offered on 10 March at nine; an answer of %s", (at, expected) => {
  expect(refusal(() => assertInOrder(new Date("2026-03-10T09:00:00Z"), new Date(at)))).toEqual(expected);
});
