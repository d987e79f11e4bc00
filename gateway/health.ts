import type { RequestHandler } from "express";
import type { ServiceBroker } from "moleculer";
import { services } from "../libs/bus/call-graph.ts";
import { clock } from "../libs/clock/clock.ts";
import type { InternalTokens } from "../libs/identity/internal-token.ts";
import type { Revocations } from "./revocations.ts";

const askTimeoutMs = 1_500;
const keptMs = 500;

/** The process answers. */
export const live: RequestHandler = (_req, res) => {
  res.json({ status: "live" });
};

/** Every service answers over the bus, each after a round trip to its own database: 200, or 503 with the names of those that do not. */
export function ready(broker: ServiceBroker, tokens: InternalTokens, revocations: Revocations): RequestHandler {
  let asked: Promise<readonly (readonly [string, boolean])[]> | undefined;
  let askedAtMs = 0;
  const askAll = () =>
    Promise.all(
      services.map(async name => {
        const action = `${name}.ready`;
        const token = tokens.forAnyone([action]);
        const answered = await broker.call(action, { input: {} }, { meta: { token }, timeout: askTimeoutMs }).then(
          () => true,
          () => false,
        );
        // Of agencies the gateway must also know who is revoked: before that it lets nobody in.
        return [name, answered && (name !== "agencies" || revocations.isFresh)] as const;
      }),
    );
  return async (_req, res) => {
    // Kept for half a second: this is open to anyone, and each answer costs every service a round trip.
    if (!asked || clock.now().getTime() - askedAtMs > keptMs) {
      asked = askAll();
      askedAtMs = clock.now().getTime();
    }
    const parts = await asked;
    const all = parts.every(([, answered]) => answered);
    if (!all) res.setHeader("Retry-After", "1");
    res.status(all ? 200 : 503).json({
      status: all ? "ready" : "not ready",
      parts: Object.fromEntries(parts.map(([name, answered]) => [name, answered ? "ready" : "not ready"])),
    });
  };
}
