import { randomUUID } from "node:crypto";
import mongoose, { type Connection } from "mongoose";
import { prepareIndexes } from "../../../libs/record/record.ts";
import { casesModels } from "../../../services/cases/cases.schema.ts";
import { worklistKinds } from "../../../services/cases/worklists/worklists.kinds.ts";
import { listFilter, placeOf, sortOf } from "../../../services/cases/worklists/worklists.query.ts";
import { type Worklist, worklists } from "../../../services/cases/worklists/worklists.table.ts";
import { type Json, sharedRig } from "../../support/client.ts";

/** Enough that reading all of it is worth avoiding. */
const recordsPerKind = 5_000;
const agencies = Array.from({ length: 40 }, () => randomUUID());
const rows = (Object.entries(worklists) as [string, Worklist][]).filter(([, { over }]) => over !== "match");
const rig = sharedRig();
let db: Connection;
let kinds: ReturnType<typeof worklistKinds>;

/** Anything that a row may ask of a record: of one of many agencies and courts, in one of two states, at one of many times. */
function anyRecord(n: number): Json {
  const at = new Date(Date.UTC(2026, 0, 1) + n * 3_600_000);
  const of = (step: number) => agencies[Math.floor(n / step) % agencies.length];
  const state = n % 4 === 0 ? "waiting" : "done";
  return {
    ...{ _id: randomUUID(), v: 1, recordedAt: at, changedAt: at, defendantId: randomUUID() },
    ...{ agencyId: of(1), courtId: of(7), providerAgencyId: of(3), supervisedBy: of(5) },
    ...{ state, status: state, outcome: state, kind: n % 2 ? "appointment" : "hearing" },
    ...{ occurredAt: at, dueAt: at, heldAt: at, stateSince: at, report: n % 4 === 0 ? null : { servedAt: at } },
    ...{ day: at.toISOString().slice(0, 10), days: [at.toISOString().slice(0, 10)] },
    ...{ session: "morning", room: "1", order: n % 20, defendants: [{ status: state }] },
  };
}

beforeAll(async () => {
  db = await mongoose.createConnection(rig.mongoUri, { dbName: `test_indexes_${randomUUID()}` }).asPromise();
  kinds = worklistKinds(casesModels(db));
  await prepareIndexes(db);
  for (const { model } of Object.values(kinds)) {
    const records = Array.from({ length: recordsPerKind }, (_, n) => anyRecord(n));
    for (let at = 0; at < records.length; at += 1_000)
      await model.collection.insertMany(records.slice(at, at + 1_000) as never[]);
  }
}, 120_000);
afterAll(async () => {
  await db.dropDatabase();
  await db.close();
});

/** Every stage of a plan, wherever the engine puts it. */
function stagesOf(plan: Json): Json[] {
  return [plan, ...[plan.inputStage, ...(plan.inputStages ?? [])].filter(Boolean).flatMap(stagesOf)];
}

describe.each(rows)("%s", (_id, row) => {
  const kind = () => kinds[row.over as keyof typeof kinds];
  const asking = { person: { agencyId: agencies[3] } as never, courtId: agencies[5] ?? null, asOf: "2026-02-01" };
  const place = placeOf(row, { ...anyRecord(100), _id: randomUUID() });

  test.each([
    ["the first page", undefined],
    ["a later page", place],
  ] as const)("%s is found by an index of its own", async (_which, after) => {
    const { queryPlanner } = (await kind()
      .model.collection.find(listFilter(row, asking, after) as never)
      .sort(sortOf(row))
      .limit(51)
      .explain("queryPlanner")) as Json;
    const stages = stagesOf(queryPlanner.winningPlan);
    expect(stages.map(({ stage }) => stage)).not.toContain("COLLSCAN");
    const used = stages.flatMap(({ indexName }) => indexName ?? []);
    // By whose it is and then by what is waited for: not by the file, nor by the time of relaying.
    const owners = [...(row.whose.is === "nation" ? [] : [row.whose.field]), "courtId"];
    const waiting = [...Object.keys(row.where), ...("field" in row.when ? [row.when.field] : [])];
    const fitting = owners.flatMap(owner => waiting.map(field => `${owner}_1_${field}_1`));
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter(name => !fitting.some(start => name.startsWith(start)))).toEqual([]);
  });
});
