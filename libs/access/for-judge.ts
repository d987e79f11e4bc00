import type { Judge } from "../contract/people.ts";
import { fail } from "../errors/errors.ts";
import type { Person } from "../identity/subject.ts";

/** Whether this is a legal adviser, who writes down what a judge of the same court has decided, and is no judge. */
export function writesForJudge({ kind, roles, courtId }: Person): boolean {
  return kind === "person" && courtId !== null && roles.includes("LA") && !roles.includes("JUD");
}

/**
 * By whose reach something is put together: the judge's who sat, where a legal adviser of that court records what was
 * decided and it is only to be frozen. Otherwise whoever asks.
 */
export function readerFor(person: Person, judge: Judge | undefined): Person {
  if (!judge) return person;
  if (!writesForJudge(person)) return fail("ACCESS_DENIED");
  return { ...person, id: judge.id, roles: ["JUD"], teamIds: judge.teamIds };
}
