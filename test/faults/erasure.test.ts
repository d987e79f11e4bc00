import { execFile } from "node:child_process";
import { join } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { findInCollections, makeCanary } from "../support/canary.ts";
import { type Caller, eventually, type Json } from "../support/client.ts";
import { officer, privateNotesOf } from "../support/private-notes.ts";
import { chargedDefendant } from "../support/world.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const minute = 60_000;
const manyRecords = 120;
const atOnce = 6;
const reviews = "/v1/retention-reviews";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;

interface Full {
  readonly defendantId: string;
  readonly caseId: string;
  readonly words: readonly string[];
}
let own: OwnRig;
let erased: Full;
let one: Caller;
let two: Caller;

beforeAll(async () => {
  own = await startOwnRig();
  [one, two] = [await officer(own.rig.facts, own.world), await officer(own.rig.facts, own.world)];
}, 2 * minute);

afterAll(async () => {
  await own?.stop();
}, minute);

test(
  "an erasure during which every service that erases is killed comes to its end, leaves no word, and is told once",
  async () => {
    const { rig, checker } = own;
    erased = await fullFile();
    const { defendantId, words } = erased;
    const left = (service: "cases" | "notes", kind: string) =>
      checker.stores.db(service).collection(kind).countDocuments({ defendantId, erased: null });
    const review: Json = await one.create(reviews, { defendantId });
    const move = (by: Caller, what: object) => by.post(`${reviews}/${review.id}/moves`, { move: what });
    await move(one, { name: "propose", ground: "recorded-in-error" });
    // Not waited for: on a quick machine it answers when all is erased.
    const approving = two.send("POST", `${reviews}/${review.id}/moves`, { body: { move: { name: "approve" } } });

    const standing = new Map<string, number>();
    const kills: string[] = [];
    for (const { part, service, kind } of [
      { part: "cases", service: "cases", kind: "need" },
      { part: "notes", service: "notes", kind: "note" },
      { part: "defendants", service: "notes", kind: "note" },
    ] as const) {
      const before = standing.get(kind) ?? manyRecords;
      await eventually(`${part} in the middle of it`, async () => (await left(service, kind)) < before, minute);
      rig.system.kill(part);
      const after = await left(service, kind);
      standing.set(kind, after);
      kills.push(`${part} with ${after} of ${manyRecords} ${kind}s left`);
      // All were erased before it was killed: a run that has proved nothing.
      expect([part, after > 0]).toEqual([part, true]);
      await rig.system.whenReady(part);
    }
    expect([200, 503]).toContain((await approving).status);
    const startedAt = performance.now();
    await eventually(
      "the erasure to come to its end",
      async () => {
        const { status, body } = await two.send("GET", `${reviews}/${review.id}`);
        return status === 200 && body.state === "erased";
      },
      minute,
    );
    say(`killed ${kills.join(", ")}; erased ${Math.round(performance.now() - startedAt)} ms after the last`);
    await checker.whenQuiet();

    expect((await findInCollections(rig.facts, words)).places).toEqual([]);
    const again = await own.world.police.send("GET", `/v1/defendants/${defendantId}`);
    expect(again.status).toBe(410);
    await expectToldOnce(defendantId, review.id);
  },
  5 * minute,
);

test("the audit is whole after it, as the command that verifies it says", async () => {
  const { mongoUri, secretsFolder, databasePrefix } = own.rig.facts;
  const settings = {
    MONGODB_URI: mongoUri,
    TRACKER_SECRETS: secretsFolder,
    TRACKER_DATABASE_PREFIX: databasePrefix,
    TRACKER_WITNESS: join(secretsFolder, "..", "witness"),
  };
  const env = { ...process.env, NODE_OPTIONS: "", ...settings };
  const { stdout } = await run(process.execPath, ["deploy/audit-verify.ts"], { cwd: root, env });
  expect(stdout).toMatch(/^main: \d+ rows, whole; [1-9]\d* checkpoints agree/m);
}, 60_000);

test(
  "services that fold again from the beginning what they hold of others find the file erased, and reports count the same",
  async () => {
    const { rig, checker, world } = own;
    const facts = () => checker.stores.db("reports").collection("facts").find().sort({ _id: 1 }).toArray();
    const before = await facts();
    const { defendantId, caseId, words } = erased;
    const note = await checker.stores.db("notes").collection<Json>("note").findOne({ defendantId });
    for (const part of ["reports", "cases", "notes"] as const) await rig.system.restart(part, { TRACKER_REBUILD: "1" });
    await eventually("all to be ready", async () => (await fetch(`${rig.facts.url}/ready`)).ok, minute);
    await checker.whenQuiet();
    for (const path of [`/v1/cases/${caseId}`, `/v1/notes/${note?._id}`, `/v1/defendants/${defendantId}/file`])
      await eventually(`${path} to be erased`, async () => (await world.police.send("GET", path)).status === 410);
    const areSame = async () => isDeepStrictEqual(await facts(), before);
    await eventually("the same facts", areSame, minute).catch(() => {});
    expect(await facts()).toEqual(before);
    expect(before.filter(({ status }) => status !== undefined).length).toBeGreaterThan(0);
    expect((await findInCollections(rig.facts, words)).places).toEqual([]);
  },
  3 * minute,
);

/** Each record of the file is erased by one event with one row in the audit, and each step of the decision is there once. */
async function expectToldOnce(defendantId: string, reviewId: string): Promise<void> {
  const { stores } = own.checker;
  const chain = stores.db("audit").collection<Json>("chain");
  const rows = await eventually("the last step in the audit", async () => {
    const found = await chain.find({ "row.of": "change", "row.objects.fileId": defendantId }).toArray();
    return found.some(({ row }) => row.action === "retention.carried-out") && found;
  });
  const told = rows
    .filter(({ row }) => /\.erased$|^retention\./.test(row.action))
    .map(({ row }) => `${row.action} ${row.objects[0].recordId}`);
  expect(told.filter((name, n) => told.indexOf(name) !== n)).toEqual([]);
  for (const step of ["due", "proposed", "approved", "carried-out"])
    expect(told).toContain(`retention.${step} ${reviewId}`);
  expect(told).toEqual(expect.arrayContaining([`file.erased ${defendantId}`, `defendant.erased ${defendantId}`]));
  for (const [service, kind] of [
    ["cases", "need"],
    ["notes", "note"],
    ["notes", "document"],
  ] as const) {
    const found = await stores.db(service).collection(kind).find({ defendantId }).toArray();
    expect(found.length).toBeGreaterThan(0);
    expect(told.filter(name => name.startsWith(`${kind}.erased `)).sort()).toEqual(
      found.map(({ _id }) => `${kind}.erased ${String(_id)}`).sort(),
    );
  }
  expect(told.filter(name => name.startsWith("case.erased "))).toHaveLength(1);
}

/** A person with a case that another court took over, and so many needs and notes that their erasure takes a while. */
async function fullFile(): Promise<Full> {
  const { world } = own;
  const words: string[] = [];
  const word = () => {
    const made = makeCanary();
    words.push(made);
    return made;
  };
  const { defendant, case: sent } = await chargedDefendant(world, { name: { forenames: [word()], surname: word() } });
  const about = { defendantId: defendant.id, caseId: sent.id };
  const path = `/v1/defendants/${defendant.id}`;
  const corrected = await world.police.send("PATCH", path, {
    body: { name: { forenames: [word()], surname: word() }, reason: word() },
    ifMatch: defendant.version,
  });
  expect(corrected.status).toBe(200);
  await privateNotesOf(world.judge, defendant.id).write(word());
  const making = Array.from({ length: manyRecords }, () => [
    () => world.coordinator.create("/v1/needs", { ...about, domain: "drugs", severity: 2, summary: word() }),
    () => world.police.create("/v1/notes", { ...about, kind: "agency", text: word(), shareWith: [] }),
  ]).flat();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let make = making.pop(); make; make = making.pop()) await make();
    }),
  );
  await world.police.create("/v1/documents", {
    ...about,
    class: "agency-notes",
    title: word(),
    type: "text/plain",
    contentBase64: Buffer.from(word()).toString("base64"),
  });
  const { version } = await world.judge.get(`/v1/cases/${sent.id}`);
  const standing = `/v1/cases/${sent.id}/defendants/${defendant.id}`;
  await world.judge.post(`${standing}/moves`, { move: "transfer", reason: word() }, { ifMatch: version });
  return { ...about, words };
}
