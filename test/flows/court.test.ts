import { fillFile } from "../attack/support/filled.ts";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;

beforeAll(async () => {
  world = await makeWorld(rig);
});

const change = async (by: Caller, path: string, what: string, body: object) =>
  by.send("POST", `${path}/${what}`, { body, ifMatch: (await world.judge.get(path)).version });
const fileOf = (by: Caller, id: string): Promise<Json> => by.get(`/v1/defendants/${id}/file`);
const partOf = async (by: Caller, id: string, name: string): Promise<Json> =>
  (await fileOf(by, id)).parts.find(({ part }: Json) => part === name);
const told = async (id: string): Promise<string[]> =>
  (await fileOf(world.judge, id)).timeline.items.map(({ what }: Json) => what);

describe("an order", () => {
  test("its requirements start and end, it runs its course, and the case closes", async () => {
    const ids = await fillFile(world);
    const path = `/v1/orders/${ids.orders}`;
    const [requirement] = (await world.judge.get(path)).requirements;
    expect(requirement).toMatchObject({ type: "drug-rehabilitation", status: "imposed", ended: null });
    const ofRequirement = `requirements/${requirement.id}/moves`;
    const early = await change(world.probation, path, ofRequirement, { move: "complete" });
    expect([early.status, early.body.allowed]).toEqual([422, ["start", "terminate", "leave-unworked"]]);
    const started = await change(world.probation, path, ofRequirement, { move: "start" });
    expect(started.body.requirements[0]).toMatchObject({ status: "started", startedAt: expect.any(String) });
    expect((await change(world.judge, path, ofRequirement, { move: "complete" })).status).toBe(403);

    expect((await change(world.judge, path, "moves", { move: "complete" })).status).toBe(403);
    expect((await change(world.treatment, path, "moves", { move: "complete" })).status).toBe(403);
    const done = await change(world.probation, path, "moves", { move: "complete" });
    expect(done.body).toMatchObject({ status: "completed-full-course", requirements: [{ status: "completed" }] });
    const after = await change(world.judge, path, "moves", { move: "revoke-breach", reason: "Breach proved" });
    expect([after.status, after.body.allowed]).toEqual([422, []]);
    expect((await change(world.probation, path, ofRequirement, { move: "continue" })).status).toBe(422);
    expect((await world.judge.get(`/v1/cases/${ids.cases}`)).defendants[0].status).toBe("closed");
    expect(await told(ids.defendants ?? "")).toEqual(
      expect.arrayContaining([
        "Order completed-full-course: community-order",
        "Requirement completed: drug-rehabilitation",
      ]),
    );
  });

  test("a court suspends and revokes it with a reason; a supervisor does neither", async () => {
    const ids = await fillFile(world);
    const path = `/v1/orders/${ids.orders}`;
    const revoke = { move: "revoke-breach", reason: "Breach proved" };
    expect((await change(world.probation, path, "moves", revoke)).status).toBe(403);
    expect((await change(world.judge, path, "moves", { move: "revoke-breach" })).body.errors[0].path).toBe("reason");
    expect((await change(world.judge, path, "moves", { move: "start" })).status).toBe(400);
    const suspended = await change(world.judge, path, "moves", { move: "suspend", reason: "Appeal lodged" });
    expect(suspended.body.status).toBe("suspended-by-appeal");
    expect((await change(world.judge, path, "moves", revoke)).body.allowed).toEqual(["resume", "revoke-other"]);
    expect((await change(world.judge, path, "moves", { move: "resume" })).body.status).toBe("active");
    const revoked = await change(world.judge, path, "moves", revoke);
    expect(revoked.body).toMatchObject({
      status: "revoked-breach",
      requirements: [{ status: "terminated", ended: { reason: "Breach proved" } }],
    });
    expect(revoked.body.moves.map(({ to }: Json) => to)).toEqual(["suspended-by-appeal", "active", "revoked-breach"]);
  });

  test("a requirement that is gone for newer offences is not imposed", async () => {
    const { defendant, case: sent } = await chargedDefendant(world);
    const offenceId = sent.defendants[0].offences[0].id;
    const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      day: "2026-03-10",
      session: "morning",
      room: "1",
      type: "sentence",
      defendantIds: [defendant.id],
    });
    const pleas = [{ offenceId, plea: "guilty" }];
    const { version } = await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, {
      defendantId: defendant.id,
      pleas,
    });
    const body = {
      defendantId: defendant.id,
      hearingId: hearing.id,
      disposal: "community-order",
      results: [{ offenceId, code: "1116", text: "Community order" }],
      order: {
        supervisedBy: world.agencies.probation,
        endsOn: "2027-03-10",
        requirements: [{ type: "supervision", length: 6 }],
      },
    };
    const refused = await world.judge.send("POST", `/v1/cases/${sent.id}/sentence`, { body, ifMatch: version });
    expect(refused.body.errors.map(({ path }: Json) => path)).toEqual(["order.requirements[0].type"]);
  });
});

test("a warrant puts the case to rest until the police execute it, once", async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "first",
    defendantIds: [defendant.id],
  });
  const body = { defendantId: defendant.id, type: "no-bail", reason: "failed-to-appear" };
  expect((await world.police.send("POST", `/v1/cases/${sent.id}/warrants`, { body })).status).toBe(403);
  const warrant = await world.legalAdviser.create(`/v1/cases/${sent.id}/warrants`, body);
  expect(warrant).toMatchObject({ type: "no-bail", status: "issued", reason: "failed-to-appear" });
  const status = async () => (await world.judge.get(`/v1/cases/${sent.id}`)).defendants[0].status;
  expect(await status()).toBe("inactive-warrant");
  const path = `/v1/warrants/${warrant.id}`;
  expect((await change(world.police, path, "moves", { move: "withdraw" })).status).toBe(403);
  expect((await change(world.police, path, "moves", { move: "execute" })).body.status).toBe("executed");
  expect(await status()).toBe("in-progress");
  expect((await change(world.judge, path, "moves", { move: "withdraw" })).body.allowed).toEqual([]);
  expect(await partOf(world.police, defendant.id, "warrants")).toMatchObject({
    state: "supplied",
    suppliedBy: [world.courtId],
    asOf: expect.any(String),
    items: [{ id: warrant.id, status: "executed" }],
  });
  expect(await told(defendant.id)).toEqual(expect.arrayContaining(["Warrant issued without bail", "Warrant executed"]));
});

test("bail is set by the court alone, entry after entry, and a correction says why", async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  const path = `/v1/cases/${sent.id}/defendants/${defendant.id}/bail`;
  const conditional = { status: "conditional-bail", conditions: [{ kind: "curfew", text: "7 pm to 7 am" }] };
  expect((await world.police.send("POST", path, { body: conditional })).status).toBe(403);
  expect((await world.judge.send("POST", path, { body: { status: "conditional-bail" } })).status).toBe(400);
  await world.judge.post(path, conditional);
  await world.legalAdviser.post(path, { status: "custody", correction: "Another defendant's bail was typed in" });
  const shown = (await world.police.get(`/v1/cases/${sent.id}`)).defendants[0];
  expect(shown.bail).toBe("custody");
  expect(shown.bailSet).toEqual([
    { ...conditional, at: expect.any(String), correction: null },
    { status: "custody", conditions: [], at: expect.any(String), correction: "Another defendant's bail was typed in" },
  ]);
  expect(await told(defendant.id)).toEqual(
    expect.arrayContaining(["Bail: conditional-bail", "Bail corrected: custody"]),
  );
});

test("a fine is paid in parts, never more than is left; a wrong receipt is reversed, the rest written off", async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  const body = {
    defendantId: defendant.id,
    kind: "fine",
    amountPence: 12_000,
    dueOn: "2026-06-10",
    instalment: { amountPence: 2_000, every: "month" },
  };
  expect((await world.lister.send("POST", `/v1/cases/${sent.id}/payments`, { body })).status).toBe(403);
  const fine = await world.judge.create(`/v1/cases/${sent.id}/payments`, body);
  const path = `/v1/payments/${fine.id}`;
  expect(fine).toMatchObject({ status: "outstanding", outstandingPence: 12_000, dueOn: "2026-06-10" });
  const first = await world.lister.post(`${path}/receipts`, { amountPence: 2_000 });
  expect(first).toMatchObject({ paidPence: 2_000, outstandingPence: 10_000 });
  const much = await world.lister.send("POST", `${path}/receipts`, { body: { amountPence: 10_001 } });
  expect([much.status, much.body.detail]).toEqual([422, "10000 pence are outstanding, and no more."]);
  const reversal = `${path}/receipts/${first.entries[0].id}/reversal`;
  const reversed = await world.lister.post(reversal, { reason: "Paid by somebody else" });
  expect(reversed).toMatchObject({ paidPence: 0, outstandingPence: 12_000 });
  expect((await world.lister.send("POST", reversal, { body: { reason: "Again" } })).status).toBe(422);
  await world.lister.post(`${path}/receipts`, { amountPence: 5_000 });
  const ended = await world.judge.post(`${path}/write-offs`, { amountPence: 7_000, reason: "No means" });
  expect(ended).toMatchObject({ status: "written-off", paidPence: 5_000, outstandingPence: 0 });
  expect(ended.entries.map(({ kind, reason }: Json) => [kind, reason])).toEqual([
    ["receipt", null],
    ["reversal", "Paid by somebody else"],
    ["receipt", null],
    ["write-off", "No means"],
  ]);
  const [shown] = (await partOf(world.police, defendant.id, "payments")).items;
  expect(shown).toMatchObject({ id: fine.id, status: "written-off" });
  expect(await told(defendant.id)).toEqual(
    expect.arrayContaining(["To be paid: fine, £120.00", "fine receipt reversed: £20.00", "fine written off: £70.00"]),
  );
  // Whoever is not at the table finds none of it.
  const stranger = await makeWorld(rig, ["judge"]);
  expect((await stranger.judge.send("GET", path)).status).toBe(404);
});
