import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { expectProblem } from "../attack/support/problem.ts";
import { type Caller, type Json, send, sharedRig } from "../support/client.ts";
import { makePerson, makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

const rig = sharedRig();
const day = "2026-03-10";
const people = [...usualPeople, "health", "youth", "defence", "victims", "asb", "analyst", "operations"] as const;
let world: World;
let elsewhere: World;
let path = "";

beforeAll(async () => {
  [world, elsewhere] = await Promise.all([makeWorld(rig, people), makeWorld(rig, ["judge", "treatment"])]);
  path = `/v1/courts/${world.courtId}/provision`;
}, 120_000);

const places = (over: object = {}) => ({
  ...{ requirementType: "drug-rehabilitation", placesFree: 4, nextStartOn: "2026-03-16" },
  ...{ statedAt: "2026-03-09T09:00:00Z", ...over },
});
const say = (by: Caller, over: object = {}, key: string = randomUUID()) =>
  by.send("POST", path, { body: places(over), key });
const row = async (type = "drug-rehabilitation", at = path): Promise<Json> =>
  (await world.judge.get(`${at}?day=${day}`)).requirements.find(
    ({ requirementType }: Json) => requirementType === type,
  );

/** By hand: who speaks for an agency that provides something. */
const whoSays: Readonly<Partial<Record<Who, boolean>>> = {
  ...{ police: true, probation: true, youth: true, treatment: true, health: true, support: true },
  ...{ judge: false, legalAdviser: false, lister: false, coordinator: false, prosecutor: false },
  ...{ defence: false, victims: false, asb: false, analyst: false, operations: false },
};

test.each(people)("%s says what can be provided, or may not", async who => {
  const type = { requirementType: "attendance-centre" };
  const answer = await say(world[who], type);
  expect(answer.status).toBe(whoSays[who] ? 200 : 403);
  if (whoSays[who]) expect(answer.body).toMatchObject({ agencyId: world[who].me.agencyId, courtId: world.courtId });
  const withdrawn = await world[who].send("POST", `${path}/withdrawal`, { body: type });
  expect(withdrawn.status).toBe(whoSays[who] ? 200 : 403);
});

test("an agency's administrator says it for the agency; those of a court or of the ministry have nothing to say", async () => {
  const { id } = await world.administrator.create("/v1/agencies", { type: "support", name: `hostel ${randomUUID()}` });
  const own = await makePerson(rig, world.administrator, id, "ADM", `administrator.${randomUUID().slice(0, 8)}`);
  const residence = { requirementType: "residence" };
  expect((await say(own, residence)).body).toMatchObject({ agencyId: id, requirementType: "residence" });
  expectProblem(await say(world.administrator, residence), 403, "ACCESS_DENIED");
  expect((await row("residence")).providers.map(({ agencyId }: Json) => agencyId)).toEqual([id]);
});

test("an agency's own system says it for the agency, and for no other", async () => {
  const { id, clientSecret } = await world.administrator.create(`/v1/agencies/${world.agencies.treatment}/clients`, {
    ...{ name: "Case management", roles: ["TRT"] },
  });
  const { body } = await send(rig.url, "POST", "/v1/sign-in/client", {
    body: { clientId: id, clientSecret },
    key: null,
  });
  const type = { requirementType: "drug-testing" };
  const said = await send(rig.url, "POST", path, { token: body.accessToken, body: places(type) });
  expect([said.status, said.body.agencyId]).toEqual([200, world.agencies.treatment]);
  expect((await row("drug-testing")).providers).toHaveLength(1);
  expect((await say(world.treatment, { ...type, placesFree: 1 })).body).toMatchObject({ id: said.body.id, version: 2 });
});

test("everybody round the table reads it, the same bytes as long as nothing changes; no other court shows it", async () => {
  const said = (await say(world.treatment)).body;
  expect(said).toMatchObject({ ...places({ statedAt: "2026-03-09T09:00:00.000Z" }), version: 1, withdrawnAt: null });
  const answers = await Promise.all([...people, ...people].map(who => world[who].send("GET", `${path}?day=${day}`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  const { agencies, ...listed } = answers[0]?.body ?? {};
  expect([listed.courtId, listed.day]).toEqual([world.courtId, day]);
  expect(agencies.map(({ type }: Json) => type)).toContain("treatment");
  expect(await row()).toEqual({
    ...{ requirementType: "drug-rehabilitation", unit: "months", needsWillingness: true },
    ...{ state: "supplied", earliestStartOn: "2026-03-16" },
    providers: [
      {
        ...{ id: said.id, version: 1, agencyId: world.agencies.treatment, placesFree: 4 },
        ...{ nextStartOn: "2026-03-16", statedAt: "2026-03-09T09:00:00.000Z", isStale: false },
      },
    ],
  });
  expect(await row("curfew")).toMatchObject({ state: "not-supplied", providers: [] });
  expect(await row("drug-rehabilitation", `/v1/courts/${elsewhere.courtId}/provision`)).toMatchObject({
    ...{ state: "not-supplied", providers: [] },
  });
  const later = await world.judge.get(`${path}?day=2026-04-07`);
  const [first] = later.requirements.find((found: Json) => found.requirementType === "drug-rehabilitation").providers;
  expect(first.isStale).toBe(true);
});

test("what is no court has nothing, whoever is asked about", async () => {
  for (const id of [randomUUID(), world.agencies.police]) {
    expectProblem(await world.judge.send("GET", `/v1/courts/${id}/provision`), 404, "NOT_FOUND");
    expectProblem(
      await world.treatment.send("POST", `/v1/courts/${id}/provision`, { body: places() }),
      404,
      "NOT_FOUND",
    );
  }
  expectProblem(await world.judge.send("GET", `${path}?day=tomorrow`), 400, "VALIDATION", "day");
});

test("what is said anew takes the place of what was said; the same request again says nothing, and nothing older does", async () => {
  const key = randomUUID();
  const more = { placesFree: 2, statedAt: "2026-03-10T08:00:00Z" };
  const { version } = (await say(world.treatment, { statedAt: "2026-03-10T07:00:00Z" })).body;
  expect((await say(world.treatment, more, key)).body).toMatchObject({ placesFree: 2, version: version + 1 });
  expect((await say(world.treatment, more, key)).body).toMatchObject({ placesFree: 2, version: version + 1 });
  expectProblem(await say(world.treatment, { placesFree: 3 }, key), 422, "IDEMPOTENCY_KEY_REUSED");
  expectProblem(await say(world.treatment, { statedAt: "2026-03-10T07:59:00Z" }), 422, "RULE_BROKEN");
  expect((await row()).providers).toMatchObject([{ placesFree: 2, version: version + 1 }]);
});

test.each([
  ["placesFree", { placesFree: -1 }],
  ["placesFree", { placesFree: 501 }],
  ["placesFree", { placesFree: 1.5 }],
  ["requirementType", { requirementType: "flogging" }],
  ["requirementType", { requirementType: "supervision" }],
  ["nextStartOn", { nextStartOn: "2026-03-08" }],
  ["nextStartOn", { nextStartOn: undefined }],
  ["statedAt", { statedAt: "2099-01-01T00:00:00Z" }],
  ["agencyId", { agencyId: randomUUID() }],
])("a wrong %s is refused by its name: %j", async (field, over) => {
  const before = await row();
  expectProblem(await say(world.treatment, over), 400, "VALIDATION", field);
  expect(await row()).toEqual(before);
});

test("what is withdrawn is gone, once; only one's own can be; and it can be offered again", async () => {
  const type = { requirementType: "alcohol-treatment" };
  const withdraw = (by: Caller, at: string, over: object = {}) =>
    by.send("POST", `${path}/withdrawal`, { body: { ...type, withdrawnAt: at, ...over } });
  await say(world.treatment, type);
  await say(world.health, { ...type, nextStartOn: "2026-03-20" });
  expectProblem(await withdraw(world.probation, "2026-03-10T09:00:00Z"), 404, "NOT_FOUND");
  expectProblem(await withdraw(elsewhere.treatment, "2026-03-10T09:00:00Z"), 404, "NOT_FOUND");
  expectProblem(await withdraw(world.treatment, "2026-03-09T08:00:00Z"), 422, "RULE_BROKEN");
  expect((await withdraw(world.treatment, "2026-03-10T09:00:00Z")).body.withdrawnAt).toBe("2026-03-10T09:00:00.000Z");
  expectProblem(await withdraw(world.treatment, "2026-03-10T09:00:00Z"), 422, "RULE_BROKEN");
  expect((await row("alcohol-treatment")).providers.map(({ agencyId }: Json) => agencyId)).toEqual([
    world.agencies.health,
  ]);
  expectProblem(await say(world.treatment, type), 422, "RULE_BROKEN");
  expect((await say(world.treatment, { ...type, statedAt: "2026-03-10T10:00:00Z" })).status).toBe(200);
  expect((await row("alcohol-treatment")).providers).toHaveLength(2);
});

test("colleagues who say it at the same moment make one statement, and none is lost", async () => {
  const type = { requirementType: "programme" };
  const colleague = await makePerson(
    ...([rig, world.administrator, world.agencies.probation, "PRB", `colleague.${randomUUID().slice(0, 8)}`] as const),
  );
  const answers = await Promise.all(
    [1, 2].flatMap(n => [say(world.probation, { ...type, placesFree: n }), say(colleague, { ...type, placesFree: n })]),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const [only, ...others] = (await row("programme")).providers;
  expect([others.length, only.version]).toEqual([0, 4]);
});

test("one more provider than a list can show is refused, and those who stand there may go on", async () => {
  const mongo = await MongoClient.connect(rig.mongoUri);
  try {
    const kept = mongo.db(`${rig.databasePrefix}_cases`).collection<{ _id: string }>("provision");
    const { id } = (await say(world.support, { requirementType: "residence" })).body;
    const stored = await kept.findOne({ _id: id });
    const standing = (await row("residence")).providers.length;
    await kept.insertMany(
      Array.from({ length: 20 - standing }, () => ({
        ...stored,
        _id: randomUUID(),
        agencyId: randomUUID(),
        outbox: [],
      })),
    );
    expectProblem(await say(world.police, { requirementType: "residence" }), 422, "RULE_BROKEN");
    expect((await say(world.support, { requirementType: "residence", placesFree: 1 })).status).toBe(200);
    expect((await row("residence")).providers).toHaveLength(20);
  } finally {
    await mongo.close();
  }
});
