import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf, type Sentenced, sentenced } from "../support/sentenced.ts";
import { makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let about: Sentenced;

beforeAll(async () => {
  world = await makeWorld(rig, usualPeople);
  const drugs = { type: "drug-rehabilitation", length: 6, providerAgencyId: world.agencies.treatment };
  about = await sentenced(world, [drugs], { reviewEveryDays: 28 });
}, 60_000);

const all = (part: string): Promise<Json[]> => itemsOf(world, about.defendantId, part);
const review = async (number: number): Promise<Json> => (await all("reviews")).find(found => found.number === number);
const expected = async (kind: string) =>
  (await all("court-obligations"))
    .filter(found => found.kind === kind)
    .map(({ dueAt, outcome }) => `${dueAt.slice(0, 10)} ${outcome}`);
const move = async (number: number, body: object, who: "judge" | "probation" = "judge") =>
  world[who].send("POST", `/v1/reviews/${(await review(number)).id}/moves`, { body: { move: body } });
const report = async (): Promise<Json> => (await all("drug-rehabilitation-reports"))[0];

test("a drug rehabilitation order is reviewed after a month, and its report is asked for by law", async () => {
  expect(await review(1)).toMatchObject({
    ...{ power: "DRR", dueAt: "2026-04-10T09:00:00.000Z", state: "progress-report-requested" },
  });
  expect(await expected("review")).toEqual(["2026-04-10 awaiting"]);
  expect(await expected("progress-report")).toEqual(["2026-04-08 awaiting"]);
  const { parts } = await world.judge.get(`/v1/defendants/${about.defendantId}/file`);
  expect(parts.find(({ part }: Json) => part === "drug-rehabilitation-reports").state).toBe("requested");
});

test("the report is served only with the provider's views and the results, which the police do not see", async () => {
  const { id } = await report();
  const serve = (body: object) =>
    world.probation.send("POST", `/v1/progress-reports/${id}/delivery`, {
      body: { author: "P. Officer", summary: "Has settled", servedAt: "2026-04-08T08:00:00Z", ...body },
    });
  const bare = await serve({});
  expect([bare.status, bare.body.errors]).toEqual([
    400,
    [{ path: "providerViews", message: "expected the views of the treatment provider, for drug rehabilitation" }],
  ]);
  const early = await serve({ providerViews: "Comes on time" });
  expect([early.status, early.body.detail]).toEqual([422, expect.stringContaining("none is recorded")]);
  const taken = await world.treatment.create("/v1/drug-tests", {
    ...{ defendantId: about.defendantId, orderId: about.orderId, takenAt: "2026-03-20T09:00:00Z" },
    ...{ sample: "urine", outcome: "negative" },
  });
  const served = await serve({ providerViews: "Comes on time" });
  expect(served.body).toMatchObject({ state: "served", report: { testIds: [taken.id] } });
  expect(served.body.report.counts).toEqual({ acceptable: 0, unacceptable: 0, "not-counted": 0, awaiting: 1 });
  expect((await serve({ providerViews: "Again" })).status).toBe(422);
  expect((await review(1)).state).toBe("report-served");
  expect(await expected("progress-report")).toEqual(["2026-04-08 attended-complied"]);
  expect((await world.judge.get(`/v1/progress-reports/${id}`)).report.providerViews).toBe("Comes on time");
  expect((await world.police.send("GET", `/v1/progress-reports/${id}`)).status).toBe(404);
  expect((await world.police.send("GET", `/v1/defendants/${about.defendantId}/file`)).text).not.toContain("Comes on");
});

test("a review is moved by the court, no nearer than a month, and the duty to come moves with it", async () => {
  const near = await move(1, { name: "rearrange", dueAt: "2026-04-09T10:00:00Z", reason: "Bench away" });
  expect([near.status, near.body.detail]).toEqual([422, expect.stringContaining("possible from 2026-04-10")]);
  await move(1, { name: "rearrange", dueAt: "2026-04-14T10:00:00Z", reason: "Bench away" });
  expect((await expected("review")).sort()).toEqual(["2026-04-10 rearranged", "2026-04-14 awaiting"]);
  expect((await move(1, { name: "hold", attendance: "attended" }, "probation")).status).toBe(403);
});

test("praise given at a review stands among the incentives, and the next review follows", async () => {
  await move(1, { name: "hold", attendance: "attended", at: "2026-04-14T10:20:00Z" });
  expect((await expected("review")).sort()).toEqual(["2026-04-10 rearranged", "2026-04-14 attended-complied"]);
  const twice = await move(1, { name: "hold", attendance: "attended" });
  expect([twice.status, twice.body.detail]).toEqual([
    422,
    'The review is held, so "hold" is not possible; possible now: conclude.',
  ]);
  const done = await move(1, { name: "conclude", outcome: "praise", directions: "Keep on" });
  expect(done.body).toMatchObject({ state: "concluded", outcome: "praise", nextDueAt: "2026-05-14T09:00:00.000Z" });
  expect(await review(2)).toMatchObject({ dueAt: "2026-05-14T09:00:00.000Z", state: "progress-report-requested" });
  expect(await all("responses")).toMatchObject([{ type: "praise", sort: "incentive" }]);
  const { detail } = (await move(2, { name: "dispense-with", reason: "All is well" })).body;
  expect(detail).toBe("A drug rehabilitation review is dispensed with only when its progress report is there.");
});

test("a sanction answers a failure, and nothing that nobody has said anything about", async () => {
  const [first] = await all("obligations");
  const body = { type: "warning", obligationId: first?.id, reason: "Did not come" };
  const respond = (who: "judge" | "probation" | "police") =>
    world[who].send("POST", `/v1/orders/${about.orderId}/responses`, { body });
  const early = await respond("judge");
  expect([early.status, early.body.detail]).toEqual([
    422,
    "warning (sanction) answers an unacceptable outcome; this one is awaiting.",
  ]);
  await world.probation.post(`/v1/obligations/${first?.id}/outcome`, { outcome: "absent-unacceptable" });
  expect((await respond("probation")).body).toMatchObject({
    type: "warning",
    sort: "sanction",
    obligationId: first?.id,
  });
  expect((await respond("police")).status).toBe(403);
});
