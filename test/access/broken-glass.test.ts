import { StoredAudit, traced } from "../support/audit.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, person, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
const emergency = { reasonCode: "risk-to-life", text: "Threatened to jump; the hospital asks who he is" };
let world: World;
let outside: World;
let defendantId: string;
let caseId: string;
let file: string;
let stored: StoredAudit;

beforeAll(async () => {
  stored = await StoredAudit.open(rig);
  world = await makeWorld(rig, [...usualPeople, "governance"]);
  outside = await makeWorld(rig, ["probation", "judge", "operations", "governance"]);
});
afterAll(() => stored.close());
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

describe("in the audit", () => {
  const services = ["defendants", "cases", "notes", "reports"] as const;
  const rowsOf = async (requestId: string): Promise<Json[]> =>
    (await Promise.all(services.map(service => stored.kept(service, requestId)))).flat();
  const under = async (grantId: string): Promise<Json[]> =>
    (
      await Promise.all(services.map(service => stored.collection(service, "audit-rows").find({ grantId }).toArray()))
    ).flat();

  test("A30: every read under an emergency is in the audit with it and on its review, and nobody is told twice", async () => {
    const { id } = (await breakGlass(outside.probation)).body;
    const reads = [
      [file, 1],
      [`${file}/file`, 3],
      [`/v1/cases/${caseId}`, 1],
      [`${file}/sharing`, 1],
      [file, 1],
    ] as const;
    const rows: Json[] = [];
    for (const [path, expected] of reads) {
      const { status, requestId } = await traced(outside.probation, "GET", path);
      const found = await rowsOf(requestId);
      expect([path, status, found.length]).toEqual([path, 200, expected]);
      rows.push(...found);
    }
    for (const row of rows) {
      expect([row.action, row.grantId]).toEqual([row.action, id]);
      expect(row.decision).toEqual({ effect: "allow", because: expect.stringMatching(/^broken-glass/) });
    }
    expect((await under(id)).map(({ _id }) => _id).sort()).toEqual(rows.map(({ _id }) => _id).sort());

    const [item] = await eventually("all its uses on the review", async () => {
      const found = await openReviews();
      return found[0]?.uses.count >= rows.length && found;
    });
    expect(item.uses.count).toBe(rows.length);
    expect(item.uses.latest.map(({ action }: Json) => action).sort()).toEqual(rows.map(row => row.action).sort());
    expect(await openReviews()).toHaveLength(1);
    for (const who of [world.police, world.judge])
      expect((await who.get(`${file}/sharing`)).brokenGlass.map((told: Json) => told.id)).toEqual([id]);
  });

  test("what needed no emergency is apart from what did, also in one request", async () => {
    const surname = `Glass${crypto.randomUUID().replace(/[^a-z]/g, "")}`;
    const name = { forenames: ["Ann"], surname };
    const theirs = await world.police.create("/v1/defendants", person({ name, dateOfBirth: "1990-04-12" }));
    const own = await outside.probation.create("/v1/defendants", person({ name, dateOfBirth: "1990-04-12" }));
    const path = `/v1/defendants/${theirs.id}/broken-glass`;
    const { id } = await outside.probation.create(path, emergency);
    const body = { surname, dateOfBirth: "1990-04-12" };
    const found = await traced(outside.probation, "POST", "/v1/defendants/search", { body, key: null });
    expect(found.body.items).toHaveLength(2);
    const rows = await rowsOf(found.requestId);
    const files = rows.map(row => [row.grantId, row.objects.map(({ fileId }: Json) => fileId)]);
    expect(new Map(files as [string | null, string[]][])).toEqual(
      new Map<string | null, string[]>([
        [id, [theirs.id]],
        [null, [own.id]],
      ]),
    );
  });

  test("an ordinary read names its rule and cell and no emergency; a refusal names nothing", async () => {
    const seen = await traced(world.police, "GET", `/v1/cases/${caseId}`);
    expect(await rowsOf(seen.requestId)).toMatchObject([
      { grantId: null, decision: { effect: "allow", because: "involvement, case × POL: RWS" } },
    ]);
    await breakGlass(outside.probation);
    const refused = await traced(outside.probation, "POST", "/v1/notes", {
      body: { defendantId, caseId, kind: "agency", text: "Seen in an emergency", shareWith: [] },
    });
    expect(await rowsOf(refused.requestId)).toMatchObject([
      { outcome: "NOT_FOUND", grantId: null, decision: { effect: "deny", because: null } },
    ]);
  });

  test("of private notes, nothing that leads to the emergency or the file", async () => {
    const { id } = (await breakGlass(outside.judge)).body;
    const requestId = `audit-${crypto.randomUUID()}`;
    await outside.judge.send("GET", `${file}/private-notes`, { headers: { "x-request-id": requestId } });
    const rows = await stored.collection("notes", "audit-rows").find({ "who.id": outside.judge.me.id }).toArray();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${id}|${requestId}|${defendantId}`));
  });
});

test("lifts a restriction for reading alone: who is not named has no say, and lifts nothing themselves", async () => {
  const kept = await world.legalAdviser.create(`${file}/restrictions`, {
    personIds: [world.legalAdviser.me.id],
    reason: "Few",
  });
  await breakGlass(world.police);
  await breakGlass(world.judge);
  const read = await traced(world.police, "GET", file);
  expect(read.status).toBe(200);
  const [row] = await stored.kept("defendants", read.requestId);
  expect(row.decision.because).toBe("involvement with broken-glass, identity × POL: RW");
  expect(row.grantId).toMatch(/./);
  const note = { defendantId, caseId, kind: "agency", text: "More than reading", shareWith: [] };
  expect((await world.police.send("POST", "/v1/notes", { body: note })).status).toBe(404);
  const body = { reason: "To see", sex: "male" };
  expect((await world.police.send("PATCH", file, { body, ifMatch: 1 })).status).toBe(404);
  expect(
    (await world.judge.send("POST", `${file}/limits/${kept.id}/lifting`, { body: { reason: "For myself" } })).status,
  ).toBe(404);
});

test("the list of emergencies is for information governance", async () => {
  for (const who of [world.police, world.judge, outside.operations])
    expect((await who.send("GET", "/v1/broken-glass")).status).toBe(403);
});
