import { fail } from "../../../libs/errors/errors.ts";
import type { Table } from "../flow/flow.ts";
import type { ContactState } from "../victims/victims.rules.ts";

export const restorativeStates = ["offered", "agreed", "declined", "called-off", "held", "concluded"] as const;
export type RestorativeState = (typeof restorativeStates)[number];
/** Face to face, through somebody who goes between, or by letter. */
export const restorativeForms = ["conference", "shuttle", "letter"] as const;
export const restorativeOutcomes = ["agreement", "apology", "no-agreement"] as const;

/**
 * A restorative meeting, as the defendant's side of it goes; written down by the agency that brings people together.
 * What the victim says stands in the contact with the victim, and a meeting that does not come about says no reason.
 */
export const restorativeTable = {
  agree: {
    from: ["offered", "declined"],
    to: "agreed",
    by: ["holder"],
    tells: ["restorative.answered"],
    effects: [],
  },
  decline: {
    from: ["offered", "agreed"],
    to: "declined",
    by: ["holder"],
    tells: ["restorative.answered"],
    effects: [],
  },
  hold: { from: ["agreed"], to: "held", by: ["holder"], tells: ["restorative.held"], effects: [] },
  "call-off": {
    from: ["offered", "agreed"],
    to: "called-off",
    by: ["holder"],
    tells: ["restorative.called-off"],
    effects: [],
  },
  conclude: { from: ["held"], to: "concluded", by: ["holder"], tells: ["restorative.concluded"], effects: [] },
} as const satisfies Table<RestorativeState, "holder">;
export type RestorativeMove = keyof typeof restorativeTable;

/** Entries that one meeting keeps. */
export const restorativeEntriesMax = 100;

/** Fails with RULE_BROKEN unless a victim has agreed; no answer and a refusal are told alike. */
export function assertVictimAgreed(answers: readonly ContactState[]): void {
  if (!answers.includes("taken-up"))
    fail("RULE_BROKEN", { detail: "A meeting is held only when a victim has agreed to it." });
}

/** Fails with VALIDATION where something would come before what was said last. */
export function assertInTurn(last: Date, at: Date): void {
  if (at < last)
    fail("VALIDATION", { errors: [{ path: "move.at", message: "expected no time before what was said last" }] });
}
