import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { Files } from "../../../libs/access/files.ts";
import { Directory } from "../../../libs/bus/directory.ts";
import { Committer } from "../../../libs/record/commit.ts";
import { casesModels } from "../../../services/cases/cases.schema.ts";
import { snapshotsStore } from "../../../services/cases/snapshots/snapshots.store.ts";
import { sharedRig } from "../../support/client.ts";

/** What a sentence that came to no end has left is removed; what a shared version names is not, and neither is what is new. */
const rig = sharedRig();
const unused = () => {
  throw new Error("sweeping asks nobody");
};

test("snapshots that no sentence names are removed after an hour, and no others", async () => {
  const db = await mongoose.createConnection(rig.mongoUri, { dbName: `test_sweep_${randomUUID()}` }).asPromise();
  const models = casesModels(db);
  const files = new Files({ find: unused, findMany: unused, refresh: unused, assertFresh: unused });
  const store = snapshotsStore(
    models,
    new Committer({ assertRoom() {}, follow: async () => {} }),
    files,
    new Directory(unused),
  );
  const longAgo = new Date(Date.now() - 3_700_000);
  const snapshot = (_id: string, recordedAt: Date) => ({ _id, caseId: "case", v: 1, recordedAt, outbox: [] });
  const all = [
    snapshot("named", longAgo),
    snapshot("set-aside", longAgo),
    snapshot("abandoned", longAgo),
    snapshot("fresh", new Date()),
  ];
  await models.snapshots.collection.insertMany(all as never[]);
  // Of a sentence that was set aside the case has its shared version only.
  const shared = [{ snapshot: { id: "set-aside" } }, { snapshot: null }, { snapshot: { id: "named" } }];
  await models.cases.collection.insertOne({
    _id: "case",
    defendants: [{ shared: [] }, { shared, sentence: null }],
  } as never);

  expect(await store.sweep()).toBe(1);
  const left = (await models.snapshots.find({}, { _id: 1 }).lean()).map(({ _id }) => _id);
  expect(left.sort()).toEqual(["fresh", "named", "set-aside"]);
  expect(await store.sweep()).toBe(0);
  await db.dropDatabase();
  await db.close();
});
