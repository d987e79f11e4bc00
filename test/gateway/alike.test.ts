import { randomUUID } from "node:crypto";
import { restOfStepMs } from "../../gateway/alike.ts";
import { sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, usualPeople } from "../support/world.ts";

test.each([
  [0.1, 25],
  [3.4, 22],
  [24.9, 1],
  [25, 0],
  [25.1, 25],
  [63, 12],
])("what was found out after %d ms is told after %d more", (passedMs, restMs) => {
  expect(restOfStepMs(passedMs)).toBe(restMs);
});

test("no refusal tells by its haste that there is nothing: out of reach, never there, no such address", async () => {
  const rig = sharedRig();
  const home = await makeWorld(rig, usualPeople);
  const { defendant, case: sent } = await chargedDefendant(home);
  const outsider = (await makeWorld(rig, ["probation"])).probation;
  const paths = [
    `/v1/defendants/${defendant.id}`,
    `/v1/cases/${sent.id}`,
    `/v1/defendants/${randomUUID()}`,
    `/v1/cases/${randomUUID()}`,
    "/v1/nothing",
  ];
  for (const path of [...paths, ...paths.toReversed()]) {
    const askedMs = performance.now();
    expect((await outsider.send("GET", path)).status).toBe(404);
    expect(performance.now() - askedMs).toBeGreaterThanOrEqual(25);
  }
});
