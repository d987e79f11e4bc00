import { MongoClient } from "mongodb";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

/** What people say of themselves: written by those at the table, counted, given to the person, and read by nobody else. */
const rig = sharedRig();
const guests = ["probation", "youth", "treatment", "health", "support", "victims"] as const;
const homes = { youth: "youth", health: "health", victims: "victim", defence: "defence", asb: "asb" } as const;
const said = { ethnicity: "M9", disability: "not-stated", declaredBy: "self" };
const never = "00000000-0000-4000-8000-000000000000";
let world: World;
let mongo: MongoClient;
let defendantId: string;
let path: string;

const agencyOf = (who: Who) => world.agencies[who in homes ? homes[who as keyof typeof homes] : (who as "probation")];
const invite = (who: Who) =>
  world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
    ...{ agencyId: agencyOf(who), caseId: null, reason: "support" },
  });
const tryIt = (who: Who, body: object = said, at = path) => world[who].send("POST", at, { body });

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "youth", "health", "victims", "defence", "asb", "governance"]);
  mongo = await MongoClient.connect(rig.mongoUri);
}, 60_000);
afterAll(() => mongo?.close());
beforeEach(async () => {
  defendantId = (await chargedDefendant(world)).defendant.id;
  path = `/v1/defendants/${defendantId}/equality-declarations`;
});

test.each(["police", ...guests] as const)("%s at the table writes it, and the answer repeats none of it", async who => {
  if (who !== "police") await invite(who);
  const made = await world[who].create(path, { ...said, genderIdentity: "non-binary", isCorrection: true });
  expect(made).toEqual({
    ...{ id: made.id, version: 1, defendantId, isCorrection: true },
    source: { agencyId: agencyOf(who), occurredAt: expect.any(String), recordedAt: expect.any(String) },
  });
});

test.each(["judge", "legalAdviser", "lister", "coordinator", "prosecutor", "defence", "asb", "governance"] as const)(
  "%s does not write it, at the table or not",
  async who => {
    if (who === "defence" || who === "asb") await invite(who);
    expect((await tryIt(who)).status).toBe(403);
  },
);

test.each(guests)("%s who is not at the table is told what an id that never was is told", async who => {
  const [real, none] = [await tryIt(who), await tryIt(who, said, `/v1/defendants/${never}/equality-declarations`)];
  expect(real.status).toBe(404);
  expect({ ...real.body, requestId: "" }).toEqual({ ...none.body, requestId: "" });
});

test.each([
  ["ethnicity", { ...said, ethnicity: "W7" }],
  ["disability", { ...said, disability: "maybe" }],
  ["declaredBy", { ...said, declaredBy: "officer" }],
  ["genderIdentity", { ...said, declaredBy: "appropriate-adult", genderIdentity: "other" }],
  ["declaredAt", { ...said, declaredAt: "2999-01-01T10:00:00Z" }],
])("%s is refused where nobody says it so", async (field, body) => {
  const { status, body: problem } = await tryIt("police", body);
  expect([status, problem.errors?.map((error: Json) => error.path)]).toEqual([400, [field]]);
});

test("no way leads to it: not the whole file, not the bench's screen, not sharing, not its own address", async () => {
  await world.police.create(path, { ...said, ethnicity: "B9" });
  for (const who of ["police", "judge", "legalAdviser"] as const) {
    const { status, text } = await world[who].send("GET", `/v1/defendants/${defendantId}/file`);
    expect([status, text.includes("equality"), text.includes("B9"), text.includes("ethnicity")]).toEqual([
      ...[200, false, false, false],
    ]);
  }
  const { text } = await world.judge.send("GET", `/v1/defendants/${defendantId}/sentencing-view`);
  expect([text.includes("equality"), text.includes("ethnicity")]).toEqual([false, false]);
  const recipient = { kind: "agency", id: world.courtId };
  const share = { class: "equality", recipient, reason: "For the court" };
  const shared = await world.police.send("POST", `/v1/defendants/${defendantId}/disclosures`, { body: share });
  expect(shared.status).toBe(403);
  expect((await world.police.send("GET", path)).status).toBe(404);
});

test("the person is given every declaration in order; what a victims' service wrote is left out as all of theirs is", async () => {
  await invite("victims");
  await world.victims.create(path, said);
  await world.police.create(path, { ...said, ethnicity: "A1", declaredAt: "2026-03-01T09:00:00Z" });
  await world.police.create(path, {
    ...{ ...said, ethnicity: "A2", disability: "yes", genderIdentity: "trans-man" },
    ...{ declaredAt: "2026-03-02T09:00:00Z", isCorrection: true },
  });
  const request = await world.governance.create("/v1/subject-requests", {
    ...{ defendantId, kind: "access", details: "All" },
  });
  await world.governance.post(`/v1/subject-requests/${request.id}/moves`, {
    move: { name: "show-identity", how: "Passport seen" },
  });
  const pack = await world.governance.get(`/v1/subject-requests/${request.id}/pack`);
  const part = pack.parts.find((found: Json) => found.part === "equality");
  expect(part.items.map(({ id: _id, source: _source, ...item }: Json) => item)).toEqual([
    {
      ...{ ethnicity: "A1", disability: "not-stated", genderIdentity: null, declaredBy: "self", isCorrection: false },
      ...{ class: "equality", marking: expect.objectContaining({ nature: "fact" }) },
    },
    {
      ...{ ethnicity: "A2", disability: "yes", genderIdentity: "trans-man", declaredBy: "self", isCorrection: true },
      ...{ class: "equality", marking: expect.objectContaining({ nature: "fact" }) },
    },
  ]);
  const { log } = await world.governance.get(`/v1/subject-requests/${request.id}`);
  expect(log.at(-1).leftOut).toContainEqual({ class: "equality", count: 1, ground: "others-rights" });
});

test("reports are told the codes, and in events they lie under the key of the file", async () => {
  const { id } = await world.police.create(path, { ...said, ethnicity: "O1" });
  const facts = mongo
    .db(`${rig.databasePrefix}_reports`)
    .collection<{ _id: string; happened: { data: object }[] }>("facts");
  const fact = await eventually("reports to hear of it", () =>
    facts.findOne({ kind: "equality", defendantIds: defendantId }).then(found => found ?? false),
  );
  expect(fact.happened[0]?.data).toEqual({
    ...{ ethnicity: "O1", disability: "not-stated", genderIdentity: null, isCorrection: false },
  });
  const events = mongo.db(`${rig.databasePrefix}_defendants`).collection("events");
  const event = await eventually("the event", () =>
    events.findOne({ kind: "equality", recordId: id }).then(found => found ?? false),
  );
  expect(event.data).toEqual({
    ...{ defendantId, ethnicity: null, disability: null, genderIdentity: null, isCorrection: false },
  });
  expect(Object.keys(event.change)).toEqual(["key", "sealed"]);
});

test("that it was written stands in the audit, by class and record", async () => {
  const { id } = await world.police.create(path, said);
  const body = { purpose: "audit", fileId: defendantId };
  const rows = await eventually("the row", async () => {
    const { body: found } = await world.governance.send("POST", "/v1/audit/search", { body, key: null });
    return found.items?.some((row: Json) => row.action === "defendants.declareEquality") && found.items;
  });
  const row = rows.find((found: Json) => found.action === "defendants.declareEquality");
  expect(row).toMatchObject({ operation: "collection", outcome: "ok" });
  expect(JSON.stringify(row)).toContain(id);
  expect(JSON.stringify(row)).toContain('"equality"');
});
