import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Collection, Document } from "mongodb";
import { makeMinistryPerson, StoredAudit, traced } from "../support/audit.ts";
import { type Caller, eventually, type Json } from "../support/client.ts";
import { type Rig, type RigFacts, startRig } from "../support/rig.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";
import { serviceToken, takeKey } from "./support/forge.ts";
import { Thief } from "./support/thief.ts";

/** What somebody with the database in hand, or another's account, could do to the record of who did what. */
let own: Rig;
let rig: RigFacts;
/** Each check is a process of its own. */
const verifyMsMax = 120_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
let world: World;
let stored: StoredAudit;
let auditor: Caller;
let defendant: Json;

beforeAll(async () => {
  own = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-audit-")) }); // Its chain is short enough to be forged in seconds.
  rig = own.facts;
  stored = await StoredAudit.open(rig);
  world = await makeWorld(rig, ["police", "judge", "coordinator"]);
  auditor = await makeMinistryPerson(rig, world, "IGO");
  ({ defendant } = await chargedDefendant(world));
}, 60_000);
afterAll(async () => {
  await stored?.close();
  await own?.stop();
});

type Entries = Collection<Document & { _id: string }>;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const sorted = (value: unknown): unknown => {
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};

/** What a thorough forger does: every hash from `from` on made anew, so that the chain by itself is whole again. */
async function rehash(entries: Entries, from: number): Promise<void> {
  const rows = await entries.find({ chain: "main" }).sort({ seq: 1 }).toArray();
  let prev = from === 1 ? "0".repeat(64) : String(rows[from - 2]?.hash);
  for (const entry of rows.slice(from - 1)) {
    const hash = sha256(`${prev}|${JSON.stringify(sorted(entry.row))}`);
    await entries.updateOne({ _id: entry._id }, { $set: { prev, hash } });
    prev = hash;
  }
}

const flip = { $set: { "row.who.id": "00000000-0000-4000-8000-000000000000" } };
const manipulations: [string, (entries: Entries, length: number) => Promise<unknown>, RegExp][] = [
  ["a row is edited", entries => entries.updateOne({ seq: 7 }, flip), /main: row 7: was changed after it was written/],
  [
    "a row is edited and the rest made anew to fit",
    async entries => {
      await entries.updateOne({ seq: 7 }, flip);
      await rehash(entries, 7);
    },
    /main: row \d+: is not the row of the checkpoint/,
  ],
  ["a row is deleted", entries => entries.deleteOne({ seq: 7 }), /main: row 7: row 7 is missing/],
  [
    "two rows change places",
    async entries => {
      await entries.updateOne({ seq: 7 }, { $set: { seq: -1 } });
      await entries.updateOne({ seq: 8 }, { $set: { seq: 7 } });
      await entries.updateOne({ seq: -1 }, { $set: { seq: 8 } });
    },
    /main: row 7: does not follow the row before it/,
  ],
  [
    "a row is put in",
    async entries => {
      const [like] = await entries.find({ seq: 7 }).toArray();
      const { prev, row } = like as Json;
      const forged = { ...row, id: "forged" };
      const hash = sha256(`${prev}|${JSON.stringify(sorted(forged))}`);
      await entries.insertOne({ _id: "forged", chain: "main", seq: 7, prev, hash, row: forged });
    },
    /main: row 7: this place is taken twice/,
  ],
  [
    "the end is cut off, with its checkpoints",
    (entries, length) => entries.deleteMany({ seq: { $gt: Math.floor(length / 2) } }),
    /main: row \d+: rows \d+ to \d+ are missing: the checkpoint of .* knew them/,
  ],
  [
    "the whole log is written anew, and every hash of it",
    async entries => {
      await entries.updateMany({}, flip);
      await rehash(entries, 1);
    },
    /main: row \d+: is not the row of the checkpoint of .*: the log was written anew/,
  ],
];

describe("A29: audit:verify", () => {
  const prefix = `forged_${process.pid}_${Date.now().toString(36)}`;
  const witness = mkdtempSync(join(tmpdir(), "tracker-witness-"));
  let rows: (Document & { _id: string })[];
  let entries: Entries;

  async function verify(env: NodeJS.ProcessEnv = {}, ...files: string[]): Promise<{ code: number; text: string }> {
    const settings = {
      MONGODB_URI: rig.mongoUri,
      TRACKER_SECRETS: rig.secretsFolder,
      TRACKER_DATABASE_PREFIX: prefix,
      TRACKER_WITNESS: witness,
    };
    const options = { cwd: root, env: { ...process.env, NODE_OPTIONS: "", ...settings, ...env } };
    const found = await run(process.execPath, ["deploy/audit-verify.ts", ...files], options).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      error => ({ code: error.code, text: error.stdout + error.stderr }),
    );
    return found;
  }

  /** A copy of the rows that the running Tracker wrote, up to a checkpoint, and of its witness's file: both real. */
  beforeAll(async () => {
    for (let look = 0; look < 20; look++) await world.judge.get(`/v1/defendants/${defendant.id}`);
    const { requestId } = await traced(world.judge, "GET", `/v1/defendants/${defendant.id}`);
    const { seq } = await stored.chained("the last look", { "row.requestId": requestId });
    const checkpoint = await eventually("a checkpoint of it", async () => {
      const { items } = await auditor.get(`/v1/audit/checkpoints?after=${seq - 1}`);
      return items[0];
    });
    const chain = await stored.chain("main");
    rows = chain.slice(0, checkpoint.length);
    const lines = readFileSync(join(rig.secretsFolder, "..", "witness", "checkpoints.jsonl"), "utf8").split("\n");
    const known = lines.filter(line => line.includes('"main"') && JSON.parse(line).length <= checkpoint.length);
    expect(known.length).toBeGreaterThan(0);
    appendFileSync(join(witness, "checkpoints.jsonl"), `${known.join("\n")}\n`);
    entries = stored.client.db(`${prefix}_audit`).collection("chain");
  }, 60_000);
  beforeEach(async () => {
    await entries.deleteMany({});
    await entries.insertMany(rows);
  });
  afterAll(async () => {
    await stored.client.db(`${prefix}_audit`).dropDatabase();
    rmSync(witness, { recursive: true });
  });

  test("finds the running Tracker's audit whole", async () => {
    const { code, text } = await verify({
      TRACKER_DATABASE_PREFIX: rig.databasePrefix,
      TRACKER_WITNESS: join(rig.secretsFolder, "..", "witness"),
    });
    expect(text).toMatch(/^main: \d+ rows, whole; \d+ checkpoints agree/m);
    expect(text).toMatch(/^private-notes: \d+ rows, whole/m);
    expect(code).toBe(0);
  });

  test("finds the copy whole before anybody has been at it", async () => {
    const { code, text } = await verify();
    expect([code, text]).toEqual([0, expect.stringContaining(`main: ${rows.length} rows, whole`)]);
  });

  test.each(manipulations)(
    "%s: it says what, and where",
    async (_what, manipulate, says) => {
      await manipulate(entries, rows.length);
      const { code, text } = await verify();
      expect(text).toMatch(says);
      expect(code).toBe(1);
    },
    verifyMsMax,
  );

  test("a checkpoint that somebody else made is not believed", async () => {
    const forged = join(mkdtempSync(join(tmpdir(), "tracker-forged-")), "kept.jsonl");
    const [line = ""] = readFileSync(join(witness, "checkpoints.jsonl"), "utf8").split("\n");
    appendFileSync(forged, `${JSON.stringify({ ...JSON.parse(line), length: 3 })}\n`);
    const { code, text } = await verify({}, forged);
    expect(text).toMatch(/main: row 3: the checkpoint of .* is not signed by the audit/);
    expect(code).toBe(1);
    rmSync(join(forged, ".."), { recursive: true });
  });

  test("an agency's own copy is enough, where the database and the witness have been cleaned as well", async () => {
    const kept = join(mkdtempSync(join(tmpdir(), "tracker-kept-")), "kept.jsonl");
    cpSync(join(witness, "checkpoints.jsonl"), kept);
    await entries.deleteMany({ seq: { $gt: 5 } });
    const empty = mkdtempSync(join(tmpdir(), "tracker-empty-"));
    expect((await verify({ TRACKER_WITNESS: empty })).code).toBe(0); // Nobody is left who knew.
    expect((await verify({ TRACKER_WITNESS: empty }, kept)).text).toMatch(/main: row 6: rows 6 to \d+ are missing/);
    for (const folder of [empty, join(kept, "..")]) rmSync(folder, { recursive: true });
  });
});

describe("on the bus", () => {
  test.each(["cases", "reports", "gateway", "notes"])(
    "with the password of %s nobody's rows are fetched, nor said to have been taken",
    async part => {
      const thief = await Thief.holding(rig, part);
      for (const service of ["defendants", "notes", "audit"])
        expect(await thief.publish(`MOL.REQB.${service}.auditRows`)).toBe("refused");
      await thief.close();
    },
  );

  test("with the audit's own password and key nothing but rows can be asked for", async () => {
    const thief = await Thief.holding(rig, "audit");
    for (const action of ["defendants.get", "notes.mine", "agencies.createPerson", "audit.record", "cases.events"])
      expect(await thief.publish(`MOL.REQB.${action}`)).toBe("refused");
    await thief.close();
  });

  test("refusals are taken from the gateway alone", async () => {
    const thief = await Thief.holding(rig, "gateway");
    const refusal = {
      id: randomUUID(),
      at: new Date().toISOString(),
      requestId: "a-request-of-mine",
      source: null,
      who: null,
      type: "UNAUTHENTICATED",
      count: 1,
    };
    const params = { input: { refusals: [refusal] } };
    for (const token of [
      world.police.token,
      serviceToken(takeKey(rig, "cases", "service"), "cases", ["audit.record"]),
      serviceToken(takeKey(rig, "cases", "service"), "gateway", ["audit.record"]),
    ]) {
      const answer = await thief.ask("audit.record", { params, meta: { token } });
      expect(answer.success).toBe(false);
    }
    const own = serviceToken(takeKey(rig, "gateway", "service"), "gateway", ["audit.record"]);
    expect((await thief.ask("audit.record", { params, meta: { token: own } })).success).toBe(true);
    await stored.chained("the gateway's own", { _id: `gateway:${refusal.id}` });
    await thief.close();
  });
});

describe("private notes", () => {
  let added: Json;
  let read: Json;
  beforeAll(async () => {
    added = await traced(world.judge, "POST", `/v1/defendants/${defendant.id}/private-notes`, {
      body: { text: "Spoke well of her daughter." },
    });
    read = await traced(world.judge, "GET", `/v1/defendants/${defendant.id}/private-notes`);
    await eventually("both in the audit", async () => {
      const { items } = await world.judge.get("/v1/audit/my-private-notes");
      return (
        items.some((row: Json) => row.action === "notes.addPrivate") &&
        items.some((row: Json) => row.action === "notes.mine")
      );
    });
  });

  test("their author sees what was done with them, by a pseudonym of the file", async () => {
    const { items } = await world.judge.get("/v1/audit/my-private-notes?limit=200");
    const [adding] = items.filter((row: Json) => row.action === "notes.addPrivate");
    const reading = items.find((row: Json) => row.action === "notes.mine");
    expect(adding).toMatchObject({ operation: "collection", who: { id: world.judge.me.id } });
    expect(adding.objects[0].fileId).toBe(reading.objects[0].fileId);
    expect(adding.objects[0]).toMatchObject({ class: "private-notes", recordId: null, holderAgencyIds: [] });
    for (const row of items) expect(row.who.id).toBe(world.judge.me.id);
  });

  test("nothing in those rows leads to the file, the request or the note", async () => {
    const rows = await stored.collection("notes", "audit-rows").find({ class: "private-notes" }).toArray();
    expect(rows.length).toBeGreaterThan(1);
    const text = JSON.stringify([rows, await stored.chain("private-notes")]);
    for (const secret of [defendant.id, added.requestId, read.requestId, added.body.id, "daughter"])
      expect(text.includes(secret) ? secret : "nowhere").toBe("nowhere");
  });

  test("no other reading shows or counts them: not the auditor's, not an agency's, not another judge's", async () => {
    const own = await world.judge.get("/v1/audit/my-private-notes");
    const pseudonym = own.items.find((row: Json) => row.action === "notes.mine").objects[0].fileId;
    const everything = [
      ...(await Promise.all(
        [{ personId: world.judge.me.id }, { agencyId: world.courtId }, { fileId: defendant.id }, {}].map(criteria =>
          auditor.send("POST", "/v1/audit/search", { body: { purpose: "audit", limit: 200, ...criteria }, key: null }),
        ),
      )),
      await world.judge.send("GET", "/v1/audit/mine?limit=200"),
      await world.police.send("GET", "/v1/audit/mine?limit=200"),
    ];
    for (const { status, text } of everything) {
      expect(status).toBe(200);
      for (const sign of ["private", pseudonym, "notes.mine", "addPrivate"]) expect(text).not.toContain(sign);
    }
    const other = await makeWorld(rig, ["judge"]);
    expect((await other.judge.get("/v1/audit/my-private-notes")).items).toEqual([]);
    // To a co-ordinator notes may be released, so their own looks at released ones are there: none.
    expect((await world.coordinator.get("/v1/audit/my-private-notes")).items).toEqual([]);
    for (const caller of [auditor, world.police, world.administrator])
      expect((await caller.send("GET", "/v1/audit/my-private-notes")).status).toBe(403);
    const counted = await stored
      .collection("audit", "chain")
      .countDocuments({ chain: "main", "row.class": "private-notes" });
    expect(counted).toBe(0);
  });

  test("two judges' pseudonyms of one file are not the same", async () => {
    const second = await makeWorld(rig, ["judge"]);
    await world.coordinator.post(`/v1/defendants/${defendant.id}/involvements`, {
      agencyId: second.courtId,
      caseId: null,
      reason: "support",
    });
    await second.judge.create(`/v1/defendants/${defendant.id}/private-notes`, { text: "First impression." });
    const theirs = await eventually("the second judge's row", async () => {
      const { items } = await second.judge.get("/v1/audit/my-private-notes");
      return items.find((row: Json) => row.action === "notes.addPrivate");
    });
    const { items } = await world.judge.get("/v1/audit/my-private-notes");
    const [mine] = items.filter((row: Json) => row.action === "notes.addPrivate");
    expect(theirs.objects[0].fileId).not.toBe(mine.objects[0].fileId);
  });
});
