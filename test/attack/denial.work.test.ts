import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { charged, holders, pathOf, recorded } from "../access/prepared.ts";
import type { ItemClass } from "../access/tables/relations.ts";
import { type Caller, eventually } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { collectTraces, type Span, type Traces } from "../support/traces.ts";
import { makeWorld } from "../support/world.ts";

/** That a "not found" takes the same work for an id that others have as for one that never was: read off the traces. */
let traces: Traces;
let rig: Rig;
interface Asked {
  readonly traceId: string;
  readonly parent: string;
}
/** All that was asked, one after another, before the spans are waited for: rows of requests at one time go out together. */
const asked = new Map<string, Asked>();
const classes = Object.keys(pathOf) as ItemClass[];

beforeAll(async () => {
  traces = await collectTraces();
  rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-work-")), env: traces.env });
  const home = await makeWorld(rig.facts, holders);
  const { ids } = await recorded(home, await charged(home));
  const outsider = (await makeWorld(rig.facts, ["probation"])).probation;
  for (const cls of classes) {
    asked.set(`${cls} there`, await ask(outsider, pathOf[cls](ids[cls]), 404));
    asked.set(`${cls} never`, await ask(outsider, pathOf[cls](randomUUID()), 404));
  }
  asked.set("seen", await ask(home.probation, pathOf.compliance(ids.compliance), 200));
}, 120_000);
afterAll(async () => {
  await rig?.stop();
  traces?.close();
});

const collectionOf = ({ text }: Span) =>
  /"(?:db\.mongodb\.collection|db\.collection\.name)","value":\{"stringValue":"([^"]+)"/.exec(text)?.[1] ?? "";

async function ask(who: Caller, path: string, status: number): Promise<Asked> {
  const traceId = randomBytes(16).toString("hex");
  const parent = randomBytes(8).toString("hex");
  const headers = { traceparent: `00-${traceId}-${parent}-01` };
  expect((await who.send("GET", path, { headers })).status).toBe(status);
  return { traceId, parent };
}

/** Every call and every question to a database that one request made, sorted: `tracker-cases find order`. */
function workOf(name: string): Promise<string[]> {
  const { traceId, parent } = asked.get(name) ?? { traceId: "", parent: "" };
  return eventually(
    "the whole trace",
    async () => {
      const spans = traces.of(traceId);
      // Each part sends its spans in batches: all are there when each has its parent, and each call what it called.
      const named = new Set(spans.map(({ name }) => name));
      const isWhole =
        spans.some(({ parentSpanId }) => parentSpanId === parent) &&
        spans.every(({ parentSpanId: of }) => of === parent || spans.some(({ spanId }) => spanId === of)) &&
        [...named].some(name => name.startsWith("call ")) &&
        [...named].every(name => !name.startsWith("call ") || named.has(name.replace("call", "action")));
      const work = spans
        .filter(({ name }) => /call|action|mongo|find|insert|update|aggregate/i.test(name))
        .map(span => `${span.service} ${span.name.replace(/ .*\/v1.*/, "")} ${collectionOf(span)}`.trim())
        .sort();
      return isWhole && work.some(what => what.includes("insert")) && work;
    },
    20_000,
  );
}

test.each(classes)("A7: %s: the same calls, the same questions to the databases, one row", async cls => {
  const there = await workOf(`${cls} there`);
  expect(there).toEqual(await workOf(`${cls} never`));
  expect(there.filter(what => /insert.*audit-rows/.test(what))).toHaveLength(1);
  expect(there.length).toBeGreaterThan(4);
});

test("and what is counted can tell one from the other: who may see it makes other work", async () => {
  expect(await workOf("seen")).not.toEqual(await workOf("compliance never"));
});
