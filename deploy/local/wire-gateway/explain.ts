/** `explain`: PostgreSQL's plan in the shape of MongoDB's, with the stages that tell whether an index was used. */
import { BSON } from "mongodb";
import { z } from "zod";
import type { Command } from "./command.ts";
import type { Database } from "./database.ts";
import { CommandError, mongoError } from "./errors.ts";

/** The commands that can be explained, with DocumentDB's name for the query each one makes. */
const queries = new Map([
  ["find", "find"],
  ["aggregate", "pipeline"],
  ["count", "count"],
  ["distinct", "distinct"],
]);

/** PostgreSQL's names of the stages that have one in MongoDB. */
const stages = new Map([
  ["Seq Scan", "COLLSCAN"],
  ["Index Scan", "IXSCAN"],
  ["Index Only Scan", "IXSCAN"],
  ["Bitmap Index Scan", "IXSCAN"],
  ["Bitmap Heap Scan", "FETCH"],
  ["Custom Scan", "FETCH"],
  ["Sort", "SORT"],
  ["Limit", "LIMIT"],
  ["Aggregate", "GROUP"],
]);

const plan = z.object({
  "Node Type": z.string(),
  "Index Name": z.string().optional(),
  "Index Cond": z.string().optional(),
  "Actual Rows": z.number().optional(),
  get Plans() {
    return z.array(plan).optional();
  },
});
const explanation = z.tuple([z.object({ Plan: plan, "Execution Time": z.number().optional() })]);

export async function explain(database: Database, command: Command) {
  const explained = command.body.findDocument("explain");
  const query = explained && queries.get(explained.firstName);
  if (!query) throw new CommandError(mongoError("CommandNotSupported"), "The local engine explains queries only");
  const executes = (command.body.findString("verbosity") ?? "allPlansExecution") !== "queryPlanner";
  const sql = `explain (format json, analyze ${executes}, verbose true, timing false, buffers false)
    select document from documentdb_api_catalog.bson_aggregation_${query}($1, $2)`;
  const [text] = await database.queryRow(sql, [command.db, explained.bytes]);
  const [{ Plan, "Execution Time": timeMs = 0 }] = explanation.parse(JSON.parse(String(text)));
  const collection = explained.findString(explained.firstName) ?? "";
  const winningPlan = describe(Plan);
  return BSON.serialize({
    queryPlanner: { namespace: `${command.db}.${collection}`, winningPlan, rejectedPlans: [] },
    ...(executes && {
      executionStats: { executionSuccess: true, nReturned: Plan["Actual Rows"] ?? 0, executionTimeMillis: timeMs },
    }),
    ok: 1,
  });
}

interface Stage {
  readonly stage: string;
  readonly indexName?: string;
  readonly inputStage?: Stage;
  readonly inputStages?: readonly Stage[];
}

function describe(node: z.infer<typeof plan>): Stage {
  const inputs = (node.Plans ?? []).map(describe);
  if (node["Node Type"] === "Custom Scan" && inputs.length === 1) return inputs[0]!; // DocumentDB's frame around a scan
  if (wholeCollection.test(node["Index Cond"] ?? "")) return { stage: "COLLSCAN" };
  return {
    stage: stages.get(node["Node Type"]) ?? node["Node Type"].toUpperCase().replaceAll(" ", "_"),
    ...(node["Index Name"] && { indexName: node["Index Name"] }),
    ...(inputs.length === 1 && { inputStage: inputs[0]! }),
    ...(inputs.length > 1 && { inputStages: inputs }),
  };
}

/** All documents of a collection have the same shard key, so by it the index on `_id` finds every one. */
const wholeCollection = /^\(collection\.shard_key_value = '\d+'::bigint\)$/;
