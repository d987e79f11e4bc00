import { MongoClient } from "mongodb";
import { findInCollections, makeCanary } from "../support/canary.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { officer, privateNotesOf } from "../support/private-notes.ts";
import { caseOf, makeWorld, person, type World } from "../support/world.ts";

/** What goes with a file and what stays, where it is full: another's part of a case, a merged file, what a judge was shown. */
const rig = sharedRig();
const reviews = "/v1/retention-reviews";
const erasedMsMax = 60_000;
let world: World;
let one: Caller;
let two: Caller;
let client: MongoClient;

beforeAll(async () => {
  client = await new MongoClient(rig.mongoUri).connect();
  world = await makeWorld(rig, ["judge", "legalAdviser", "lister", "coordinator", "police", "probation"]);
  [one, two] = [await officer(rig, world), await officer(rig, world)];
}, 120_000);
afterAll(() => client.close());

const database = (service: string) => client.db(`${rig.databasePrefix}_${service}`);
const recorded = (word: string): Promise<Json> =>
  world.police.create("/v1/defendants", person({ name: { forenames: [word], surname: makeCanary() } }));

async function erase(defendantId: string): Promise<Json> {
  const review = await one.create(reviews, { defendantId });
  await one.post(`${reviews}/${review.id}/moves`, { move: { name: "propose", ground: "unlawful-processing" } });
  await two.post(`${reviews}/${review.id}/moves`, { move: { name: "approve" } });
  return eventually(
    "the erasure",
    async () => {
      const found = await two.get(`${reviews}/${review.id}`);
      return found.state === "erased" && found;
    },
    erasedMsMax,
  );
}

test("a file with all it may hold: what is about the person goes everywhere, and of others nothing", async () => {
  const words: string[] = [];
  const word = () => {
    words.push(makeCanary());
    return words.at(-1) ?? "";
  };
  const gone = await recorded(word());
  const other = await recorded(makeCanary());
  const merged = await recorded(word());
  const override = { otherId: merged.id, match: "always", reason: word() };
  await world.police.post(`/v1/defendants/${gone.id}/overrides`, override);
  await world.police.post(`/v1/defendants/${gone.id}/merge`, { otherId: merged.id, reason: word() });

  // One case of two people; the other's is still to be heard.
  const [wordingGone, wordingKept] = [word(), makeCanary()];
  const charged = (defendantId: string, wording: string) => {
    const [only] = caseOf(defendantId, world.courtId).defendants;
    return { ...only, offences: only?.offences.map(offence => ({ ...offence, wording })) };
  };
  const shared = await world.police.create("/v1/cases", {
    ...caseOf(gone.id, world.courtId),
    defendants: [charged(gone.id, wordingGone), charged(other.id, wordingKept)],
  });
  const standing = `/v1/cases/${shared.id}/defendants/${gone.id}`;
  const summarised = (of: Json, n: number) =>
    world.police.post(`/v1/cases/${of.id}/defendants/${gone.id}/prosecution-summaries`, {
      summary: word(),
      compensation: [{ offenceId: of.defendants[n].offences[0].id, amountPence: 900, what: word() }],
    });
  const { version: told } = await summarised(shared, 0);
  await world.judge.post(`${standing}/moves`, { move: "transfer", reason: word() }, { ifMatch: told });

  // One of the person's own, sentenced: with what the judge was shown.
  const own = await world.police.create("/v1/cases", {
    ...caseOf(gone.id, world.courtId),
    defendants: [charged(gone.id, word())],
  });
  const about = { defendantId: gone.id, caseId: own.id };
  const need = await world.coordinator.create("/v1/needs", { ...about, domain: "drugs", severity: 2, summary: word() });
  const hearing = await world.lister.create(`/v1/cases/${own.id}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [gone.id] },
  });
  const offenceId = (await world.judge.get(`/v1/cases/${own.id}`)).defendants[0].offences[0].id;
  await summarised(own, 0);
  const pleas = [{ offenceId, plea: "guilty", basis: { text: word(), state: "served" } }];
  const pleaded = await world.legalAdviser.post(`/v1/cases/${own.id}/pleas`, { defendantId: gone.id, pleas });
  const passed = await world.judge.post(
    `/v1/cases/${own.id}/sentence`,
    {
      ...{ defendantId: gone.id, hearingId: hearing.id, disposal: "absolute-discharge" },
      results: [{ offenceId, code: "1017", text: word() }],
    },
    { ifMatch: pleaded.version },
  );
  const snapshot = `/v1/snapshots/${passed.defendants[0].sentence.snapshot.id}`;
  expect((await world.judge.send("GET", snapshot)).status).toBe(200);

  const notes = privateNotesOf(world.judge, gone.id);
  const written = await notes.write(word());
  await notes.edit(written, word());
  await notes.release(world.legalAdviser);
  const kept = privateNotesOf(world.judge, other.id);
  const keptText = makeCanary();
  await kept.write(keptText);
  const documentOf = (defendantId: string, text: string) =>
    world.police.create("/v1/documents", {
      ...{ defendantId, class: "agency-notes", title: text, type: "text/plain" },
      contentBase64: Buffer.from(text).toString("base64"),
    });
  const filed = await documentOf(gone.id, word());
  const filedMerged = await documentOf(merged.id, word());
  const filedOther = await documentOf(other.id, makeCanary());
  const privateOf = async () =>
    (await database("notes").collection<Json>("private-notes").find({ authorId: world.judge.me.id }).toArray())
      .map(({ steps, releases }) => steps.length + releases.length)
      .sort();
  expect(await privateOf()).toEqual([1, 3]);
  const hold = await one.send("POST", reviews, { body: { defendantId: merged.id } });
  expect([hold.status, hold.body.detail]).toEqual([422, expect.stringContaining("merged")]);

  const done = await erase(gone.id);
  expect([...done.fileIds].sort()).toEqual([gone.id, merged.id].sort());
  expect((await findInCollections(rig, words)).places).toEqual([]);

  // The person's: gone, and whoever knew of it is told.
  for (const path of [
    ...[gone.id, merged.id].map(id => `/v1/defendants/${id}`),
    `/v1/cases/${own.id}`,
    `/v1/documents/${filed.id}`,
    `/v1/documents/${filed.id}/content`,
    `/v1/documents/${filedMerged.id}/content`,
  ])
    expect([path, (await world.police.send("GET", path)).status]).toEqual([path, 410]);
  for (const path of [
    snapshot,
    notes.path,
    `${notes.path}/history`,
    `/v1/hearings/${hearing.id}`,
    `/v1/needs/${need.id}`,
  ])
    expect([path, (await world.judge.send("GET", path)).status]).toEqual([path, 410]);
  const released = `/v1/defendants/${gone.id}/released-notes`;
  expect((await world.legalAdviser.send("GET", released)).status).toBe(410);
  expect((await world.judge.send("POST", notes.path, { body: { text: "More" } })).status).toBe(410);
  expect(await privateOf()).toEqual([0, 1]);
  const files = await database("notes")
    .listCollections({ name: /files$/ })
    .toArray();
  expect(files).toHaveLength(1);
  const left = await database("notes")
    .collection<Json>(files[0]?.name ?? "")
    .find({ _id: { $in: [filed.id, filedMerged.id] } })
    .toArray();
  expect(left).toEqual([]);

  // The other's: as it was, and it goes on.
  const seen = await world.police.get(`/v1/cases/${shared.id}`);
  const theirs = seen.defendants.find(({ defendantId }: Json) => defendantId === other.id);
  expect([theirs.status, theirs.offences[0].wording]).toEqual(["received", wordingKept]);
  expect(JSON.stringify(seen)).not.toContain(wordingGone);
  expect((await kept.list()).map(({ text }: Json) => text)).toEqual([keptText]);
  expect((await world.police.send("GET", `/v1/documents/${filedOther.id}/content`)).status).toBe(200);
  await world.lister.create(`/v1/cases/${shared.id}/hearings`, {
    ...{ day: "2026-03-11", session: "morning", room: "2", type: "first", defendantIds: [other.id] },
  });
  const at = `/v1/defendants/${other.id}`;
  const { items } = (await world.police.get(`${at}/file`)).parts.find(({ part }: Json) => part === "cases");
  expect(items).toMatchObject([{ coDefendants: 1, coDefendantCases: [] }]);
}, 180_000);

test("a file whose periods have ended is opened for review by itself, one that waits for something is not, and nothing is disposed of", async () => {
  const words = [makeCanary(), makeCanary(), makeCanary()] as const;
  const [old, charged, young] = await Promise.all(words.map(recorded));
  await world.police.create("/v1/cases", caseOf(charged.id, world.courtId));
  const yearsAgo = (years: number) => new Date(Date.now() - years * 366 * 86_400_000);
  // There is no way to record somebody in the past: what lies there is made old.
  for (const [{ id }, years] of [
    [charged, 9],
    [old, 8],
    [young, 2],
  ] as const)
    await database("defendants")
      .collection<Json>("defendant")
      .updateOne({ _id: id }, { $set: { occurredAt: yearsAgo(years) } });
  const listed = async (): Promise<Json[]> => (await one.get(reviews)).items;
  const found = await eventually(
    "the review that is due",
    async () => (await listed()).find(({ defendantId }) => defendantId === old.id),
    30_000,
  );
  expect(found).toMatchObject({
    state: "due",
    ground: null,
    decidedBy: null,
    log: [{ by: "svc:defendants", move: "open" }],
  });
  expect(found.due).toEqual([expect.objectContaining({ class: "identity", trigger: "last-contact", leadsTo: "keep" })]);
  expect(found.dueOn < new Date().toISOString()).toBe(true);

  // It comes by again, and neither opens it twice nor goes any further.
  const later = await recorded(makeCanary());
  await database("defendants")
    .collection<Json>("defendant")
    .updateOne({ _id: later.id }, { $set: { occurredAt: yearsAgo(7) } });
  await eventually(
    "the next look",
    async () => (await listed()).some(({ defendantId }) => defendantId === later.id),
    30_000,
  );
  const ids = (await listed()).map(({ defendantId }) => defendantId);
  for (const { id } of [charged, young]) expect(ids).not.toContain(id);
  expect(await one.get(`${reviews}/${found.id}`)).toEqual(found);
  expect((await world.police.get(`/v1/defendants/${old.id}`)).name.forenames).toEqual([words[0]]);
}, 120_000);
