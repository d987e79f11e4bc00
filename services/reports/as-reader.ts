import { reachContract, reachedMax } from "../../libs/access/within-reach.ts";
import type { Asked } from "../../libs/bus/actions.ts";
import { type Named, namesFor } from "../../libs/contract/names.ts";
import type { Known, ReportContext } from "./define-report.ts";

const owners = { cases: reachContract("cases"), notes: reachContract("notes") } as const;

/** What only those who hold people and records know: whom and what this reader may see of them. */
export function asReader(asked: Asked): Pick<ReportContext, "namesOf" | "reportingOf" | "reach"> {
  /** Each is asked about once for one report. */
  const known = new Map<string, Named | undefined>();
  async function find(ids: readonly string[]): Promise<Named[]> {
    const unknown = ids.filter(id => !known.has(id));
    const found = await namesFor(asked, unknown);
    for (const id of unknown) known.set(id, undefined);
    for (const named of found) known.set(named.id, named);
    return ids.flatMap(id => known.get(id) ?? []);
  }

  async function reachedAt(owner: keyof typeof owners, records: readonly Known[]) {
    const pages = Array.from({ length: Math.ceil(records.length / reachedMax) }, (_, n) =>
      records.slice(n * reachedMax, (n + 1) * reachedMax),
    );
    const answers = await Promise.all(pages.map(page => asked.call(owners[owner], { records: [...page] })));
    return answers.flatMap(({ seen }) => seen);
  }

  return {
    namesOf: async ids => new Map((await find(ids)).map(({ id, name }) => [id, name])),
    reportingOf: async ids => new Map((await find(ids)).map(named => [named.id, named.reportingRestrictions])),
    reach: async records => {
      const { cases = [], notes = [] } = Object.groupBy(records, ({ kind }) => (kind === "note" ? "notes" : "cases"));
      const seen = await Promise.all([reachedAt("cases", cases), reachedAt("notes", notes)]);
      return new Map(seen.flat().map(({ id, defendantIds }) => [id, defendantIds]));
    },
  };
}
