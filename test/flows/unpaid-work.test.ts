import { randomUUID } from "node:crypto";
import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf, type Sentenced, sentenced } from "../support/sentenced.ts";
import { makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let elsewhere: World;
let about: Sentenced;
let project: Json;
let requirementId = "";

const mersey = { name: "Stanley Park", ward: "Anfield", kind: "environmental", from: "2026-01-01" };

beforeAll(async () => {
  [world, elsewhere] = await Promise.all([makeWorld(rig, usualPeople), makeWorld(rig, ["coordinator", "probation"])]);
  about = await sentenced(world, [
    { type: "unpaid-work", length: 40 },
    { type: "rehabilitation-activity", length: 10 },
  ]);
  requirementId = about.requirements.find(({ type }) => type === "unpaid-work").id;
}, 60_000);

const add = (who: Who, body: object) => world[who].send("POST", `/v1/orders/${about.orderId}/obligations`, { body });
const session = async (dueAt: string, hoursOffered = 7): Promise<Json> =>
  (await add("probation", { kind: "unpaid-work", requirementId, dueAt, hoursOffered, projectId: project.id })).body;
const settle = (id: string, body: object): Promise<Json> => world.probation.post(`/v1/obligations/${id}/outcome`, body);
const hours = async (): Promise<Json> => (await itemsOf(world, about.defendantId, "unpaid-work"))[0];

describe("payback projects", () => {
  test("are recorded by a court's co-ordinator for the court, by probation for a court that it names, by nobody else", async () => {
    project = await world.coordinator.create("/v1/payback-projects", mersey);
    expect(project).toMatchObject({ ...mersey, courtId: world.courtId, to: null });
    const other = { ...mersey, name: "Everton Brow", ward: "Everton" };
    expect((await world.probation.send("POST", "/v1/payback-projects", { body: other })).body.errors[0].path).toBe(
      "courtId",
    );
    await world.probation.create("/v1/payback-projects", { ...other, courtId: world.courtId });
    const wrong = { ...other, courtId: world.agencies.police };
    expect((await world.probation.send("POST", "/v1/payback-projects", { body: wrong })).status).toBe(400);
    const theirs = { ...other, courtId: elsewhere.courtId };
    expect((await world.coordinator.send("POST", "/v1/payback-projects", { body: theirs })).status).toBe(403);
    for (const who of ["judge", "police", "treatment", "support", "lister"] as const)
      expect((await world[who].send("POST", "/v1/payback-projects", { body: mersey })).status).toBe(403);
  });

  test("are listed by court and ward", async () => {
    const named = ({ items }: Json) => items.map(({ ward, name }: Json) => [ward, name]);
    const both = [
      ["Anfield", "Stanley Park"],
      ["Everton", "Everton Brow"],
    ];
    expect(named(await world.judge.get("/v1/payback-projects"))).toEqual(both);
    expect(named(await world.police.get(`/v1/payback-projects?courtId=${world.courtId}`))).toEqual(both);
    expect(named(await world.probation.get("/v1/payback-projects"))).toEqual([both[1]]);
    expect(named(await elsewhere.coordinator.get("/v1/payback-projects"))).toEqual([]);
  });

  test("are ended once, by those whose they are", async () => {
    const made = await world.coordinator.create("/v1/payback-projects", { ...mersey, name: "Old one" });
    const end = (by: World, who: "coordinator" | "probation", id: string, to: string) =>
      by[who].send("POST", `/v1/payback-projects/${id}/end`, { body: { to } });
    const outside = await end(elsewhere, "coordinator", made.id, "2026-02-28");
    const never = await end(elsewhere, "coordinator", randomUUID(), "2026-02-28");
    expect([outside.status, outside.body.type]).toEqual([never.status, never.body.type]);
    expect(outside.status).toBe(404);
    expect((await end(world, "probation", made.id, "2026-02-28")).status).toBe(404);
    expect((await end(world, "coordinator", made.id, "2025-12-31")).status).toBe(400);
    expect((await end(world, "coordinator", made.id, "2026-02-28")).body.to).toBe("2026-02-28");
    expect((await end(world, "coordinator", made.id, "2026-03-01")).status).toBe(422);
    const late = await add("probation", {
      ...{ kind: "unpaid-work", requirementId, dueAt: "2026-03-20T09:00:00Z", hoursOffered: 7, projectId: made.id },
    });
    expect(late.body.errors[0].path).toBe("projectId");
  });
});

describe("unpaid work", () => {
  test("what was ordered stands in the file at once, to be done within twelve months", async () => {
    expect(await hours()).toMatchObject({
      ...{ requirementId, hoursOrdered: 40, hoursWorked: 0, hoursRemaining: 40, sessions: 0, standDowns: 0 },
      ...{ completeBy: "2027-03-09", completedOn: null, isWithinTwelveMonths: null },
      source: { agencyId: world.agencies.probation },
    });
  });

  describe("the first session", () => {
    const sessionsOf = async ({ defendantId }: Sentenced): Promise<Json[]> =>
      (await itemsOf(world, defendantId, "obligations")).filter(({ kind }) => kind === "unpaid-work");

    test("is made with the order: ten working days on, for a usual day, and kept by nobody until somebody says", async () => {
      expect(await sessionsOf(about)).toMatchObject([
        {
          ...{ orderId: about.orderId, requirementId, dueAt: "2026-03-24T11:00:00.000Z", outcome: "awaiting" },
          ...{ hoursOffered: 7, hoursCredited: null, projectId: null, supersedes: null },
          source: { agencyId: world.agencies.probation },
        },
      ]);
    });

    test("is one for each requirement of unpaid work, and none where there is no such", async () => {
      const [without, twice] = await Promise.all([
        sentenced(world, [{ type: "rehabilitation-activity", length: 10 }]),
        sentenced(world, [
          { type: "unpaid-work", length: 5 },
          { type: "unpaid-work", length: 60, providerAgencyId: world.agencies.support },
        ]),
      ]);
      expect(await sessionsOf(without)).toEqual([]);
      const both = await sessionsOf(twice);
      expect(both.map(({ source, hoursOffered }) => [source.agencyId, hoursOffered]).sort()).toEqual(
        [
          [world.agencies.probation, 5],
          [world.agencies.support, 7],
        ].sort(),
      );
      const provided = both.find(({ hoursOffered }) => hoursOffered === 7);
      const outcome = { body: { outcome: "attended-complied" } };
      for (const who of ["police", "treatment"] as const) {
        const answer = await world[who].send("POST", `/v1/obligations/${provided.id}/outcome`, outcome);
        expect([403, 404]).toContain(answer.status);
      }
      await world.support.post(`/v1/obligations/${provided.id}/outcome`, { outcome: "attended-complied" });
      const worked = await itemsOf(world, twice.defendantId, "unpaid-work");
      expect(worked.map(({ hoursOrdered, hoursWorked }) => [hoursOrdered, hoursWorked]).sort()).toEqual([
        [5, 0],
        [60, 7],
      ]);
    });
  });

  test("a session offers half hours, under the requirement it counts for, on a project of this court", async () => {
    const body = { kind: "unpaid-work", requirementId, dueAt: "2026-04-01T09:00:00Z", hoursOffered: 7 };
    const paths = async (over: object) => {
      const answer = await add("probation", { ...body, ...over });
      return [answer.status, answer.body.errors?.[0]?.path];
    };
    expect(await paths({ hoursOffered: undefined })).toEqual([400, "hoursOffered"]);
    expect(await paths({ hoursOffered: 7.25 })).toEqual([400, "hoursOffered"]);
    expect(await paths({ hoursOffered: 12.5 })).toEqual([400, "hoursOffered"]);
    expect(await paths({ hoursOffered: 0 })).toEqual([400, "hoursOffered"]);
    const activity = about.requirements.find(({ type }) => type === "rehabilitation-activity").id;
    expect(await paths({ requirementId: activity })).toEqual([400, "requirementId"]);
    expect(await paths({ requirementId: undefined })).toEqual([400, "requirementId"]);
    expect(await paths({ projectId: randomUUID() })).toEqual([400, "projectId"]);
    expect(await paths({ kind: "appointment" })).toEqual([400, "hoursOffered"]);
    const theirs = await elsewhere.coordinator.create("/v1/payback-projects", mersey);
    expect(await paths({ projectId: theirs.id })).toEqual([400, "projectId"]);
    expect((await add("judge", body)).status).toBe(403);
  });

  test("hours are credited by the outcome, and never more than were offered", async () => {
    const { id, ...made } = await session("2026-04-01T09:00:00Z");
    expect(made).toMatchObject({ hoursOffered: 7, hoursCredited: null, projectId: project.id, outcome: "awaiting" });
    expect((await hours()).hoursWorked).toBe(0);
    const more = await world.probation.send("POST", `/v1/obligations/${id}/outcome`, {
      body: { outcome: "attended-complied", hoursCredited: 7.5 },
    });
    expect(more.body.errors[0].path).toBe("hoursCredited");
    expect(await settle(id, { outcome: "attended-complied", hoursCredited: 6.5 })).toMatchObject({
      hoursCredited: 6.5,
    });
    expect(await hours()).toMatchObject({ hoursWorked: 6.5, hoursRemaining: 33.5, sessions: 1 });
    await settle((await session("2026-04-08T09:00:00Z")).id, { outcome: "attended-complied" });
    expect(await hours()).toMatchObject({ hoursWorked: 13.5, hoursRemaining: 26.5, sessions: 2 });
  });

  test("a session that the provider calls off is a stand-down, not a failure; a missed one credits nothing", async () => {
    await settle((await session("2026-04-15T09:00:00Z")).id, { outcome: "not-held" });
    expect(await hours()).toMatchObject({ hoursWorked: 13.5, sessions: 3, standDowns: 1 });
    expect((await itemsOf(world, about.defendantId, "enforcement"))[0].failures).toEqual([]);
    await settle((await session("2026-04-22T09:00:00Z")).id, { outcome: "absent-unacceptable" });
    expect(await hours()).toMatchObject({ hoursWorked: 13.5, sessions: 4, standDowns: 1 });
    expect((await itemsOf(world, about.defendantId, "enforcement"))[0].failures).toHaveLength(1);
  });

  test("a session that is moved keeps its hours and project, and counts once", async () => {
    const { id } = await session("2026-04-29T09:00:00Z");
    const moved = await settle(id, {
      outcome: "rearranged",
      rearrangedTo: "2026-04-30T09:00:00Z",
      rearrangedBy: "provider",
    });
    const next = await world.probation.get(`/v1/obligations/${moved.supersededBy}`);
    expect(next).toMatchObject({ hoursOffered: 7, projectId: project.id, outcome: "awaiting" });
    expect(await hours()).toMatchObject({ sessions: 4 });
    await settle(next.id, { outcome: "attended-complied" });
    expect(await hours()).toMatchObject({ hoursWorked: 20.5, sessions: 5 });
  });

  test("an outcome that is put right counts again, also by half an hour", async () => {
    const { id } = await session("2026-05-06T09:00:00Z");
    await settle(id, { outcome: "absent-unacceptable" });
    await world.probation.post(`/v1/obligations/${id}/correction`, {
      ...{ outcome: "attended-complied", hoursCredited: 5.5, reason: "Was on another list" },
    });
    expect(await hours()).toMatchObject({ hoursWorked: 26, hoursRemaining: 14 });
  });

  test("it is completed on the day of its last hour, and it is seen whether within twelve months", async () => {
    for (const day of ["2026-05-13", "2026-05-20"])
      await settle((await session(`${day}T09:00:00Z`)).id, {
        outcome: "attended-complied",
        happenedAt: `${day}T16:00:00Z`,
      });
    expect(await hours()).toMatchObject({
      ...{ hoursWorked: 40, hoursRemaining: 0, completedOn: "2026-05-20", isWithinTwelveMonths: true },
    });
  });

  test("the court sees the hours, the police how many, and those who only help nothing of it", async () => {
    const of = async (who: Who) =>
      (await world[who].get(`/v1/defendants/${about.defendantId}/file`)).parts.find(
        ({ part }: Json) => part === "unpaid-work",
      )?.items[0];
    expect((await of("judge")).standDowns).toBe(1);
    const limited = await of("police");
    expect([limited.hoursWorked, limited.standDowns, limited.completedOn]).toEqual([40, undefined, undefined]);
  });
});
