import { register } from "node:module";
import { context, propagation, trace } from "@opentelemetry/api";

/**
 * The first import of every process. Tracing is off, and costs nothing, unless OTEL_EXPORTER_OTLP_ENDPOINT says
 * where to send spans; then one trace runs from gateway over the bus to service and database. Spans carry route
 * patterns, action and command names; never bodies, queries or addresses with ids in them.
 */
/** Addresses hold ids of people's files, and where people are: the route pattern says enough. */
const withheld = Object.fromEntries(
  [
    "http.url",
    "http.target",
    "url.full",
    "url.path",
    "url.query",
    "http.client_ip",
    "client.address",
    "net.peer.ip",
    "network.peer.address",
    "http.user_agent",
    "user_agent.original",
  ].map(name => [name, ""]),
);

const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;

export const stopTelemetry: () => Promise<void> = endpoint ? await startTracing(endpoint) : async () => {};

async function startTracing(url: string): Promise<() => Promise<void>> {
  register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);
  const [
    { AsyncLocalStorageContextManager },
    { W3CTraceContextPropagator },
    { resourceFromAttributes },
    sdk,
    { OTLPTraceExporter },
    instrumentation,
    http,
    express,
    mongodb,
  ] = await Promise.all([
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/core"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/instrumentation"),
    import("@opentelemetry/instrumentation-http"),
    import("@opentelemetry/instrumentation-express"),
    import("@opentelemetry/instrumentation-mongodb"),
  ]);
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ "service.name": `tracker-${process.env.TRACKER_PART ?? "tool"}` }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${url.replace(/\/$/, "")}/v1/traces` }) }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  instrumentation.registerInstrumentations({
    instrumentations: [
      new http.HttpInstrumentation({
        ignoreIncomingRequestHook: request => ["/live", "/ready"].includes(request.url ?? ""),
        disableOutgoingRequestInstrumentation: true,
        applyCustomAttributesOnSpan: span => span.setAttributes(withheld),
      }),
      new express.ExpressInstrumentation(),
      new mongodb.MongoDBInstrumentation({ enhancedDatabaseReporting: false, dbStatementSerializer: () => "" }),
    ],
  });
  return () => provider.shutdown();
}
