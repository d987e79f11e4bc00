import type { DefendantCase } from "../cases.schema.ts";
import { iso } from "../iso.ts";
import type { BasisOfPlea } from "./basis-of-plea.rules.ts";

/** The basis of a plea, for whoever sees the case in full. */
export const basisView = ({ text, state, answers }: BasisOfPlea) => ({
  ...{ text, state },
  answers: answers.map(({ at, state: became }) => ({ at: iso(at), state: became })),
});

/** On the timeline of whoever sees the case in full. */
export const basisEntries = ({ offences }: Pick<DefendantCase, "offences">, agencyId: string) =>
  offences.flatMap(({ plea }) =>
    plea?.basis
      ? [
          { at: plea.at, recordedAt: plea.at, agencyId, what: "Basis of plea entered" },
          ...plea.basis.answers.map(({ at, state }) => ({
            ...{ at, recordedAt: at, agencyId },
            what: `Basis of plea ${state}`,
          })),
        ]
      : [],
  );
