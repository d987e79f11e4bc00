import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf, type Sentenced, sentenced } from "../support/sentenced.ts";
import { makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let about: Sentenced;

beforeAll(async () => {
  world = await makeWorld(rig, usualPeople);
  const drugs = { type: "drug-rehabilitation", length: 6, providerAgencyId: world.agencies.treatment };
  about = await sentenced(world, [drugs]);
}, 60_000);

type Mover = "coordinator" | "treatment" | "probation" | "support";
const move = (who: Mover, path: string, body: object) =>
  world[who].send("POST", `${path}/moves`, { body: { move: body } });
const expected = async (part: string, kind: string) =>
  (await itemsOf(world, about.defendantId, part)).filter(found => found.kind === kind).map(found => found.outcome);

describe("a referral", () => {
  let path = "";

  test("a draft is sent by its sender, received and accepted by the provider, and by nobody else", async () => {
    const { defendantId, caseId } = about;
    const { id, status } = await world.coordinator.create("/v1/referrals", {
      ...{ defendantId, caseId, providerAgencyId: world.agencies.treatment, need: "drugs", basis: "order-requirement" },
      draft: true,
    });
    expect(status).toBe("draft");
    path = `/v1/referrals/${id}`;
    expect((await move("treatment", path, { name: "send" })).status).toBe(404);
    expect((await move("coordinator", path, { name: "send" })).body.status).toBe("sent");
    expect((await move("coordinator", path, { name: "receive" })).status).toBe(403);
    const early = await move("treatment", path, { name: "start" });
    expect([early.status, early.body.detail]).toEqual([
      422,
      'The referral is sent, so "start" is not possible; possible now: receive, revoke.',
    ]);
    expect((await move("support", path, { name: "receive" })).status).toBe(404);
    await move("treatment", path, { name: "receive" });
    await move("treatment", path, { name: "accept" });
  });

  test("its first appointment is expected, kept when it starts, and it ends with an outcome", async () => {
    await move("treatment", path, { name: "set-first-appointment", appointmentAt: "2026-04-01T10:00:00Z" });
    expect(await expected("plan-obligations", "provider-appointment")).toEqual(["awaiting"]);
    await move("treatment", path, { name: "start" });
    expect(await expected("plan-obligations", "provider-appointment")).toEqual(["attended-complied"]);
    expect((await move("coordinator", path, { name: "revoke" })).status).toBe(422);
    const ended = await move("treatment", path, { name: "end", outcome: "did-not-engage", note: "Stopped coming" });
    expect(ended.body).toMatchObject({ status: "ended", outcome: "did-not-engage" });
    expect(ended.body.log.map((entry: Json) => entry.state)).toEqual([
      ...["sent", "received", "accepted", "first-appointment-set", "started", "ended"],
    ]);
  });
});

describe("a drug test", () => {
  const schedule = (): Promise<Json> =>
    world.treatment.create(`/v1/orders/${about.orderId}/drug-tests`, {
      dueAt: "2026-04-03T09:00:00Z",
      sample: "urine",
    });

  test("is scheduled by the provider, and coming to it is expected", async () => {
    const body = { dueAt: "2026-04-03T09:00:00Z", sample: "urine" };
    expect((await world.probation.send("POST", `/v1/orders/${about.orderId}/drug-tests`, { body })).status).toBe(403);
    const { id } = await schedule();
    const path = `/v1/drug-tests/${id}`;
    expect(await expected("obligations", "drug-test")).toEqual(["awaiting"]);
    const early = await move("treatment", path, { name: "result", outcome: "negative" });
    expect([early.status, early.body.detail]).toEqual([
      422,
      'The test is scheduled, so "result" is not possible; possible now: take-sample, miss-acceptably, miss-unacceptably, refuse, cancel.',
    ]);
    await move("treatment", path, { name: "take-sample" });
    expect(await expected("obligations", "drug-test")).toEqual(["attended-complied"]);
    expect((await move("treatment", path, { name: "result", outcome: "positive" })).status).toBe(400);
    await move("treatment", path, { name: "result", outcome: "positive", positiveFor: ["opiates"] });
    expect(await expected("obligations", "drug-test")).toEqual(["attended-complied"]);
    await move("treatment", path, { name: "dispute", reason: "Took codeine for a tooth" });
    const confirmed = await move("treatment", path, { name: "confirm", outcome: "negative", reason: "Laboratory" });
    expect(confirmed.body).toMatchObject({
      ...{ status: "confirmed", outcome: "negative", positiveFor: [] },
      corrections: [{ from: "positive", to: "negative", reason: "Laboratory" }],
    });
    expect((await world.judge.get(path)).outcome).toBe("negative");
    expect((await world.police.send("GET", path)).status).toBe(403);
  });

  test("that is missed without a reason is a failure under the order", async () => {
    const { id } = await schedule();
    await move("treatment", `/v1/drug-tests/${id}`, { name: "miss-unacceptably" });
    const [enforcement] = await itemsOf(world, about.defendantId, "enforcement");
    expect(enforcement).toMatchObject({ state: "failure-recorded", failures: [{ kind: "drug-test" }] });
  });
});
