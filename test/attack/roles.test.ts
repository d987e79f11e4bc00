import { randomUUID } from "node:crypto";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { makePerson, makeWorld, type World } from "../support/world.ts";
import { expectProblem } from "./support/problem.ts";

/** What an administrator of one agency could make of their right to add people. */
const rig = sharedRig();
let world: World;
let policeAdministrator: Caller;

beforeAll(async () => {
  world = await makeWorld(rig, ["police", "lister"]);
  const username = `adm.${randomUUID()}`;
  policeAdministrator = await makePerson(rig, world.administrator, world.agencies.police, "ADM", username);
});

const personOf = (...roles: string[]) => ({
  username: `made.${randomUUID()}`,
  name: "Made Up",
  roles,
  password: "correct horse battery staple",
});
const addTo = (agencyId: string, caller: Caller, body: object) =>
  caller.send("POST", `/v1/agencies/${agencyId}/people`, { body });

test("people and systems of one's own agency, in its own roles, can be added", async () => {
  expect((await addTo(world.agencies.police, policeAdministrator, personOf("POL", "INT"))).status).toBe(201);
  await policeAdministrator.create(`/v1/agencies/${world.agencies.police}/clients`, {
    name: "A system",
    roles: ["POL"],
  });
});

test.each(["JUD", "LA", "LST", "CPS", "PRB", "TRT", "IGO"])("the police make no %s of anyone", async role => {
  for (const roles of [[role], ["POL", role]]) {
    const answer = await addTo(world.agencies.police, policeAdministrator, personOf(...roles));
    expectProblem(answer, 400, "VALIDATION");
    expect(answer.body.errors.every(({ path }: Json) => path.startsWith("roles"))).toBe(true);
  }
  const path = `/v1/agencies/${world.agencies.police}/clients`;
  expectProblem(
    await policeAdministrator.send("POST", path, { body: { name: "A system", roles: [role] } }),
    400,
    "VALIDATION",
  );
});

test("another administrator is not made alone: it takes two", async () => {
  for (const roles of [["ADM"], ["POL", "ADM"]])
    expectProblem(await addTo(world.agencies.police, policeAdministrator, personOf(...roles)), 422, "RULE_BROKEN");
});

test("another agency is not there for them", async () => {
  expectProblem(await addTo(world.courtId, policeAdministrator, personOf("LST")), 404, "NOT_FOUND");
  expectProblem(await addTo(randomUUID(), policeAdministrator, personOf("POL")), 404, "NOT_FOUND");
});

test("they add no agencies, and others add nobody", async () => {
  const court = { type: "court", name: "Court of our own" };
  expectProblem(await policeAdministrator.send("POST", "/v1/agencies", { body: court }), 403, "ACCESS_DENIED");
  expectProblem(await addTo(world.agencies.police, world.police, personOf("POL")), 403, "ACCESS_DENIED");
  expectProblem(await world.police.send("POST", "/v1/agencies", { body: court }), 403, "ACCESS_DENIED");
});
