import { randomUUID } from "node:crypto";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;

beforeAll(async () => {
  world = await makeWorld(rig);
});

async function listed(more: object = {}): Promise<{ defendantId: string; caseId: string; hearing: Json }> {
  const { defendant, case: sent } = await chargedDefendant(world);
  const body = {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "trial",
    defendantIds: [defendant.id],
    ...more,
  };
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, body);
  return { defendantId: defendant.id, caseId: sent.id, hearing };
}
const next = { day: "2026-04-14", session: "afternoon", room: "2" };
const read = (id: string): Promise<Json> => world.judge.get(`/v1/hearings/${id}`);
const change = async (by: Caller, id: string, what: string, body: object) =>
  by.send("POST", `/v1/hearings/${id}/${what}`, { body, ifMatch: (await read(id)).version });
const caseStatus = async (caseId: string) => (await world.judge.get(`/v1/cases/${caseId}`)).defendants[0].status;

test("a planned hearing lists nobody yet; listed, begun, attended and held it says who sat and who was there", async () => {
  const { defendantId, caseId, hearing } = await listed({
    planned: true,
    days: ["2026-03-11"],
    bench: [world.judge.me.id],
  });
  expect(hearing).toMatchObject({ status: "planned", days: ["2026-03-10", "2026-03-11"], bench: [world.judge.me.id] });
  expect(await caseStatus(caseId)).toBe("received");
  const early = await change(world.lister, hearing.id, "moves", { move: "start" });
  expect([early.status, early.body.allowed]).toEqual([422, ["list", "vacated", "move"]]);
  expect((await change(world.judge, hearing.id, "moves", { move: "list" })).status).toBe(403);
  expect((await change(world.lister, hearing.id, "moves", { move: "list" })).body.status).toBe("listed");
  expect(await caseStatus(caseId)).toBe("listed");
  expect((await change(world.legalAdviser, hearing.id, "moves", { move: "start" })).body.status).toBe("in-progress");
  const there = [{ defendantId, day: "2026-03-10", attendance: "absent-unacceptable" }];
  await world.lister.post(`/v1/hearings/${hearing.id}/attendance`, { attendance: there });
  const unexplained = await world.lister.send("POST", `/v1/hearings/${hearing.id}/attendance`, {
    body: { attendance: [{ ...there[0], attendance: "attended" }] },
  });
  expect(unexplained.body.errors[0].path).toBe("attendance[0].reason");
  const corrected = await world.lister.post(`/v1/hearings/${hearing.id}/attendance`, {
    attendance: [{ ...there[0], attendance: "attended", reason: "Came at noon" }],
  });
  expect(corrected.attendance).toEqual([
    { defendantId, day: "2026-03-10", attendance: "attended", reason: "Came at noon" },
  ]);
  const held = await change(world.legalAdviser, hearing.id, "outcome", { outcome: "held", present: [defendantId] });
  expect(held.body).toMatchObject({ status: "held", present: [defendantId] });
  const { parts } = await world.police.get(`/v1/defendants/${defendantId}/file`);
  expect(parts.find(({ part }: Json) => part === "hearings").items[0]).toMatchObject({
    status: "held",
    days: ["2026-03-10", "2026-03-11"],
    attendance: [{ day: "2026-03-10", attendance: "attended", reason: "Came at noon" }],
  });
});

test("adjourning says why and lists the next hearing, once, also when it is sent again", async () => {
  const { defendantId, hearing } = await listed({ type: "first" });
  await change(world.legalAdviser, hearing.id, "outcome", { outcome: "held", present: [] });
  const { version } = await read(hearing.id);
  const ask = {
    body: { reason: "report-not-ready", next: { ...next, type: "sentence" } },
    ifMatch: version,
    key: randomUUID(),
  };
  const adjourned = await world.judge.send("POST", `/v1/hearings/${hearing.id}/adjournment`, ask);
  expect(adjourned.body).toMatchObject({
    status: "adjourned",
    ended: { reason: "report-not-ready", agency: "probation" },
  });
  const again = await world.judge.send("POST", `/v1/hearings/${hearing.id}/adjournment`, ask);
  expect([again.status, again.body.nextHearingId]).toEqual([200, adjourned.body.nextHearingId]);
  expect(await read(adjourned.body.nextHearingId)).toMatchObject({
    ...next,
    type: "sentence",
    status: "listed",
    previousHearingId: hearing.id,
    defendantIds: [defendantId],
  });
  const { parts, timeline } = await world.police.get(`/v1/defendants/${defendantId}/file`);
  expect(parts.find(({ part }: Json) => part === "hearings").items).toHaveLength(2);
  expect(timeline.items.map(({ what }: Json) => what)).toEqual(
    expect.arrayContaining(["Hearing adjourned: first", "Hearing listed for 2026-04-14: sentence"]),
  );
});

test("a hearing is moved before it begins and not after, and one that is moved takes no sentence", async () => {
  const { hearing } = await listed();
  const body = { reason: "application-by-defence", next };
  expect((await change(world.judge, hearing.id, "rescheduling", body)).status).toBe(403);
  const away = await change(world.lister, hearing.id, "rescheduling", body);
  expect(away.body).toMatchObject({ status: "moved", ended: { agency: "defence" } });
  expect(await read(away.body.nextHearingId)).toMatchObject({ status: "listed", type: "trial", day: next.day });
  for (const [what, more] of [
    ["rescheduling", body],
    ["outcome", { outcome: "held" }],
    ["outcome", { outcome: "vacated" }],
    ["moves", { move: "start" }],
  ] as const)
    expect((await change(world.legalAdviser, hearing.id, what, more)).status).toBe(422);
  expect((await change(world.legalAdviser, hearing.id, "adjournment", { reason: "court-time", next })).status).toBe(
    422,
  );
});

test("a trial is classified once, by the court, with a reason of its kind", async () => {
  const { hearing, defendantId } = await listed();
  const classify = (by: Caller, body: object) => change(by, hearing.id, "trial-classification", body);
  expect((await classify(world.legalAdviser, { classification: "ineffective" })).status).toBe(400);
  expect((await classify(world.legalAdviser, { classification: "ineffective", reason: "guilty-plea" })).status).toBe(
    400,
  );
  expect((await classify(world.lister, { classification: "effective" })).status).toBe(403);
  const done = await classify(world.legalAdviser, { classification: "ineffective", reason: "no-interpreter" });
  expect(done.body.trial).toEqual({ classification: "ineffective", reason: "no-interpreter", party: "court" });
  expect((await classify(world.judge, { classification: "effective" })).body.allowed).toEqual([]);
  const { timeline } = await world.police.get(`/v1/defendants/${defendantId}/file`);
  expect(timeline.items.map(({ what }: Json) => what)).toContain("Trial ineffective");
  const plea = await listed({ type: "plea" });
  expect(
    (await change(world.judge, plea.hearing.id, "trial-classification", { classification: "effective" })).status,
  ).toBe(422);
});

test("results that are written down and shared move the hearing they were decided in", async () => {
  const { defendantId, caseId, hearing } = await listed({ type: "plea" });
  const [offence] = (await world.judge.get(`/v1/cases/${caseId}`)).defendants[0].offences;
  await change(world.legalAdviser, hearing.id, "outcome", { outcome: "held", present: [defendantId] });
  await world.legalAdviser.post(`/v1/cases/${caseId}/pleas`, {
    defendantId,
    pleas: [{ offenceId: offence.id, plea: "guilty" }],
  });
  const path = `/v1/cases/${caseId}/defendants/${defendantId}/results`;
  const lines = [{ offenceId: offence.id, code: "1017", text: "Discharged absolutely" }];
  await world.legalAdviser.post(`${path}/draft`, { hearingId: hearing.id, lines, disposal: "absolute-discharge" });
  expect((await read(hearing.id)).status).toBe("resulted");
  const { version } = await world.judge.get(`/v1/cases/${caseId}`);
  await world.legalAdviser.post(`${path}/sharing`, {}, { ifMatch: version });
  expect((await read(hearing.id)).status).toBe("results-shared");
});
