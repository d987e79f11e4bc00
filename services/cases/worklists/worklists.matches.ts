import { z } from "zod";
import type { Asked } from "../../../libs/bus/actions.ts";
import { contract, fields } from "../../../libs/contract/contract.ts";
import type { Candidate, Source } from "./worklists.engine.ts";
import type { Place } from "./worklists.query.ts";

/** The pairs to decide on, as `defendants` gives them to whoever asks. */
const tasks = contract(
  "defendants.listMatchTasks",
  "",
  z.strictObject({}),
  z.object({
    items: z.array(
      z.object({
        id: fields.id,
        score: z.number(),
        state: z.string(),
        proposedAt: fields.instant,
        people: z.array(z.object({ id: fields.id, name: z.string() })),
      }),
    ),
  }),
);
type Pair = z.output<(typeof tasks)["output"]>["items"][number];

/** People who may be recorded twice: kept by `defendants`, which shows them with the reader's own access; the oldest first. */
export function matchSource(asked: Asked): Source {
  return async (_row, { ids }, after, size) => {
    const { items } = tasks.output.parse(await asked.call(tasks, {}));
    const found = items
      .filter(pair => (!ids || ids.includes(pair.id)) && (!after || isLater(placeOf(pair), after)))
      .sort((a, b) => (isLater(placeOf(a), placeOf(b)) ? 1 : -1))
      .slice(0, size)
      .map(candidateOf);
    return { read: found.length, last: found.at(-1)?.place, seen: found };
  };
}

const placeOf = ({ proposedAt, id }: Pair): Place => [proposedAt, id];
const isLater = (a: Place, b: Place) => JSON.stringify(a) > JSON.stringify(b);

function candidateOf(pair: Pair): Candidate {
  const { id, score, state, proposedAt, people } = pair;
  return {
    id,
    version: 1,
    class: "identity",
    href: null,
    source: null,
    caseId: null,
    people: people.map(({ id: defendantId, name }) => ({ defendantId, name, scope: null })),
    held: null,
    from: new Date(proposedAt),
    place: placeOf(pair),
    prepares: null,
    details: () => ({ score, state }),
  };
}
