import { readFileSync } from "node:fs";
import { createServer, type Server, type ServerOptions, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import express, { type Express } from "express";
import helmet from "helmet";
import type { ServiceBroker } from "moleculer";
import { createBroker } from "../libs/bus/create-broker.ts";
import type { Running } from "../libs/bus/serve.ts";
import { type Config, readSecret } from "../libs/config/config.ts";
import { fail } from "../libs/errors/errors.ts";
import { type InternalTokens, internalTokens } from "../libs/identity/internal-token.ts";
import { type PublicKey, readPublicKeys, readSigningKey } from "../libs/identity/keys.ts";
import { alikeInTime } from "./alike.ts";
import { authenticate } from "./authenticate.ts";
import { keepBare } from "./break-off.ts";
import { refuseStrangers } from "./client-certificate.ts";
import { forward } from "./forward.ts";
import { live, ready } from "./health.ts";
import { jsonBody } from "./json-body.ts";
import { personLimit, signInLimit } from "./limits.ts";
import { makeOpenApi } from "./openapi.ts";
import { problemHandler, refuseUnreadable } from "./problem.ts";
import { Proofs } from "./proof.ts";
import { Refusals, recordingRefusals } from "./refusals.ts";
import { requestId } from "./request-id.ts";
import { Revocations } from "./revocations.ts";
import type { Route } from "./routes/route.ts";
import { routes } from "./routes/routes.ts";

const headersTimeoutMs = 5_000;
const requestTimeoutMs = 15_000;
/** Longer than balancers and clients keep a resting connection: whoever closes it first must not be us, just as it is used again. */
const keepAliveMs = 75_000;
const drainMs = 8_000;
const idleSweepMs = 50;
const serverOptions: ServerOptions = {
  requestTimeout: requestTimeoutMs,
  headersTimeout: headersTimeoutMs,
  keepAliveTimeout: keepAliveMs,
  maxHeaderSize: 16 * 1024,
};

/** The middleware order is the architecture: what stands above has happened before what stands below. */
function createGateway(
  config: Config,
  broker: ServiceBroker,
  publicKeys: readonly PublicKey[],
  tokens: InternalTokens,
  refusals: Refusals,
  revocations: Revocations,
): Express {
  const app = express();
  const ways = { broker, tokens, revocations };
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.use(requestId);
  app.use(
    helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: config.production ? [] : null } } }),
  );
  app.use(refusals.watch);
  app.get("/live", live);
  app.get("/ready", ready(broker, tokens, revocations));
  app.get("/.well-known/jwks.json", (_req, res) => void res.json(jwks(publicKeys)));
  app.get(
    "/openapi.json",
    serveOnce(() => makeOpenApi(routes)),
  );
  app.use("/docs", ...documentation());

  for (const route of routes.filter(({ open }) => open))
    app[route.method](
      expressPath(route),
      signInLimit(config.signInsPerMinuteMax),
      ...jsonBody(route.bodyBytesMax),
      forward(route, ways),
    );
  const proofs = new Proofs(config.publicUrl);
  app.use("/v1", authenticate({ publicKeys, revocations, proofs }), personLimit(config.requestsPerMinuteMax));
  for (const route of routes.filter(({ open }) => !open))
    app[route.method](
      expressPath(route),
      ...jsonBody(route.bodyBytesMax),
      forward(route, ways, config.purposeRequired),
    );
  app.use(() => fail("NOT_FOUND"));
  app.use(alikeInTime, problemHandler);
  return app;
}

/** Starts the gateway; resolves when it listens. */
export async function serveGateway(config: Config): Promise<Running> {
  const publicKeys = readPublicKeys(config);
  const broker = createBroker(config, {}, publicKeys);
  await broker.start();
  const refusals = new Refusals(recordingRefusals(broker, config), readSecret(config, "source-key"));
  const tokens = internalTokens(readSigningKey(config, "internal"));
  const revocations = new Revocations(broker, tokens);
  revocations.start();
  const app = createGateway(config, broker, publicKeys, tokens, refusals, revocations);
  const servers = [
    { server: createServer(serverOptions, app), port: config.httpPort, setting: "TRACKER_PORT" },
    ...(config.tls ? [{ server: encrypted(config.tls, app), port: config.tls.port, setting: "TRACKER_TLS_PORT" }] : []),
  ];
  const running = servers.map(({ server }) => watchRunning(server.on("clientError", refuseUnreadable)));
  for (const each of servers) await listen(each, config.httpHost);
  refusals.start();
  return {
    async stop() {
      await Promise.all(servers.map(({ server }, n) => drain(server, running[n] ?? new Set())));
      await refusals.stop();
      revocations.stop();
      await broker.stop();
    },
  };
}

/**
 * The encrypted way in. Who has a certificate of our authorities may show it, and who shows none comes in like
 * everybody: what a certificate is good for is looked at where a token asks for one.
 */
function encrypted({ certFile, keyFile, clientCaFile }: NonNullable<Config["tls"]>, app: Express): Server {
  const options = {
    ...serverOptions,
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    handshakeTimeout: headersTimeoutMs,
    ...(clientCaFile && { ca: readFileSync(clientCaFile), requestCert: true, rejectUnauthorized: false }),
  };
  const server = createTlsServer(options, app).on("secureConnection", refuseStrangers);
  keepBare(server);
  return server;
}

function listen(
  { server, port, setting }: { server: Server; port: number; setting: string },
  httpHost: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`port ${port} on ${httpHost} is in use; choose another with ${setting}`)
          : error,
      );
    });
    server.listen(port, httpHost, resolve);
  });
}

/** The answers that are on their way. */
function watchRunning(server: Server): Set<ServerResponse> {
  const running = new Set<ServerResponse>();
  server.on("request", (_req, res: ServerResponse) => {
    running.add(res);
    if (!server.listening) res.shouldKeepAlive = false;
    res.once("close", () => running.delete(res));
  });
  return running;
}

/** Takes no new connections, answers what was asked on those there are and closes each, and gives up on the rest after eight seconds. */
async function drain(server: Server, running: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  for (const res of running) res.shouldKeepAlive = false;
  const giveUpAt = performance.now() + drainMs;
  // Connections that are kept alive, or were opened and never used, wait for nothing.
  const sweep = setInterval(() => {
    if (running.size === 0 || performance.now() > giveUpAt) server.closeAllConnections();
  }, idleSweepMs);
  await closed;
  clearInterval(sweep);
}

function expressPath({ path }: Route): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

/** The public keys by which anyone can check an access token. */
function jwks(publicKeys: readonly PublicKey[]) {
  return {
    keys: publicKeys
      .filter(({ use }) => use === "access")
      .map(({ kid, jwk }) => ({ ...jwk, kid, alg: "ES256", use: "sig" })),
  };
}

function serveOnce(make: () => unknown): express.RequestHandler {
  let text: string | undefined;
  return (_req, res) => {
    text ??= JSON.stringify(make());
    res.type("application/json").send(text);
  };
}

/** The reader page for /openapi.json. Everything comes from this server. */
function documentation(): express.RequestHandler[] {
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const start =
    'window.ui = SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null, presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: "BaseLayout" });';
  const initializer: express.RequestHandler = (req, res, next) => {
    if (req.path !== "/swagger-initializer.js") return next();
    res.type("text/javascript").send(start);
  };
  return [initializer, express.static(folder)];
}
