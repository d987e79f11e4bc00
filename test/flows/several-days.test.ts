import { randomUUID } from "node:crypto";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let other: World;

beforeAll(async () => {
  [world, other] = await Promise.all([makeWorld(rig), makeWorld(rig, ["judge", "lister"])]);
}, 60_000);

const list = async (
  more: object,
): Promise<{ defendantId: string; answer: Awaited<ReturnType<World["lister"]["send"]>> }> => {
  const { defendant, case: sent } = await chargedDefendant(world);
  const body = {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "trial",
    defendantIds: [defendant.id],
    ...more,
  };
  return {
    defendantId: defendant.id,
    answer: await world.lister.send("POST", `/v1/cases/${sent.id}/hearings`, { body }),
  };
};
const rowsOn = async (day: string, defendantId: string): Promise<Json[]> =>
  (await world.lister.get(`/v1/reports/daily-court-list?day=${day}`)).rows.filter(
    (row: Json) => row.defendantId === defendantId,
  );

test("a hearing of several days is on the list of each of them, and of no day between", async () => {
  const { defendantId } = await list({ days: ["2026-03-11", "2026-03-13"] });
  const tags = async (day: string) => (await rowsOn(day, defendantId)).flatMap(row => row.tags);
  await eventually("the hearing on the list", async () => (await rowsOn("2026-03-13", defendantId)).length > 0);
  expect(await tags("2026-03-10")).toEqual(["day 1 of 3"]);
  expect(await tags("2026-03-11")).toEqual(["day 2 of 3"]);
  expect(await tags("2026-03-13")).toEqual(["day 3 of 3"]);
  expect(await rowsOn("2026-03-12", defendantId)).toEqual([]);
});

test("one that is adjourned on its first day is on no later day's list", async () => {
  const { defendantId, answer } = await list({ days: ["2026-03-11"] });
  const { id, version } = answer.body;
  const held = await world.legalAdviser.post(
    `/v1/hearings/${id}/outcome`,
    { outcome: "held", present: [defendantId] },
    { ifMatch: version },
  );
  await world.judge.post(
    `/v1/hearings/${id}/adjournment`,
    { reason: "report-not-ready", next: { day: "2026-04-14", session: "morning", room: "1" } },
    { ifMatch: held.version },
  );
  await eventually("the next hearing on the list", async () => (await rowsOn("2026-04-14", defendantId)).length > 0);
  expect((await rowsOn("2026-03-10", defendantId)).map(({ status }) => status)).toEqual(["adjourned"]);
  expect(await rowsOn("2026-03-11", defendantId)).toEqual([]);
});

describe("who sits", () => {
  test.each([
    ["a judge of this court", () => world.judge.me.id, 201],
    ["a judge of another court", () => other.judge.me.id, 400],
    ["somebody of this court who is no judge", () => world.lister.me.id, 400],
    ["nobody", () => randomUUID(), 400],
  ])("%s, when it is listed", async (_who, idOf, status) => {
    const { answer } = await list({ bench: [idOf()] });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([status, status === 201 ? undefined : "bench"]);
  });

  test("a judge of this court, when it begins and when it is said who attended", async () => {
    const { defendantId, answer } = await list({});
    const { id, version } = answer.body;
    const begin = (bench: string[]) =>
      world.legalAdviser.send("POST", `/v1/hearings/${id}/moves`, { body: { move: "start", bench }, ifMatch: version });
    expect((await begin([other.judge.me.id])).body.errors[0].path).toBe("bench");
    expect((await begin([world.judge.me.id])).body.bench).toEqual([world.judge.me.id]);
    const attend = (bench: string[]) =>
      world.lister.send("POST", `/v1/hearings/${id}/attendance`, {
        body: { bench, attendance: [{ defendantId, day: "2026-03-10", attendance: "attended" }] },
      });
    expect((await attend([world.lister.me.id])).body.errors[0].path).toBe("bench");
    expect((await attend([world.judge.me.id])).status).toBe(200);
  });
});
