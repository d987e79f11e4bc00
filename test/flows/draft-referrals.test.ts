import { randomUUID } from "node:crypto";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makePerson, makeWorld, type Who, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let defendantId = "";
let caseId = "";
let colleague: Caller;

const everybody = ["judge", "legalAdviser", "probation", "treatment", "support"] as const;

beforeAll(async () => {
  world = await makeWorld(rig);
  const made = await chargedDefendant(world);
  defendantId = made.defendant.id;
  caseId = made.case.id;
  for (const place of ["probation", "treatment", "support"] as const)
    await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
      ...{ agencyId: world.agencies[place], caseId, reason: "support" },
    });
  const { administrator, agencies } = world;
  colleague = await makePerson(rig, administrator, agencies.probation, "PRB", `colleague.${Date.now()}`);
}, 60_000);

const draft = (): Promise<Json> =>
  world.probation.create("/v1/referrals", {
    ...{ defendantId, caseId, providerAgencyId: world.agencies.treatment, need: "drugs", basis: "voluntary" },
    draft: true,
  });
const fileOf = async (by: Caller) => {
  const { parts, timeline } = await by.get(`/v1/defendants/${defendantId}/file`);
  const { state, alsoHeldBy, items } = parts.find(({ part }: Json) => part === "referrals");
  const told = timeline.items.filter(({ part }: Json) => part === "referrals");
  return { state, alsoHeldBy, items: items.length, told: told.length };
};
const nothing = { state: "none-held", alsoHeldBy: [], items: 0, told: 0 };
const move = (by: Caller, id: string, name: string) =>
  by.send("POST", `/v1/referrals/${id}/moves`, { body: { move: { name } } });

describe("a draft", () => {
  let id = "";

  test("is there for the agency that drafts it, all of it", async () => {
    ({ id } = await draft());
    for (const by of [world.probation, colleague]) {
      expect((await by.get(`/v1/referrals/${id}`)).status).toBe("draft");
      expect(await fileOf(by)).toMatchObject({ state: "supplied", items: 1 });
    }
  });

  test.each(everybody.filter(who => who !== "probation"))(
    "is not there for %s: not by its id, not in the file, not by its absence",
    async who => {
      const by = world[who as Who];
      const [there, never] = [
        await by.send("GET", `/v1/referrals/${id}`),
        await by.send("GET", `/v1/referrals/${randomUUID()}`),
      ];
      expect([there.status, there.body.type]).toEqual([404, never.body.type]);
      expect(await fileOf(by)).toEqual(nothing);
      const moved = await move(by, id, "receive");
      expect([403, 404]).toContain(moved.status);
      if (who !== "judge" && who !== "legalAdviser") expect(moved.status).toBe(404);
    },
  );

  test("is there for everybody else once it is sent", async () => {
    expect((await move(world.probation, id, "send")).body.status).toBe("sent");
    for (const who of everybody) {
      expect((await world[who].get(`/v1/referrals/${id}`)).status).toBe("sent");
      expect(await fileOf(world[who])).toMatchObject({ state: "supplied", items: 1 });
    }
  });
});

test("one that is withdrawn before it was sent was never anybody else's business", async () => {
  const { id } = await draft();
  expect((await move(world.probation, id, "withdraw")).body.status).toBe("withdrawn");
  for (const who of ["judge", "treatment", "support"] as const)
    expect((await world[who].send("GET", `/v1/referrals/${id}`)).status).toBe(404);
  expect((await world.probation.get(`/v1/referrals/${id}`)).status).toBe("withdrawn");
});

test("one that was sent at once and is withdrawn is still there", async () => {
  const { id } = await world.treatment.create("/v1/referrals", {
    ...{ defendantId, caseId, providerAgencyId: world.agencies.treatment, need: "alcohol", basis: "voluntary" },
  });
  await move(world.treatment, id, "withdraw");
  expect((await world.judge.get(`/v1/referrals/${id}`)).status).toBe("withdrawn");
});
