/** What goes wrong: rivals, lost databases, bytes that are no commands. */
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { MongoClient, MongoNetworkError } from "mongodb";
import pg from "pg";
import { definePostgres } from "../../../deploy/local/postgres.ts";
import { findProcesses } from "../../../deploy/local/process-table.ts";
import { until } from "../../../deploy/local/until.ts";
import { startTestEngines, type TestEngines } from "./support/start.ts";

const networkErrorMsMax = 2000;

let engines: TestEngines;
let client: MongoClient;

beforeAll(async () => {
  engines = await startTestEngines();
  client = await MongoClient.connect(engines.mongo.url, { retryReads: false });
});

afterAll(async () => {
  await client.close();
  await engines.stop();
});

interface Counter {
  _id: string;
  version: number;
  by?: number;
}

function counters() {
  return client.db("failure").collection<Counter>("counters");
}

/** Straight to PostgreSQL, beside the gateway. */
async function withPostgres<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { connection } = definePostgres("", join(engines.dataFolder, "postgres"));
  const postgres = new pg.Client(connection);
  await postgres.connect();
  try {
    return await work(postgres);
  } finally {
    await postgres.end();
  }
}

async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "done",
    (error: unknown) => error,
  );
}

test("of fifty commands on one version exactly one wins", async () => {
  await counters().insertOne({ _id: "raced", version: 0 });
  const command = (by: number) =>
    counters().findOneAndUpdate(
      { _id: "raced", version: 0 },
      { $inc: { version: 1 }, $set: { by } },
      { returnDocument: "after" },
    );
  const answers = await Promise.all(Array.from({ length: 50 }, (_, by) => command(by)));
  const winners = answers.filter(answer => answer !== null);
  expect(winners).toHaveLength(1);
  expect(await counters().findOne({ _id: "raced" })).toEqual(winners[0]);
  expect(winners[0]?.version).toBe(1);
});

test("of fifty inserts of one key exactly one succeeds", async () => {
  const inserts = Array.from({ length: 50 }, () => outcomeOf(counters().insertOne({ _id: "single", version: 1 })));
  const outcomes = await Promise.all(inserts);
  expect(outcomes.filter(outcome => outcome === "done")).toHaveLength(1);
  expect(await counters().countDocuments({ _id: "single" })).toBe(1);
});

test("a terminated database connection is a network error to its client, and the next command is served", async () => {
  await counters().insertOne({ _id: "kept", version: 7 });
  // A command that is surely running: it waits for a row that we hold.
  const waiting = await withPostgres(async postgres => {
    await postgres.query("begin");
    const { rows } = await postgres.query(
      "select collection_id from documentdb_api_catalog.collections where database_name = 'failure'",
    );
    await postgres.query(`select 1 from documentdb_data.documents_${rows[0].collection_id} for update`);
    const update = outcomeOf(counters().updateOne({ _id: "kept" }, { $inc: { version: 1 } }));
    const blocked = "from pg_stat_activity where wait_event_type = 'Lock' and backend_type = 'client backend'";
    await until("the update to wait", 5000, async () => {
      const found = await postgres.query(`select pid ${blocked}`);
      return found.rows.length > 0;
    });
    await postgres.query(`select pg_terminate_backend(pid) ${blocked}`);
    return update;
  });
  expect(waiting).toBeInstanceOf(MongoNetworkError);
  expect(await counters().findOne({ _id: "kept" })).toEqual({ _id: "kept", version: 7 });
});

test("without PostgreSQL each command is a network error at once; when it is back the gateway is, too", async () => {
  const postgres = processesOf("postgres");
  expect(postgres.length).toBeGreaterThan(1);
  for (const id of postgres) process.kill(id, "SIGKILL");
  await until("PostgreSQL to be gone", 5000, () => processesOf("postgres").length === 0);
  const before = processesOf("gateway");
  for (const command of [() => counters().findOne(), () => client.db("failure").command({ ping: 1 })]) {
    const startedAt = performance.now();
    expect(await outcomeOf(command())).toBeInstanceOf(MongoNetworkError);
    expect(performance.now() - startedAt).toBeLessThan(networkErrorMsMax);
  }
  await engines.mongo.start();
  expect(await counters().findOne({ _id: "kept" })).toEqual({ _id: "kept", version: 7 });
  expect(processesOf("gateway")).toEqual(before);
});

test("killed while it writes, the database has all that it acknowledged, on the same url", async () => {
  const writer = await MongoClient.connect(engines.mongo.url);
  const written = writer.db("failure").collection<{ _id: number }>("written");
  const acknowledged: number[] = [];
  const write = async () => {
    for (let _id = 0; ; _id++) {
      await written.insertOne({ _id });
      acknowledged.push(_id);
    }
  };
  const writing = outcomeOf(write());
  await until("some writes", 10_000, () => acknowledged.length >= 50);
  await engines.mongo.kill();
  expect(processesOf("postgres")).toEqual([]);
  expect(processesOf("gateway")).toEqual([]);
  expect(await writing).toBeInstanceOf(Error);
  await engines.mongo.start();
  const found = await written.find({ _id: { $in: acknowledged } }).toArray();
  expect(found).toHaveLength(acknowledged.length);
  await writer.close();
});

/** Ids of this test's own PostgreSQL or gateway processes. */
function processesOf(kind: "postgres" | "gateway"): number[] {
  const { connection } = definePostgres("", join(engines.dataFolder, "postgres"));
  const name = connection.host.split("/").at(-1)!;
  return findProcesses(command => {
    const isGateway = command.some(part => part.endsWith("wire-gateway/main.ts"));
    return command.some(part => part.includes(name)) && isGateway === (kind === "gateway");
  }).map(({ id }) => id);
}

describe("bytes that are no command", () => {
  const int32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  };
  const frame = (operation: number, rest: Buffer) =>
    Buffer.concat([int32(16 + rest.length), int32(1), int32(0), int32(operation), rest]);
  const message = (...sections: Buffer[]) => frame(2013, Buffer.concat([int32(0), ...sections]));
  const kind0 = (document: Buffer) => Buffer.concat([Buffer.from([0]), document]);

  const attempts: [string, Buffer][] = [
    ["an HTTP request", Buffer.from("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")],
    ["a frame of negative length", Buffer.concat([int32(-1), Buffer.alloc(12)])],
    ["a frame shorter than its header", Buffer.concat([int32(15), Buffer.alloc(12)])],
    ["a frame of more than 48 MB", Buffer.concat([int32(48_000_001), Buffer.alloc(12)])],
    ["an unknown operation", frame(2012, Buffer.alloc(20))],
    ["a message without flags", frame(2013, Buffer.alloc(0))],
    ["a message without a command", message()],
    ["an unknown flag", frame(2013, Buffer.concat([int32(4), kind0(int32(5)), Buffer.from([0])]))],
    ["an unknown section", message(Buffer.concat([Buffer.from([9]), int32(5), Buffer.from([0])]))],
    ["a section that goes on after the message", message(kind0(Buffer.concat([int32(1000), Buffer.from([0])])))],
    ["an empty command", message(kind0(Buffer.concat([int32(5), Buffer.from([0])])))],
    [
      "a field that goes on after its document",
      message(kind0(Buffer.concat([int32(12), Buffer.from("\x02a\0\xff\0\0\0\0", "latin1")]))),
    ],
    [
      "a field of a type that there is not",
      message(kind0(Buffer.concat([int32(8), Buffer.from("\x55a\0\0", "latin1")]))),
    ],
    ["random bytes", Buffer.from("9f0000008d1b77e2aa04c5d16e0b93f7".repeat(16), "hex")],
  ];

  test.each(attempts)("%s ends its connection and no other", async (_name, bytes) => {
    const socket = connect(Number(new URL(engines.mongo.url).port), "127.0.0.1");
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write(bytes);
    socket.resume();
    await once(socket, "close");
    expect(await client.db("failure").command({ ping: 1 })).toEqual({ ok: 1 });
  });

  test("a command that comes in single bytes is served", async () => {
    const socket = connect({ port: Number(new URL(engines.mongo.url).port), host: "127.0.0.1", noDelay: true });
    const ping = message(kind0(Buffer.from("\x1a\0\0\0\x10ping\0\x01\0\0\0\x02$db\0\x02\0\0\0a\0\0", "latin1")));
    for (const byte of ping) socket.write(Buffer.from([byte]));
    const [answer] = await once(socket, "data");
    expect(answer.readInt32LE(8)).toBe(1);
    expect(answer.toString("latin1")).toContain("ok");
    socket.destroy();
  });
});
