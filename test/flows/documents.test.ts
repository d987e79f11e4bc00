import { createHash, randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { expectProblem } from "../attack/support/problem.ts";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

/** Documents of a file: kept whole, read under the class each was given, and never shown by the browser. */
const rig = sharedRig();
const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(300_000, 0xe9), Buffer.from("\n%%EOF")]);
const contentBase64 = pdf.toString("base64");
const mib = 1024 * 1024;
let world: World;
let defendantId: string;
let caseId: string;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "coordinator", "police", "probation", "treatment", "defence", "health"]);
  const charged = await chargedDefendant(world);
  defendantId = charged.defendant.id;
  caseId = charged.case.id;
  for (const agencyId of [world.agencies.probation, world.agencies.treatment])
    await world.judge.post(`/v1/defendants/${defendantId}/involvements`, { agencyId, caseId, reason: "support" });
});

const document = (changes: object = {}) => ({
  defendantId,
  caseId,
  class: "risk",
  title: "OASys assessment",
  type: "application/pdf",
  contentBase64,
  ...changes,
});

async function content(who: Caller, id: string) {
  const response = await fetch(`${rig.url}/v1/documents/${id}/content`, {
    headers: { authorization: `Bearer ${who.token}` },
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

const partsOf = async (who: Caller): Promise<Json[]> => (await who.get(`/v1/defendants/${defendantId}/file`)).parts;

test("it comes back byte for byte, as a file to be saved and nothing else", async () => {
  const added = await world.probation.create("/v1/documents", document());
  expect(added).toMatchObject({
    class: "risk",
    title: "OASys assessment",
    type: "application/pdf",
    sizeBytes: 300_015,
    sha256: createHash("sha256").update(pdf).digest("hex"),
    source: { agencyId: world.agencies.probation },
  });
  const { status, headers, bytes } = await content(world.judge, added.id);
  expect(status).toBe(200);
  expect(bytes.equals(pdf)).toBe(true);
  expect(headers.get("content-type")).toBe("application/pdf");
  expect(headers.get("content-disposition")).toBe(`attachment; filename="${added.id}"`);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("the same command again makes one document and leaves one content", async () => {
  const key = randomUUID();
  const alone = Buffer.concat([pdf, Buffer.from("of no other length")]);
  const body = document({ title: "Sent twice", contentBase64: alone.toString("base64") });
  const [one, other] = [
    await world.probation.create("/v1/documents", body, { key }),
    await world.probation.create("/v1/documents", body, { key }),
  ];
  expect(other).toEqual(one);
  const client = await MongoClient.connect(rig.mongoUri);
  const db = client.db(`${rig.databasePrefix}_notes`);
  const record = await db.collection<Json>("document").findOne({ _id: one.id });
  const kept = await db.collection("document-content.files").find({ length: alone.length }).toArray();
  expect(kept.map(({ _id }) => String(_id))).toEqual([record?.contentId]);
  await client.close();
});

test("the file and its timeline name it with its source, its hash and its class", async () => {
  const added = await world.police.create("/v1/documents", document({ class: "antecedents", title: "PNC printout" }));
  const part = (await partsOf(world.judge)).find(({ part }) => part === "antecedents-documents");
  expect(part).toMatchObject({ class: "antecedents", state: "supplied", suppliedBy: [world.agencies.police] });
  expect(part.items[0]).toMatchObject({ id: added.id, title: "PNC printout", sha256: added.sha256 });
  const { timeline } = await world.judge.get(`/v1/defendants/${defendantId}/file?limit=200`);
  expect(timeline.items).toContainEqual(expect.objectContaining({ recordId: added.id, what: "Document" }));
});

test("the class decides who reads it; of what is held and not shown, the file says who holds it", async () => {
  const letter = await world.treatment.create(
    "/v1/documents",
    document({ class: "agency-notes", title: "Letter of the clinic" }),
  );
  expect((await content(world.treatment, letter.id)).status).toBe(200);
  expectProblem(await world.police.send("GET", `/v1/documents/${letter.id}`), 404, "NOT_FOUND");
  expect((await content(world.police, letter.id)).status).toBe(404);
  const parts = await partsOf(world.police);
  expect(JSON.stringify(parts)).not.toContain(letter.id);
  // The judge never reads what the clinic keeps as treatment, and is not told of it.
  await world.treatment.create("/v1/documents", document({ class: "treatment", title: "Script" }));
  expect((await partsOf(world.judge)).map(({ part }) => part)).not.toContain("treatment-documents");
  const withheld = (await partsOf(world.judge)).find(({ part }) => part === "agency-notes-documents");
  expect(withheld).toMatchObject({ state: "withheld", items: [], alsoHeldBy: [world.agencies.treatment] });
});

test("shared with one agency, and recalled before the answer", async () => {
  const { id } = await world.treatment.create("/v1/documents", document({ class: "agency-notes", title: "Progress" }));
  const recipient = { kind: "agency", id: world.courtId };
  const shared = await world.treatment.post(`/v1/documents/${id}/disclosures`, { recipient, reason: "Sentence" });
  expect((await content(world.judge, id)).status).toBe(200);
  expect((await content(world.probation, id)).status).toBe(404);
  await world.treatment.post(`/v1/documents/${id}/disclosures/${shared.id}/recall`, { reason: "Sent in error" });
  expect((await content(world.judge, id)).status).toBe(404);
  expectProblem(
    await world.probation.send("POST", `/v1/documents/${id}/disclosures`, { body: { recipient, reason: "Curious" } }),
    404,
    "NOT_FOUND",
  );
});

describe("not taken", () => {
  test.each([
    ["what it is not", { type: "image/png" }, "type"],
    [
      "a page called text",
      { type: "text/plain", contentBase64: Buffer.from("<html>").toString("base64") },
      "contentBase64",
    ],
    ["a program", { contentBase64: Buffer.from("7f454c46", "hex").toString("base64") }, "contentBase64"],
    ["what is not base64", { contentBase64: "%PDF-1.7 is not base64" }, "contentBase64"],
    ["nothing", { contentBase64: "" }, "contentBase64"],
    ["a type that is not listed", { type: "text/html" }, "type"],
    ["a class that documents do not have", { class: "private-notes" }, "class"],
    ["no title", { title: " " }, "title"],
    ["a date to come", { madeAt: "2999-01-01T00:00:00Z" }, "madeAt"],
  ])("%s", async (_what, changes, path) => {
    expectProblem(
      await world.probation.send("POST", "/v1/documents", { body: document(changes) }),
      400,
      "VALIDATION",
      path,
    );
  });

  test("more than 4 MiB, and far more", async () => {
    const sized = (bytes: number) => ({
      body: document({ contentBase64: Buffer.alloc(bytes, 0x41).toString("base64"), type: "text/plain" }),
    });
    expectProblem(
      await world.probation.send("POST", "/v1/documents", sized(4 * mib + 1)),
      400,
      "VALIDATION",
      "contentBase64",
    );
    expect((await world.probation.send("POST", "/v1/documents", sized(5 * mib))).status).toBe(413);
    expect((await world.probation.create("/v1/documents", sized(4 * mib).body)).sizeBytes).toBe(4 * mib);
  });

  test("of a class that one's role does not write, and where one is not at the table", async () => {
    expectProblem(
      await world.police.send("POST", "/v1/documents", { body: document({ class: "health" }) }),
      404,
      "NOT_FOUND",
    );
    expectProblem(
      await world.health.send("POST", "/v1/documents", { body: document({ class: "health" }) }),
      404,
      "NOT_FOUND",
    );
  });

  test("a long body is still refused everywhere else", async () => {
    const text = "A".repeat(200_000);
    expect(
      (await world.probation.send("POST", "/v1/notes", { body: { defendantId, kind: "agency", text } })).status,
    ).toBe(413);
  });
});

test("content that was changed behind the service's back is not given out", async () => {
  const { id } = await world.probation.create("/v1/documents", document({ title: "Tampered with" }));
  const client = await MongoClient.connect(rig.mongoUri);
  const db = client.db(`${rig.databasePrefix}_notes`);
  const record = await db.collection<Json>("document").findOne({ _id: id });
  const pieces = db.collection("document-content.chunks");
  const piece = await pieces.findOne({ files_id: record?.contentId, n: 0 });
  const changed = Buffer.from(piece?.data.buffer);
  changed[100] = 0x20;
  await pieces.updateOne({ _id: piece?._id }, { $set: { data: changed } });
  await client.close();
  expect((await content(world.probation, id)).status).toBe(500);
});
