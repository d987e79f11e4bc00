import { MongoClient } from "mongodb";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

/** Contact with the victims of a case: offered and answered by those who work with victims, and nothing of who they are. */
const rig = sharedRig();
const never = "00000000-0000-4000-8000-000000000000";
let world: World;
let defendantId: string;
let caseId: string;
let path: string;

const invite = (who: "probation" | "victims" | "defence", to: string | null = caseId) =>
  world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
    ...{ agencyId: world.agencies[who === "victims" ? "victim" : who], caseId: to, reason: "support" },
  });
const offer = (who: Who, body: object = {}, at = path) => world[who].send("POST", at, { body });
const move = (who: Who, id: string, name: string, at?: string) =>
  world[who].send("POST", `/v1/victim-contacts/${id}/moves`, { body: { move: { name, ...(at && { at }) } } });
const partFor = async (who: Who): Promise<Json> =>
  (await world[who].get(`/v1/defendants/${defendantId}/file`)).parts.find(
    (found: Json) => found.part === "victim-contact",
  );

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "victims", "defence", "governance"]);
}, 60_000);
beforeEach(async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  defendantId = defendant.id;
  caseId = sent.id;
  path = `/v1/cases/${caseId}/defendants/${defendantId}/victim-contacts`;
});

test("victims' services, police and prosecutors at the table offer it; nobody else does", async () => {
  await invite("victims");
  for (const who of ["police", "victims"] as const) {
    const { status, body } = await offer(who, { offeredAt: "2026-03-03T09:00:00Z" });
    expect([status, body.caseId, body.status, body.offeredAt]).toEqual([
      ...[201, caseId, "offered", "2026-03-03T09:00:00.000Z"],
    ]);
  }
  for (const who of [
    "judge",
    "legalAdviser",
    "lister",
    "coordinator",
    "probation",
    "treatment",
    "defence",
    "governance",
  ] as const)
    expect([who, (await offer(who)).status]).toEqual([who, 403]);
});

test("who is not at the table, a case of somebody else and an id that never was get one answer", async () => {
  const other = await chargedDefendant(world);
  const bodies = [
    await offer("victims"),
    await offer("police", {}, `/v1/cases/${other.case.id}/defendants/${defendantId}/victim-contacts`),
    await offer("police", {}, `/v1/cases/${never}/defendants/${defendantId}/victim-contacts`),
    await offer("police", {}, `/v1/cases/${caseId}/defendants/${never}/victim-contacts`),
  ].map(({ status, body }) => ({ ...body, requestId: "", status }));
  expect(bodies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  for (const body of bodies) expect(body).toEqual(bodies[0]);
});

test.each(["victimName", "address", "notes"])("there is no room for %s", async field => {
  const { status, body } = await offer("police", { [field]: "Jane of Kirkdale" });
  expect([status, body.errors?.[0]?.path]).toEqual([400, field]);
  expect((await offer("police", { offeredAt: "2999-01-01T09:00:00Z" })).status).toBe(400);
});

test("its agency writes down the answer, which may change; another agency does not, nor before the offer", async () => {
  await invite("victims");
  const { body: made } = await offer("victims", { offeredAt: "2026-03-03T09:00:00Z" });
  expect((await move("police", made.id, "take-up")).status).toBe(403);
  expect((await move("victims", made.id, "take-up", "2026-03-02T09:00:00Z")).status).toBe(400);
  await move("victims", made.id, "decline", "2026-03-04T09:00:00Z");
  expect((await move("victims", made.id, "decline")).status).toBe(422);
  const { body: taken } = await move("victims", made.id, "take-up", "2026-03-05T09:00:00Z");
  expect([taken.status, taken.answers]).toEqual([
    "taken-up",
    [
      { at: "2026-03-04T09:00:00.000Z", state: "declined" },
      { at: "2026-03-05T09:00:00.000Z", state: "taken-up" },
    ],
  ]);
});

test("the court and probation see that there is some and no more; the defence nothing; the bench's screen and the timeline nothing", async () => {
  await Promise.all([invite("probation"), invite("defence"), invite("victims")]);
  const { body: made } = await offer("victims");
  for (const who of ["police", "victims"] as const)
    expect((await partFor(who)).items[0]).toMatchObject({ status: "offered", caseId });
  for (const who of ["judge", "probation"] as const) {
    const [item] = (await partFor(who)).items;
    expect(Object.keys(item).sort()).toEqual(["caseId", "id", "marking", "source", "version"]);
    const alone = await world[who].get(`/v1/victim-contacts/${made.id}`);
    expect(Object.keys(alone).sort()).toEqual([...Object.keys(item), "defendantId"].sort());
  }
  expect(await partFor("defence")).toBeUndefined();
  const [real, none] = await Promise.all(
    [made.id, never].map(id => world.defence.send("GET", `/v1/victim-contacts/${id}`)),
  );
  expect([real?.status, none?.status]).toEqual([403, 403]);
  expect((await world.treatment.send("GET", `/v1/victim-contacts/${made.id}`)).status).toBe(403);
  const { text: screen } = await world.judge.send("GET", `/v1/defendants/${defendantId}/sentencing-view`);
  expect([screen.includes("victim-contact"), screen.includes(made.id)]).toEqual([false, false]);
  const { timeline } = await world.police.get(`/v1/defendants/${defendantId}/file`);
  expect(JSON.stringify(timeline)).not.toContain("victim-contact");
});

test("the person is not given it in a pack, and what was left out is counted", async () => {
  await offer("police");
  const request = await world.governance.create("/v1/subject-requests", {
    ...{ defendantId, kind: "access", details: "All" },
  });
  const move = { name: "show-identity", how: "Passport seen" };
  await world.governance.post(`/v1/subject-requests/${request.id}/moves`, { move });
  const { text } = await world.governance.send("GET", `/v1/subject-requests/${request.id}/pack`);
  expect(text).not.toContain("victim-contact");
  const { log } = await world.governance.get(`/v1/subject-requests/${request.id}`);
  expect(log.at(-1).leftOut).toContainEqual({ class: "victim-contact", count: 1, ground: "others-rights" });
});

test("reports hear of it by case and court, and of whether it was taken up", async () => {
  const { body: made } = await offer("police");
  await move("police", made.id, "take-up");
  const mongo = await MongoClient.connect(rig.mongoUri);
  try {
    const facts = mongo.db(`${rig.databasePrefix}_reports`).collection<Json & { _id: string }>("facts");
    const fact: Json = await eventually("both to be told", async () => {
      const found: Json | null = await facts.findOne({ kind: "victim-contact", defendantIds: defendantId });
      return found?.happened.length === 2 && found;
    });
    const of = { agencyId: world.agencies.police, isRestorative: false };
    expect([fact.caseId, fact.courtId, fact.happened.map(({ data }: Json) => data)]).toEqual([
      ...[caseId, world.courtId],
      [of, { ...of, isTakenUp: true }],
    ]);
  } finally {
    await mongo.close();
  }
});
