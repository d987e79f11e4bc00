import { fail } from "../../../libs/errors/errors.ts";
import type { Table } from "../flow/flow.ts";

export const contactStates = ["offered", "taken-up", "declined"] as const;
export type ContactState = (typeof contactStates)[number];

/** An offer of contact to a victim. Its agency writes down the answer; a victim may come to another one later. */
export const contactTable = {
  "take-up": {
    from: ["offered", "declined"],
    to: "taken-up",
    by: ["holder"],
    tells: ["victim.contact-answered"],
    effects: [],
  },
  decline: {
    from: ["offered", "taken-up"],
    to: "declined",
    by: ["holder"],
    tells: ["victim.contact-answered"],
    effects: [],
  },
} as const satisfies Table<ContactState, "holder">;
export type ContactMove = keyof typeof contactTable;

/** Answers that one offer keeps. */
export const answersMax = 50;

/** Fails with VALIDATION where an answer would come before the offer or before the answer there is. */
export function assertInOrder(last: Date, answeredAt: Date): void {
  if (answeredAt < last)
    fail("VALIDATION", { errors: [{ path: "move.at", message: "expected no time before what was said last" }] });
}
