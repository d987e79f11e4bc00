import { fail } from "../../../libs/errors/errors.ts";

export const bailStatuses = ["unconditional-bail", "conditional-bail", "custody", "not-applicable"] as const;
/** What a court may make bail depend on (Bail Act 1976, s. 3(6)). */
export const bailConditions = [
  "residence",
  "curfew",
  "electronic-monitoring",
  "report-to-police",
  "exclusion-area",
  "no-contact",
  "surety",
  "surrender-passport",
  "other",
] as const;
export const bailEntriesMax = 50;

/** Bail or custody as the court set it on a day. A later entry takes its place; a correction says why. */
export interface BailEntry {
  readonly status: (typeof bailStatuses)[number];
  readonly conditions: readonly { readonly kind: (typeof bailConditions)[number]; readonly text: string | null }[];
  readonly at: Date;
  readonly by: string;
  /** Why what was set before was wrong; null when this is a new decision. */
  readonly correction: string | null;
}

/** Conditions are what makes bail conditional. Fails with VALIDATION otherwise, and RULE_BROKEN when there are too many entries. */
export function assertBail(before: readonly BailEntry[], entry: BailEntry): void {
  const { status, conditions, correction } = entry;
  if ((status === "conditional-bail") !== conditions.length > 0)
    fail("VALIDATION", {
      errors: [{ path: "conditions", message: "expected the conditions of conditional bail, and of nothing else" }],
    });
  if (correction !== null && before.length === 0)
    fail("VALIDATION", { errors: [{ path: "correction", message: "expected something set before to correct" }] });
  if (before.length >= bailEntriesMax)
    fail("RULE_BROKEN", { detail: `Bail is set at most ${bailEntriesMax} times on one case.` });
}
