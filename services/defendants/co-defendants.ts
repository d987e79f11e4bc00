import { z } from "zod";
import { fields } from "../../libs/contract/contract.ts";
import type { CountedPart } from "../../libs/contract/views.ts";

const coDefendant = z.looseObject({ defendantId: fields.id });
const listing = z.looseObject({ coDefendantCases: z.array(coDefendant) });

/** Those whom the cases of a file show as charged together with the person it is about, each once. */
export function coDefendantsIn(parts: readonly CountedPart[]): string[] {
  const listed = parts.flatMap(({ items }) =>
    items.flatMap(item => listing.safeParse(item).data?.coDefendantCases ?? []),
  );
  return [...new Set(listed.map(({ defendantId }) => defendantId))];
}

/** The parts with each co-defendant by name. Who is not among the names is out of the reader's reach by now, and left out. */
export function namingCoDefendants(parts: readonly CountedPart[], names: ReadonlyMap<string, string>): CountedPart[] {
  return parts.map(part => ({
    ...part,
    items: part.items.map(item => {
      const listed = listing.safeParse(item).data;
      if (!listed) return item;
      const coDefendantCases = listed.coDefendantCases.flatMap(other => {
        const name = names.get(other.defendantId);
        return name === undefined ? [] : [{ ...other, name }];
      });
      return { ...item, coDefendantCases };
    }),
  }));
}
