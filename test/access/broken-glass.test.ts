import { type Caller, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
const emergency = { reasonCode: "risk-to-life", text: "Threatened to jump; the hospital asks who he is" };
let world: World;
let outside: World;
let defendantId: string;
let caseId: string;
let file: string;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "governance"]);
  outside = await makeWorld(rig, ["probation", "judge", "operations", "governance"]);
});
beforeEach(async () => {
  const charged = await chargedDefendant(world);
  defendantId = charged.defendant.id;
  caseId = charged.case.id;
  file = `/v1/defendants/${defendantId}`;
});
const breakGlass = (who: Caller, body: object = emergency) => who.send("POST", `${file}/broken-glass`, { body });
const openReviews = async () =>
  (await world.governance.get("/v1/broken-glass")).items.filter(
    (found: { defendantId: string }) => found.defendantId === defendantId,
  );

test("opens one file to read, for one person and an hour, by their role; others' files stay shut", async () => {
  const other = await chargedDefendant(world);
  expect((await outside.probation.send("GET", `${file}/file`)).status).toBe(404);
  const broken = (await breakGlass(outside.probation)).body;
  expect(Date.parse(broken.to) - Date.parse(broken.from)).toBe(3_600_000);
  expect((await outside.probation.send("GET", `${file}/file`)).status).toBe(200);
  expect((await outside.probation.send("GET", `/v1/cases/${caseId}`)).status).toBe(200);
  expect((await outside.judge.send("GET", `${file}/file`)).status).toBe(404);
  expect((await outside.probation.send("GET", `/v1/defendants/${other.defendant.id}`)).status).toBe(404);
});

test("writes nothing", async () => {
  await breakGlass(outside.probation);
  const note = { defendantId, caseId, kind: "agency", text: "Seen in an emergency", shareWith: [] };
  expect((await outside.probation.send("POST", "/v1/notes", { body: note })).status).toBe(404);
  const invite = { agencyId: outside.agencies.probation, caseId, reason: "support" };
  expect((await outside.probation.send("POST", `${file}/involvements`, { body: invite })).status).toBe(404);
});

test("tells those who answer for the file at once, and stays to be reviewed until somebody else has", async () => {
  const broken = (await breakGlass(outside.probation)).body;
  expect(await openReviews()).toMatchObject([{ id: broken.id, personId: outside.probation.me.id, state: "to-review" }]);
  for (const who of [world.police, world.judge])
    expect((await who.get(`${file}/sharing`)).brokenGlass).toMatchObject([{ id: broken.id, text: emergency.text }]);

  const review = `${file}/broken-glass/${broken.id}/review`;
  const finding = { finding: "justified", text: "The hospital confirmed the call" };
  expect((await outside.probation.send("POST", review, { body: finding })).status).toBe(403);
  await world.governance.post(review, finding);
  expect(await openReviews()).toEqual([]);
  const again = await world.governance.send("POST", review, { body: finding });
  expect([again.status, again.body.type]).toEqual([422, "urn:tracker:error:RULE_BROKEN"]);
});

test("as many reviews as emergencies, and one emergency at a time", async () => {
  expect((await breakGlass(outside.probation)).status).toBe(201);
  const again = await breakGlass(outside.probation);
  expect([again.status, again.body.type]).toEqual([422, "urn:tracker:error:RULE_BROKEN"]);
  expect((await breakGlass(outside.judge)).status).toBe(201);
  expect(await openReviews()).toHaveLength(2);
});

test("never shows a judge's private notes, nor that there are any", async () => {
  await world.judge.create(`${file}/private-notes`, { text: "Between me and me" });
  await breakGlass(outside.judge);
  expect((await outside.judge.get(`${file}/private-notes`)).items).toEqual([]);
  const whole = await outside.judge.send("GET", `${file}/file`);
  expect([whole.status, whole.body.privateNotes.items]).toEqual([200, []]);
});

test("lifts a restriction, and neither an exclusion nor a seal: those find no file", async () => {
  await world.legalAdviser.create(`${file}/restrictions`, { personIds: [world.legalAdviser.me.id], reason: "Few" });
  expect((await world.police.send("GET", file)).status).toBe(404);
  expect((await breakGlass(world.police)).status).toBe(201);
  expect((await world.police.send("GET", file)).status).toBe(200);
  await world.governance.create(`${file}/exclusions`, { personId: world.police.me.id, reason: "Related" });
  expect((await world.police.send("GET", file)).status).toBe(404);

  const sealed = await chargedDefendant(world);
  await world.judge.create(`/v1/defendants/${sealed.defendant.id}/seals`, { reason: "Witness" });
  const answer = await outside.probation.send("POST", `/v1/defendants/${sealed.defendant.id}/broken-glass`, {
    body: emergency,
  });
  const never = await outside.probation.send("POST", `/v1/defendants/${crypto.randomUUID()}/broken-glass`, {
    body: emergency,
  });
  expect([answer.status, answer.body.type]).toEqual([404, never.body.type]);
});

test.each([
  ["a role that reads no identity", "operations", emergency, 403],
  ["no reason", "probation", { reasonCode: "risk-to-life" }, 400],
  ["a reason that is none", "probation", { reasonCode: "curious", text: "Wanted to know" }, 400],
] as const)("is refused with %s", async (_what, who, body, status) => {
  expect((await breakGlass(outside[who], body)).status).toBe(status);
  expect(await openReviews()).toEqual([]);
});

test("the list of emergencies is for information governance", async () => {
  for (const who of [world.police, world.judge, outside.operations])
    expect((await who.send("GET", "/v1/broken-glass")).status).toBe(403);
});
