import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose, { type Connection } from "mongoose";
import { isRotating, makeSecrets, putNewMasterKey } from "../../deploy/secrets.ts";
import { openFileKeys } from "../../libs/bus/serve.ts";
import { FileKeys } from "../../libs/record/file-keys.ts";
import { Stores } from "../faults/stores.ts";
import { eventually, sharedRig } from "../support/client.ts";
import { makeWorld, person } from "../support/world.ts";

/** Rotation of the keys that wrap the keys of files' histories, in all services: in databases of its own and beside the running Tracker. */
const rig = sharedRig();
const root = new URL("../..", import.meta.url).pathname;
const parts = ["defendants", "cases", "notes"] as const;
const secret = "file-master-key";

async function rotate(env: NodeJS.ProcessEnv, args: string[] = []): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["deploy/rotate-files.ts", ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", MONGODB_URI: rig.mongoUri, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const [code] = await once(child, "close");
  return { code, said };
}

describe("in databases of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "tracker-rotate-"));
  const databasePrefix = `${rig.databasePrefix}_rotatefiles`;
  const env = { TRACKER_SECRETS: folder, TRACKER_DATABASE_PREFIX: databasePrefix };
  const files = Array.from({ length: 130 }, (_, n) => `file-${String(n).padStart(3, "0")}`);
  const dbs = new Map<string, Connection>();
  const dbOf = (part: string): Connection => {
    const db = dbs.get(part);
    if (!db) throw new Error(`no database of ${part}`);
    return db;
  };
  /** As the service would open them after a start. */
  const keysOf = (part: (typeof parts)[number]): FileKeys => {
    dbOf(part).deleteModel(/file-key/);
    const keys = openFileKeys(dbOf(part), { secretsFolder: folder, part });
    if (!keys) throw new Error(`${part} holds no files`);
    return keys;
  };
  const allOf = async (part: (typeof parts)[number]) => {
    const keys = keysOf(part);
    return Promise.all(files.map(file => keys.find(file)));
  };
  const wrappings = async (part: string): Promise<(string | undefined)[]> => {
    const found = await dbOf(part)
      .collection("file-keys")
      .find({ wrappedKey: { $ne: null } })
      .toArray();
    return [...new Set(found.map(({ wrappedKey }) => String(wrappedKey).split(".")[0]))];
  };

  beforeAll(async () => {
    makeSecrets(folder);
    for (const part of parts) {
      dbs.set(part, await mongoose.createConnection(rig.mongoUri, { dbName: `${databasePrefix}_${part}` }).asPromise());
      const keys = keysOf(part);
      for (const file of files) await keys.ensure(file);
      await keys.destroy("file-000", new Date());
    }
  }, 60_000);
  afterAll(async () => {
    for (const db of dbs.values()) await db.close();
    rmSync(folder, { recursive: true });
  });

  test("every service's keys are wrapped anew and open as the same; what was destroyed stays destroyed", async () => {
    const before = new Map(await Promise.all(parts.map(async part => [part, await allOf(part)] as const)));
    const old = new Map(await Promise.all(parts.map(async part => [part, await wrappings(part)] as const)));
    const { code, said } = await rotate(env, ["--new-key"]);
    expect(code).toBe(0);
    for (const part of parts) {
      expect(said).toContain(`${part}: a new key is in place`);
      expect(said).toContain(`${part}: done: of 130 keys 129 were wrapped anew`);
      const now = await wrappings(part);
      expect([part, now.length, now[0] === old.get(part)?.[0]]).toEqual([part, 1, false]);
      expect(await allOf(part)).toEqual(before.get(part));
      expect(await keysOf(part).isDestroyed("file-000")).toBe(true);
      expect(await keysOf(part).find("file-000")).toBeUndefined();
    }
  }, 60_000);

  test("run again it changes nothing, and new keys are refused while all the old ones are there", async () => {
    const again = await rotate(env);
    for (const part of parts) expect(again.said).toContain(`${part}: done: of 130 keys 0 were wrapped anew`);
    const refused = await rotate(env, ["--new-key"]);
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining("finish that rotation first")]);
    for (const part of parts) unlinkSync(join(folder, part, `${secret}-previous`));
    for (const part of parts) expect((await allOf(part)).filter(key => key?.length === 32)).toHaveLength(129);
  }, 60_000);

  test("interrupted between services and in the middle of one, every key opens, and the next run finishes it", async () => {
    const before = new Map(await Promise.all(parts.map(async part => [part, await allOf(part)] as const)));
    putNewMasterKey(folder, "defendants", secret);
    const stop = (progress: { seen: number }) => {
      if (progress.seen >= 100) throw new Error("interrupted");
    };
    await expect(keysOf("defendants").rewrapAll(stop)).rejects.toThrow("interrupted");
    expect(await wrappings("defendants")).toHaveLength(2);
    for (const part of parts) expect(await allOf(part)).toEqual(before.get(part));
    const { code, said } = await rotate(env, ["--new-key"]);
    expect([code, said]).toEqual([0, expect.stringContaining("defendants: an earlier rotation is not over")]);
    for (const part of parts) {
      expect(await wrappings(part)).toHaveLength(1);
      expect(await allOf(part)).toEqual(before.get(part));
      expect(isRotating(folder, part, secret)).toBe(true);
    }
  }, 60_000);

  test("a file that is erased while its key is wrapped anew stays erased", async () => {
    const part = "cases";
    unlinkSync(join(folder, part, `${secret}-previous`));
    putNewMasterKey(folder, part, secret);
    const db = dbOf(part);
    const destroyed = keysOf(part);
    const wrappedKey = (await db.collection("file-keys").findOne({ _id: "file-001" as never }))?.wrappedKey;
    const master = {
      wrap: async () => {
        await destroyed.destroy("file-001", new Date());
        return "new.key";
      },
      unwrap: async () => Buffer.alloc(32),
      isCurrent: async (wrapped: string) => wrapped !== wrappedKey,
    };
    db.deleteModel(/file-key/);
    expect(await new FileKeys(db, master).rewrapAll()).toMatchObject({ rewrapped: 0 });
    expect(await keysOf(part).isDestroyed("file-001")).toBe(true);
  });

  test("no secret is left lying beside, and a wrong option or setting is refused by name", async () => {
    for (const part of parts) expect(readdirSync(join(folder, part)).filter(name => name.includes("next"))).toEqual([]);
    expect((await rotate(env, ["--all"])).said).toContain("usage: npm run files:rotate");
    expect((await rotate({ ...env, TRACKER_SECRETS: "" })).said).toContain("TRACKER_SECRETS is not set");
  });
});

test("beside the running Tracker: what was recorded before, during and after is read as it was", async () => {
  const { police } = await makeWorld(rig, ["police"]);
  const correct = async (id: string, version: number, forename: string) => {
    const body = { name: { forenames: [forename], surname: "Rotated" }, reason: "Misheard" };
    const answer = await police.send("PATCH", `/v1/defendants/${id}`, { body, ifMatch: version });
    expect(answer.status).toBe(200);
    return { version: answer.body.version };
  };
  const recorded = await police.create(
    "/v1/defendants",
    person({ name: { forenames: ["Before"], surname: "Rotated" } }),
  );
  const keyOf = () => readFileSync(join(rig.secretsFolder, "defendants", secret), "utf8");
  const old = keyOf();
  putNewMasterKey(rig.secretsFolder, "defendants", secret);
  const between = await correct(recorded.id, recorded.version, "Between");
  const { code, said } = await rotate({
    TRACKER_SECRETS: rig.secretsFolder,
    TRACKER_DATABASE_PREFIX: rig.databasePrefix,
  });
  expect([code, said]).toEqual([0, expect.stringMatching(/defendants: done: of \d+ keys [1-9]/)]);
  await correct(recorded.id, between.version, "After");
  expect(keyOf()).not.toBe(old);
  const stores = new Stores(rig);
  try {
    const changes = await eventually("all three in the history", async () => {
      const all = await stores.events("defendants", recorded.id);
      const found = all.filter(({ kind, n }) => kind === "defendant" && n === 0);
      return found.length === 3 && found.sort((a, b) => a.v - b.v);
    });
    expect(changes.map(({ change }) => change?.set?.name.forenames)).toEqual([["Before"], ["Between"], ["After"]]);
  } finally {
    await stores.close();
  }
}, 60_000);
