import { z } from "zod";
import { contract, fields } from "../../libs/contract/contract.ts";

const column = z.strictObject({ key: z.string(), label: z.string() });
const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** What the reports service takes and gives. Each report's own parameters are checked by the report. */
export const reportsContracts = {
  list: contract(
    "reports.list",
    "The reports you may run",
    z.strictObject({}),
    z.strictObject({
      items: z.array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          question: z.string(),
          definition: z.string(),
          parameters: z.array(z.string()),
          columns: z.array(column),
        }),
      ),
    }),
  ),
  health: contract(
    "reports.health",
    "How the system does: which parts answer, how long they took, and what they have still to pass on. About nobody",
    z.strictObject({}),
    z.strictObject({
      asOf: fields.instant,
      parts: z.array(
        z.strictObject({
          part: z.string(),
          answers: z.boolean(),
          /** Null where it did not answer. */
          tookMs: z.int().nullable(),
          /** Records of which something happened that has not been passed on yet. */
          waiting: z.int().nullable(),
        }),
      ),
    }),
  ),
  run: contract(
    "reports.run",
    "Run a report. Every report takes its own parameters; /v1/reports names them",
    z.looseObject({ id: z.string().max(60) }),
    z.strictObject({
      id: z.string(),
      title: z.string(),
      definition: z.string(),
      courtId: fields.id,
      parameters: z.record(z.string(), z.unknown()),
      /** The moment up to which the facts are known to be complete. */
      asOf: fields.instant,
      columns: z.array(column),
      rows: z.array(z.record(z.string(), cell)),
    }),
  ),
};
