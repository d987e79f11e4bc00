import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { ActionHandler, ActionSchema, Context, Middleware } from "moleculer";

const tracer = trace.getTracer("tracker-bus");

/** Carries the trace across the bus in `ctx.headers`: a client span where the call leaves, a server span where it runs. Action names only. */
export const tracing: Middleware = {
  name: "Tracing",
  remoteAction(next: ActionHandler, action: ActionSchema) {
    return function traceCall(ctx: Context) {
      return inSpan(`call ${action.name}`, SpanKind.CLIENT, context.active(), () => {
        propagation.inject(context.active(), ctx.headers);
        return next.call(ctx.service!, ctx);
      });
    };
  },
  localAction(next: ActionHandler, action: ActionSchema) {
    return function traceAction(ctx: Context) {
      const parent = propagation.extract(context.active(), ctx.headers);
      return inSpan(`action ${action.name}`, SpanKind.SERVER, parent, () => next.call(ctx.service!, ctx));
    };
  },
};

function inSpan<R>(
  name: string,
  kind: SpanKind,
  parent: ReturnType<typeof context.active>,
  work: () => Promise<R>,
): Promise<R> {
  return tracer.startActiveSpan(name, { kind }, parent, async span => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({
        code: SpanStatusCode.ERROR,
        message: error instanceof Error && "type" in error ? String(error.type) : "error",
      });
      throw error;
    } finally {
      span.end();
    }
  });
}
