import { randomBytes, randomUUID } from "node:crypto";
import mongoose, { type Connection } from "mongoose";
import { makeSecrets } from "../../../deploy/secrets.ts";
import { openFileKeys } from "../../../libs/bus/serve.ts";
import type { FileKeys } from "../../../libs/record/file-keys.ts";
import { ChangeSeal, type SealedChange, type WholeChange } from "../../../libs/record/sealed-change.ts";
import { sharedRig } from "../../support/client.ts";

/** How the history of files lies in events: under a key a file, and unreadable once that is destroyed. */
const rig = sharedRig();
const dbName = `${rig.databasePrefix}_sealed_${randomBytes(4).toString("hex")}`;
let db: Connection;
let keys: FileKeys;
let seal: ChangeSeal;

beforeAll(async () => {
  makeSecrets(rig.secretsFolder);
  db = await mongoose.createConnection(rig.mongoUri, { dbName }).asPromise();
  keys = openFileKeys(db, { secretsFolder: rig.secretsFolder, part: "notes" }) as FileKeys;
  seal = new ChangeSeal(keys);
});
afterAll(async () => {
  await db.dropDatabase();
  await db.close();
});

const at = new Date("2026-11-28T10:00:00Z");
const word = "kanarievogel";
const sealedOf = async (
  kind: Parameters<ChangeSeal["seal"]>[0],
  record: Record<string, unknown>,
  change: WholeChange,
) => (await seal.seal(kind, record, "a:place:1", change)) as SealedChange;

test("what was changed comes back as it was: dates, nulls, lists, and what was taken away", async () => {
  const change = { set: { text: word, at, none: null, list: [{ at }] }, push: { more: ["x"] }, unset: ["gone"] };
  const sealed = await sealedOf("note", { _id: randomUUID(), defendantId: randomUUID() }, change);
  expect(JSON.stringify(sealed)).not.toContain(word);
  expect(await seal.open("a:place:1", sealed)).toEqual(change);
});

test("it opens in its own place only, and under its own file's key only", async () => {
  const one = { _id: randomUUID(), defendantId: randomUUID() };
  const sealed = await sealedOf("note", one, { set: { text: word } });
  await expect(seal.open("a:place:2", sealed)).rejects.toThrow();
  const other = await sealedOf("note", { ...one, defendantId: randomUUID() }, { set: { text: word } });
  await expect(seal.open("a:place:1", { ...sealed, key: other.key })).rejects.toThrow();
});

test("a destroyed key opens nothing, is not made again, and seals nothing any more", async () => {
  const record = { _id: randomUUID(), defendantId: randomUUID() };
  const sealed = await sealedOf("note", record, { set: { text: word } });
  await keys.destroy(record.defendantId, at);
  await keys.destroy(record.defendantId, at);
  const elsewhere = db.useDb(dbName);
  for (const seen of [keys, openFileKeys(elsewhere, { secretsFolder: rig.secretsFolder, part: "notes" }) as FileKeys]) {
    expect(await seen.isDestroyed(record.defendantId)).toBe(true);
    expect(await seen.ensure(record.defendantId)).toBeUndefined();
    expect(await new ChangeSeal(seen).open("a:place:1", sealed)).toBeUndefined();
  }
  expect(await seal.seal("note", record, "a:place:2", { set: { text: word } })).toBeUndefined();
  expect(await seal.isErased("note", record)).toBe(true);
});

test("a key that never was can be destroyed: a file of which a service holds nothing", async () => {
  const fileId = randomUUID();
  await keys.destroy(fileId, at);
  expect(await keys.ensure(fileId)).toBeUndefined();
});

test("of two on one case the one goes and the other stays", async () => {
  const [gone, stays] = [randomUUID(), randomUUID()];
  const record = { _id: randomUUID(), defendantIds: [gone, stays] };
  const entry = (defendantId: string) => ({ defendantId, asn: `${word} ${defendantId}` });
  const change = { set: { urn: "05NL0123426", defendants: [entry(gone), entry(stays)] }, push: {} };
  const sealed = await sealedOf("case", record, change);
  expect(await seal.open("a:place:1", sealed)).toEqual(change);
  await keys.destroy(gone, at);
  expect(await seal.open("a:place:1", sealed)).toEqual({
    ...change,
    set: { ...change.set, defendants: [entry(stays)] },
  });
  expect(await seal.isErased("case", record)).toBe(false);
  await keys.destroy(stays, at);
  expect(await seal.isErased("case", record)).toBe(true);
});

test("a pair of two people says nothing once either is gone", async () => {
  const [gone, stays] = [randomUUID(), randomUUID()];
  const record = { _id: randomUUID(), people: [gone, stays] };
  expect(await seal.isErased("match", record)).toBe(false);
  await keys.destroy(gone, at);
  expect(await seal.isErased("match", record)).toBe(true);
});

test("about those who work with Tracker nothing is sealed", async () => {
  const change = { set: { name: "A court" } };
  expect(await seal.seal("agency", { _id: randomUUID() }, "a:place:1", change)).toBe(change);
});
