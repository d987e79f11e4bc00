import { z } from "zod";
import { reachContract, reachedMax } from "../../libs/access/within-reach.ts";
import type { Asked } from "../../libs/bus/actions.ts";
import { contract } from "../../libs/contract/contract.ts";
import type { Known, ReportContext, Reporting } from "./define-report.ts";

const names = contract(
  "defendants.names",
  "",
  z.strictObject({ ids: z.array(z.string()) }),
  z.strictObject({
    names: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        reportingRestrictions: z.array(z.object({ kind: z.string(), caseId: z.string().nullable() })),
      }),
    ),
  }),
);
const namesPerCallMax = 500;
const owners = { cases: reachContract("cases"), notes: reachContract("notes") } as const;

/** What only those who hold people and records know: whom and what this reader may see of them. */
export function asReader(asked: Asked): Pick<ReportContext, "namesOf" | "reportingOf" | "reach"> {
  /** Each is asked about once for one report. */
  const known = new Map<string, { readonly name: string; readonly reporting: readonly Reporting[] } | undefined>();
  async function find(ids: readonly string[]) {
    const unknown = ids.filter(id => !known.has(id));
    for (let at = 0; at < unknown.length; at += namesPerCallMax) {
      const some = unknown.slice(at, at + namesPerCallMax);
      const answer = await asked.call(names, { ids: some });
      for (const id of some) known.set(id, undefined);
      for (const { id, name, reportingRestrictions } of answer.names)
        known.set(id, { name, reporting: reportingRestrictions });
    }
    return ids.flatMap(id => {
      const found = known.get(id);
      return found ? [{ id, ...found }] : [];
    });
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
    reportingOf: async ids => new Map((await find(ids)).map(({ id, reporting }) => [id, reporting])),
    reach: async records => {
      const { cases = [], notes = [] } = Object.groupBy(records, ({ kind }) => (kind === "note" ? "notes" : "cases"));
      const seen = await Promise.all([reachedAt("cases", cases), reachedAt("notes", notes)]);
      return new Map(seen.flat().map(({ id, defendantIds }) => [id, defendantIds]));
    },
  };
}
