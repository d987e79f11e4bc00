import { expectProblem } from "../attack/support/problem.ts";
import { type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

/** The judge's one screen, by HTTP. */
const rig = sharedRig();
let world: World;
let path: string;
let defendantId: string;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "legalAdviser", "coordinator", "lister", "police", "probation", "treatment"]);
  const charged = await chargedDefendant(world);
  defendantId = charged.defendant.id;
  path = `/v1/defendants/${defendantId}/sentencing-view`;
  const about = { defendantId, caseId: charged.case.id };
  await world.judge.post(`/v1/defendants/${defendantId}/involvements`, {
    agencyId: world.agencies.treatment,
    caseId: charged.case.id,
    reason: "support",
  });
  await world.coordinator.create("/v1/needs", { ...about, domain: "drugs", severity: 2, summary: "Uses daily" });
  await world.treatment.create("/v1/drug-tests", {
    ...about,
    takenAt: "2026-03-08T09:00:00Z",
    sample: "urine",
    outcome: "negative",
  });
  await world.police.create("/v1/convictions", {
    defendantId,
    convictedOn: "2015-05-06",
    court: "Wirral",
    offences: [{ title: "Theft from a shop" }],
    disposals: [{ kind: "fine" }],
  });
  await world.judge.create(`/v1/defendants/${defendantId}/private-notes`, { text: "Looked at me this time" });
});

const blockOf = (view: Json, name: string): Json[] => view.blocks.find(({ block }: Json) => block === name).parts;

test("one call shows everything in its place, and no block is blank", async () => {
  const view = await world.judge.get(path);
  expect(view.blocks.map(({ block, parts }: Json) => [block, parts.length > 0])).toEqual([
    ["matter", true],
    ["record", true],
    ["person-and-needs", true],
    ["orders-and-compliance", true],
    ["notes", true],
  ]);
  for (const { parts } of view.blocks)
    for (const { state, items, suppliedBy } of parts) {
      expect(["supplied", "not-supplied", "requested", "withheld", "none-held"]).toContain(state);
      expect(items.length > 0).toBe(suppliedBy.length > 0);
    }
  expect(blockOf(view, "record").map(({ part, state }) => [part, state])).toContainEqual([
    "spent-convictions",
    "supplied",
  ]);
  expect(blockOf(view, "person-and-needs").find(({ part }) => part === "needs").items).toMatchObject([
    { domain: "drugs", severity: 2, marking: { nature: "opinion" } },
  ]);
  expect(view.strip.pack.missing).toEqual([
    { part: "drug-tests", state: "withheld", heldBy: [world.agencies.treatment] },
  ]);
});

test("the judge's own notes lie beside it for the judge, and there is no trace of them for the legal adviser", async () => {
  const mine = await world.judge.send("GET", path);
  expect(mine.body.privateNotes.items.map(({ text }: Json) => text)).toEqual(["Looked at me this time"]);
  const { privateNotes: _mine, ...screen } = mine.body;
  expect(JSON.stringify(screen)).not.toContain("Looked at me");
  const adviser = await world.legalAdviser.send("GET", path);
  expect(adviser.status).toBe(200);
  expect(adviser.text).not.toMatch(/Looked at me|privateNotes/);
});

test("a review begins with orders and compliance", async () => {
  const { form, blocks } = await world.judge.get(`${path}?form=review`);
  expect([form, blocks[0].block]).toEqual(["review", "orders-and-compliance"]);
  expectProblem(await world.judge.send("GET", `${path}?form=holiday`), 400, "VALIDATION", "form");
});

test("the bench alone, and only the bench at this table", async () => {
  for (const who of [world.lister, world.coordinator, world.police, world.treatment])
    expectProblem(await who.send("GET", path), 403, "ACCESS_DENIED");
  const other = await makeWorld(rig, ["judge"]);
  expectProblem(await other.judge.send("GET", path), 404, "NOT_FOUND");
});
