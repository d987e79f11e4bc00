import { z } from "zod";
import type { Asked } from "../../libs/bus/actions.ts";
import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { clock } from "../../libs/clock/clock.ts";
import { contract, fields, parseInput } from "../../libs/contract/contract.ts";
import { fail } from "../../libs/errors/errors.ts";
import { catalogue } from "./catalogue/index.ts";
import type { Report, ReportContext, Reporting } from "./define-report.ts";
import { factModel, factProjections } from "./facts.ts";
import { reportsAccess } from "./reports.access.ts";
import { reportsContracts } from "./reports.contract.ts";
import { factsStore } from "./reports.store.ts";

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

/** How the court is doing, from facts folded out of what happened; names are added with the reader's own access. */
export const reports: ServiceDefinition<typeof reportsContracts> = {
  name: "reports",
  contracts: reportsContracts,
  access: reportsAccess,
  open({ db }) {
    const model = factModel(db);
    const facts = factsStore(model);

    return {
      handlers: {
        list: async (_input, { person }) => ({
          items: catalogue
            .filter(report => isFor(report, person().roles))
            .map(({ id, title, question, definition, parameters, columns }) => ({
              id,
              title,
              question,
              definition,
              parameters: namesOfParameters(parameters),
              columns: columnList(columns),
            })),
        }),

        run: async ({ id, ...given }, asked) => {
          const person = asked.person();
          const report =
            catalogue.find(candidate => candidate.id === id && isFor(candidate, person.roles)) ?? fail("NOT_FOUND");
          const { courtId: askedCourt, ...rest } = parseInput(z.looseObject({ courtId: fields.id.optional() }), given);
          const courtId =
            person.courtId ??
            askedCourt ??
            fail("VALIDATION", { errors: [{ path: "courtId", message: "expected the id of a court" }] });
          if (person.courtId && askedCourt && askedCourt !== person.courtId) fail("NOT_FOUND");
          const parameters = parseInput(report.parameters, rest);
          const rows = await report.rows(parameters, {
            courtId,
            person,
            facts,
            ...people(asked),
          });
          return {
            id,
            title: report.title,
            definition: report.definition,
            courtId,
            parameters: parameters as Record<string, unknown>,
            asOf: clock.now().toISOString(),
            columns: columnList(report.columns),
            rows,
          };
        },
      },
      projections: factProjections(model),
    };
  },
};

/** Those of these people whom the reader may see; each is asked about once for one report. */
function people(asked: Asked): Pick<ReportContext, "namesOf" | "reportingOf"> {
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
  return {
    namesOf: async ids => new Map((await find(ids)).map(({ id, name }) => [id, name])),
    reportingOf: async ids => new Map((await find(ids)).map(({ id, reporting }) => [id, reporting])),
  };
}

const isFor = ({ audience }: Report, roles: readonly string[]) => audience.some(role => roles.includes(role));

const columnList = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).map(([key, label]) => ({ key, label }));

function namesOfParameters(parameters: z.ZodType): string[] {
  return parameters instanceof z.ZodObject ? Object.keys(parameters.shape) : [];
}
