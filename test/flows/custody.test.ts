import { type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

/** Custody on remand and under sentence: where, since when, release expected and actual, and the licence. */
const rig = sharedRig();
const never = "00000000-0000-4000-8000-000000000000";
let world: World;
let defendantId: string;
let path: string;

const hold = (who: Who, kind: "remand" | "sentence", more: object = {}, at = path) =>
  world[who].send("POST", at, {
    body: { kind, establishment: "HMP Liverpool", from: "2026-03-02T09:00:00Z", ...more },
  });
const move = (who: Who, id: string, name: string, more: object = {}) =>
  world[who].send("POST", `/v1/custody/${id}/moves`, { body: { move: { name, ...more } } });
const licence = { endsOn: "2026-09-01", conditions: ["To live in Bootle"] };

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "defence", "victims"]);
}, 60_000);
beforeEach(async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  defendantId = defendant.id;
  path = `/v1/cases/${sent.id}/defendants/${defendantId}/custody`;
  for (const agency of ["probation", "treatment", "defence"] as const)
    await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
      ...{ agencyId: world.agencies[agency], caseId: sent.id, reason: "support" },
    });
});

test("a remand is written down by those who write cases, a sentence by those who supervise; by nobody else", async () => {
  const remand = await hold("police", "remand", { expectedReleaseOn: "2026-03-30" });
  expect([remand.status, remand.body]).toMatchObject([
    201,
    {
      ...{ kind: "remand", status: "in-custody", establishment: "HMP Liverpool", expectedReleaseOn: "2026-03-30" },
      ...{ from: "2026-03-02T09:00:00.000Z", releasedAt: null, licence: null },
    },
  ]);
  expect((await hold("probation", "sentence")).status).toBe(201);
  for (const [who, kind] of [
    ["probation", "remand"],
    ["police", "sentence"],
    ["judge", "remand"],
    ["coordinator", "remand"],
    ["treatment", "sentence"],
    ["defence", "remand"],
  ] as const)
    expect([who, (await hold(who, kind)).status]).toEqual([who, 403]);
});

test("who is not at the table, a case of somebody else and an id that never was get one answer", async () => {
  const [other, strangers] = await Promise.all([chargedDefendant(world), makeWorld(rig, ["police"])]);
  const body = { kind: "remand", establishment: "HMP Liverpool" };
  const answers = [
    await strangers.police.send("POST", path, { body }),
    await hold("police", "remand", {}, `/v1/cases/${other.case.id}/defendants/${defendantId}/custody`),
    await hold("police", "remand", {}, `/v1/cases/${never}/defendants/${defendantId}/custody`),
  ].map(answer => ({ ...answer.body, requestId: "", status: answer.status }));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test.each([
  ["expectedReleaseOn", { expectedReleaseOn: "2026-03-01" }],
  ["from", { from: "2999-01-01T09:00:00Z" }],
  ["kind", { kind: "asylum" }],
  ["cell", { cell: "B4" }],
])("%s is checked", async (at, more) => {
  const { status, body } = await hold("police", "remand", more);
  expect([status, body.errors?.[0]?.path]).toEqual([400, at]);
});

test("a remand ends by the court or by who wrote it down, its days are counted, and there is no licence from it", async () => {
  const { body: made } = await hold("police", "remand");
  expect((await move("police", made.id, "release-on-licence", { licence })).status).toBe(422);
  expect((await move("judge", made.id, "transfer", { establishment: "HMP Altcourse" })).status).toBe(403);
  expect((await move("lister", made.id, "release", { reason: "bail" })).status).toBe(403);
  expect((await move("judge", made.id, "release", { reason: "bail", at: "2026-03-01T09:00:00Z" })).status).toBe(400);
  const { body: free } = await move("judge", made.id, "release", { reason: "bail", at: "2026-03-06T16:00:00Z" });
  expect([free.status, free.releaseReason, free.days]).toEqual(["released", "bail", 5]);
  expect((await move("police", made.id, "release", { reason: "bail" })).status).toBe(422);
  expect((await move("police", never, "release", { reason: "bail" })).status).toBe(404);
});

test("a sentence: moved, release expected, licence, recall, released, and the licence over", async () => {
  const { body: made } = await hold("probation", "sentence");
  const told = async (name: string, day: number, more: object = {}) =>
    (await move("probation", made.id, name, { at: `2026-03-0${day}T10:00:00Z`, ...more })).body;
  expect((await told("transfer", 3, { establishment: "HMP Altcourse" })).establishment).toBe("HMP Altcourse");
  expect((await told("expect-release", 4, { expectedReleaseOn: "2026-03-06" })).expectedReleaseOn).toBe("2026-03-06");
  expect((await move("probation", made.id, "end-licence")).status).toBe(422);
  expect(await told("release-on-licence", 6, { licence })).toMatchObject({
    ...{ status: "on-licence", releasedAt: "2026-03-06T10:00:00.000Z", licence },
  });
  expect(await told("recall", 7, { establishment: "HMP Liverpool" })).toMatchObject({
    ...{ status: "in-custody", releasedAt: null, expectedReleaseOn: null },
  });
  await told("release-on-licence", 8, { licence });
  const over = await told("end-licence", 9);
  expect([over.status, over.log.map((entry: Json) => entry.move)]).toEqual([
    "released",
    ["transfer", "expect-release", "release-on-licence", "recall", "release-on-licence", "end-licence"],
  ]);
});

test("who sees what: where only in full, a defence and a provider since when, a stranger nothing; and it is on the timeline", async () => {
  const { body: made } = await hold("probation", "sentence");
  const seen = async (who: Who) => {
    const { status, body } = await world[who].send("GET", `/v1/custody/${made.id}`);
    return status === 200 ? (body.establishment ? "where" : `since ${body.from?.slice(0, 10)}`) : status;
  };
  expect(
    await Promise.all((["judge", "police", "probation", "defence", "treatment", "victims"] as const).map(seen)),
  ).toEqual(["where", "where", "where", "since 2026-03-02", "since 2026-03-02", 404]);
  expect(await seen("lister")).toBe(404);
  const { parts, timeline } = await world.judge.get(`/v1/defendants/${defendantId}/file`);
  const states = Object.fromEntries(parts.map(({ part, state }: Json) => [part, state]));
  expect([states.custody, states.remand]).toEqual(["supplied", "none-held"]);
  expect(timeline.items.map(({ what }: Json) => what)).toContain("In custody under sentence");
});
