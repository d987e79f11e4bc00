import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf } from "../support/sentenced.ts";
import { chargedDefendant, makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let defendantId: string;
let caseId: string;
let meeting: Json;

beforeAll(async () => {
  world = await makeWorld(rig, usualPeople);
  const made = await chargedDefendant(world);
  defendantId = made.defendant.id;
  caseId = made.case.id;
  for (const agencyId of [world.agencies.treatment, world.agencies.support])
    await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
      ...{ agencyId, caseId, reason: "support" },
    });
}, 60_000);

type Mover = "coordinator" | "judge" | "support" | "treatment" | "police";
const move = (who: Mover, body: object) =>
  world[who].send("POST", `/v1/meetings/${meeting.id}/moves`, { body: { move: body } });
const owed = async () => (await itemsOf(world, defendantId, "plan-obligations")).map(found => found.outcome).sort();

test("the judge asks for a meeting, which is waited for; the police do not ask", async () => {
  const body = { defendantId, reason: "Nowhere to live" };
  expect((await world.police.send("POST", `/v1/cases/${caseId}/meetings`, { body })).status).toBe(403);
  meeting = await world.judge.create(`/v1/cases/${caseId}/meetings`, body);
  expect(meeting).toMatchObject({ state: "requested", reason: "Nowhere to live" });
  const { parts } = await world.judge.get(`/v1/defendants/${defendantId}/file`);
  expect(parts.find(({ part }: Json) => part === "meetings").state).toBe("requested");
});

test("the co-ordinator convenes and holds it and the plan is agreed; its actions are owed by those who took them on", async () => {
  expect((await move("judge", { name: "convene" })).status).toBe(403);
  await move("coordinator", { name: "convene" });
  const early = await move("coordinator", { name: "close" });
  expect([early.status, early.body.detail]).toEqual([
    422,
    'The meeting is convened, so "close" is not possible; possible now: decline, not-needed, not-held, hold.',
  ]);
  const attendees = [world.agencies.treatment, world.agencies.support];
  await move("coordinator", { name: "hold", attendees, defendantAgreed: true, needs: ["accommodation", "drugs"] });
  const actions = [
    { agencyId: world.agencies.support, what: "Find a bed", need: "accommodation", dueAt: "2026-04-01T16:00:00Z" },
    { agencyId: world.agencies.treatment, what: "See the nurse", need: "drugs", dueAt: "2026-04-02T16:00:00Z" },
  ];
  const agreed = await move("coordinator", { name: "agree-plan", summary: "A bed, then the nurse", actions });
  expect(agreed.body).toMatchObject({ state: "plan-agreed", actions: [{ outcome: null }, { outcome: null }] });
  meeting = agreed.body;
  expect(await owed()).toEqual(["awaiting", "awaiting"]);
});

test("each agency says what became of its own action, once, and only then the meeting is closed", async () => {
  const [bed, nurse] = meeting.actions;
  const finish = (who: Mover, action: Json, outcome: string) =>
    move(who, { name: "finish-action", actionId: action.id, outcome });
  expect((await finish("treatment", bed, "completed")).status).toBe(403);
  expect((await finish("police", bed, "completed")).status).toBe(403);
  expect((await finish("support", bed, "completed")).body.state).toBe("actions-in-progress");
  expect((await finish("support", bed, "not-done")).status).toBe(422);
  expect(await owed()).toEqual(["attended-complied", "awaiting"]);
  expect((await move("coordinator", { name: "close" })).status).toBe(422);
  await finish("treatment", nurse, "not-done");
  expect(await owed()).toEqual(["absent-unacceptable", "attended-complied"]);
  expect((await move("coordinator", { name: "close" })).body.state).toBe("closed");
});

test("the police see that there was a meeting and not what was said; the timeline tells no text", async () => {
  const limited = await world.police.get(`/v1/meetings/${meeting.id}`);
  expect([limited.state, limited.summary, limited.actions]).toEqual(["closed", undefined, undefined]);
  const { timeline } = await world.judge.get(`/v1/defendants/${defendantId}/file?limit=200`);
  const told = timeline.items.filter(({ part }: Json) => part === "meetings").map(({ what }: Json) => what);
  expect(told).toContain("Problem-solving meeting: agree-plan, plan-agreed");
  expect(JSON.stringify(timeline)).not.toMatch(/Find a bed|the nurse|Nowhere/);
});
