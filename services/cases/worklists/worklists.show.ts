import { readIn } from "../../../libs/access/files.ts";
import type { Asked } from "../../../libs/bus/actions.ts";
import { type Named, namesFor } from "../../../libs/contract/names.ts";
import type { preparing } from "./preparation.ts";
import { colleaguesIn, taskView } from "./worklists.colleagues.ts";
import type { Candidate } from "./worklists.engine.ts";
import { notDue, standingOn } from "./worklists.rules.ts";
import type { TasksStore } from "./worklists.store.ts";
import { isDue, type Worklist, type WorklistId } from "./worklists.table.ts";

/** How a thing of a list stands on a day. */
export const standingOf = (row: Worklist, asOf: string, { from }: Candidate) =>
  isDue(row.when) && from ? standingOn(asOf, row.when, from) : notDue;

/** What is shown of things that stand on a list: with the names that the reader may see, and told to the audit. */
export function showing(tasks: TasksStore, prepare: ReturnType<typeof preparing>) {
  return async (id: WorklistId, row: Worklist, found: readonly Candidate[], asOf: string, asked: Asked) => {
    const people = await namesOf(found, asked);
    // Whoever may not see by now who it is about is not shown that there is something to do.
    const shown = found.filter(candidate => candidate.people.some(({ defendantId }) => people.has(defendantId)));
    const [held, prepared] = await Promise.all([
      tasks.of(
        id,
        shown.map(candidate => candidate.id),
        asked.person(),
      ),
      row.withPreparation ? prepare(shown) : undefined,
    ]);
    const colleagues = await colleaguesIn(held.values(), asked);
    return shown.map(candidate => {
      tell(candidate, asked);
      return {
        id: candidate.id,
        kind: row.over,
        href: candidate.href,
        class: candidate.class,
        version: candidate.version,
        source: candidate.source,
        people: candidate.people.flatMap(({ defendantId }) => personView(people.get(defendantId), candidate.caseId)),
        ...standingOf(row, asOf, candidate),
        details: candidate.details(),
        preparation: prepared?.get(candidate.id)?.filter(({ defendantId }) => people.has(defendantId)) ?? null,
        task: taskView(held.get(candidate.id), colleagues),
      };
    });
  };
}

async function namesOf(found: readonly Candidate[], asked: Asked): Promise<ReadonlyMap<string, Named>> {
  const people = found.flatMap(candidate => candidate.people);
  const known = people.flatMap(({ defendantId: id, name }) =>
    name === null ? [] : [{ id, name, reportingRestrictions: [] }],
  );
  const unknown = [...new Set(people.flatMap(({ defendantId, name }) => (name === null ? [defendantId] : [])))];
  return new Map([...known, ...(await namesFor(asked, unknown))].map(named => [named.id, named]));
}

function personView(named: Named | undefined, caseId: string | null) {
  if (!named) return [];
  const kinds = named.reportingRestrictions.filter(found => found.caseId === null || found.caseId === caseId);
  const reportingRestrictions = [...new Set(kinds.map(({ kind }) => kind))].sort();
  return [{ defendantId: named.id, name: named.name, reportingRestrictions }];
}

/** Every thing shown is a consultation of everybody in it, by whatever let the reader in. */
export function tell({ id, class: cls, source, held, people }: Candidate, { saw }: Asked): void {
  for (const { defendantId, scope } of people) {
    if (held && scope) readIn(scope, held);
    saw({ class: cls, fileId: defendantId, recordId: id, holderAgencyIds: source ? [source.agencyId] : [] });
  }
}
