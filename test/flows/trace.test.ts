import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually, type Json } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { makeWorld, person } from "../support/world.ts";

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string;
  readonly text: string;
}

const spans: Span[] = [];
let collector: Server;
let rig: Rig;

/** A collector of traces, as an operator would run one: it takes OTLP over HTTP. */
beforeAll(async () => {
  collector = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      collect(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      res.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const address = collector.address();
  const port = typeof address === "object" && address ? address.port : 0;
  rig = await startRig({
    folder: mkdtempSync(join(tmpdir(), "tracker-trace-")),
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
  });
}, 60_000);

afterAll(async () => {
  await rig?.stop();
  collector?.close();
});

function collect({ resourceSpans }: Json): void {
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = resource.attributes.find((attribute: Json) => attribute.key === "service.name").value.stringValue;
    for (const scope of scopeSpans)
      for (const span of scope.spans) spans.push({ ...span, service, text: JSON.stringify(span) });
  }
}

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
      const found = spans.filter(span => span.traceId === traceId);
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
  const all = spans.map(span => span.text).join();
  for (const word of [canary, defendant.id, world.police.token]) expect(all).not.toContain(word);
});
