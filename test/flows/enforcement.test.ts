import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf, type Sentenced, sentenced } from "../support/sentenced.ts";
import { makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let about: Sentenced;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "defence"]);
  about = await sentenced(world, [{ type: "unpaid-work", length: 80 }]);
}, 60_000);

const only = async (part: string, kind?: string): Promise<Json[]> =>
  (await itemsOf(world, about.defendantId, part)).filter(item => kind === undefined || item.kind === kind);
const enforcement = async (): Promise<Json> => (await only("enforcement"))[0];
const appointment = (dueAt: string): Promise<Json> =>
  world.probation.create(`/v1/orders/${about.orderId}/obligations`, { kind: "appointment", dueAt });
const settle = (id: string, body: object) => world.probation.send("POST", `/v1/obligations/${id}/outcome`, { body });
const move = async (who: "probation" | "judge" | "legalAdviser" | "treatment", body: object) =>
  world[who].send("POST", `/v1/enforcements/${(await enforcement()).id}/moves`, { body: { move: body } });

describe("what is expected", () => {
  test("a hearing and a first appointment follow from the listing and the order, counted in working days", async () => {
    const [hearing] = await only("court-obligations", "hearing");
    expect(hearing).toMatchObject({
      ...{ kind: "hearing", dueAt: "2026-03-10T10:00:00.000Z", outcome: "awaiting", standing: "awaiting" },
      ...{ sourceId: about.hearingId, orderId: null, isOutcomeOverdue: true },
    });
    const [first] = await only("obligations", "appointment");
    expect(first).toMatchObject({ dueAt: "2026-03-17T11:00:00.000Z", outcome: "awaiting", orderId: about.orderId });
  });

  test("the court says who came; the supervisor may not say it for the court, nor the court for the supervisor", async () => {
    const [hearing] = await only("court-obligations", "hearing");
    const [first] = await only("obligations", "appointment");
    const outcome = { body: { outcome: "absent-acceptable" } };
    const bySupervisor = await world.probation.send("POST", `/v1/obligations/${hearing?.id}/outcome`, outcome);
    const byCourt = await world.judge.send("POST", `/v1/obligations/${first?.id}/court-outcome`, outcome);
    expect([bySupervisor.status, byCourt.status]).toEqual([404, 403]);
    const said = await world.legalAdviser.post(`/v1/obligations/${hearing?.id}/court-outcome`, outcome.body);
    expect(said).toMatchObject({ outcome: "absent-acceptable", standing: "acceptable" });
  });

  test("who comes to a hearing is recorded with it, who does not is waited for, and a vacated one is not held", async () => {
    const list = (day: string): Promise<Json> =>
      world.lister.create(`/v1/cases/${about.caseId}/hearings`, {
        ...{ day, session: "afternoon", room: "1", type: "mention", defendantIds: [about.defendantId] },
      });
    const held = async (day: string, body: object) => {
      const { id, version } = await list(day);
      await world.lister.post(`/v1/hearings/${id}/outcome`, body, { ifMatch: version });
      const [found] = (await only("court-obligations", "hearing")).filter(({ sourceId }) => sourceId === id);
      return [found?.dueAt, found?.outcome];
    };
    expect(await held("2026-04-01", { outcome: "held", present: [about.defendantId] })).toEqual([
      "2026-04-01T13:00:00.000Z",
      "attended-complied",
    ]);
    expect((await held("2026-04-02", { outcome: "held", present: [] }))[1]).toBe("awaiting");
    expect((await held("2026-04-03", { outcome: "vacated" }))[1]).toBe("not-held");
  });

  test("a rearranged appointment has a successor, which is the one that counts", async () => {
    const made = await appointment("2026-04-01T10:00:00Z");
    const early = await settle(made.id, { outcome: "attended-complied", rearrangedTo: "2026-04-08T10:00:00Z" });
    expect([early.status, early.body.errors?.[0]?.path]).toEqual([400, "rearrangedTo"]);
    const rearranged = await settle(made.id, {
      ...{ outcome: "rearranged", rearrangedTo: "2026-04-08T10:00:00Z", rearrangedBy: "provider" },
    });
    expect(rearranged.body).toMatchObject({ standing: "not-counted", rearrangedBy: "provider" });
    const next = await world.probation.get(`/v1/obligations/${rearranged.body.supersededBy}`);
    expect(next).toMatchObject({
      ...{ supersedes: made.id, dueAt: "2026-04-08T10:00:00.000Z", outcome: "awaiting", kind: "appointment" },
    });
    const again = await settle(made.id, { outcome: "attended-complied" });
    expect(again.status).toBe(422);
    const corrected = await world.probation.send("POST", `/v1/obligations/${made.id}/correction`, {
      body: { outcome: "attended-complied", reason: "Was there after all" },
    });
    expect([corrected.status, corrected.body.detail]).toEqual([
      422,
      "A rearranged obligation has a successor; record the outcome of that one.",
    ]);
    await settle(next.id, { outcome: "attended-complied" });
    expect((await enforcement()).failures).toEqual([]);
  });
});

describe("from the first failure to the outcome of the breach", () => {
  test("a missed appointment is a failure; a correction with a reason takes it back", async () => {
    const missed = await appointment("2026-04-14T10:00:00Z");
    await settle(missed.id, { outcome: "absent-unacceptable", happenedAt: "2026-04-14T10:00:00Z" });
    expect(await enforcement()).toMatchObject({
      ...{ state: "failure-recorded", possible: ["record-failure", "accept-excuse", "warn", "refer"] },
      failures: [
        { obligationId: missed.id, at: "2026-04-14T10:00:00.000Z", kind: "appointment", excuse: null, ledTo: null },
      ],
    });
    const corrected = await world.probation.post(`/v1/obligations/${missed.id}/correction`, {
      ...{ outcome: "absent-acceptable", reason: "In hospital, letter shown" },
    });
    expect(corrected.corrections).toMatchObject([
      { from: "absent-unacceptable", to: "absent-acceptable", reason: "In hospital, letter shown" },
    ]);
    expect(await enforcement()).toMatchObject({ state: "compliant", failures: [{ excuse: "accepted" }] });
    const forged = { outcome: "absent-unacceptable", reason: "The letter was forged" };
    await world.probation.post(`/v1/obligations/${missed.id}/correction`, forged);
    expect(await enforcement()).toMatchObject({ state: "failure-recorded", failures: [{}, { excuse: null }] });
    const genuine = { outcome: "absent-acceptable", reason: "It was not" };
    await world.probation.post(`/v1/obligations/${missed.id}/correction`, genuine);
    expect(await enforcement()).toMatchObject({ state: "compliant", failures: [{}, { excuse: "accepted" }] });
  });

  test("the first failure is warned of; within twelve months the second cannot be, and says what can", async () => {
    const missed = await appointment("2026-05-05T10:00:00Z");
    await settle(missed.id, { outcome: "absent-unacceptable", happenedAt: "2026-05-05T10:00:00Z" });
    const warned = await move("probation", {
      ...{ name: "warn", at: "2026-05-07T09:00:00Z", circumstances: "Did not come on 5 May" },
    });
    expect(warned.body).toMatchObject({
      state: "warning-given",
      failures: [{}, {}, { ledTo: warned.body.warnings[0].id }],
    });
    const second = await appointment("2026-06-02T10:00:00Z");
    await settle(second.id, { outcome: "attended-failed", happenedAt: "2026-06-02T10:00:00Z" });
    const again = await move("probation", { name: "warn", circumstances: "Again" });
    expect([again.status, again.body.detail]).toEqual([
      422,
      "A warning was given within the twelve months before this failure, so the matter must be referred to an enforcement officer; possible now: refer, accept-excuse.",
    ]);
  });

  test("only the supervisor brings a breach and only the court decides it; nothing is left out on the way", async () => {
    const byJudge = await move("judge", { name: "refer", reason: "No" });
    expect([byJudge.status, byJudge.body.detail]).toEqual([403, '"refer" is for the supervisor.']);
    expect((await move("treatment", { name: "refer", reason: "No" })).status).toBe(403);
    const tooEarly = await move("judge", { name: "prove" });
    expect([tooEarly.status, tooEarly.body.detail]).toEqual([
      422,
      'Enforcement is failure-recorded, so "prove" is not possible; possible now: record-failure, accept-excuse, warn, refer.',
    ]);
    await move("probation", { name: "refer", reason: "Second failure in twelve months" });
    await move("probation", { name: "consider" });
    await move("probation", { name: "lay-information" });
    const bySupervisor = await move("probation", { name: "summon" });
    expect([bySupervisor.status, bySupervisor.body.detail]).toEqual([403, '"summon" is for the court.']);
    await move("legalAdviser", { name: "summon" });
    await move("legalAdviser", { name: "list-breach", day: "2026-07-01" });
    const joined = await appointment("2026-06-20T10:00:00Z");
    await settle(joined.id, { outcome: "absent-unacceptable", happenedAt: "2026-06-20T10:00:00Z" });
    expect(await enforcement()).toMatchObject({ state: "breach-hearing" });
    await move("judge", { name: "admit" });
    const dealt = await move("judge", { name: "deal-with", outcome: "fine" });
    expect(dealt.body).toMatchObject({
      state: "dealt-with",
      breaches: [{ finding: "admitted", outcome: "fine", ground: "failure-to-comply" }],
    });
    expect(dealt.body.breaches[0].failureIds).toHaveLength(2);
    expect(dealt.body.log.map((entry: Json) => entry.move)).toEqual([
      ...[
        "record-failure",
        "accept-excuse",
        "record-failure",
        "accept-excuse",
        "record-failure",
        "warn",
        "record-failure",
        "refer",
        "consider",
      ],
      ...["lay-information", "summon", "list-breach", "join-failure", "admit", "deal-with"],
    ]);
  });

  test("those who see the order in part see the state of it, and no texts; those outside nothing", async () => {
    const { id } = await enforcement();
    await world.coordinator.post(`/v1/defendants/${about.defendantId}/involvements`, {
      ...{ agencyId: world.agencies.treatment, caseId: about.caseId, reason: "support" },
    });
    const limited = await world.treatment.get(`/v1/enforcements/${id}`);
    expect(limited).toMatchObject({ state: "dealt-with" });
    expect(JSON.stringify(limited)).not.toContain("warnings");
    const { timeline } = await world.judge.get(`/v1/defendants/${about.defendantId}/file?limit=200`);
    const told = timeline.items.filter((entry: Json) => entry.part === "enforcement");
    expect(told.map((entry: Json) => entry.what)).toContain("deal-with: dealt-with");
    expect(JSON.stringify(timeline)).not.toContain("Did not come");
    const stranger = await makeWorld(rig, ["judge"]);
    expect((await stranger.judge.send("GET", `/v1/enforcements/${id}`)).status).toBe(404);
  });
});
