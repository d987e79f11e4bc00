import { once } from "node:events";
import { createServer } from "node:http";
import type { Json } from "./client.ts";

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string;
  /** All that the span says. */
  readonly text: string;
}

/** A collector of traces, as an operator would run one: it takes OTLP over HTTP. */
export async function collectTraces() {
  const spans: Span[] = [];
  const collector = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      spans.push(...spansOf(JSON.parse(Buffer.concat(chunks).toString("utf8"))));
      res.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const address = collector.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    spans,
    /** To whom the parts send their spans, and how soon. */
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_BSP_SCHEDULE_DELAY: "250" },
    of: (traceId: string) => spans.filter(span => span.traceId === traceId),
    close: () => void collector.close(),
  };
}
export type Traces = Awaited<ReturnType<typeof collectTraces>>;

function spansOf({ resourceSpans }: Json): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }: Json) => {
    const service = resource.attributes.find((attribute: Json) => attribute.key === "service.name").value.stringValue;
    return scopeSpans.flatMap(({ spans }: Json) =>
      spans.map((span: Json) => ({ ...span, service, text: JSON.stringify(span) })),
    );
  });
}
