import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { Files } from "../../../libs/access/files.ts";
import { Directory } from "../../../libs/bus/directory.ts";
import { Committer } from "../../../libs/record/commit.ts";
import { contents } from "../../../services/notes/documents/contents.ts";
import { documentModel } from "../../../services/notes/documents/documents.schema.ts";
import { documentsStore } from "../../../services/notes/documents/documents.store.ts";
import { sharedRig } from "../../support/client.ts";

/** What an upload that came to no end has left is removed; what a document names is not, and neither is what is new. */
const rig = sharedRig();
const unused = () => {
  throw new Error("sweeping asks nobody");
};

test("contents without a document are removed after an hour, and no others", async () => {
  const db = await mongoose.createConnection(rig.mongoUri, { dbName: `test_sweep_${randomUUID()}` }).asPromise();
  const kept = contents(db);
  const model = documentModel(db);
  const store = documentsStore(
    model,
    kept,
    new Committer({ assertRoom() {}, follow: async () => {} }),
    new Files({ find: unused, findMany: unused, refresh: unused, assertFresh: unused }),
    new Directory(unused),
    unused,
  );
  const ids = { named: randomUUID(), abandoned: randomUUID(), fresh: randomUUID() };
  for (const id of Object.values(ids)) await kept.store(id, Buffer.from("content"));
  await model.collection.insertOne({ _id: "document", contentId: ids.named } as never);
  const files = db.collection("document-content.files");
  const old = { $in: [ids.named, ids.abandoned] } as never;
  await files.updateMany({ _id: old }, { $set: { uploadDate: new Date(Date.now() - 3_700_000) } });

  expect(await store.sweep()).toBe(1);
  expect((await files.find().toArray()).map(({ _id }) => String(_id)).sort()).toEqual([ids.named, ids.fresh].sort());
  expect(await db.collection("document-content.chunks").countDocuments({ files_id: ids.abandoned as never })).toBe(0);
  expect(await store.sweep()).toBe(0);
  await db.dropDatabase();
  await db.close();
});
