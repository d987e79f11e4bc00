import { fail } from "../../../libs/errors/errors.ts";
import type { CaseStatus } from "../cases.states.ts";

/** An offence taken into consideration. It stays where it was admitted; one that is withdrawn says why. */
export interface TakenIntoConsideration {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly date: string;
  readonly admittedAt: Date;
  readonly withdrawn: { readonly at: Date; readonly reason: string } | null;
}

export const ticsMax = 200;
const admitted: ReadonlySet<CaseStatus> = new Set(["convicted", "awaiting-sentence"]);

/** Fails with RULE_BROKEN unless the defendant has been convicted and is yet to be sentenced. */
export function assertBeforeSentence(status: CaseStatus): void {
  if (!admitted.has(status))
    fail("RULE_BROKEN", {
      detail: `The case is ${status}; offences are taken into consideration between conviction and sentence.`,
    });
}

/** Fails with VALIDATION on an offence after the day of its admission, RULE_BROKEN where there would be too many. */
export function assertAdmitted(
  before: readonly TakenIntoConsideration[],
  offences: readonly { readonly date: string }[],
  admittedOn: string,
): void {
  const errors = offences.flatMap(({ date }, n) =>
    date > admittedOn ? [{ path: `offences[${n}].date`, message: "expected a day up to that of the admission" }] : [],
  );
  if (errors.length > 0) fail("VALIDATION", { errors });
  if (before.length + offences.length > ticsMax)
    fail("RULE_BROKEN", { detail: `At most ${ticsMax} offences are taken into consideration on one case.` });
}

/** These with one withdrawn. Fails with NOT_FOUND when there is none, RULE_BROKEN when it was withdrawn already. */
export function withdrawing(
  all: readonly TakenIntoConsideration[],
  id: string,
  withdrawn: { readonly at: Date; readonly reason: string },
): TakenIntoConsideration[] {
  const found = all.find(each => each.id === id) ?? fail("NOT_FOUND");
  if (found.withdrawn) fail("RULE_BROKEN", { detail: "This offence was withdrawn already." });
  return all.map(each => (each === found ? { ...each, withdrawn } : each));
}
