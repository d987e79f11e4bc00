import { randomUUID } from "node:crypto";
import express from "express";
import { MongoClient } from "mongodb";

/**
 * The yardstick: the least program that does the same reads and writes on the same database, with Express and the
 * driver alone, the rows of the audit among them. No tokens, no access, no checks, no bus, no events to anyone, no chain.
 */
const [mongoUri = "", prefix = "", port = "0"] = process.argv.slice(2);
const client = await new MongoClient(mongoUri, { maxPoolSize: 20 }).connect();
const defendantsDb = client.db(`${prefix}_defendants`);
const casesDb = client.db(`${prefix}_cases`);
const notesDb = client.db(`${prefix}_notes`);
interface Row {
  _id: string;
}
const byId = (db: typeof defendantsDb, name: string, id: string) => db.collection<Row>(name).findOne({ _id: id });
/** What the audit keeps of a request or of a change: the writes are the same, so the row is one of them. */
const writeRow = (db: typeof defendantsDb, action: string, fileId: string) =>
  db.collection<Row>("bare-audit-row").insertOne({
    _id: randomUUID(),
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
    pendingAt: new Date(),
  } as Row);
const restricting = (id: string) =>
  defendantsDb.collection("subject-request").findOne({ defendantId: id, restricting: true });
const ofFile = (db: typeof casesDb, name: string, filter: object) =>
  db.collection(name).find(filter).sort({ occurredAt: 1 }).limit(2_000).toArray();

const app = express();
app.disable("x-powered-by");
app.use(express.json());

app.get("/record/:id", async (req, res) => {
  const { id } = req.params;
  const access = await byId(defendantsDb, "file-access", id);
  const record = await byId(defendantsDb, "defendant", id);
  await restricting(id);
  await writeRow(defendantsDb, "get", id);
  res.json(access && record);
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

app.get("/file/:id", async (req, res) => {
  const { id } = req.params;
  const parts = [
    [await byId(defendantsDb, "file-access", id)],
    [await byId(defendantsDb, "defendant", id)],
    [await byId(defendantsDb, "file-access", id)],
    [await restricting(id)],
    [await byId(casesDb, "file-access", id)],
    await ofFile(casesDb, "case", { defendantIds: id }),
    await ofFile(casesDb, "hearing", { defendantIds: id }),
    await ofFile(casesDb, "pre-sentence-report", { defendantId: id }),
    await ofFile(casesDb, "order", { defendantId: id }),
    await ofFile(casesDb, "obligation", { defendantId: id }),
    await ofFile(casesDb, "referral", { defendantId: id }),
    await ofFile(casesDb, "drug-test", { defendantId: id }),
    await ofFile(casesDb, "need", { defendantId: id }),
    [await byId(notesDb, "file-access", id)],
    await ofFile(notesDb, "note", { defendantId: id }),
  ];
  for (const db of [defendantsDb, casesDb, notesDb]) await writeRow(db, "file", id);
  res.json(parts);
});

app.listen(Number(port), "127.0.0.1", () => process.send?.("ready"));
process.once("disconnect", () => process.exit(0));
