import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Connection } from "mongoose";
import { loadInBulk } from "../../../deploy/demo/bulk.ts";
import { findMarker, loadDemo } from "../../../deploy/demo/load.ts";
import { ensureFirstAdministrator } from "../../../deploy/first-administrator.ts";
import { fileMasterKey } from "../../../libs/crypto/master-key.ts";
import { canonical } from "../../../libs/record/command.ts";
import { Committer } from "../../../libs/record/commit.ts";
import { authorKeysStore } from "../../../services/notes/author-keys.store.ts";
import { contents } from "../../../services/notes/documents/contents.ts";
import { notesModels } from "../../../services/notes/notes.schema.ts";
import { privateNotesStore } from "../../../services/notes/private-notes.store.ts";
import { type Caller, eventually, type Json, sharedRig, signIn } from "../../support/client.ts";
import { Databases, mentions, openDatabases, withoutMoments } from "./databases.ts";

const rig = sharedRig();
const password = "a demo password for tests";
/** Names, usernames and identifiers that no other test uses. */
const tag = "loading";
const begunAt = new Date();
const demo = {
  tag,
  defendants: 6,
  seed: 4,
  firstFiles: 6,
  courts: [],
  // A day of its own, so that the data is the same whenever the test is run.
  today: "2025-03-12",
  password,
};
const lines: string[] = [];
const load = (over: object = {}) =>
  loadDemo({ ...demo, url: rig.url, administrator: rig.administrator, report: line => lines.push(line), ...over });

let client: Connection;
let byApi: Databases;
let judge: Caller;

/** The defendants recorded by this run's police. Who was taken down a second time is not counted: no address was asked. */
async function defendants(): Promise<Json[]> {
  const [police] = await byApi.read("agencies", "agency", { name: `Merseyside Police (${tag})` });
  return police
    ? byApi.read("defendants", "defendant", { agencyId: police._id, "addresses.0": { $exists: true } })
    : [];
}
/** Keys and ciphertexts differ by design; what private notes say is compared by itself. */
const isRandom = (key: string): boolean =>
  /^notes\/(author-keys|private-notes|document-content\..*)\/|\/file-keys\//.test(key);
const partOf = (whole: Json, name: string): Json => whole.parts.find((part: Json) => part.part === name);

beforeAll(async () => {
  client = await openDatabases(rig.mongoUri);
  byApi = new Databases(client, rig.databasePrefix);
  const interrupt = new AbortController();
  const loading = await load({ signal: interrupt.signal });
  const ended = loading.all.then(
    () => "done",
    () => "interrupted",
  );
  await eventually("the first defendants", async () => (await defendants()).length >= 2, 30_000);
  interrupt.abort();
  expect(await ended).toBe("interrupted");
  const goingOn = await load();
  await goingOn.first;
  await goingOn.all;
  judge = await signIn(rig.url, `judge.north-liverpool.${tag}`, password);
}, 60_000);

afterAll(() => client?.close());

describe("through the API", () => {
  test("an interrupted loading was gone on with: six defendants, each once", async () => {
    expect(lines.filter(line => line.startsWith("Demo data: stopped"))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^Demo data: 6 of 6 defendants, [\d,]+ requests$/);
    expect(await defendants()).toHaveLength(6);
  });

  test("the judge opens the whole file of every defendant: cases with a history, and what the agencies brought", async () => {
    const ids: string[] = (await defendants()).map(({ _id }) => _id);
    const files: Json[] = await Promise.all(ids.map(id => judge.get(`/v1/defendants/${id}/file?limit=200`)));
    for (const file of files) {
      const cases = partOf(file, "cases").items;
      expect(cases.length).toBeGreaterThanOrEqual(1);
      expect(cases.every(({ urn }: Json) => urn.startsWith("05NL"))).toBe(true);
      expect(partOf(file, "hearings").items.length).toBeGreaterThanOrEqual(1);
      expect(file.timeline.items.some(({ at }: Json) => at < demo.today)).toBe(true);
      expect(file.agencies.map(({ name }: Json) => name)).toContain(
        `North Liverpool Community Justice Centre (${tag})`,
      );
    }
    const all = (part: string): Json[] => files.flatMap(file => partOf(file, part)?.items ?? []);
    for (const part of ["orders", "obligations", "pre-sentence-reports", "agency-notes", "needs"])
      expect([part, all(part).length > 0]).toEqual([part, true]);
    expect(all("obligations").some(({ outcome }) => outcome === "attended-complied")).toBe(true);
  });

  test("a second loading finds everything there and sends nothing", async () => {
    lines.length = 0;
    const again = await load();
    await again.all;
    expect(lines).toEqual(["Demo data: all 6 defendants are there"]);
    expect(await defendants()).toHaveLength(6);
  });

  test("whoever comes again while the rest is still to come does not wait for the first files again", async () => {
    const staged = { tag: "stages", defendants: 3, firstFiles: 2 };
    const mark = () => findMarker(rig.url, rig.administrator, staged.tag);
    const interrupt = new AbortController();
    const loading = await load({ ...staged, signal: interrupt.signal });
    const ended = loading.all.catch(() => {});
    await loading.first;
    interrupt.abort();
    await ended;
    expect(await mark()).toMatchObject({ begun: 3, loaded: 2 });
    lines.length = 0;
    const again = await load(staged);
    await again.first;
    expect(lines.at(-1)).toMatch(/^Demo data: 2 of 3 defendants, [\d,]+ requests$/);
    await again.all;
    expect(await mark()).toMatchObject({ begun: 3, loaded: 3 });
  }, 60_000);

  test("who may sign in is told, and can", async () => {
    const { signIns } = await load();
    const lister = signIns.find(({ role, court }) => role === "LST" && court === "north-liverpool");
    expect(lister?.username).toBe(`listing.north-liverpool.${tag}`);
    await signIn(rig.url, lister?.username ?? "", password);
  });
});

describe("in bulk", () => {
  const prefix = `${rig.databasePrefix}_bulk_${tag}`;
  let inBulk: Databases;
  /** The ministry and its administrator are there before, in every Tracker with the same ids. */
  let before: ReadonlyMap<string, Json>;

  const loadBulk = () =>
    loadInBulk({
      ...demo,
      mongoUri: rig.mongoUri,
      databasePrefix: prefix,
      secretsFolder: rig.secretsFolder,
      administrator: rig.administrator.username,
      report: () => {},
    });

  beforeAll(async () => {
    inBulk = new Databases(client, prefix);
    await ensureFirstAdministrator({ mongoUri: rig.mongoUri, databasePrefix: prefix, ...rig.administrator });
    before = await inBulk.everything();
    await loadBulk();
  }, 60_000);

  test("makes the documents that the API makes, all of them and no others", async () => {
    const bulk = await inBulk.everything();
    const stood = new Set([...before.values()].map(({ _id }) => _id));
    for (const [key, { _id, recordId }] of bulk) if (stood.has(_id) || stood.has(recordId)) bulk.delete(key);
    const isMark = (document: Json) => JSON.stringify(document).includes("Demo data");
    const own = new Set<string>();
    for (const [key, { _id }] of bulk)
      if (/^(agencies|defendants)\/(agency|person|client|defendant)\//.test(key)) own.add(_id);
    const differing = async () => {
      const now = new Date();
      const compared = (document: Json) => withoutMoments(document, begunAt, now);
      const api = await byApi.everything();
      const wrong: Json[] = [];
      for (const [key, document] of bulk) {
        if (isRandom(key) || isMark(document)) continue;
        const same = api.get(key);
        if (!same || !isDeepStrictEqual(compared(same), compared(document)))
          wrong.push({ key, bulk: compared(document), api: same && compared(same) });
      }
      for (const [key, document] of api)
        if (!bulk.has(key) && !isRandom(key) && !isMark(document) && mentions(document, own))
          wrong.push({ key, api: document });
      return wrong;
    };
    // The API's relays and inboxes may still be passing on the last steps.
    await eventually("the API's last events", async () => (await differing()).length === 0, 15_000).catch(() => {});
    expect((await differing()).slice(0, 3)).toEqual([]);
    const kinds = new Set([...bulk.keys()].map(key => key.split("/").slice(0, 2).join("/")));
    for (const kind of [
      "cases/order",
      "cases/snapshot",
      "cases/obligation",
      "cases/events",
      "cases/file-access",
      "notes/note",
      "reports/facts",
    ])
      expect(kinds).toContain(kind);
  }, 60_000);

  test("leaves one row in the audit: who loaded it, and how many commands that were", async () => {
    const rows = await inBulk.read("agencies", "audit-rows", { action: "demo.loaded" });
    expect(rows).toMatchObject([
      { service: "agencies", operation: "administration", class: "administration", outcome: "ok", requestId: null },
    ]);
    const [administrator] = await inBulk.read("agencies", "person", { username: rig.administrator.username });
    expect(rows[0]?.who).toMatchObject({ kind: "person", id: administrator?._id, agencyId: administrator?.agencyId });
    expect(rows[0]?.count).toBeGreaterThan(100);
    // It waits for the audit like any other row.
    expect(await inBulk.read("agencies", "audit-waiting", { rows: rows[0]?._id })).toHaveLength(1);
  });

  test("what the courts were shown is frozen alike: every sentence names one, and every hash is of its content", async () => {
    const cases = await inBulk.read("cases", "case");
    const sentences = cases.flatMap(({ defendants: of }) => of.flatMap(({ sentence }: Json) => sentence ?? []));
    expect(sentences.length).toBeGreaterThan(0);
    const ids = sentences.map(({ snapshot }) => snapshot.id);
    const inApi = await byApi.read("cases", "snapshot", { _id: { $in: ids } });
    for (const stored of [await inBulk.read("cases", "snapshot"), inApi]) {
      expect(stored.map(({ _id }) => _id).sort()).toEqual([...ids].sort());
      for (const { content, contentHash } of stored)
        expect(createHash("sha256").update(canonical(content)).digest("hex")).toBe(contentHash);
    }
    const named = new Map(sentences.map(({ snapshot }) => [snapshot.id, snapshot.contentHash]));
    for (const { _id, contentHash } of await inBulk.read("cases", "snapshot")) expect(named.get(_id)).toBe(contentHash);
  });

  test("judges' private notes can be opened, and say the same", async () => {
    const judges: string[] = (await inBulk.read("agencies", "person", { roles: "JUD" })).map(({ _id }) => _id);
    const ids: string[] = (await inBulk.read("defendants", "defendant")).map(({ _id }) => _id);
    const textsIn = async (databases: Databases) => {
      const config = { secretsFolder: rig.secretsFolder, part: "notes" } as const;
      const models = notesModels(databases.of("notes"));
      const keys = authorKeysStore(models, fileMasterKey(config));
      const notes = privateNotesStore(models, new Committer({ assertRoom() {}, async follow() {} }), keys);
      const lists = await Promise.all(judges.flatMap(author => ids.map(id => notes.list(author, id))));
      return lists.map(list => list.map(({ id, text }) => ({ id, text })));
    };
    const written = await textsIn(inBulk);
    expect(written.flat().length).toBeGreaterThan(0);
    expect(await textsIn(byApi)).toEqual(written);
  });

  test("documents have their contents, the same as through the API", async () => {
    const kept = await inBulk.read("notes", "document");
    expect(kept.length).toBeGreaterThan(0);
    for (const { _id, contentId, sha256, sizeBytes } of kept) {
      const [same] = await byApi.read("notes", "document", { _id });
      const [bytes, others] = await Promise.all([
        contents(inBulk.of("notes")).read(contentId),
        contents(byApi.of("notes")).read(same?.contentId),
      ]);
      expect(bytes.equals(others)).toBe(true);
      expect([createHash("sha256").update(bytes).digest("hex"), bytes.length]).toEqual([sha256, sizeBytes]);
    }
  });

  test("a second loading finds everything there and writes nothing", async () => {
    const stood = await inBulk.everything();
    expect(await loadBulk()).toEqual({ defendants: 0, commands: 0 });
    expect(await inBulk.everything()).toEqual(stood);
  });
});
