import { type Middleware, ServiceBroker } from "moleculer";
import type { AccessRows } from "../access/rows.ts";
import type { Config } from "../config/config.ts";
import { readSecret } from "../config/config.ts";
import { type PublicKey, readSigningKey } from "../identity/keys.ts";
import type { AuditTrail } from "../record/audit.ts";
import { tracing } from "../telemetry/tracing.ts";
import { audited } from "./audited.ts";
import { errorBoundary, guard } from "./guard.ts";
import { QuietLogger } from "./quiet-logger.ts";
import { SignedTransporter } from "./transporter.ts";

const heartbeatSeconds = 5;
const heartbeatTimeoutSeconds = 15;
const drainMs = 8_000;

/**
 * The broker of one part. Middlewares wrap from the first to the last: a request passes tracing, then the error
 * boundary, then the audit (what came of it, before the answer leaves), then the guard (identity, access), then limits, then the action, which checks its input.
 */
export function createBroker(
  config: Config,
  access: AccessRows,
  publicKeys: readonly PublicKey[],
  trail?: AuditTrail,
): ServiceBroker {
  const transporter = new SignedTransporter({
    servers: config.natsUrl,
    user: config.part,
    pass: readSecret(config, "nats-password"),
    name: config.part,
    signingKey: readSigningKey(config, "bus"),
    publicKeys,
  });
  const middlewares: (Middleware | string)[] = [
    "Timeout",
    guard(access, publicKeys),
    ...(trail ? [audited(trail)] : []),
    errorBoundary,
    tracing,
    "ErrorHandler",
    "ContextTracker", // Outside the timeout: a call that nobody answers ends by it, and must not be waited for at the stop.
  ];
  return new ServiceBroker({
    nodeID: `${config.part}.${config.instance}`,
    transporter,
    disableBalancer: true,
    requestTimeout: config.requestTimeoutMs,
    maxCallLevel: 4,
    heartbeatInterval: heartbeatSeconds,
    heartbeatTimeout: heartbeatTimeoutSeconds,
    tracking: { enabled: true, shutdownTimeout: drainMs },
    internalServices: false,
    internalMiddlewares: false,
    skipProcessEventRegistration: true,
    validator: false,
    logger: new QuietLogger({ level: "error" }),
    middlewares,
  });
}
