import { z } from "zod";
import { type Service, services } from "../../libs/bus/call-graph.ts";
import type { ServiceDefinition, Tools } from "../../libs/bus/serve.ts";
import { clock } from "../../libs/clock/clock.ts";
import { fields, parseInput } from "../../libs/contract/contract.ts";
import { fail } from "../../libs/errors/errors.ts";
import { asReader } from "./as-reader.ts";
import { catalogue } from "./catalogue/index.ts";
import type { Report } from "./define-report.ts";
import { factModel, factProjections } from "./facts.ts";
import { reportsAccess } from "./reports.access.ts";
import { reportsContracts } from "./reports.contract.ts";
import { factsStore } from "./reports.store.ts";

/** How the court is doing, from facts folded out of what happened; names are added with the reader's own access. */
export const reports: ServiceDefinition<typeof reportsContracts> = {
  name: "reports",
  contracts: reportsContracts,
  access: reportsAccess,
  open({ db, call }) {
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

        health: async () => ({
          asOf: clock.now().toISOString(),
          parts: await Promise.all(services.map(healthOf(call))),
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
            ...asReader(asked),
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

/** Whether a part answers, in how long, and how much it has still to pass on: the numbers it says of itself. */
const healthOf = (call: Tools["call"]) => async (part: Service) => {
  const from = performance.now();
  const answer = await call({ action: `${part}.ready` }, {}).then(
    answered => readySchema.parse(answered),
    () => undefined,
  );
  const tookMs = answer ? Math.round(performance.now() - from) : null;
  return { part, answers: answer !== undefined, tookMs, waiting: answer?.waiting ?? null };
};
const readySchema = z.looseObject({ waiting: z.int() });

const isFor = ({ audience }: Report, roles: readonly string[]) => audience.some(role => roles.includes(role));

const columnList = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).map(([key, label]) => ({ key, label }));

function namesOfParameters(parameters: z.ZodType): string[] {
  return parameters instanceof z.ZodObject ? Object.keys(parameters.shape) : [];
}
