import { expectProblem } from "../attack/support/problem.ts";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

/** Earlier convictions: marked when spent, kept for the court, and gone for those who may not read spent ones. */
const rig = sharedRig();
const never = "2999-12-31";
let world: World;
let defendantId: string;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "coordinator", "police", "prosecutor", "probation", "treatment"]);
});
beforeEach(async () => {
  const charged = await chargedDefendant(world);
  defendantId = charged.defendant.id;
  for (const agencyId of [world.agencies.probation, world.agencies.treatment])
    await world.judge.post(`/v1/defendants/${defendantId}/involvements`, {
      agencyId,
      caseId: charged.case.id,
      reason: "support",
    });
});

const conviction = (changes: object = {}) => ({
  defendantId,
  convictedOn: "2015-05-06",
  court: "Wirral Magistrates' Court",
  offences: [{ code: "TH68001", title: "Theft from a shop" }],
  disposals: [{ kind: "fine" }],
  ...changes,
});
const record = (changes: object = {}) => world.police.create("/v1/convictions", conviction(changes));
const partOf = async (who: Caller, part: string): Promise<Json> =>
  (await who.get(`/v1/defendants/${defendantId}/file`)).parts.find((found: Json) => found.part === part);

test("an old fine is spent: marked for the court, and no part of what a co-ordinator or a clinic is told", async () => {
  const { id, spent } = await record();
  expect(spent).toEqual({ isSpent: true, from: "2016-05-06", rule: "fine: 12 months from conviction" });
  const shown = await partOf(world.judge, "spent-convictions");
  expect(shown).toMatchObject({ class: "spent", state: "supplied", suppliedBy: [world.agencies.police] });
  expect(shown.items).toMatchObject([{ id, convictedOn: "2015-05-06", spent: { isSpent: true } }]);
  expect((await partOf(world.judge, "antecedents")).items).toEqual([]);
  for (const who of [world.coordinator, world.treatment]) {
    const { text } = await who.send("GET", `/v1/defendants/${defendantId}/file`);
    expect(text).not.toContain(id);
    expect(text).not.toContain("spent-convictions");
    expectProblem(await who.send("GET", `/v1/convictions/${id}`), 404, "NOT_FOUND");
  }
});

test("one that is not spent: whole for the court, without its offences for the co-ordinator, not for the clinic", async () => {
  const { id } = await record({ disposals: [{ kind: "custody", lengthMonths: 49, endsOn: never }] });
  const [item] = (await partOf(world.judge, "antecedents")).items;
  expect(item).toMatchObject({
    id,
    offences: [{ code: "TH68001", title: "Theft from a shop" }],
    marking: { category: "convicted" },
  });
  const limited = (await partOf(world.coordinator, "antecedents")).items[0];
  expect(limited).toMatchObject({ id, convictedOn: "2015-05-06", disposals: [{ kind: "custody" }] });
  expect(Object.keys(limited)).not.toContain("offences");
  expect(Object.keys(limited)).not.toContain("court");
  expect(await partOf(world.treatment, "antecedents")).toBeUndefined();
  expectProblem(await world.treatment.send("GET", `/v1/convictions/${id}`), 404, "NOT_FOUND");
});

test("a conviction in its time brings one back that would have been spent, for everybody who reads it", async () => {
  const old = await record();
  expectProblem(await world.coordinator.send("GET", `/v1/convictions/${old.id}`), 404, "NOT_FOUND");
  await record({
    convictedOn: "2016-01-01",
    disposals: [{ kind: "custody", lengthMonths: 12, endsOn: never }],
  });
  expect((await world.coordinator.get(`/v1/convictions/${old.id}`)).spent).toEqual({
    isSpent: false,
    from: "3000-12-31",
    rule: "waits for another conviction (s. 6(4))",
  });
  expect(await partOf(world.judge, "spent-convictions")).toBeUndefined();
});

test("a correction says why and which fields, and changes when it is spent", async () => {
  const { id } = await record();
  const corrected = await world.police.post(`/v1/convictions/${id}/correction`, {
    reason: "The court's register says suspended",
    disposals: [{ kind: "suspended-sentence", lengthMonths: 6, endsOn: never }],
  });
  expect(corrected).toMatchObject({
    version: 2,
    spent: { isSpent: false, from: "3000-12-31" },
    corrections: [{ reason: "The court's register says suspended", fields: ["disposals"] }],
  });
});

describe("refused", () => {
  test.each([
    ["of a day to come", { convictedOn: never }, "convictedOn"],
    ["for nothing", { offences: [] }, "offences"],
    ["without a sentence", { disposals: [] }, "disposals"],
    ["with a sentence that there is not", { disposals: [{ kind: "transportation" }] }, "disposals[0].kind"],
    ["with a code that is none", { offences: [{ code: "T68001", title: "Theft" }] }, "offences[0].code"],
    ["with a field that is none", { spent: { isSpent: true } }, "spent"],
  ])("%s", async (_what, changes, path) => {
    const answer = await world.police.send("POST", "/v1/convictions", { body: conviction(changes) });
    expectProblem(answer, 400, "VALIDATION", path);
  });

  test("by who may only read them, and by another agency than the one that recorded it", async () => {
    expectProblem(await world.probation.send("POST", "/v1/convictions", { body: conviction() }), 403, "ACCESS_DENIED");
    const { id } = await record();
    const correction = { body: { reason: "Mine now", court: "Liverpool" } };
    expectProblem(
      await world.probation.send("POST", `/v1/convictions/${id}/correction`, correction),
      403,
      "ACCESS_DENIED",
    );
    expectProblem(
      await world.police.send("POST", `/v1/convictions/${id}/correction`, { body: { reason: "Nothing" } }),
      400,
      "VALIDATION",
    );
  });

  test("about somebody whose file is another's", async () => {
    const other = await makeWorld(rig, ["police"]);
    expectProblem(await other.police.send("POST", "/v1/convictions", { body: conviction() }), 404, "NOT_FOUND");
  });
});
