import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf } from "../support/sentenced.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let defendantId = "";
let caseId = "";

beforeAll(async () => {
  world = await makeWorld(rig);
});
beforeEach(async () => {
  const made = await chargedDefendant(world);
  defendantId = made.defendant.id;
  caseId = made.case.id;
});

const impose = (over: object = {}): Promise<Json> =>
  world.legalAdviser.create(`/v1/cases/${caseId}/payments`, {
    ...{ defendantId, kind: "fine", amountPence: 12_000, dueOn: "2026-04-10", imposedAt: "2026-03-10T12:00:00Z" },
    ...over,
  });
const dues = async () =>
  (await itemsOf(world, defendantId, "obligations"))
    .filter(({ kind }) => kind === "payment")
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
const outcomes = async () => (await dues()).map(({ outcome }) => outcome);
const receipt = (id: string, amountPence: number, receivedAt: string): Promise<Json> =>
  world.legalAdviser.post(`/v1/payments/${id}/receipts`, { amountPence, receivedAt });

test("a fine is expected by its day from when it is imposed, and awaited until it is paid in full", async () => {
  const { id } = await impose();
  expect(await dues()).toMatchObject([
    {
      ...{ dueAt: "2026-04-10T22:59:59.999Z", outcome: "awaiting", standing: "awaiting", sourceId: id, orderId: null },
      source: { agencyId: world.courtId },
    },
  ]);
  await receipt(id, 11_999, "2026-04-01T09:00:00Z");
  expect(await outcomes()).toEqual(["awaiting"]);
  await receipt(id, 1, "2026-04-09T09:00:00Z");
  expect(await dues()).toMatchObject([
    { outcome: "attended-complied", standing: "acceptable", happenedAt: "2026-04-09T09:00:00.000Z" },
  ]);
});

test("what is paid late was not done as ordered", async () => {
  const { id } = await impose();
  await receipt(id, 12_000, "2026-04-11T00:00:00Z");
  expect(await dues()).toMatchObject([{ outcome: "attended-failed", standing: "unacceptable" }]);
});

test("each instalment is expected by its own day; money goes to the earliest", async () => {
  const { id } = await impose({ instalment: { amountPence: 5_000, every: "week" } });
  expect((await dues()).map(({ dueAt }) => dueAt.slice(0, 10))).toEqual(["2026-04-10", "2026-04-17", "2026-04-24"]);
  await receipt(id, 6_000, "2026-04-10T09:00:00Z");
  expect(await outcomes()).toEqual(["attended-complied", "awaiting", "awaiting"]);
  await receipt(id, 6_000, "2026-04-20T09:00:00Z");
  expect(await outcomes()).toEqual(["attended-complied", "attended-failed", "attended-complied"]);
});

test("a receipt that was reversed never came: what it had settled waits again, and says why", async () => {
  const { id } = await impose();
  const paid = await receipt(id, 12_000, "2026-04-01T09:00:00Z");
  expect(await outcomes()).toEqual(["attended-complied"]);
  await world.legalAdviser.post(`/v1/payments/${id}/receipts/${paid.entries[0].id}/reversal`, { reason: "Not theirs" });
  expect(await dues()).toMatchObject([
    { outcome: "awaiting", happenedAt: null, corrections: [{ from: "attended-complied", to: "awaiting" }] },
  ]);
  await receipt(id, 12_000, "2026-04-12T09:00:00Z");
  expect(await outcomes()).toEqual(["attended-failed"]);
});

test("what is written off is nobody's failure; the rest is still due", async () => {
  const { id } = await impose({ instalment: { amountPence: 6_000, every: "month" } });
  await world.legalAdviser.post(`/v1/payments/${id}/write-offs`, { amountPence: 6_000, reason: "Remitted" });
  expect(await outcomes()).toEqual(["awaiting", "not-held"]);
  await world.legalAdviser.post(`/v1/payments/${id}/write-offs`, { amountPence: 6_000, reason: "Deceased" });
  expect(await outcomes()).toEqual(["not-held", "not-held"]);
});

test("nobody says by hand that it was paid, and nobody sets such a thing by hand", async () => {
  await impose();
  const [due] = await dues();
  const said = { body: { outcome: "attended-complied" } };
  expect((await world.probation.send("POST", `/v1/obligations/${due?.id}/outcome`, said)).status).toBe(404);
  expect((await world.judge.send("POST", `/v1/obligations/${due?.id}/court-outcome`, said)).status).toBe(403);
});

test("an instalment so small that it would take more than two years of weeks is refused", async () => {
  const answer = await world.legalAdviser.send("POST", `/v1/cases/${caseId}/payments`, {
    body: {
      ...{ defendantId, kind: "fine", amountPence: 12_000, dueOn: "2026-04-10" },
      instalment: { amountPence: 100, every: "week" },
    },
  });
  expect([answer.status, answer.body.errors[0].path]).toEqual([400, "instalment.amountPence"]);
  expect(await dues()).toEqual([]);
});
