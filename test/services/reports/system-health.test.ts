import { type Json, sharedRig } from "../../support/client.ts";
import { makeWorld, type World } from "../../support/world.ts";

/** What operations staff see: how the system does, in numbers that are about nobody. */
let world: World;

beforeAll(async () => {
  world = await makeWorld(sharedRig(), ["operations", "judge", "police", "governance", "analyst"]);
});

test("every part says whether it answers, in how long, and how much it has still to pass on, and nothing else", async () => {
  const { status, text, body } = await world.operations.send("GET", "/v1/system-health");
  expect(status).toBe(200);
  expect(body.parts.map(({ part, answers }: Json) => [part, answers])).toEqual([
    ["defendants", true],
    ["cases", true],
    ["notes", true],
    ["agencies", true],
    ["reports", true],
    ["audit", true],
  ]);
  for (const { tookMs, waiting, ...rest } of body.parts) {
    expect([Number.isInteger(tookMs), Number.isInteger(waiting)]).toEqual([true, true]);
    expect(Object.keys(rest).sort()).toEqual(["answers", "part"]);
  }
  // Nobody's id, and no agency's.
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test("operations run no report about people's cases, and nobody else has the numbers of the system", async () => {
  const day = "from=2026-01-01&to=2026-02-01";
  for (const path of ["/v1/reports", `/v1/reports/case-throughput?${day}`, `/v1/audit/counts?${day}`])
    expect((await world.operations.send("GET", path)).status).toBe(403);
  for (const who of ["judge", "police", "governance", "analyst"] as const)
    expect((await world[who].send("GET", "/v1/system-health")).status).toBe(403);
});
