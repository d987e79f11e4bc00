import { dayOf } from "../../../libs/clock/day.ts";
import { addMonths } from "../../../libs/clock/months.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { stateAfter, type Table } from "../flow/flow.ts";

export const enforcementStates = [
  "compliant",
  "failure-recorded",
  "warning-given",
  "referred",
  "considered",
  "information-laid",
  "summons",
  "warrant",
  "breach-hearing",
  "admitted",
  "proved",
  "not-proved",
  "withdrawn",
  "dealt-with",
] as const;
export type EnforcementState = (typeof enforcementStates)[number];
export const breachOutcomes = ["no-action", "fine", "amend-more-onerous", "revoke-and-resentence", "continue"] as const;
export type EnforcementParty = "supervisor" | "court";

/** Where no breach is on its way to court, so that a failure begins again. */
const open = ["compliant", "failure-recorded", "warning-given", "not-proved", "withdrawn", "dealt-with"] as const;

/**
 * The enforcement of an order, from failure to outcome (Sentencing Act 2020, Sch. 10 paras. 6-8 and 10-11). A failure
 * while a breach is on its way joins it.
 */
export const enforcementTable = {
  "record-failure": { from: open, to: "failure-recorded", by: ["supervisor"], tells: ["breach.failure"], effects: [] },
  "join-failure": {
    from: ["referred", "considered", "information-laid", "summons", "warrant", "breach-hearing", "admitted", "proved"],
    to: "same",
    by: ["supervisor"],
    tells: ["breach.failure"],
    effects: [],
  },
  "accept-excuse": {
    from: ["failure-recorded"],
    to: "compliant",
    by: ["supervisor"],
    tells: ["breach.excused"],
    effects: [],
  },
  warn: { from: ["failure-recorded"], to: "warning-given", by: ["supervisor"], tells: ["warning.issued"], effects: [] },
  refer: { from: ["failure-recorded"], to: "referred", by: ["supervisor"], tells: ["breach.referred"], effects: [] },
  consider: { from: ["referred"], to: "considered", by: ["supervisor"], tells: ["breach.considered"], effects: [] },
  "lay-information": {
    from: ["considered"],
    to: "information-laid",
    by: ["supervisor"],
    tells: ["breach.presented"],
    effects: [],
  },
  summon: { from: ["information-laid"], to: "summons", by: ["court"], tells: ["breach.summoned"], effects: [] },
  "issue-warrant": {
    from: ["information-laid", "summons", "breach-hearing"],
    to: "warrant",
    by: ["court"],
    tells: ["breach.warrant-issued"],
    effects: [],
  },
  "list-breach": {
    from: ["summons", "warrant"],
    to: "breach-hearing",
    by: ["court"],
    tells: ["breach.listed"],
    effects: [],
  },
  admit: { from: ["breach-hearing"], to: "admitted", by: ["court"], tells: ["breach.admitted"], effects: [] },
  prove: { from: ["breach-hearing"], to: "proved", by: ["court"], tells: ["breach.proved"], effects: [] },
  "not-prove": { from: ["breach-hearing"], to: "not-proved", by: ["court"], tells: ["breach.resolved"], effects: [] },
  withdraw: {
    from: ["referred", "considered", "information-laid", "summons", "warrant", "breach-hearing"],
    to: "withdrawn",
    by: ["supervisor"],
    tells: ["breach.resolved"],
    effects: [],
  },
  "deal-with": {
    from: ["admitted", "proved"],
    to: "dealt-with",
    by: ["court"],
    tells: ["breach.resolved"],
    effects: [],
  },
} as const satisfies Table<EnforcementState, EnforcementParty>;
export type EnforcementMove = keyof typeof enforcementTable;

interface Warning {
  readonly at: Date;
}
export interface OpenFailure {
  readonly id: string;
  readonly at: Date;
  /** Null while nobody has said; an accepted excuse makes it no failure. */
  readonly excuse: "accepted" | null;
  /** What it led to: a warning or a breach. Null while it is open. */
  readonly ledTo: string | null;
}

const warningMonths = 12;

/**
 * Whether a warning was in force at a failure: within the twelve months beginning with the day it was given, and after
 * it (Sch. 10 paras. 6(2)(a) and 7(1)). The day twelve months on is outside.
 */
export function warnedBefore(warnings: readonly Warning[], failureAt: Date): boolean {
  return warnings.some(({ at }) => at < failureAt && dayOf(failureAt) < addMonths(dayOf(at), warningMonths));
}

/** The failures that wait for a decision. */
export const undecided = <F extends OpenFailure>(failures: readonly F[]): F[] =>
  failures.filter(({ excuse, ledTo }) => excuse === null && ledTo === null);

/** A failure within twelve months of a warning must be referred; a second warning is not possible. Fails with RULE_BROKEN. */
export function assertMayWarn(warnings: readonly Warning[], failures: readonly OpenFailure[]): void {
  if (undecided(failures).some(({ at }) => warnedBefore(warnings, at)))
    fail("RULE_BROKEN", {
      detail:
        "A warning was given within the twelve months before this failure, so the matter must be referred to an enforcement officer; possible now: refer, accept-excuse.",
    });
}

/** The move by which a failure comes in: it joins a breach that is on its way. */
export function failureMove(state: EnforcementState): "record-failure" | "join-failure" {
  return (open as readonly string[]).includes(state) ? "record-failure" : "join-failure";
}

/** The state after an excuse was accepted: another failure may still wait, and a warning that was given stands. */
export function stateAfterExcuse(
  state: EnforcementState,
  failures: readonly OpenFailure[],
  warnings: readonly Warning[],
): EnforcementState {
  const to = stateAfter("Enforcement", enforcementTable, "accept-excuse", state);
  if (undecided(failures).length > 0) return state;
  return warnings.length > 0 ? "warning-given" : to;
}
