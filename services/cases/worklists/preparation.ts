import { decideRead } from "../../../libs/access/decide.ts";
import { nothingHeld } from "../../../libs/access/files.ts";
import type { CasesModels, PreSentenceReport } from "../cases.schema.ts";
import type { Enforcement } from "../enforcement/enforcement.schema.ts";
import type { ProgressReport } from "../reviews/reviews.schema.ts";
import { neededFor, type PreparationItem, preparationItems, preparationOf } from "./preparation.rules.ts";
import type { Candidate } from "./worklists.engine.ts";

const recordsMax = 2_000;
type About = { readonly defendantId: string; readonly caseId: string | null };

/** What has come for hearings, and what is missing: of each item only to whoever may read such things in that file by their role. */
export function preparing({ reports, progressReports, enforcements }: CasesModels) {
  /** What has come about these people, by case, person and item. */
  async function received(items: readonly Candidate[]): Promise<ReadonlySet<string>> {
    const caseId = { $in: [...new Set(items.flatMap(({ prepares }) => prepares?.caseId ?? []))] };
    const fields = { defendantId: 1, caseId: 1 } as const;
    const [delivered, progress, presented] = await Promise.all([
      reports
        .find({ ...idsOf(items), caseId, status: "delivered" }, fields)
        .limit(recordsMax)
        .lean<PreSentenceReport[]>(),
      progressReports
        .find({ ...idsOf(items), caseId }, { ...fields, dueAt: 1, report: 1 })
        .sort({ dueAt: 1 })
        .limit(recordsMax)
        .lean<ProgressReport[]>(),
      enforcements
        .find({ ...idsOf(items), caseId }, { ...fields, breaches: 1 })
        .limit(recordsMax)
        .lean<Enforcement[]>(),
    ]);
    // Of several progress reports the last one asked for is what the next review needs.
    const lastAsked = [...new Map(progress.map(report => [placeOf(report), report])).values()];
    return new Set([
      ...delivered.map(found => keyOf("pre-sentence report", found)),
      ...lastAsked.flatMap(found => (found.report ? [keyOf("progress report", found)] : [])),
      ...presented.flatMap(found =>
        found.breaches.at(-1)?.presentedAt ? [keyOf("information of the breach", found)] : [],
      ),
    ]);
  }

  return async (items: readonly Candidate[]) => {
    const come = await received(items);
    return new Map(
      items.map(({ id, people, prepares }) => [
        id,
        people.map(({ defendantId, scope }) => {
          const about = { defendantId, caseId: prepares?.caseId ?? null };
          const needed = neededFor(prepares?.type ?? "").filter(item => {
            const held = {
              ...nothingHeld(preparationItems[item], about.caseId),
              occurredAt: scope?.now ?? new Date(0),
            };
            return scope && decideRead(scope.person, scope.access, held, scope.now).view;
          });
          const there = new Set(needed.filter(item => come.has(keyOf(item, about))));
          return { defendantId, ...preparationOf(needed, there) };
        }),
      ]),
    );
  };
}

const idsOf = (items: readonly Candidate[]) => ({
  defendantId: { $in: [...new Set(items.flatMap(({ people }) => people.map(({ defendantId }) => defendantId)))] },
});
const placeOf = ({ defendantId, caseId }: About) => `${defendantId}|${caseId}`;
const keyOf = (item: PreparationItem, about: About) => `${item}|${placeOf(about)}`;
