import { randomUUID } from "node:crypto";
import mongoose, { type Connection } from "mongoose";
import { AuditTrail } from "../../../libs/record/audit.ts";
import { type AuditRow, policyVersion } from "../../../libs/record/audit-row.ts";
import { type Json, sharedRig } from "../../support/client.ts";

/** One service's rows, in a database of its own. */
let db: Connection;
let trail: AuditTrail;

beforeEach(async () => {
  const dbName = `audit_trail_${randomUUID().slice(0, 8)}`;
  db = await mongoose.createConnection(sharedRig().mongoUri, { dbName }).asPromise();
  trail = new AuditTrail(db, "cases", "a secret");
});
afterEach(async () => {
  await db.dropDatabase();
  await db.close();
});

const row = (): Omit<AuditRow, "id" | "service" | "policyVersion"> => ({
  at: new Date("2026-03-10T10:00:00Z"),
  requestId: randomUUID(),
  of: "request",
  who: { kind: "person", id: randomUUID(), agencyId: randomUUID(), roles: ["JUD"] },
  action: "cases.get",
  class: "case",
  operation: "consultation",
  objects: [],
  recipients: [],
  purpose: null,
  grantId: null,
  commandId: null,
  decision: { effect: "allow", because: null },
  outcome: "ok",
  count: 1,
});
const named = (id: string): AuditRow => ({ ...row(), id, service: "cases", policyVersion });
const rows = (): Promise<Json[]> => db.collection("audit-rows").find().sort({ _id: 1 }).toArray();
const waiting = () => db.collection<{ _id: string; at: Date; rows: string[] }>("audit-waiting");
const requestsIn = (given: { rows: readonly AuditRow[] }) => given.rows.map(({ requestId }) => requestId);

test("a row is given until it is taken, and is the same afterwards as when it was written", async () => {
  const one = row();
  await trail.write([one]);
  const written = await rows();
  const given = await trail.next({ taken: [] });
  expect(requestsIn(given)).toEqual([one.requestId]);
  expect(await trail.next({ taken: [] })).toEqual(given);
  expect(await trail.next({ taken: given.batches })).toEqual({ rows: [], batches: [] });
  expect(await rows()).toEqual(written);
  expect(await waiting().countDocuments()).toBe(0);
});

test("the oldest come first, as they were written, and never more than five hundred at once", async () => {
  const all = Array.from({ length: 3 }, () => Array.from({ length: 300 }, () => row()));
  for (const some of all) await trail.write(some);
  const first = await trail.next({ taken: [] });
  expect(requestsIn(first)).toEqual(all[0]?.map(({ requestId }) => requestId));
  const many = Array.from({ length: 1_200 }, () => row());
  await trail.write(many);
  let given = await trail.next({ taken: first.batches });
  const found: (string | null)[] = [];
  while (given.batches.length > 0) {
    expect(given.rows.length).toBeLessThanOrEqual(500);
    found.push(...requestsIn(given));
    given = await trail.next({ taken: given.batches });
  }
  const rest = [...all.slice(1).flat(), ...many].map(({ requestId }) => requestId);
  expect(found.sort()).toEqual(rest.sort());
});

test("what comes late is given once it is there, and holds up nothing that was written after it", async () => {
  const later = row();
  await trail.write([later]);
  const [{ _id, ...template }] = await rows();
  // As many as are given at once, and before all others.
  const late = `cases:${randomUUID()}:0`;
  const never = Array.from({ length: 499 }, (_, n) => `cases:never:${n}`);
  const started = { _id: "2026-01-01T00:00:00.000Z:late", at: new Date() };
  await waiting().insertOne({ ...started, rows: [late, ...never] });
  const given = await trail.next({ taken: [] });
  expect(requestsIn(given)).toEqual([later.requestId]);
  expect((await trail.next({ taken: given.batches })).rows).toEqual([]);
  await db.collection<Json>("audit-rows").insertMany([late, ...never].map(_id => ({ ...template, _id })));
  expect((await trail.next({ taken: [] })).rows.map(({ id }) => id)).toEqual([late, ...never]);
});

test("what never came is let go of after a minute", async () => {
  const at = new Date(Date.now() - 61_000);
  await waiting().insertOne({ _id: `${at.toISOString()}:never`, at, rows: [`cases:${randomUUID()}:0`] });
  const given = await trail.next({ taken: [] });
  expect([given.rows, given.batches.length]).toEqual([[], 1]);
  await trail.next({ taken: given.batches });
  expect(await waiting().countDocuments()).toBe(0);
});

test.each(["audit-rows", "audit-waiting"])("there is no answer where %s takes nothing", async name => {
  await db.collection(name).createIndex({ nothing: 1 }, { unique: true });
  await db.collection<Json>(name).insertOne({ _id: "first" });
  await expect(trail.write([row()])).rejects.toMatchObject({ type: "UNAVAILABLE" });
});

test("rows that have names are kept once and given as often as they come, since it may not be known that they are held", async () => {
  const twice = named("event:need:1:1:0");
  await trail.writeOnce([twice]);
  const first = await trail.next({ taken: [] });
  await trail.next({ taken: first.batches });
  await trail.writeOnce([twice, named("event:need:1:2:0")]);
  expect((await rows()).map(({ _id }) => _id)).toEqual(["event:need:1:1:0", "event:need:1:2:0"]);
  expect((await trail.next({ taken: [] })).rows.map(({ id }) => id)).toEqual(["event:need:1:1:0", "event:need:1:2:0"]);
});
