import { type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

/** What must be known of a person at a glance: set, prolonged and ended by one agency, known by the class of its kind. */
const rig = sharedRig();
const never = "00000000-0000-4000-8000-000000000000";
let world: World;
let defendantId: string;
let caseId: string;

const set = (who: Who, kind: string, more: object = {}) =>
  world[who].send("POST", "/v1/markers", {
    body: { defendantId, caseId, kind, markedAt: "2026-03-02T09:00:00Z", ...more },
  });
const move = (who: Who, id: string, body: object) =>
  world[who].send("POST", `/v1/markers/${id}/moves`, { body: { move: body } });
const read = (who: Who, id: string) => world[who].send("GET", `/v1/markers/${id}`);
const mappa = { mappa: { category: 1, level: 2 } };

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "victims", "defence"]);
  const { defendant, case: sent } = await chargedDefendant(world);
  defendantId = defendant.id;
  caseId = sent.id;
  for (const agency of ["probation", "victim", "defence", "treatment"] as const)
    await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
      ...{ agencyId: world.agencies[agency], caseId, reason: "support" },
    });
}, 60_000);

/** F in full, L that it is marked and no more, - not at all; the columns as below. */
const readers = [
  "judge",
  "legalAdviser",
  "lister",
  "coordinator",
  "police",
  "probation",
  "treatment",
  "victims",
  "defence",
] as const;
const reach: readonly (readonly [kind: string, by: Who, more: object, cells: string])[] = [
  ["vulnerable-adult", "lister", {}, "F F F F F F L L L"],
  ["self-harm", "treatment", {}, "F F - F L F F - F"],
  ["domestic-abuse", "police", {}, "F F F F F F L L L"],
  ["weapons", "police", {}, "F F F F F F L L L"],
  ["prolific-offender", "probation", {}, "F F - L - F - - F"],
  ["mappa", "probation", mappa, "F F - L - F - - F"],
  ["victim-safety", "victims", {}, "L L - L F L - F -"],
];

test.each(reach)("who may know of %s", async (kind, by, more, cells) => {
  const made = await set(by, kind, more);
  expect([made.status, made.body.kind, made.body.isInForce]).toEqual([201, kind, true]);
  const seen: string[] = [];
  for (const who of readers) {
    const { status, body } = await read(who, made.body.id);
    seen.push(status === 404 ? "-" : body.from ? "F" : "L");
  }
  expect(seen.join(" ")).toBe(cells);
});

test("whoever may not write what a kind says does not set it, and who is not at the table finds nobody", async () => {
  for (const [who, kind, more] of [
    ["judge", "vulnerable-adult", {}],
    ["defence", "vulnerable-adult", {}],
    ["treatment", "domestic-abuse", {}],
    ["police", "mappa", mappa],
    ["probation", "victim-safety", {}],
    ["victims", "self-harm", {}],
  ] as const)
    expect([who, kind, (await set(who, kind, more)).status]).toEqual([who, kind, 403]);
  const other = await makeWorld(rig, ["police"]);
  const body = { defendantId, caseId, kind: "weapons" };
  expect((await other.police.send("POST", "/v1/markers", { body })).status).toBe(404);
});

test("of a case of somebody else, or one that never was, it is not set", async () => {
  const other = await chargedDefendant(world);
  for (const elsewhere of [{ caseId: other.case.id }, { caseId: never }, { defendantId: never }])
    expect((await set("police", "weapons", elsewhere)).status).toBe(404);
});

test.each([
  ["kind", { kind: "nuisance" }],
  ["mappa", { kind: "mappa" }],
  ["mappa", mappa],
  ["mappa.level", { kind: "mappa", mappa: { category: 1, level: 4 } }],
  ["until", { until: "2026-03-01" }],
  ["markedAt", { markedAt: "2999-01-01T09:00:00Z" }],
  ["text", { text: "He carries a knife" }],
])("%s is checked", async (path, more) => {
  const { status, body } = await set("police", "weapons", more);
  expect([status, body.errors?.[0]?.path]).toEqual([400, path]);
});

test("its agency prolongs and ends it with a reason, another does not, and what has ended stays so", async () => {
  const { body: made } = await set("police", "weapons", { until: "2026-03-20" });
  expect([made.isInForce, made.until]).toEqual([false, "2026-03-20"]);
  expect((await move("lister", made.id, { name: "renew", until: null })).status).toBe(403);
  expect((await move("treatment", made.id, { name: "end", reason: "replaced" })).status).toBe(403);
  expect((await move("police", made.id, { name: "renew", until: "2026-03-01" })).status).toBe(400);
  const { body: longer } = await move("police", made.id, { name: "renew", until: "2999-12-31" });
  expect([longer.isInForce, longer.until, longer.renewals.length]).toEqual([true, "2999-12-31", 1]);
  expect((await move("police", made.id, { name: "end", reason: "He is calm" })).status).toBe(400);
  const ending = { name: "end", at: "2026-03-09T10:00:00Z", reason: "recorded-in-error" };
  const { body: ended } = await move("police", made.id, ending);
  expect([ended.status, ended.isInForce, ended.ended]).toEqual([
    ...["ended", false],
    { at: "2026-03-09T10:00:00.000Z", reason: "recorded-in-error" },
  ]);
  expect((await move("police", made.id, ending)).status).toBe(422);
  expect((await move("police", never, ending)).status).toBe(404);
});

test("it stands in the file and on the timeline; a victim's safety on no timeline and never for the defence", async () => {
  const file = await world.judge.get(`/v1/defendants/${defendantId}/file?limit=200`);
  const partOf = (name: string): Json => file.parts.find(({ part }: Json) => part === name);
  expect(partOf("markers").items[0]).toMatchObject({
    ...{ kind: "vulnerable-adult", source: { agencyId: world.courtId }, marking: { nature: "opinion" } },
  });
  expect([partOf("risk-markers").state, partOf("victim-markers").state]).toEqual(["supplied", "supplied"]);
  const told = file.timeline.items.map(({ what }: Json) => what);
  expect(told).toContain("Marked: mappa");
  expect(told.some((what: string) => what.includes("victim"))).toBe(false);
  const { text } = await world.defence.send("GET", `/v1/defendants/${defendantId}/file?limit=200`);
  expect(text).not.toMatch(/victim-safety|victim-markers/);
});
