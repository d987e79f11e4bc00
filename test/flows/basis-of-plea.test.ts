import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { expectProblem } from "../attack/support/problem.ts";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type Who, type World } from "../support/world.ts";

/** On what facts somebody pleads guilty, by HTTP: with the plea, and what is said to it afterwards. */
const rig = sharedRig();
const text = `Took one of the two bottles kanarie${randomUUID().replaceAll("-", "")}`;
let world: World;
let defendantId = "";
let caseId = "";
let offenceId = "";

beforeAll(async () => {
  world = await makeWorld(rig);
  ({ defendantId, caseId, offenceId } = (await chargedDefendant(world)).ids);
  await world.lister.create(`/v1/cases/${caseId}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [defendantId] },
  });
  await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
    ...{ agencyId: world.agencies.treatment, caseId, reason: "support" },
  });
}, 60_000);

const plead = (pleas: readonly object[]) =>
  world.legalAdviser.send("POST", `/v1/cases/${caseId}/pleas`, {
    body: { defendantId, pleas, enteredAt: "2026-03-10T10:30:00Z" },
  });
const answersOf = (offence = offenceId) =>
  `/v1/cases/${caseId}/defendants/${defendantId}/offences/${offence}/basis-of-plea/answers`;
const answer = (said: string, who: Who = "legalAdviser", path = answersOf(), answeredAt = "2026-03-10T10:40:00Z") =>
  world[who].send("POST", path, { body: { answer: said, answeredAt } });
const pleaFor = async (who: Who): Promise<Json> =>
  (await world[who].get(`/v1/cases/${caseId}`)).defendants[0].offences[0].plea;

test("a basis goes with a plea of guilty alone, and is not longer than can be read in court", async () => {
  const basis = { text, state: "served" };
  expectProblem(await plead([{ offenceId, plea: "not-guilty", basis }]), 400, "VALIDATION", "pleas[0].basis");
  const tooLong = { ...basis, text: "x".repeat(2_001) };
  expectProblem(await plead([{ offenceId, plea: "guilty", basis: tooLong }]), 400, "VALIDATION", "pleas[0].basis.text");
  const unknown = { ...basis, state: "believed" };
  expectProblem(
    await plead([{ offenceId, plea: "guilty", basis: unknown }]),
    400,
    "VALIDATION",
    "pleas[0].basis.state",
  );
  expectProblem(await answer("accept"), 422, "RULE_BROKEN");
  expect((await pleaFor("judge")) ?? null).toBeNull();
});

test("it stands with the plea for whoever reads the case in full", async () => {
  expect((await plead([{ offenceId, plea: "guilty", basis: { text, state: "served" } }])).status).toBe(200);
  for (const who of ["judge", "lister", "police"] as const)
    expect(await pleaFor(who)).toEqual({
      ...{ value: "guilty", at: "2026-03-10T10:30:00.000Z", stage: "first-hearing" },
      basis: { text, state: "served", answers: [] },
    });
  const view = await world.judge.get(`/v1/defendants/${defendantId}/sentencing-view`);
  const matter = view.blocks.find(({ block }: Json) => block === "matter");
  const [shown] = matter.parts.find(({ part }: Json) => part === "cases").items;
  expect(shown.offences[0].plea.basis).toMatchObject({ text, state: "served" });
});

test("a limited view has no plea, and so nothing of its basis", async () => {
  for (const path of [`/v1/cases/${caseId}`, `/v1/defendants/${defendantId}/file`]) {
    const { status, text: all } = await world.treatment.send("GET", path);
    expect([status, all.includes(text), all.includes("basis")]).toEqual([200, false, false]);
  }
});

test("the court writes down what is said to it, and nobody else does", async () => {
  for (const who of ["lister", "coordinator", "police", "prosecutor", "probation"] as const)
    expectProblem(await answer("dispute", who), 403, "ACCESS_DENIED");
  const elsewhere = await makeWorld(rig, ["legalAdviser"]);
  expectProblem(
    await elsewhere.legalAdviser.send("POST", answersOf(), { body: { answer: "dispute" } }),
    404,
    "NOT_FOUND",
  );
  expectProblem(await answer("dispute", "judge", answersOf(randomUUID())), 404, "NOT_FOUND");
  expectProblem(await answer("believe"), 400, "VALIDATION", "answer");
  expect((await answer("dispute", "judge")).status).toBe(200);
  expectProblem(await answer("dispute"), 422, "RULE_BROKEN");
  expectProblem(await answer("accept", "judge", answersOf(), "2026-03-10T10:39:00Z"), 400, "VALIDATION", "answeredAt");
  expect((await answer("accept", "legalAdviser", answersOf(), "2026-03-10T10:50:00Z")).status).toBe(200);
  expect((await pleaFor("judge")).basis).toEqual({
    ...{ text, state: "accepted" },
    answers: [
      { at: "2026-03-10T10:40:00.000Z", state: "disputed" },
      { at: "2026-03-10T10:50:00.000Z", state: "accepted" },
    ],
  });
  const { timeline } = await world.judge.get(`/v1/defendants/${defendantId}/file`);
  const told = timeline.items.filter(({ what }: Json) => /^Basis/.test(what));
  expect(told.map(({ at, what }: Json) => [at, what])).toEqual([
    ["2026-03-10T10:50:00.000Z", "Basis of plea accepted"],
    ["2026-03-10T10:40:00.000Z", "Basis of plea disputed"],
    ["2026-03-10T10:30:00.000Z", "Basis of plea entered"],
  ]);
  const limited = await world.treatment.send("GET", `/v1/defendants/${defendantId}/file`);
  expect([limited.status, /basis of plea/i.test(limited.text)]).toEqual([200, false]);
});

test("events say how it stands and never what it says", async () => {
  const client = await new MongoClient(rig.mongoUri).connect();
  const events = client.db(`${rig.databasePrefix}_cases`).collection<Json>("events");
  const told = () =>
    events
      .find({ recordId: caseId, type: /^plea\./ })
      .sort({ v: 1 })
      .toArray();
  const found = await eventually("the events", async () => {
    const there = await told();
    return there.length >= 3 && there;
  }).finally(() => client.close());
  expect(found.map(({ type, data }: Json) => [type, data.pleas?.[0].basis ?? data.state])).toEqual([
    ["plea.entered", "served"],
    ["plea.basis-answered", "disputed"],
    ["plea.basis-answered", "accepted"],
  ]);
  expect(JSON.stringify(found.map(({ data }: Json) => data))).not.toContain(text);
});

test("after sentence nothing more is said to it", async () => {
  const { version } = await world.judge.get(`/v1/cases/${caseId}`);
  const { parts } = await world.judge.get(`/v1/defendants/${defendantId}/file`);
  const hearingId = parts.find(({ part }: Json) => part === "hearings").items[0].id;
  const results = [{ offenceId, code: "1015", text: "Fined £120" }];
  const body = { defendantId, hearingId, disposal: "fine", results, passedAt: "2026-03-10T12:00:00Z" };
  await world.judge.post(`/v1/cases/${caseId}/sentence`, body, { ifMatch: version });
  expectProblem(await answer("dispute", "judge", answersOf(), "2026-03-10T12:10:00Z"), 422, "RULE_BROKEN");
});
