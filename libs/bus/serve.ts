import type { ServiceBroker } from "moleculer";
import mongoose, { type Connection } from "mongoose";
import { z } from "zod";
import type { AccessRows } from "../access/rows.ts";
import { type Config, readSecret } from "../config/config.ts";
import { type Contract, contract } from "../contract/contract.ts";
import { fileMasterKey } from "../crypto/master-key.ts";
import { fail } from "../errors/errors.ts";
import { serviceTokens } from "../identity/internal-token.ts";
import { type PublicKey, readPublicKeys, readSigningKey } from "../identity/keys.ts";
import { log } from "../log/log.ts";
import { AuditTrail, auditRowsInput, auditRowsOutput } from "../record/audit.ts";
import { connectEvents, jetStreamRinger } from "../record/bells.ts";
import { Committer } from "../record/commit.ts";
import { FileKeys } from "../record/file-keys.ts";
import {
  eventsInput,
  eventsOutput,
  type History,
  headsInput,
  headsOutput,
  readEvents,
  readHeads,
} from "../record/history.ts";
import { type Ask, Inbox, type Projection } from "../record/inbox.ts";
import { holdsFiles } from "../record/personal.ts";
import { eventsModel, prepareIndexes } from "../record/record.ts";
import { Relay, type Steps } from "../record/relay.ts";
import { ChangeSeal } from "../record/sealed-change.ts";
import { callAsService, defineActions, type Handlers } from "./actions.ts";
import { type Service, serviceCalls } from "./call-graph.ts";
import { createBroker } from "./create-broker.ts";
import type { Work } from "./work.ts";

const serverSelectionTimeoutMs = 1_500;
const socketTimeoutMs = 5_000;
const poolWaitMs = 1_500;
const databaseWaitMs = 60_000;

/** What a service's own code is built from. */
export interface Tools {
  readonly config: Config;
  readonly db: Connection;
  readonly committer: Committer;
  /** Everything that happened here, for what is to be seen as it was. */
  readonly events: History;
  /** The keys under which the history of files lies; a service that holds no files has none. */
  readonly fileKeys: FileKeys | undefined;
  readonly publicKeys: readonly PublicKey[];
  readonly trail: Pick<AuditTrail, "writeOnce" | "pseudonym">;
  /** Calls another service on this service's account. */
  call<I extends z.ZodType, O extends z.ZodType>(
    contract: Pick<Contract<I, O>, "action">,
    input: z.input<I>,
  ): Promise<z.output<O>>;
  /** Brings what is held of another service's record up to date now. */
  catchUp: Inbox["catchUp"];
  /** For a loader that has the data to itself: nobody else changes anything meanwhile. */
  readonly isAlone?: boolean;
}

/** What a service consists of. */
export interface ServiceDefinition<Contracts extends Record<string, Contract>> {
  readonly name: Service;
  readonly contracts: Contracts;
  readonly access: AccessRows;
  open(tools: Tools): {
    handlers: Handlers<Contracts>;
    steps?: Steps;
    projections?: readonly Projection[];
    /** What runs beside the requests, from when the service can answer until it stops. */
    work?: Work;
  };
}

/** A running part: whether it can do its work now, and its end. */
export interface Running {
  stop(): Promise<void>;
}

/** Actions every service has: told to consumers on their own account, and asked by the gateway's readiness check. */
function commonContracts(name: Service) {
  return {
    events: contract(`${name}.events`, "What happened to records after given versions", eventsInput, eventsOutput),
    auditRows: contract(`${name}.auditRows`, "What was done here, for the audit", auditRowsInput, auditRowsOutput),
    heads: contract(`${name}.heads`, "Which records changed since a place", headsInput, headsOutput),
    ready: contract(
      `${name}.ready`,
      "Whether the service can work now",
      z.strictObject({}),
      z.strictObject({ waiting: z.int() }),
    ),
  };
}

function commonAccess(name: Service): AccessRows {
  const consumers = Object.entries(serviceCalls)
    .filter(([, calls]) => calls.includes(`${name}.events`))
    .map(([part]) => part as Service);
  return {
    [`${name}.events`]: { services: consumers },
    [`${name}.heads`]: { services: consumers },
    [`${name}.auditRows`]: { services: ["audit"] },
    [`${name}.ready`]: { open: true },
  };
}

/** Starts one service: database, events, broker, in that order; resolves when it can answer. */
export async function serve<Contracts extends Record<string, Contract>>(
  definition: ServiceDefinition<Contracts>,
  config: Config,
): Promise<Running> {
  const { name } = definition;
  const publicKeys = readPublicKeys(config);
  const idSecret = readSecret(config, "id-secret");
  const db = await connectDatabase(config, name);
  const nats = await connectEvents(name, {
    servers: config.natsUrl,
    user: name,
    pass: readSecret(config, "nats-password"),
  });
  const fileKeys = openFileKeys(db, config);
  const events: History = { model: eventsModel(db), seal: new ChangeSeal(fileKeys) };
  const trail = new AuditTrail(db, name, idSecret);
  const broker = createBroker(config, { ...definition.access, ...commonAccess(name) }, publicKeys, trail);
  const token = serviceTokens(name, readSigningKey(config, "service"), [...serviceCalls[name]]);
  const call: Tools["call"] = (target, input) => callAsService(broker, token, target, input);

  let steps: Steps = {};
  const relay = new Relay(db, events.model, jetStreamRinger(nats), () => steps, trail);
  const committer = new Committer(relay, events);
  let inbox: Inbox | undefined;
  const catchUp: Tools["catchUp"] = (owner, kind, id) => inbox?.catchUp(owner, kind, id) ?? Promise.resolve();
  const opened = definition.open({ config, db, committer, events, fileKeys, publicKeys, trail, call, catchUp });
  steps = opened.steps ?? {};
  if (opened.projections) inbox = new Inbox(name, db, nats, askOwners(call), opened.projections);

  await prepareIndexes(db);
  if (config.rebuild) await inbox?.forget();
  const common = commonContracts(name);
  broker.createService({
    name,
    actions: {
      ...defineActions(definition.contracts, opened.handlers, idSecret),
      ...defineActions(
        common,
        {
          events: (input, { subject }) => readEvents(events, subject.kind === "service" ? subject.name : "", input),
          heads: input => readHeads(events, input),
          auditRows: input => trail.next(input),
          ready: async () => {
            if (inbox && !inbox.caughtUp) fail("UNAVAILABLE", { retryAfterSeconds: 1 });
            await Promise.all([db.db?.command({ ping: 1 }), nats.flush()]);
            return { waiting: relay.waiting };
          },
        },
        idSecret,
      ),
    },
  });
  await broker.start();
  relay.start();
  inbox?.start();
  opened.work?.start();
  return {
    async stop() {
      await opened.work?.stop();
      await stopInOrder(broker, relay, inbox, nats, db);
    },
  };
}

/** The keys of files, for a service that has the master key of them; it must have it where it holds files (deploy/secrets.ts). */
export function openFileKeys(db: Connection, config: Pick<Config, "secretsFolder" | "part">): FileKeys | undefined {
  if (!holdsFiles.has(config.part)) return undefined;
  return new FileKeys(db, fileMasterKey(config, "file-master-key"));
}

/** Stops taking requests, finishes what runs, passes on what is waiting, then lets go of the engines. */
async function stopInOrder(
  broker: ServiceBroker,
  relay: Relay,
  inbox: Inbox | undefined,
  nats: { close(): Promise<void> },
  db: Connection,
): Promise<void> {
  await inbox?.stop();
  await broker.stop();
  await relay.stop();
  await nats.close();
  await db.close();
}

/** Connects to the service's own database; waits a minute for one that is still starting. */
async function connectDatabase(config: Config, name: Service): Promise<Connection> {
  const options = {
    dbName: `${config.databasePrefix}_${name}`,
    maxPoolSize: config.poolSizeMax,
    serverSelectionTimeoutMS: serverSelectionTimeoutMs,
    connectTimeoutMS: serverSelectionTimeoutMs,
    socketTimeoutMS: socketTimeoutMs,
    waitQueueTimeoutMS: poolWaitMs,
    bufferCommands: false,
    ...(config.production && { w: "majority" as const, journal: true, readConcernLevel: "majority" as const }),
  };
  for (const giveUpAt = Date.now() + databaseWaitMs; ; ) {
    try {
      return await mongoose.createConnection(config.mongoUri, options).asPromise();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      log.warn({ database: options.dbName }, "waiting for the database");
    }
  }
}

function askOwners(call: Tools["call"]): Ask {
  return {
    events: async (owner, input) => eventsOutput.parse(await call({ action: `${owner}.events` }, input)),
    heads: async (owner, input) => headsOutput.parse(await call({ action: `${owner}.heads` }, input)),
  };
}
