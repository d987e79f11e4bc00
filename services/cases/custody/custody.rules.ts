import type { InformationClass } from "../../../libs/access/matrix.ts";
import { dayOf, daysBetween } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Table } from "../flow/flow.ts";

/** Why somebody is held, and who may know: a remand belongs to the case, a sentence to its supervision. */
export const custodyKinds = {
  remand: { part: "remand", class: "case" },
  sentence: { part: "custody", class: "supervision" },
} as const satisfies Readonly<Record<string, { readonly part: string; readonly class: InformationClass }>>;
export type CustodyKind = keyof typeof custodyKinds;
export const custodyKindNames = Object.keys(custodyKinds) as [CustodyKind, ...CustodyKind[]];

export const custodyStates = ["in-custody", "on-licence", "released"] as const;
export type CustodyState = (typeof custodyStates)[number];
export const releaseReasons = [
  "bail",
  "case-ended",
  "sentenced",
  "sentence-served",
  "appeal-allowed",
  "other",
] as const;
export type ReleaseReason = (typeof releaseReasons)[number];

/** A time in custody, written down by the agency that first did; the court may say that it releases. */
export const custodyTable = {
  transfer: { from: ["in-custody"], to: "same", by: ["holder"], tells: ["custody.transferred"], effects: [] },
  "expect-release": {
    from: ["in-custody"],
    to: "same",
    by: ["holder"],
    tells: ["custody.release-expected"],
    effects: [],
  },
  release: {
    from: ["in-custody"],
    to: "released",
    by: ["holder", "court"],
    tells: ["custody.released"],
    effects: [],
  },
  "release-on-licence": {
    from: ["in-custody"],
    to: "on-licence",
    by: ["holder"],
    tells: ["custody.released"],
    effects: [],
  },
  recall: { from: ["on-licence"], to: "in-custody", by: ["holder"], tells: ["custody.recalled"], effects: [] },
  "end-licence": {
    from: ["on-licence"],
    to: "released",
    by: ["holder"],
    tells: ["custody.licence-ended"],
    effects: [],
  },
} as const satisfies Table<CustodyState, "holder" | "court">;
export type CustodyMove = keyof typeof custodyTable;

/** Entries that one time in custody keeps. */
export const custodyEntriesMax = 200;

/** Fails with RULE_BROKEN where somebody would be on licence without a sentence. */
export function assertLicensable(kind: CustodyKind): void {
  if (kind !== "sentence")
    fail("RULE_BROKEN", { detail: "Nobody is on licence from a remand; release on bail is a release." });
}

/** Fails with VALIDATION, naming the field, where a day or an instant comes before what was there already. */
export function assertNotBefore(path: string, earliest: Date, given: Date | string): void {
  const isBefore = typeof given === "string" ? given < dayOf(earliest) : given < earliest;
  if (isBefore) fail("VALIDATION", { errors: [{ path, message: "expected no time before what was recorded last" }] });
}

/** Days begun in custody, the first and the last one too: what a remand counts towards a sentence (Criminal Justice Act 2003, s. 240ZA) [check]. */
export function daysHeld(from: Date, to: Date): number {
  return daysBetween(dayOf(from), dayOf(to)) + 1;
}
