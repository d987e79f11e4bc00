import { randomUUID } from "node:crypto";
import { makeMinistryPerson, StoredAudit, traced } from "../../support/audit.ts";
import { type Caller, eventually, type Json, send, sharedRig } from "../../support/client.ts";
import { chargedDefendant, makeWorld, person, type World } from "../../support/world.ts";

/** Who may read the audit, and what they find there. */
const rig = sharedRig();
let world: World;
let auditor: Caller;
let stored: StoredAudit;
let defendant: Json;
let looks: Json[];

const search = (body: object) =>
  auditor.send("POST", "/v1/audit/search", { body: { purpose: "audit", ...body }, key: null });

beforeAll(async () => {
  stored = await StoredAudit.open(rig);
  world = await makeWorld(rig, ["police", "judge", "legalAdviser", "support"]);
  auditor = await makeMinistryPerson(rig, world, "IGO");
  ({ defendant } = await chargedDefendant(world));
  looks = [];
  for (let look = 0; look < 5; look++) looks.push(await traced(world.judge, "GET", `/v1/defendants/${defendant.id}`));
  const last = looks.at(-1);
  await stored.chained("the last look in the chain", { "row.requestId": last?.requestId });
});
afterAll(() => stored.close());

describe("the auditor", () => {
  test("finds who looked at a file, newest first, in pages that add up", async () => {
    const whole = await search({ fileId: defendant.id, operation: "consultation" });
    expect(whole.status).toBe(200);
    const ids = whole.body.items.map((row: Json) => row.requestId);
    expect(ids.filter((id: string) => looks.some(({ requestId }) => requestId === id))).toEqual(
      looks.map(({ requestId }) => requestId).reverse(),
    );
    expect(whole.body.items[0]).toMatchObject({
      action: "defendants.get",
      who: { kind: "person", id: world.judge.me.id, agencyId: world.courtId, roles: ["JUD"] },
      objects: [{ fileId: defendant.id, holderAgencyIds: [world.police.me.agencyId] }],
    });

    const paged: Json[] = [];
    for (let cursor: string | undefined; ; ) {
      const criteria = { fileId: defendant.id, operation: "consultation", limit: 2, ...(cursor && { cursor }) };
      const { body } = await search({ ...criteria, personId: world.judge.me.id });
      paged.push(...body.items);
      expect(body.items.length).toBeLessThanOrEqual(2);
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(paged.map(({ id }) => id)).toEqual(
      whole.body.items.filter((row: Json) => row.who.id === world.judge.me.id).map(({ id }: Json) => id),
    );
  });

  test("finds what a person did, what an agency did, and within a time", async () => {
    const byPerson = await search({ personId: world.judge.me.id });
    expect(new Set(byPerson.body.items.map((row: Json) => row.action))).toContain("defendants.get");
    for (const row of byPerson.body.items)
      expect([row.who.id, ...row.objects.map((object: Json) => object.recordId)]).toContain(world.judge.me.id);
    const byAgency = await search({ agencyId: world.police.me.agencyId });
    expect(byAgency.body.items.length).toBeGreaterThan(0);
    for (const row of byAgency.body.items) expect(row.who.agencyId).toBe(world.police.me.agencyId);
    const before = await search({ fileId: defendant.id, to: "2020-01-01T00:00:00Z" });
    expect(before.body.items).toEqual([]);
  });

  test("is in the audit for looking at it, and must say why", async () => {
    const body = { purpose: "audit", fileId: defendant.id };
    const { requestId } = await traced(auditor, "POST", "/v1/audit/search", { body, key: null });
    const { row } = await stored.chained("the reading of the audit", { "row.requestId": requestId });
    expect(row).toMatchObject({
      service: "audit",
      action: "audit.search",
      operation: "consultation",
      class: "logs",
      purpose: "audit",
      who: { id: auditor.me.id, roles: ["IGO"] },
      // Somebody drawn alike may have been proposed as the same person, and then stands in rows beside this one.
      objects: expect.arrayContaining([{ class: "logs", fileId: defendant.id, recordId: null, holderAgencyIds: [] }]),
    });
    for (const wrong of [{ fileId: defendant.id }, { ...body, purpose: "curiosity" }, { ...body, name: "O'Neill" }])
      expect((await auditor.send("POST", "/v1/audit/search", { body: wrong, key: null })).status).toBe(400);
  });

  test("sees no file by it", async () => {
    expect((await auditor.send("GET", `/v1/defendants/${defendant.id}`)).status).toBe(404);
    expect((await auditor.send("GET", "/v1/audit/mine")).status).toBe(403);
  });
});

describe("an agency that holds things", () => {
  test("sees who looked at them", async () => {
    const mine = await world.police.get("/v1/audit/mine?operation=consultation&limit=200");
    const seen = mine.items.filter((row: Json) => looks.some(({ requestId }) => requestId === row.requestId));
    expect(seen).toHaveLength(looks.length);
    for (const row of mine.items)
      for (const { holderAgencyIds } of row.objects) expect(holderAgencyIds).toEqual([world.police.me.agencyId]);
  });

  test("sees nothing of what others hold, also in a row that names both", async () => {
    const other = await makeWorld(rig, ["police", "judge"]);
    const foreign = await chargedDefendant(other);
    await other.judge.get(`/v1/defendants/${foreign.defendant.id}`);
    const note = { defendantId: defendant.id, kind: "court", text: "Adjourned." };
    await world.legalAdviser.create("/v1/notes", note);
    const { requestId } = await traced(world.judge, "GET", `/v1/defendants/${defendant.id}/file`);
    await stored.chained("the file in the chain", { "row.requestId": requestId, "row.service": "notes" });

    const police = await world.police.send("GET", "/v1/audit/mine?limit=200");
    expect(police.text).not.toContain(foreign.defendant.id);
    expect(police.text).not.toContain(other.police.me.agencyId);
    expect(police.body.items.filter((row: Json) => row.action === "notes.part")).toEqual([]);
    const court = await world.judge.get("/v1/audit/mine?limit=200");
    expect(court.items.find((row: Json) => row.requestId === requestId && row.action === "notes.part").objects).toEqual(
      [{ class: "court-notes", fileId: defendant.id, recordId: null, holderAgencyIds: [world.courtId] }],
    );
    // Who signs in and who was given an account is not for every colleague.
    expect((await world.support.get("/v1/audit/mine")).items).toEqual([]);
    expect((await world.support.send("GET", "/v1/audit/mine?operation=authentication")).status).toBe(400);
  });

  test("is itself in the audit for looking", async () => {
    const { requestId } = await traced(world.police, "GET", "/v1/audit/mine");
    const { row } = await stored.chained("the reading of one's own", { "row.requestId": requestId });
    expect(row).toMatchObject({ action: "audit.mine", who: { id: world.police.me.id }, class: "logs" });
  });
});

test("numbers only, by day and operation, for the analyst", async () => {
  const analyst = await makeMinistryPerson(rig, world, "REP");
  const today = new Date().toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const { items } = await analyst.get(`/v1/audit/counts?from=${today}&to=${tomorrow}`);
  const counted = items.find((item: Json) => item.day === today && item.operation === "consultation");
  expect(Object.keys(counted).sort()).toEqual(["count", "day", "operation"]);
  expect(counted.count).toBeGreaterThanOrEqual(looks.length);
  for (const refused of [
    await analyst.send("GET", "/v1/audit/mine"),
    await analyst.send("POST", "/v1/audit/search", { body: { purpose: "audit" }, key: null }),
  ])
    expect(refused.status).toBe(403);
  for (const wrong of [`from=${tomorrow}&to=${today}`, "from=2020-01-01&to=2026-01-01", `from=${today}`])
    expect((await analyst.send("GET", `/v1/audit/counts?${wrong}`)).status).toBe(400);
});

test.each(["police", "judge", "legalAdviser", "administrator"] as const)(
  "%s may not search the audit, nor count it",
  async name => {
    const caller = world[name];
    const answers = [
      await caller.send("POST", "/v1/audit/search", { body: { purpose: "audit" }, key: null }),
      await caller.send("GET", "/v1/audit/counts?from=2026-01-01&to=2026-01-02"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  },
);

test("who has no part in the log sees not even their own agency's", async () => {
  for (const caller of [world.legalAdviser, world.administrator])
    expect((await caller.send("GET", "/v1/audit/mine")).status).toBe(403);
  for (const path of ["/v1/audit/mine", "/v1/audit/checkpoints", "/v1/audit/my-private-notes"])
    expect((await send(rig.url, "GET", path)).status).toBe(401);
});

test("checkpoints are for everyone who has signed in, and come after the length that one holds", async () => {
  const { items } = await eventually("a checkpoint", async () => {
    const answer = await world.support.get("/v1/audit/checkpoints");
    return answer.items.length > 0 && answer;
  });
  const lengths = items.map((item: Json) => item.length);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(items.every((item: Json) => item.chain === "main")).toBe(true);
  const [first] = items;
  const later = await world.support.get(`/v1/audit/checkpoints?after=${first.length}`);
  expect(later.items.some((item: Json) => item.length <= first.length)).toBe(false);
});

test("nothing that people are called, wrote or searched for is in the audit, wherever it came in", async () => {
  const word = `zwitschert${randomUUID().replace(/[^a-z]/g, "")}`;
  const name = { forenames: [word], surname: word };
  const made = await world.police.create(
    "/v1/defendants",
    person({ name, languages: [word], dateOfBirth: "1990-04-12" }),
  );
  await world.police.send("POST", "/v1/defendants/search", {
    body: { surname: word, dateOfBirth: "1990-04-12" },
    key: null,
  });
  const note = { defendantId: made.id, kind: "agency", text: word };
  await world.police.create("/v1/notes", note);
  await world.judge.create(`/v1/defendants/${defendant.id}/private-notes`, { text: word });
  const body = { username: word.slice(0, 40), password: word };
  await send(rig.url, "POST", "/v1/sign-in", { body, key: null });
  await world.police.send("GET", `/v1/defendants/${word}`);
  const { requestId } = await traced(world.police, "GET", `/v1/defendants/${made.id}`);
  await stored.chained("the last of them", { "row.requestId": requestId });
  await stored.chained("the note's event", { "row.action": "note.created", "row.objects.fileId": made.id });
  const everything = [
    await stored.collection("audit", "chain").find().toArray(),
    ...(await Promise.all(
      (["agencies", "defendants", "cases", "notes", "reports", "audit"] as const).map(service =>
        stored.collection(service, "audit-rows").find().toArray(),
      ),
    )),
  ];
  const text = JSON.stringify(everything);
  expect(text).toContain(made.id);
  for (const secret of [word, word.slice(0, 40), "O'Neill", "correct horse"])
    expect(text.includes(secret) ? secret : "nowhere").toBe("nowhere");
});
