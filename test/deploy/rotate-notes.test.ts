import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose, { type Connection } from "mongoose";
import { makeSecrets, putNewMasterKey } from "../../deploy/secrets.ts";
import { fileMasterKey } from "../../libs/crypto/master-key.ts";
import { Committer } from "../../libs/record/commit.ts";
import { authorKeysStore } from "../../services/notes/author-keys.store.ts";
import { notesModels } from "../../services/notes/notes.schema.ts";
import { privateNotesStore } from "../../services/notes/private-notes.store.ts";
import { type Json, sharedRig } from "../support/client.ts";
import { privateNotesOf, releasedTo } from "../support/private-notes.ts";
import { chargedDefendant, makeWorld } from "../support/world.ts";

/** Rotation of the key that wraps the authors' keys: by the script, beside a running service, in a database of its own and in the Tracker's. */
const rig = sharedRig();
const root = new URL("../..", import.meta.url).pathname;

/** Runs the script as operations would. */
async function rotate(env: NodeJS.ProcessEnv, args: string[] = []): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["deploy/rotate-notes.ts", ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", MONGODB_URI: rig.mongoUri, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const [code] = await once(child, "close");
  return { code, said };
}

describe("in a database of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "tracker-rotate-"));
  const databasePrefix = `${rig.databasePrefix}_rotate`;
  const config = { secretsFolder: folder, part: "notes" } as const;
  const env = { TRACKER_SECRETS: folder, TRACKER_DATABASE_PREFIX: databasePrefix };
  const people = Array.from({ length: 230 }, (_, n) => `person-${String(n).padStart(3, "0")}`);
  let db: Connection;
  let models: ReturnType<typeof notesModels>;
  const wrapped = async (): Promise<Map<string, string>> =>
    new Map((await models.authorKeys.find().lean()).map(({ _id, wrappedKey }) => [_id, wrappedKey]));
  const keysWith = () => authorKeysStore(models, fileMasterKey(config));
  const place = (name: string) => join(folder, "notes", name);

  beforeAll(async () => {
    makeSecrets(folder);
    db = await mongoose.createConnection(rig.mongoUri, { dbName: `${databasePrefix}_notes` }).asPromise();
    models = notesModels(db);
    const keys = keysWith();
    for (const person of people) await keys.ensure(person);
  }, 60_000);
  afterAll(async () => {
    await db.close();
    rmSync(folder, { recursive: true });
  });

  test("every key is wrapped anew and opens as the same key; the old master key alone opens none", async () => {
    const running = keysWith(); // Opened before the new key came, as a service that goes on running.
    const before = await Promise.all(people.slice(0, 20).map(person => running.find(person)));
    const old = await wrapped();
    const { code, said } = await rotate(env, ["--new-key"]);
    expect([code, said]).toEqual([0, expect.stringContaining("230 keys looked at, 230 wrapped anew")]);
    const now = await wrapped();
    for (const person of people) expect(now.get(person)?.split(".")[0]).not.toBe(old.get(person)?.split(".")[0]);
    expect(new Set([...now.values()].map(text => text.split(".")[0])).size).toBe(1);
    for (const keys of [running, keysWith()])
      expect(await Promise.all(people.slice(0, 20).map(person => keys.find(person)))).toEqual(before);

    const previous = readFileSync(place("master-key-previous"), "utf8");
    const alone = mkdtempSync(join(tmpdir(), "tracker-rotate-old-"));
    makeSecrets(alone);
    writeFileSync(join(alone, "notes", "master-key"), previous);
    const withOldKey = authorKeysStore(models, fileMasterKey({ secretsFolder: alone, part: "notes" }));
    await expect(withOldKey.find(people[0] ?? "")).rejects.toThrow(/no master key/);
    rmSync(alone, { recursive: true });
  });

  test("run again it changes nothing, and another new key is refused while the old one is there", async () => {
    const stood = await wrapped();
    expect((await rotate(env)).said).toContain("230 keys looked at, 0 wrapped anew");
    const refused = await rotate(env, ["--new-key"]);
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining("finish that rotation first")]);
    expect(await wrapped()).toEqual(stood);
    unlinkSync(place("master-key-previous"));
    expect(await keysWith().find(people[7] ?? "")).toHaveLength(32);
  });

  test("interrupted half-way every key opens, and the next run finishes it", async () => {
    putNewMasterKey(folder);
    const before = await Promise.all(people.map(person => keysWith().find(person)));
    const stopAt = (progress: { seen: number }) => {
      if (progress.seen >= 100) throw new Error("interrupted");
    };
    await expect(keysWith().rewrapAll(stopAt)).rejects.toThrow("interrupted");
    expect(new Set([...(await wrapped()).values()].map(text => text.split(".")[0])).size).toBe(2);
    const running = keysWith();
    expect(await Promise.all(people.map(person => running.find(person)))).toEqual(before);
    const both = await Promise.all([rotate(env), rotate(env)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(new Set([...(await wrapped()).values()].map(text => text.split(".")[0])).size).toBe(1);
    expect(await Promise.all(people.map(person => running.find(person)))).toEqual(before);
  });

  test("texts are not touched, and what is written meanwhile is under the new key", async () => {
    unlinkSync(place("master-key-previous"));
    const running = keysWith();
    const store = privateNotesStore(models, new Committer({ assertRoom() {}, async follow() {} }), running);
    const command = (id: string) => ({
      by: { id: "a", agencyId: null },
      id,
      fingerprint: id,
      ifVersion: undefined,
      at: new Date(),
    });
    const write = (author: string) =>
      store.add(
        author,
        { defendantId: "file", writtenAt: "2026-01-01T00:00:00.000Z", text: `Of ${author}` },
        command(`by ${author}`),
      );
    await write("author-1");
    const before = await models.privateNotes.find().lean();
    putNewMasterKey(folder);
    await write("author-2");
    expect((await rotate(env)).said).toContain("232 keys looked at, 231 wrapped anew");
    unlinkSync(place("master-key-previous"));
    expect(await models.privateNotes.find({ authorId: "author-1" }).lean()).toEqual(before);
    for (const author of ["author-1", "author-2"])
      expect((await store.list(author, "file")).map(({ text }) => text)).toEqual([`Of ${author}`]);
  });

  test("no secret is left lying beside, and a wrong option or setting is refused by name", async () => {
    expect(readdirSync(join(folder, "notes")).filter(name => /next|previous/.test(name))).toEqual([]);
    expect((await rotate(env, ["--all"])).said).toContain("usage: npm run notes:rotate");
    expect((await rotate({ ...env, TRACKER_SECRETS: "" })).said).toContain("TRACKER_SECRETS is not set");
  });
});

test("beside the running Tracker: judges read, write and release before, during and after", async () => {
  const world = await makeWorld(rig, ["judge", "legalAdviser", "police"]);
  const { defendant } = await chargedDefendant(world);
  const notes = privateNotesOf(world.judge, defendant.id);
  await notes.write("Before");
  await notes.release(world.legalAdviser);
  const texts = async () => (await notes.list()).map(({ text }: Json) => text);
  putNewMasterKey(rig.secretsFolder);
  expect(await texts()).toEqual(["Before"]);
  await notes.write("Between");
  const { code, said } = await rotate({
    TRACKER_SECRETS: rig.secretsFolder,
    TRACKER_DATABASE_PREFIX: rig.databasePrefix,
  });
  expect([code, said]).toEqual([0, expect.stringContaining("done")]);
  await notes.write("After");
  expect(await texts()).toEqual(["After", "Between", "Before"]);
  expect(await releasedTo(world.legalAdviser, defendant.id)).toEqual(["Before"]);
  // Others may have made keys under the previous one: it stays.
  expect(existsSync(join(rig.secretsFolder, "notes", "master-key-previous"))).toBe(true);
});
