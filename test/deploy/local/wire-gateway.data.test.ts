/** What the product asks of a database, asked of the local engine with the official driver. */
import {
  Decimal128,
  type IndexDescription,
  Long,
  MongoBulkWriteError,
  MongoClient,
  MongoServerError,
  ObjectId,
} from "mongodb";
import { startTestEngines, type TestEngines } from "./support/start.ts";

let engines: TestEngines;
let client: MongoClient;

beforeAll(async () => {
  engines = await startTestEngines();
  client = await MongoClient.connect(engines.mongo.url);
});

afterAll(async () => {
  await client.close();
  await engines.stop();
});

interface Case {
  _id: number;
  agency: string;
  reference: number;
  status?: string;
  tags?: string[];
}

/** A collection of its own for each test. */
function collection(name: string) {
  return client.db("data").collection<Case>(name);
}

async function failureOf(work: Promise<unknown>): Promise<MongoServerError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof MongoServerError) return error;
  throw new Error(`Expected an error of the server's, got ${error}`);
}

describe("reading and writing", () => {
  test("a document comes back as it went in", async () => {
    const documents = client.db("data").collection<{ _id: ObjectId; [field: string]: unknown }>("types");
    const document = {
      _id: new ObjectId("6b0439234e8123f9f59b8d30"),
      text: "Jörg ✓",
      whole: 7,
      broken: 1.5,
      long: Long.fromString("9007199254740993"),
      decimal: Decimal128.fromString("12.50"),
      at: new Date("2026-03-01T12:00:00.123Z"),
      missing: null,
      list: [1, "two", { three: 3 }],
    };
    await documents.insertOne(document);
    const found = await documents.findOne({ _id: document._id }, { promoteLongs: false });
    expect(found).toEqual(document);
  });

  test("insert, update, replace and delete say what they did", async () => {
    const cases = collection("crud");
    const many = await cases.insertMany([
      { _id: 1, agency: "a", reference: 1 },
      { _id: 2, agency: "a", reference: 2 },
      { _id: 3, agency: "b", reference: 3 },
    ]);
    expect(many.insertedCount).toBe(3);
    const updated = await cases.updateMany({ agency: "a" }, { $set: { status: "open" }, $push: { tags: "new" } });
    expect([updated.matchedCount, updated.modifiedCount]).toEqual([2, 2]);
    const unchanged = await cases.updateOne({ _id: 1 }, { $set: { status: "open" } });
    expect([unchanged.matchedCount, unchanged.modifiedCount]).toEqual([1, 0]);
    const upserted = await cases.updateOne({ _id: 4 }, { $set: { agency: "c", reference: 4 } }, { upsert: true });
    expect([upserted.upsertedCount, upserted.upsertedId]).toEqual([1, 4]);
    await cases.replaceOne({ _id: 3 }, { agency: "b", reference: 33 });
    expect(await cases.findOne({ _id: 3 })).toEqual({ _id: 3, agency: "b", reference: 33 });
    expect((await cases.deleteMany({ agency: "a" })).deletedCount).toBe(2);
    expect(await cases.find().sort({ _id: -1 }).toArray()).toEqual([
      { _id: 4, agency: "c", reference: 4 },
      { _id: 3, agency: "b", reference: 33 },
    ]);
  });

  test("findAndModify gives the document before or after, or nothing", async () => {
    const cases = collection("find-and-modify");
    await cases.insertOne({ _id: 1, agency: "a", reference: 1, status: "open" });
    const close = { $set: { status: "closed" } };
    expect((await cases.findOneAndUpdate({ _id: 1 }, close))?.status).toBe("open");
    const after = await cases.findOneAndUpdate({ _id: 1 }, { $inc: { reference: 5 } }, { returnDocument: "after" });
    expect(after).toEqual({ _id: 1, agency: "a", reference: 6, status: "closed" });
    expect(await cases.findOneAndUpdate({ _id: 1, status: "open" }, close)).toBeNull();
    expect((await cases.findOneAndDelete({ _id: 1 }))?.reference).toBe(6);
  });

  test("count and distinct, also of a collection that is not there", async () => {
    const cases = collection("counted");
    await cases.insertMany([5, 6, 6, 7].map((reference, _id) => ({ _id, agency: "a", reference })));
    expect(await cases.countDocuments({ reference: { $gte: 6 } })).toBe(3);
    expect(await cases.estimatedDocumentCount()).toBe(4);
    expect(await cases.distinct("reference")).toEqual([5, 6, 7]);
    expect(await collection("absent").countDocuments()).toBe(0);
    expect(await collection("absent").find().toArray()).toEqual([]);
  });

  test("databases and collections are listed, created, dropped and measured", async () => {
    const db = client.db("catalog");
    await db.createCollection("one");
    await db.collection("two").insertOne({ a: 1 });
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    expect(names.sort()).toEqual(["one", "two"]);
    expect((await failureOf(db.createCollection("one", { validator: { a: 1 } }))).code).toBe(48);
    expect((await db.command({ collStats: "two" })).count).toBe(1);
    expect((await db.stats()).collections).toBe(2);
    expect(await db.dropCollection("one")).toBe(true);
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
    const databases = (await db.admin().listDatabases()).databases.map(({ name }) => name);
    expect(databases).not.toContain("catalog");
  });

  test("a document of 15 MB passes both ways", async () => {
    const documents = client.db("data").collection("large");
    await documents.insertOne({ text: "x".repeat(15_000_000) });
    expect((await documents.findOne())?.text.length).toBe(15_000_000);
  });

  test("a bulk of many small documents passes in one message", async () => {
    const cases = collection("bulk");
    const documents = Array.from({ length: 20_000 }, (_, _id) => ({ _id, agency: "a", reference: _id }));
    expect((await cases.insertMany(documents)).insertedCount).toBe(20_000);
    expect(await cases.countDocuments({ reference: { $lt: 500 } })).toBe(500);
  });

  test("a write that nobody waits for is done before what follows on its connection", async () => {
    const own = await MongoClient.connect(engines.mongo.url, { maxPoolSize: 1 });
    const documents = own.db("data").collection<{ _id: number }>("unacknowledged");
    await documents.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    expect(await documents.findOne()).toEqual({ _id: 1 });
    await own.close();
  });
});

describe("cursors", () => {
  const size = 1050;

  beforeAll(async () => {
    await collection("cursors").insertMany(
      Array.from({ length: size }, (_, _id) => ({ _id, agency: "a", reference: size - _id })),
    );
  });

  test("a find goes on over several batches", async () => {
    const ids = await collection("cursors")
      .find()
      .batchSize(100)
      .map(({ _id }) => _id)
      .toArray();
    expect(new Set(ids).size).toBe(size);
  });

  test("a sorted find goes on over several batches and connections, in order", async () => {
    const cursor = collection("cursors").find().sort({ reference: 1 }).batchSize(100);
    const references: number[] = [];
    for await (const { reference } of cursor) {
      references.push(reference);
      if (reference % 100 === 0) await Promise.all([1, 2, 3].map(_id => collection("cursors").findOne({ _id })));
    }
    expect(references).toEqual(Array.from({ length: size }, (_, index) => index + 1));
  });

  test("an aggregation goes on over several batches", async () => {
    const pipeline = [{ $group: { _id: { $mod: ["$reference", 500] }, n: { $sum: 1 } } }, { $sort: { _id: 1 } }];
    const groups = await collection("cursors").aggregate(pipeline, { batchSize: 50 }).toArray();
    expect(groups.length).toBe(500);
    expect(groups[0]).toEqual({ _id: 0, n: 2 });
    expect(groups[51]).toEqual({ _id: 51, n: 2 });
  });

  test("a closed cursor is gone", async () => {
    const db = client.db("data");
    const { cursor } = await db.command({ find: "cursors", batchSize: 2 });
    const id = Long.fromValue(cursor.id);
    const killed = await db.command({ killCursors: "cursors", cursors: [id, Long.fromNumber(12345)] });
    expect(killed.cursorsKilled.map(String)).toEqual([String(id)]);
    expect(killed.cursorsNotFound.map(String)).toEqual(["12345"]);
    const error = await failureOf(db.command({ getMore: id, collection: "cursors" }));
    expect([error.code, error.codeName]).toEqual([43, "CursorNotFound"]);
  });
});

describe("duplicate keys", () => {
  const twin = { keyPattern: { agency: 1, reference: 1 }, keyValue: { agency: "a", reference: 1 } };
  const message = 'index: agency_1_reference_1 dup key: { agency: "a", reference: 1 }';
  const name = "duplicates";

  beforeAll(async () => {
    await collection(name).createIndex({ agency: 1, reference: 1 }, { unique: true });
    await collection(name).insertMany([
      { _id: 1, agency: "a", reference: 1 },
      { _id: 2, agency: "a", reference: 2 },
    ]);
  });

  const attempts: [string, () => Promise<unknown>][] = [
    ["insert", () => collection(name).insertOne({ _id: 3, agency: "a", reference: 1 })],
    ["update", () => collection(name).updateOne({ _id: 2 }, { $set: { reference: 1 } })],
    ["replace", () => collection(name).replaceOne({ _id: 2 }, { agency: "a", reference: 1 })],
    [
      "upsert",
      () => collection(name).updateOne({ agency: "a", status: "x" }, { $set: { reference: 1 } }, { upsert: true }),
    ],
    ["findAndModify", () => collection(name).findOneAndUpdate({ _id: 2 }, { $set: { reference: 1 } })],
  ];
  test.each(attempts)("%s says which key", async (_name, attempt) => {
    const error = await failureOf(attempt());
    expect(error.code).toBe(11000);
    expect(error.message).toContain(`E11000 duplicate key error collection: data.duplicates ${message}`);
    expect({ keyPattern: error.keyPattern, keyValue: error.keyValue }).toEqual(twin);
  });

  test("of _id", async () => {
    const error = await failureOf(collection(name).insertOne({ _id: 1, agency: "z", reference: 9 }));
    expect([error.code, error.keyPattern, error.keyValue]).toEqual([11000, { _id: 1 }, { _id: 1 }]);
  });

  test("in a bulk write, of those operations only", async () => {
    const operations = [
      { insertOne: { document: { _id: 11, agency: "a", reference: 1 } } },
      { insertOne: { document: { _id: 12, agency: "b", reference: 1 } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { reference: 1 } } } },
    ];
    const error = await failureOf(collection(name).bulkWrite(operations, { ordered: false }));
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const errors = [error.writeErrors].flat();
    expect(errors.map(({ index, code }) => [index, code])).toEqual([
      [0, 11000],
      [2, 11000],
    ]);
    expect(error.insertedCount).toBe(1);
  });

  test("within an array, where one element is a twin", async () => {
    const keyed = client.db("data").collection<{ _id: number; keys: { k: string }[] }>("duplicates-in-arrays");
    await keyed.createIndex({ "keys.k": 1 }, { unique: true });
    await keyed.insertOne({ _id: 1, keys: [{ k: "one" }, { k: "two" }] });
    const error = await failureOf(keyed.insertOne({ _id: 2, keys: [{ k: "two" }] }));
    expect([error.code, error.keyPattern, error.keyValue]).toEqual([11000, { "keys.k": 1 }, { "keys.k": "two" }]);
  });
});

describe("indexes", () => {
  test("of every kind that the product may use, and again without effect", async () => {
    const indexed = client.db("data").collection("indexed");
    const specifications: IndexDescription[] = [
      { key: { reference: 1 }, unique: true },
      { key: { status: 1, at: -1 }, partialFilterExpression: { status: "open" } },
      { key: { nickname: 1 }, sparse: true, unique: true },
      { key: { expiresAt: 1 }, expireAfterSeconds: 3600 },
      { key: { note: "text" } },
    ];
    const names = ["reference_1", "status_1_at_-1", "nickname_1", "expiresAt_1", "note_text"];
    expect(await indexed.createIndexes(specifications)).toEqual(names);
    expect(await indexed.createIndexes(specifications)).toEqual(names);
    const stored = await indexed.indexes();
    expect(stored.map(({ name }) => name)).toEqual(["_id_", ...names]);
    expect(stored[1]).toMatchObject({ key: { reference: 1 }, unique: true });
    expect(stored[2]).toMatchObject({ key: { status: 1, at: -1 }, partialFilterExpression: { status: "open" } });
    expect(stored[3]).toMatchObject({ key: { nickname: 1 }, sparse: true, unique: true });
    expect(stored[4]).toMatchObject({ key: { expiresAt: 1 }, expireAfterSeconds: 3600 });
  });

  test("a unique partial index binds only what it holds, and a sparse one leaves out what lacks the field", async () => {
    const partial = client.db("data").collection<{ _id: number; open?: boolean; k?: number }>("partial");
    await partial.createIndex({ k: 1 }, { unique: true, partialFilterExpression: { open: true } });
    await partial.insertMany([
      { _id: 1, open: true, k: 1 },
      { _id: 2, open: false, k: 1 },
    ]);
    expect((await failureOf(partial.insertOne({ _id: 3, open: true, k: 1 }))).code).toBe(11000);
    const sparse = client.db("data").collection<{ _id: number; k?: number }>("sparse");
    await sparse.createIndex({ k: 1 }, { unique: true, sparse: true });
    expect((await sparse.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, k: 1 }])).insertedCount).toBe(3);
    expect((await failureOf(sparse.insertOne({ _id: 4, k: 1 }))).code).toBe(11000);
  });

  test("a text index finds words in any form", async () => {
    const notes = client.db("data").collection<{ _id: number; note: string }>("notes");
    await notes.createIndex({ note: "text" });
    await notes.insertMany([
      { _id: 1, note: "Hearing adjourned" },
      { _id: 2, note: "Bail granted at hearings" },
      { _id: 3, note: "Transferred" },
    ]);
    const found = await notes
      .find({ $text: { $search: "hearing" } })
      .sort({ _id: 1 })
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual([1, 2]);
  });

  test("on a collection that has data: built at once, or refused for its duplicates", async () => {
    const cases = collection("indexed-late");
    await cases.insertMany([1, 2, 2].map((reference, _id) => ({ _id, agency: "a", reference })));
    expect(await cases.createIndex({ agency: 1, _id: 1 })).toBe("agency_1__id_1");
    expect((await failureOf(cases.createIndex({ reference: 1 }, { unique: true }))).code).toBe(11000);
    expect((await cases.indexes()).map(({ name }) => name)).toEqual(["_id_", "agency_1__id_1"]);
  });

  test("several created at the same time on several collections", async () => {
    const build = async (number: number) => {
      await collection(`racing-${number}`).insertOne({ _id: 1, agency: "a", reference: 1 });
      return collection(`racing-${number}`).createIndexes([{ key: { agency: 1 } }, { key: { reference: 1 } }]);
    };
    const created = await Promise.all([1, 2, 3, 4].map(build));
    expect(created).toEqual(Array.from({ length: 4 }, () => ["agency_1", "reference_1"]));
  });

  test("a conflicting or missing one is an error of the right code", async () => {
    const cases = collection("conflicting");
    await cases.createIndex({ agency: 1 }, { name: "mine" });
    expect((await failureOf(cases.createIndex({ reference: 1 }, { name: "mine" }))).code).toBe(86);
    await cases.dropIndex("mine");
    expect((await failureOf(cases.dropIndex("mine"))).code).toBe(27);
    expect((await failureOf(collection("absent").indexes())).code).toBe(26);
  });
});

describe("explain", () => {
  test("tells an index from a walk through the collection", async () => {
    const cases = collection("explained");
    await cases.createIndex({ reference: 1 });
    await cases.insertMany(Array.from({ length: 500 }, (_, _id) => ({ _id, agency: "a", reference: _id })));
    const indexed = await cases.find({ reference: 7 }).explain("executionStats");
    expect(JSON.stringify(indexed.queryPlanner.winningPlan)).toContain('"stage":"IXSCAN","indexName":"reference_1"');
    expect(indexed.executionStats.nReturned).toBe(1);
    const walked = await cases.aggregate([{ $match: { agency: "a" } }]).explain("queryPlanner");
    expect(JSON.stringify(walked.queryPlanner.winningPlan)).toContain('"stage":"COLLSCAN"');
    expect(JSON.stringify(walked.queryPlanner.winningPlan)).not.toContain("IXSCAN");
  });
});

describe("what there is not", () => {
  const refusals: [string, () => Promise<unknown>, number][] = [
    ["a change stream", () => collection("refused").watch().next(), 115],
    [
      "an unknown stage",
      () =>
        collection("refused")
          .aggregate([{ $nonsense: {} }])
          .toArray(),
      40324,
    ],
    ["an unknown update operator", () => collection("refused").updateOne({ _id: 1 }, { $nonsense: { a: 1 } }), 9],
    ["a changed _id", () => collection("refused").updateOne({ _id: 1 }, { $set: { _id: 2 } }), 66],
    ["an unknown command", () => client.db("data").command({ nonsense: 1 }), 59],
    ["explaining a write", () => client.db("data").command({ explain: { update: "refused", updates: [] } }), 115],
  ];
  beforeAll(() => collection("refused").insertOne({ _id: 1, agency: "a", reference: 1 }));
  test.each(refusals)("%s is refused by MongoDB's code", async (_name, attempt, code) => {
    expect((await failureOf(attempt())).code).toBe(code);
  });

  test("a transaction is refused, not run without being one", async () => {
    const session = client.startSession();
    const insert = () => collection("refused").insertOne({ _id: 5, agency: "a", reference: 5 }, { session });
    expect((await failureOf(session.withTransaction(insert))).code).toBe(263);
    await session.endSession();
    expect(await collection("refused").findOne({ _id: 5 })).toBeNull();
  });

  test("a write that would be retried is refused", async () => {
    const retrying = await MongoClient.connect(engines.mongo.url, { retryWrites: true });
    const error = await failureOf(retrying.db("data").collection("refused").insertOne({ a: 1 }));
    expect(error.message).toContain("retryWrites=false");
    await retrying.close();
  });

  test("a query that takes too long is stopped", async () => {
    const slow = client.db("data").collection("slow");
    await slow.insertMany(Array.from({ length: 5000 }, (_, i) => ({ i })));
    const inner = [{ $match: { $expr: { $gt: ["$i", "$$i"] } } }, { $count: "n" }];
    const pipeline = [{ $lookup: { from: "slow", let: { i: "$i" }, pipeline: inner, as: "n" } }];
    const error = await failureOf(slow.aggregate(pipeline, { maxTimeMS: 50 }).toArray());
    expect([error.code, error.codeName]).toEqual([50, "MaxTimeMSExpired"]);
  });
});
