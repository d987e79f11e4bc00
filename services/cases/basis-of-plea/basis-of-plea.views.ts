import { iso } from "../iso.ts";
import type { BasisOfPlea } from "./basis-of-plea.rules.ts";

/** The basis of a plea, for whoever sees the case in full. */
export const basisView = ({ text, state, answers }: BasisOfPlea) => ({
  ...{ text, state },
  answers: answers.map(({ at, state: became }) => ({ at: iso(at), state: became })),
});
