import { casesContracts } from "../../services/cases/cases.contract.ts";
import { bases } from "./data/texts.ts";
import { offenceOf } from "./hearing-story.ts";
import type { Input } from "./script.ts";
import type { Accused, CaseTold, Stage, Telling } from "./telling.ts";
import { say } from "./words.ts";

/** So many pleas of guilty come with a basis in writing. */
const basisShare = { full: 0.07, brief: 0.15 } as const;

export type Basis = NonNullable<Input<typeof casesContracts.plead>["pleas"][number]["basis"]>;

/** On what facts somebody pleads guilty to the gravest charge, where that is not simply what is charged. */
export function inventBasis({ beside: random, detail }: Telling, { someone }: Accused): Basis | undefined {
  if (!random.chance(basisShare[detail])) return undefined;
  return { text: say(random, bases, someone), state: random.weighted(states) };
}

const states = [
  ["served", 55],
  ["accepted", 35],
  ["disputed", 10],
] as const;

/** What the prosecution says to it, mostly while the case is still called on. */
export function tellBasisAnswered(
  { beside: random, team, writer }: Telling,
  story: CaseTold,
  { name, minute }: Stage,
  { d, accused: { key, id }, basis }: { readonly d: number; readonly accused: Accused; readonly basis: Basis },
): void {
  if (basis.state === "accepted" || !random.chance(0.75)) return;
  const answer = basis.state === "disputed" || random.chance(0.7) ? "accept" : "dispute";
  writer.call(
    { at: minute(6), as: team.who("adviser"), name: `${name} basis ${key}`, changes: [story.name] },
    casesContracts.answerBasis,
    {
      ...{ caseId: story.id, defendantId: id, offenceId: offenceOf(story, d, 0) },
      ...{ answer, answeredAt: minute(6) },
    },
  );
}
