import type { ObligationStatus } from "../cases.rules.ts";
import type { Table } from "../flow/flow.ts";

export const drugTestStates = [
  "scheduled",
  "sample-provided",
  "resulted",
  "disputed",
  "confirmed",
  "missed-acceptable",
  "missed-unacceptable",
  "refused",
  "cancelled-by-provider",
] as const;
export type DrugTestState = (typeof drugTestStates)[number];

/** A drug test against its schedule: whether a sample was given, what it shows, and what a dispute comes to. */
export const drugTestTable = {
  "take-sample": {
    from: ["scheduled"],
    to: "sample-provided",
    by: ["holder"],
    tells: ["drugtest.taken"],
    effects: ["settle"],
  },
  "miss-acceptably": {
    from: ["scheduled"],
    to: "missed-acceptable",
    by: ["holder"],
    tells: ["drugtest.outcome"],
    effects: ["settle"],
  },
  "miss-unacceptably": {
    from: ["scheduled"],
    to: "missed-unacceptable",
    by: ["holder"],
    tells: ["drugtest.outcome"],
    effects: ["settle"],
  },
  refuse: { from: ["scheduled"], to: "refused", by: ["holder"], tells: ["drugtest.outcome"], effects: ["settle"] },
  cancel: {
    from: ["scheduled"],
    to: "cancelled-by-provider",
    by: ["holder"],
    tells: ["drugtest.cancelled"],
    effects: ["settle"],
  },
  result: { from: ["sample-provided"], to: "resulted", by: ["holder"], tells: ["drugtest.outcome"], effects: [] },
  dispute: { from: ["resulted"], to: "disputed", by: ["holder"], tells: ["drugtest.disputed"], effects: [] },
  confirm: { from: ["disputed"], to: "confirmed", by: ["holder"], tells: ["drugtest.outcome"], effects: [] },
} as const satisfies Table<DrugTestState, "holder", "settle">;
export type DrugTestMove = keyof typeof drugTestTable;

/** What each state makes of the obligation to come to the test. What a sample shows is no matter of attendance. */
export const testAttendance: Readonly<
  Partial<Record<DrugTestState, Exclude<ObligationStatus, "awaiting" | "rearranged">>>
> = {
  "sample-provided": "attended-complied",
  "missed-acceptable": "absent-acceptable",
  "missed-unacceptable": "absent-unacceptable",
  refused: "attended-failed",
  "cancelled-by-provider": "not-held",
};

/** The state of a test that was recorded with its outcome at once. */
export function stateOf(outcome: string): DrugTestState {
  return drugTestStates.find(state => state === outcome) ?? "resulted";
}
