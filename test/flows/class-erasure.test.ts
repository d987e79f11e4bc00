import { MongoClient } from "mongodb";
import { hashOf } from "../../services/audit/chain.rules.ts";
import { StoredAudit } from "../support/audit.ts";
import { findInCollections, makeCanary } from "../support/canary.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { officer } from "../support/private-notes.ts";
import { makeWorld, person, type World } from "../support/world.ts";

/** One class of a file goes when its time is over, and the rest stays and says so. */
const rig = sharedRig();
const reviews = "/v1/retention-reviews";
let world: World;
let one: Caller;
let two: Caller;
let client: MongoClient;

beforeAll(async () => {
  client = await new MongoClient(rig.mongoUri).connect();
  world = await makeWorld(rig, ["judge", "coordinator", "police", "probation"]);
  [one, two] = [await officer(rig, world), await officer(rig, world)];
}, 120_000);
afterAll(() => client.close());

const move = (by: Caller, { id }: Json, what: object) =>
  by.send("POST", `${reviews}/${id}/moves`, { body: { move: what } });
const noted = (defendantId: string, text: string, more: object = {}) =>
  world.police.create("/v1/notes", { defendantId, kind: "agency", text, ...more });
/** Of a name that nobody else bears: a file stays while it is not decided whether it is somebody else's too. */
const recorded = (over: object = {}): Promise<Json> =>
  world.police.create("/v1/defendants", person({ name: { forenames: [makeCanary()], surname: "Erasable" }, ...over }));
const partOf = async (defendantId: string, name: string): Promise<Json> =>
  (await world.police.get(`/v1/defendants/${defendantId}/file`)).parts.find(({ part }: Json) => part === name);

async function erased(review: Json, count = 1): Promise<Json> {
  return eventually(
    "the erasure",
    async () => {
      const found = await two.get(`${reviews}/${review.id}`);
      return found.erasedClasses.length === count && found;
    },
    60_000,
  );
}

test("two officers erase a class: its words lie nowhere, the file says so, and the rest and what comes later stay", async () => {
  const [gone, kept, later] = [makeCanary(), makeCanary(), makeCanary()];
  const known = await recorded({ name: { forenames: [kept], surname: "Keepable" } });
  const path = `/v1/defendants/${known.id}`;
  const note = await noted(known.id, gone);
  const marker = await world.police.create("/v1/markers", { defendantId: known.id, kind: "weapons" });
  const review = await one.create(reviews, { defendantId: known.id });
  const propose = { name: "propose", ground: "recorded-in-error", classes: ["agency-notes"] };
  expect((await move(one, review, { ...propose, classes: ["health"] })).status).toBe(422);
  expect((await move(one, review, { ...propose, classes: ["identity"] })).status).toBe(400);
  const early = await move(one, review, { ...propose, ground: "retention-period" });
  expect([early.status, early.body.detail]).toEqual([422, "The period of agency-notes is not over."]);
  expect((await move(one, review, propose)).body).toMatchObject({ state: "proposed", classes: ["agency-notes"] });
  expect((await move(one, review, { name: "approve" })).status).toBe(422);
  expect((await move(two, review, { name: "approve" })).status).toBe(200);
  const done = await erased(review);
  expect(done).toMatchObject({ state: "held-only", classes: null, ground: null, erasedAt: null });
  expect(done.erasedClasses).toMatchObject([{ class: "agency-notes", decidedBy: two.me.id }]);

  expect((await findInCollections(rig, [gone])).places).toEqual([]);
  expect((await world.police.send("GET", `/v1/notes/${note.id}`)).status).toBe(410);
  expect(await partOf(known.id, "agency-notes")).toMatchObject({ state: "erased", items: [] });
  expect((await world.police.get(path)).name.forenames).toEqual([kept]);
  expect((await world.police.get(`/v1/markers/${marker.id}`)).kind).toBe("weapons");
  // Of somebody who may not know of notes there is no word that there were any.
  expect((await world.probation.send("GET", path)).status).toBe(404);

  // A class may be filled again, and erased again; each time under a key of its own.
  const again = await noted(known.id, later);
  expect(await partOf(known.id, "agency-notes")).toMatchObject({ state: "supplied" });
  const keys = await client
    .db(`${rig.databasePrefix}_notes`)
    .collection<{ _id: string; wrappedKey: string | null }>("file-keys")
    .find({ _id: { $regex: `^${known.id}\\|agency-notes` } })
    .sort({ _id: 1 })
    .toArray();
  expect(keys.map(({ _id, wrappedKey }) => [_id.split("|")[1], wrappedKey === null])).toEqual([
    ["agency-notes", true],
    ["agency-notes#2", false],
  ]);
  await one.create(reviews, { defendantId: known.id });
  expect((await move(one, review, propose)).status).toBe(200);
  expect((await move(two, review, { name: "approve" })).status).toBe(200);
  await erased(review, 2);
  expect((await world.police.send("GET", `/v1/notes/${again.id}`)).status).toBe(410);
  expect((await findInCollections(rig, [later])).places).toEqual([]);
}, 180_000);

test("by its period: one class is over and another is not; the whole file still goes as a whole, with what is left of the class", async () => {
  const known = await recorded({ openedAt: "2015-03-02T09:00:00Z" });
  const note = await noted(known.id, makeCanary(), { writtenAt: "2016-05-04T09:00:00Z" });
  await world.police.create(`/v1/defendants/${known.id}/equality-declarations`, {
    ...{ ethnicity: "W1", disability: "no", declaredBy: "self", declaredAt: "2024-05-04T09:00:00Z" },
  });
  const review = await one.create(reviews, { defendantId: known.id });
  const propose = (...classes: string[]) => ({ name: "propose", ground: "retention-period", classes });
  const refused = await move(one, review, propose("equality", "agency-notes"));
  expect([refused.status, refused.body.detail]).toEqual([422, "The period of agency-notes is not over."]);
  expect((await move(one, review, propose("equality"))).status).toBe(200);
  expect((await move(two, review, { name: "approve" })).status).toBe(200);
  await erased(review);
  expect((await world.police.send("GET", `/v1/notes/${note.id}`)).status).toBe(200);

  await one.create(reviews, { defendantId: known.id });
  expect((await move(one, review, { name: "propose", ground: "recorded-in-error" })).status).toBe(200);
  expect((await move(two, review, { name: "approve" })).status).toBe(200);
  await eventually("all to go", async () => (await two.get(`${reviews}/${review.id}`)).state === "erased", 60_000);
  expect((await world.police.send("GET", `/v1/notes/${note.id}`)).status).toBe(410);
  expect(
    (await world.police.send("POST", "/v1/notes", { body: { defendantId: known.id, kind: "agency", text: "More" } }))
      .status,
  ).toBe(410);
}, 180_000);

test("the audit has a row for what went, and its chain is whole before it and after it", async () => {
  const known = await recorded();
  const note = await noted(known.id, makeCanary());
  const review = await one.create(reviews, { defendantId: known.id });
  const moves = `${reviews}/${review.id}/moves`;
  await one.post(moves, { move: { name: "propose", ground: "unlawful-processing", classes: ["agency-notes"] } });
  await two.post(moves, { move: { name: "approve" } });
  await erased(review);
  const audit = await StoredAudit.open(rig);
  try {
    const filter = { "row.operation": "erasure", "row.objects.recordId": note.id };
    const { seq, row } = await audit.chained("the row", filter);
    expect(row).toMatchObject({ class: "agency-notes", objects: [{ fileId: known.id }] });
    const near = (await audit.chain("main")).filter(entry => Math.abs(entry.seq - seq) < 20);
    for (const [n, entry] of near.entries()) {
      expect(entry.hash).toBe(hashOf(entry.prev, entry.row));
      if (n > 0) expect(entry.prev).toBe(near[n - 1]?.hash);
    }
  } finally {
    await audit.close();
  }
}, 120_000);
