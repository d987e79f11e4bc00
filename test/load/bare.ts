import { randomUUID } from "node:crypto";
import express from "express";
import { type Db, MongoClient } from "mongodb";
import { fileQueries, fileRows, type Query, readQueries, readRows } from "./own-queries.ts";

/**
 * The yardstick: the least program that does the same reads and writes on the same database, with Express and the
 * driver alone, the rows of the audit among them. No tokens, no access, no checks, no bus, no events to anyone, no chain.
 */
const [mongoUri = "", prefix = "", port = "0"] = process.argv.slice(2);
const client = await new MongoClient(mongoUri, { maxPoolSize: 20 }).connect();
const dbs = {
  defendants: client.db(`${prefix}_defendants`),
  cases: client.db(`${prefix}_cases`),
  notes: client.db(`${prefix}_notes`),
};
const casesDb = dbs.cases;
interface Row {
  _id: string;
}
const byId = (db: Db, name: string, id: string) => db.collection<Row>(name).findOne({ _id: id });
/** What the audit keeps of a request or of a change: the writes are the same, so the row is one of them. */
function writeRow(db: Db, action: string, fileId: string) {
  const _id = randomUUID();
  const row = {
    _id,
    at: new Date(),
    requestId: randomUUID(),
    service: "bare",
    of: "request",
    who: { kind: "person", id: randomUUID(), agencyId: randomUUID(), roles: ["JUD"] },
    action,
    class: "identity",
    operation: "consultation",
    objects: [{ class: "identity", fileId, recordId: fileId, holderAgencyIds: [randomUUID()] }],
    recipients: [],
    purpose: null,
    grantId: null,
    commandId: null,
    decision: { effect: "allow", because: null },
    policyVersion: "0123456789ab",
    outcome: "ok",
    count: 1,
  };
  const waiting = { _id: randomUUID(), at: new Date(), rows: [_id] };
  return Promise.all([
    db.collection<Row>("bare-audit-row").insertOne(row),
    db.collection<Row>("bare-audit-waiting").insertOne(waiting),
  ]);
}
const ask = ({ db, collection, filter, sort, limit, projection }: Query) =>
  dbs[db]
    .collection(collection)
    .find(filter, { limit, ...(sort && { sort }), ...(projection && { projection }) })
    .toArray();

/** Asks one question after another, writes the rows, and answers with all that was found. */
async function answer(queries: readonly Query[], rows: readonly Query["db"][], action: string, id: string) {
  const found: unknown[] = [];
  for (const query of queries) found.push(await ask(query));
  for (const db of rows) await writeRow(dbs[db], action, id);
  return found;
}

const app = express();
app.disable("x-powered-by");
app.use(express.json());

app.get("/record/:id", async ({ params: { id } }, res) => {
  res.json(await answer(readQueries(id), readRows, "get", id));
});

app.get("/file/:id", async ({ params: { id } }, res) => {
  res.json(await answer(fileQueries(id), fileRows, "file", id));
});

app.post("/command", async (req, res) => {
  const { _id, defendantId, event, ...fields } = req.body;
  await byId(casesDb, "file-access", defendantId);
  await byId(casesDb, "file-access", defendantId);
  await casesDb
    .collection<Row & { outbox: object[] }>("bare-need")
    .insertOne({ _id, defendantId, ...fields, outbox: [event] });
  await writeRow(casesDb, "identifyNeed", defendantId);
  await writeRow(casesDb, "need.identified", defendantId);
  await casesDb.collection<Row>("bare-event").insertOne(event);
  await casesDb.collection<Row & { outbox: object[] }>("bare-need").updateOne({ _id }, { $set: { outbox: [] } });
  res.status(201).json({ _id, defendantId, ...fields });
});

app.listen(Number(port), "127.0.0.1", () => process.send?.("ready"));
process.once("disconnect", () => process.exit(0));
