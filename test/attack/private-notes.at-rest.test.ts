import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { MongoClient } from "mongodb";
import { findInCollections, findInFiles, makeCanary, wordsIn, writtenAs } from "../support/canary.ts";
import { type Caller, eventually, sharedRig } from "../support/client.ts";
import { another, officer, privateNotesOf } from "../support/private-notes.ts";
import { type Rig, type RigFacts, startRig } from "../support/rig.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

/** What somebody finds who holds the database's files, the bus's files, a dump and the logs, but not the master key (A5, A6). */
let own: Rig;
let rig: RigFacts;
let notesDatabase: string;
const folder = mkdtempSync(join(tmpdir(), "tracker-at-rest-"));
/** Where the engines of this machine keep their files; engines that were given keep theirs elsewhere. */
const enginesFolder = join(folder, "engines");
const planted = makeCanary();
const words = [makeCanary(), makeCanary(), makeCanary()];
let client: MongoClient;
let world: World;
let author: Caller;
let defendantId: string;
let escrowId: string;

beforeAll(async () => {
  own = await startRig({ folder }); // With nobody else's files in it, all of it can be looked through.
  rig = own.facts;
  notesDatabase = `${rig.databasePrefix}_notes`;
  client = await MongoClient.connect(rig.mongoUri);
  world = await makeWorld(rig, ["judge", "legalAdviser", "police"]);
  author = world.judge;
  defendantId = (await chargedDefendant(world)).defendant.id;
  const notes = privateNotesOf(author, defendantId);
  const [written = "", edited = "", withdrawn = ""] = words;
  const first = await notes.write(written);
  await notes.edit(first, edited);
  await notes.withdraw(await notes.write(withdrawn));
  await notes.recall(await notes.release(world.legalAdviser));
  await notes.release(world.legalAdviser);
  await notes.search(edited);
  escrowId = await passOn();
  await client.db(`${rig.databasePrefix}_planted`).collection("plain").insertOne({ text: planted });
}, 60_000);
afterAll(async () => {
  await client?.close();
  await own?.stop();
});

/** An escrow of the author's notes, all the way. */
async function passOn(): Promise<string> {
  const [one, two] = [await officer(rig, world), await officer(rig, world)];
  const [successor, presiding] = [
    await another(rig, world, world.courtId, "JUD"),
    await another(rig, world, world.courtId, "JUD"),
  ];
  const path = "/v1/private-notes/escrow";
  const body = { authorId: author.me.id, successorId: successor.me.id, reason: "died" };
  const { id } = await one.create(path, body);
  await two.post(`${path}/${id}/approval`, {});
  await presiding.post(`${path}/${id}/confirmation`, {});
  const released = await successor.get(`/v1/defendants/${defendantId}/released-notes`);
  expect(released.items.map(({ text }: { text: string }) => text)).toEqual([words[1]]);
  return id;
}

const documentsOf = (collection: string) => client.db(notesDatabase).collection<{ _id: string }>(collection).find();

test("the instrument sees a word in every way it may be written, and no other", () => {
  for (const form of writtenAs(planted)) {
    expect(wordsIn(Buffer.concat([Buffer.from("before "), form, Buffer.from(" after")]), [planted, ...words])).toEqual([
      planted,
    ]);
  }
  for (const before of ["", "a", "ab"])
    expect(wordsIn(Buffer.from(Buffer.from(`${before}${planted} after`).toString("base64")), [planted])).toEqual([
      planted,
    ]);
  expect(new Set(writtenAs(planted).map(String)).size).toBeGreaterThan(9);
});

test("A6: no collection of any service holds a word of a note; one that is planted in plain is found", async () => {
  const { places, documents } = await findInCollections(rig, [planted, ...words]);
  expect(documents).toBeGreaterThan(50);
  expect(places).toEqual([`${rig.databasePrefix}_planted/plain: ${planted}`]);
}, 60_000);

// Engines given by URL keep their files elsewhere. Where everything is proven that is no excuse: there it fails.
const areLocal = existsSync(join(dirname(sharedRig().secretsFolder), "engines"));
const onThisMachine = areLocal || process.env.CI ? test : test.skip;
onThisMachine(
  "no file of the database or of the bus holds a word of a note; what does lie there is found",
  async () => {
    // A word planted in plain, in the database; and the file's id, which bells about who is involved do name.
    const seen = (word: string, where: RegExp) =>
      eventually(
        `${word} in ${where}`,
        async () => findInFiles(enginesFolder, [word]).places.some(place => where.test(place)),
        20_000,
      );
    await seen(planted, /pg_wal|base/);
    await seen(defendantId, /jetstream.*EVT/);
    const { places, files } = findInFiles(enginesFolder, words);
    expect(files).toBeGreaterThan(100);
    expect(places).toEqual([]);
  },
  60_000,
);

test("no log holds a word of a note", () => {
  const { places, files } = findInFiles(rig.logsFolder, words);
  expect(files).toBeGreaterThan(5);
  expect(places).toEqual([]);
});

test("a document of private notes names neither the file nor the grantee, and is whole kilobytes", async () => {
  const documents = await documentsOf("private-notes").filter({ authorId: author.me.id }).toArray();
  expect(documents).toHaveLength(1);
  const dump = Buffer.from(JSON.stringify(documents));
  expect(wordsIn(dump, [defendantId, world.legalAdviser.me.id, ...words])).toEqual([]);
  const [document] = documents as unknown as { steps: { sealed: string }[]; releases: { keys: object[] }[] }[];
  expect(document?.steps).toHaveLength(4);
  expect(new Set(document?.steps.map(({ sealed }) => sealed.length)).size).toBe(1);
  expect(document?.releases.map(({ keys }) => keys.length)).toEqual([0, 1]);
});

test("no event tells of a private note; an escrow's name people and no file", async () => {
  const events = await eventually("the escrow's events", async () => {
    const found = await documentsOf("events").toArray();
    return found.filter(({ _id }) => _id.startsWith(`escrow:${escrowId}`)).length === 3 && found;
  });
  const kinds = new Set(events.map(({ _id }) => _id.split(":")[0]));
  expect([...kinds].filter(kind => !["note", "document", "escrow"].includes(String(kind)))).toEqual([]);
  const own = events.filter(({ _id }) => _id.startsWith("escrow:"));
  expect(wordsIn(Buffer.from(JSON.stringify(own)), [defendantId, ...words])).toEqual([]);
  const outbox = await documentsOf("private-notes")
    .filter({ "outbox.0": { $exists: true } })
    .toArray();
  expect(outbox).toEqual([]);
});

test("no collection of another service changes its count when a note is written", async () => {
  const counts = async (): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const service of ["defendants", "cases", "agencies", "reports"]) {
      const db = client.db(`${rig.databasePrefix}_${service}`);
      for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
        found[`${service}/${name}`] = await db.collection(name).countDocuments({
          $or: [
            { agencyId: world.courtId },
            { defendantId },
            { "data.defendantId": defendantId },
            { _id: defendantId as never },
          ],
        });
    }
    return found;
  };
  const before = await counts();
  await privateNotesOf(author, defendantId).write("Counted nowhere");
  expect(await counts()).toEqual(before);
});
