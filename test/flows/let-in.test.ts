import { randomUUID } from "node:crypto";
import { sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld } from "../support/world.ts";

/**
 * Agencies are let in one after another while the copies of who is at the table follow by bells. Whoever was let in is
 * in with the answer, also when a bell about the one before is being folded at that moment.
 */
test("whoever is let in a moment after somebody else is in at once, fifty times", async () => {
  const world = await makeWorld(sharedRig(), ["police", "coordinator", "probation", "support"]);
  for (let n = 0; n < 50; n++) {
    const { defendant, case: sent } = await chargedDefendant(world, {
      name: { forenames: ["Mary"], surname: `Let In ${"abcdefghij"[n % 10]}` },
    });
    const invite = (agencyId: string) =>
      world.coordinator.post(`/v1/defendants/${defendant.id}/involvements`, {
        agencyId,
        caseId: sent.id,
        reason: "support",
      });
    await invite(world.agencies.support);
    await invite(world.agencies.probation);
    const body = { defendantId: defendant.id, caseId: sent.id, kind: "agency", text: randomUUID(), shareWith: [] };
    expect((await world.probation.send("POST", "/v1/notes", { body })).status).toBe(201);
  }
}, 120_000);
