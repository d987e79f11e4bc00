import type { Held } from "../../../libs/access/decide.ts";
import { isLive } from "../../../libs/access/facts.ts";
import { type Files, readIn, type Scope } from "../../../libs/access/files.ts";
import { isKnown } from "../../../libs/errors/errors.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { casesPart } from "../cases.views.ts";
import { type CoDefendant, coDefendantView } from "./co-defendants.views.ts";

/** As many co-defendants are looked for in one file, in the newest of its cases; of older ones only the count is told. */
export const soughtMax = 40;
/** As many cases as a file shows. */
const casesMax = 2_000;

/** By case, those of its other defendants whom the reader may see; a case in which nobody was looked for is not here. */
export type CoDefendants = ReadonlyMap<string, readonly CoDefendant[]>;

/**
 * Of the cases of one file the other defendants whose own file this reader may open, and read this case in, in full
 * and as it is now. Of the others there is nothing. A file in which nobody else is charged asks nothing of the database.
 */
export async function coDefendantsIn(files: Files, scope: Scope, cases: readonly Case[]): Promise<CoDefendants> {
  const { held } = casesPart(scope.fileId);
  const found = await Promise.all(
    soughtIn(scope, cases, held).map(async stored => {
      const others = stored.defendants.filter(({ defendantId }) => defendantId !== scope.fileId);
      const shown = await Promise.all(
        others.map(async other => {
          const opened = await openFor(files, scope, other.defendantId, held(stored));
          return opened && coDefendantView(other, reportingIn(opened));
        }),
      );
      return [stored._id, shown.flatMap(each => each ?? [])] as const;
    }),
  );
  return new Map(found);
}

/** Whoever is charged on a case together with one of these people, in anybody's reach or not: what is taken away in their files may be in what is being sent. */
export async function chargedWith(
  { cases }: Pick<CasesModels, "cases">,
  fileIds: readonly string[],
): Promise<string[]> {
  const found = await cases
    .find({ defendantIds: { $in: [...fileIds] } }, { defendantIds: 1 })
    .sort({ occurredAt: -1 })
    .limit(casesMax)
    .lean<Pick<Case, "_id" | "defendantIds">[]>();
  const people = new Set(found.flatMap(({ defendantIds }) => defendantIds));
  return [...people].filter(id => !fileIds.includes(id));
}

/** The newest cases that the reader sees in full and as they are now and in which somebody else is charged, up to so many people. */
function soughtIn(scope: Scope, cases: readonly Case[], held: (stored: Case) => Held): readonly Case[] {
  const several = cases
    .filter(({ erased, defendants }) => !erased && defendants.length > 1)
    .filter(stored => isSeenWhole(scope, held(stored)))
    .toSorted((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || (a._id < b._id ? -1 : 1));
  let people = 0;
  const tooMany = several.findIndex(({ defendants }) => {
    people += defendants.length - 1;
    return people > soughtMax;
  });
  return tooMany < 0 ? several : several.slice(0, tooMany);
}

/** The file of somebody else on a case, where this reader sees the case in it in full and as it is now. */
async function openFor(files: Files, { person }: Scope, fileId: string, held: Held): Promise<Scope | undefined> {
  try {
    const opened = await files.openToRead(person, fileId, held);
    return isSeenWhole(opened, held) ? opened : undefined;
  } catch (error) {
    if (isKnown(error) && (error.type === "NOT_FOUND" || error.type === "ERASED")) return undefined;
    throw error;
  }
}

function isSeenWhole(scope: Scope, held: Held): boolean {
  const sight = readIn(scope, held);
  return sight?.view === "full" && sight.asOf === null;
}

const reportingIn = ({ access, now }: Scope) => access.reporting.filter(found => isLive(found, now));
