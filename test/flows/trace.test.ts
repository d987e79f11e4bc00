import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileQueries, readQueries, viewQueries } from "../load/own-queries.ts";
import { eventually } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { collectTraces, type Span, type Traces } from "../support/traces.ts";
import { caseOf, makeWorld, person } from "../support/world.ts";

let traces: Traces;
let rig: Rig;

beforeAll(async () => {
  traces = await collectTraces();
  rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-trace-")), env: traces.env });
}, 60_000);

afterAll(async () => {
  await rig?.stop();
  traces?.close();
});

test("one request is one trace: gateway, bus, service and database, with the caller's trace id", async () => {
  const world = await makeWorld(rig.facts, ["police"]);
  const canary = "Zyxomma";
  const defendant = await world.police.create(
    "/v1/defendants",
    person({ name: { forenames: ["Ann"], surname: canary } }),
  );
  const traceId = randomBytes(16).toString("hex");
  const parent = randomBytes(8).toString("hex");
  await world.police.send("GET", `/v1/defendants/${defendant.id}`, {
    headers: { traceparent: `00-${traceId}-${parent}-01` },
  });

  const wanted = [
    ["tracker-gateway", /^GET/],
    ["tracker-gateway", /^call defendants\.get$/],
    ["tracker-defendants", /^action defendants\.get$/],
    ["tracker-defendants", /find/],
  ] as const;
  const trace = await eventually(
    "all four layers in one trace",
    async () => {
      const found = traces.of(traceId);
      return (
        wanted.every(([service, name]) => found.some(span => span.service === service && name.test(span.name))) && found
      );
    },
    20_000,
  );

  const [http, call, action, database] = wanted.map(([service, name]) =>
    trace.find(span => span.service === service && name.test(span.name)),
  );
  expect(http?.parentSpanId).toBe(parent);
  const ancestors = (span: Span | undefined): string[] => {
    const above = trace.find(candidate => candidate.spanId === span?.parentSpanId);
    return above ? [above.spanId, ...ancestors(above)] : [];
  };
  expect(ancestors(call)).toContain(http?.spanId);
  expect(ancestors(action)).toContain(call?.spanId);
  expect(ancestors(database)).toContain(action?.spanId);
  // Nothing personal travels in a trace, ids of people's files included.
  const all = traces.spans.map(span => span.text).join();
  for (const word of [canary, defendant.id, world.police.token]) expect(all).not.toContain(word);
});

/** `cases order`, once for each question that the traced request asked; rows of the audit apart. */
async function questionsOf(traceId: string, asked: number): Promise<string[]> {
  return eventually(
    "all questions of one request",
    async () => {
      const found = traces
        .of(traceId)
        .filter(({ name }) => /^(find|aggregate) /.test(name))
        .map(({ service, name }) => `${service.replace("tracker-", "")} ${name.split(" ")[1]}`);
      return found.length >= asked && found.sort();
    },
    20_000,
  );
}

test("the bench measures a read, the whole file and the sentencing view beside the very questions they ask", async () => {
  const { judge, police, courtId } = await makeWorld(rig.facts, ["judge", "police"]);
  const { id } = await police.create("/v1/defendants", person());
  await police.create("/v1/cases", caseOf(id, courtId));
  for (const [path, queries] of [
    ["", readQueries(id)],
    ["/file?limit=200", fileQueries(id)],
    ["/sentencing-view", viewQueries(id, courtId)],
  ] as const) {
    await judge.send("GET", `/v1/defendants/${id}${path}`); // What agencies are called is kept from now on.
    const traceId = randomBytes(16).toString("hex");
    const headers = { traceparent: `00-${traceId}-${randomBytes(8).toString("hex")}-01` };
    expect((await judge.send("GET", `/v1/defendants/${id}${path}`, { headers })).status).toBe(200);
    const named = queries.map(({ db, collection }) => `${db} ${collection}`).sort();
    expect(await questionsOf(traceId, named.length)).toEqual(named);
  }
});
