import { randomUUID } from "node:crypto";
import { MongoServerError } from "mongodb";
import type { Service } from "../../../libs/bus/call-graph.ts";
import { StoredAudit, traced } from "../../support/audit.ts";
import { type Json, send, sharedRig } from "../../support/client.ts";
import { chargedDefendant, makeWorld, person, type World } from "../../support/world.ts";

/** What every action leaves behind, before its answer leaves. */
const rig = sharedRig();
let world: World;
let stored: StoredAudit;
let defendant: Json;
let charged: Json;

beforeAll(async () => {
  stored = await StoredAudit.open(rig);
  world = await makeWorld(rig, ["police", "judge", "legalAdviser", "coordinator", "support", "probation"]);
  ({ defendant, case: charged } = await chargedDefendant(world));
});
afterAll(() => stored.close());

const only = async (service: Service, requestId: string): Promise<Json> => {
  const rows = await stored.kept(service, requestId);
  expect(rows).toHaveLength(1);
  return rows[0];
};
const who = (caller: World["police"], role: string) => ({
  kind: "person",
  id: caller.me.id,
  agencyId: caller.me.agencyId,
  roles: [role],
});

test("collection: who recorded whom, under which command", async () => {
  const { body, requestId } = await traced(world.police, "POST", "/v1/defendants", { body: person() });
  expect(await only("defendants", requestId)).toMatchObject({
    of: "request",
    service: "defendants",
    action: "defendants.record",
    operation: "collection",
    class: "identity",
    who: who(world.police, "POL"),
    objects: [{ class: "identity", fileId: body.id, recordId: body.id, holderAgencyIds: [world.police.me.agencyId] }],
    commandId: body.id,
    decision: { effect: "allow", because: "involvement, identity × POL: RW" },
    outcome: "ok",
    count: 1,
  });
});

test("alteration: who changed what", async () => {
  const body = { aliases: [{ type: "nickname", forenames: ["Molly"], surname: "Neill" }] };
  const path = `/v1/defendants/${defendant.id}/details`;
  const { requestId } = await traced(world.police, "POST", path, { body });
  const row = await only("defendants", requestId);
  expect(row).toMatchObject({ action: "defendants.addDetails", operation: "alteration", outcome: "ok" });
  expect(row.objects.map((object: Json) => object.fileId)).toEqual([defendant.id]);
});

test("consultation: who looked at whom; of a case, which defendants", async () => {
  const { requestId } = await traced(world.judge, "GET", `/v1/cases/${charged.id}`);
  expect(await only("cases", requestId)).toMatchObject({
    action: "cases.get",
    operation: "consultation",
    who: who(world.judge, "JUD"),
    objects: [
      { class: "case", fileId: defendant.id, recordId: charged.id, holderAgencyIds: [world.police.me.agencyId] },
    ],
    commandId: null,
  });
});

test("a search: every person it gave, and none of its words", async () => {
  const surname = `Quill${randomUUID().replace(/[^a-z]/g, "")}`;
  const made = [
    await world.police.create(
      "/v1/defendants",
      person({ name: { forenames: ["Ann"], surname }, dateOfBirth: "1990-04-12" }),
    ),
    await world.police.create(
      "/v1/defendants",
      person({ name: { forenames: ["Beth"], surname }, dateOfBirth: "1990-04-12" }),
    ),
  ];
  const body = { surname, dateOfBirth: "1990-04-12" };
  const found = await traced(world.police, "POST", "/v1/defendants/search", { body, key: null });
  expect(found.body.items).toHaveLength(2);
  const row = await only("defendants", found.requestId);
  expect(row.objects.map((object: Json) => object.fileId).sort()).toEqual(made.map(({ id }) => id).sort());
  expect(JSON.stringify(row)).not.toContain(surname);

  const none = await traced(world.support, "POST", "/v1/defendants/search", { body, key: null });
  expect(none.body.items).toEqual([]);
  expect(await only("defendants", none.requestId)).toMatchObject({ operation: "consultation", objects: [] });
});

test("the whole file: one row of each service that shows a part, each with the classes and holders of what it showed", async () => {
  const { requestId } = await traced(world.judge, "GET", `/v1/defendants/${defendant.id}/file`);
  expect((await only("defendants", requestId)).objects).toEqual([
    {
      class: "identity",
      fileId: defendant.id,
      recordId: defendant.id,
      holderAgencyIds: [world.police.me.agencyId],
    },
  ]);
  const parts = await only("cases", requestId);
  expect(parts).toMatchObject({ action: "cases.part", operation: "consultation", who: who(world.judge, "JUD") });
  expect(parts.objects).toEqual([
    { class: "case", fileId: defendant.id, recordId: null, holderAgencyIds: [world.police.me.agencyId] },
  ]);
  expect(await only("notes", requestId)).toMatchObject({ action: "notes.part", objects: [] });
});

test("disclosure: whom the file was opened to", async () => {
  const { agencyId } = world.support.me;
  const { requestId } = await traced(world.coordinator, "POST", `/v1/defendants/${defendant.id}/involvements`, {
    body: { agencyId, caseId: null, reason: "support" },
  });
  expect(await only("defendants", requestId)).toMatchObject({
    action: "defendants.invite",
    operation: "disclosure",
    recipients: [agencyId],
    objects: [{ class: "identity", fileId: defendant.id, recordId: null, holderAgencyIds: [] }],
  });
});

test("a note: its class, and the agencies it was shared with", async () => {
  const shareWith = [world.courtId];
  const agencyNote = { defendantId: defendant.id, kind: "agency", text: "Came early.", shareWith };
  // The support adviser was brought to the table above.
  const { body, requestId } = await traced(world.support, "POST", "/v1/notes", { body: agencyNote });
  expect(await only("notes", requestId)).toMatchObject({
    operation: "collection",
    recipients: shareWith,
    objects: [{ class: "agency-notes", fileId: defendant.id, recordId: body.id }],
  });
  const courtNote = { defendantId: defendant.id, kind: "court", text: "Adjourned." };
  const ofCourt = await traced(world.legalAdviser, "POST", "/v1/notes", { body: courtNote });
  expect((await only("notes", ofCourt.requestId)).objects[0].class).toBe("court-notes");
});

test("administration: whom an administrator made", async () => {
  const username = `made.${randomUUID()}`;
  const made = { username, name: "Made Up", roles: ["POL"], password: "correct horse battery staple" };
  const path = `/v1/agencies/${world.agencies.police}/people`;
  const { body, requestId } = await traced(world.administrator, "POST", path, { body: made });
  const row = await only("agencies", requestId);
  expect(row).toMatchObject({
    operation: "administration",
    objects: [{ class: "administration", recordId: body.id, holderAgencyIds: [world.agencies.police] }],
  });
  expect(JSON.stringify(row)).not.toMatch(new RegExp(`${username}|Made Up|horse`));
});

describe("authentication", () => {
  const enter = async (username: string, password: string) => {
    const requestId = `audit-${randomUUID()}`;
    const body = { username, password };
    const headers = { "x-request-id": requestId };
    const { status } = await send(rig.url, "POST", "/v1/sign-in", { body, key: null, headers });
    return { status, row: await only("agencies", requestId) };
  };
  const username = `entering.${randomUUID()}`;
  const password = "correct horse battery staple";
  let made: Json;
  beforeAll(async () => {
    const body = { username, name: "Made Up", roles: ["POL"], password };
    made = await world.administrator.create(`/v1/agencies/${world.agencies.police}/people`, body);
  });

  test("who signed in", async () => {
    const { status, row } = await enter(username, password);
    expect(status).toBe(200);
    expect(row).toMatchObject({ operation: "authentication", outcome: "ok", decision: { effect: "allow" } });
    expect(row.who).toEqual({ kind: "person", id: made.id, agencyId: world.agencies.police, roles: ["POL"] });
  });

  test("whose sign-in was refused, and of a name that nobody has only a digest", async () => {
    const known = await enter(username, "wrong horse battery staple");
    expect(known.status).toBe(401);
    expect(known.row).toMatchObject({
      operation: "authentication",
      outcome: "SIGN_IN_REFUSED",
      decision: { effect: "deny" },
      who: { kind: "anonymous", agencyId: null, roles: [] },
      objects: [{ class: "administration", recordId: made.id }],
    });
    const nobody = `nobody.${randomUUID()}`;
    const [first, second] = [await enter(nobody, password), await enter(nobody, password)];
    expect(first.row).toMatchObject({ outcome: "SIGN_IN_REFUSED", objects: [] });
    expect(first.row.who.id).toBe(second.row.who.id);
    expect(first.row.who.id).not.toBe(known.row.who.id);
    for (const { row } of [known, first]) expect(JSON.stringify(row)).not.toMatch(/horse|nobody\.|entering\./);
  });
});

describe("denial", () => {
  const withoutIds = ({ _id, at, requestId, objects, ...row }: Json) => ({
    ...row,
    objects: objects.map((object: Json) => ({ ...object, recordId: "an id" })),
  });

  test.each([
    ["a defendant", "defendants", () => defendant.id, (id: string) => `/v1/defendants/${id}`],
    ["a whole file", "defendants", () => defendant.id, (id: string) => `/v1/defendants/${id}/file`],
    ["a case", "cases", () => charged.id, (id: string) => `/v1/cases/${id}`],
  ] as const)(
    "%s out of reach leaves one row, the same as an id that never was",
    async (_what, service, idOf, pathOf) => {
      const answers = [
        await traced(world.probation, "GET", pathOf(idOf())),
        await traced(world.probation, "GET", pathOf(randomUUID())),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
      const [hidden, never] = await Promise.all(answers.map(({ requestId }) => only(service, requestId)));
      expect(hidden).toMatchObject({
        operation: "denial",
        outcome: "NOT_FOUND",
        decision: { effect: "deny", because: null },
        who: who(world.probation, "PRB"),
      });
      expect(hidden.objects).toEqual([{ class: hidden.class, fileId: null, recordId: idOf(), holderAgencyIds: [] }]);
      expect(withoutIds(hidden)).toEqual(withoutIds(never));
      for (const { requestId } of answers)
        for (const other of ["defendants", "cases", "notes"] as const)
          if (other !== service) expect(await stored.kept(other, requestId)).toEqual([]);
    },
  );

  test("a function the role does not have leaves one row too", async () => {
    const body = { courtId: world.courtId, type: "court", name: "Court of our own" };
    const { status, requestId } = await traced(world.police, "POST", "/v1/agencies", { body });
    expect(status).toBe(403);
    expect(await only("agencies", requestId)).toMatchObject({
      operation: "denial",
      outcome: "ACCESS_DENIED",
      who: who(world.police, "POL"),
    });
  });

  test("what has no form of an id is not taken down", async () => {
    const word = `zwitschert${randomUUID().replace(/[^a-z]/g, "")}`;
    const { status, requestId } = await traced(world.police, "GET", `/v1/defendants/${word}`);
    expect(status).toBe(400);
    const row = await only("defendants", requestId);
    expect(row).toMatchObject({ outcome: "VALIDATION", objects: [] });
    expect(JSON.stringify(row)).not.toContain(word);
  });
});

test("one's own session, the list of agencies and readiness leave none", async () => {
  for (const path of ["/v1/me", "/v1/agencies", "/v1/audit/checkpoints"]) {
    const { status, requestId } = await traced(world.police, "GET", path);
    expect(status).toBe(200);
    for (const service of ["agencies", "audit"] as const) expect(await stored.kept(service, requestId)).toEqual([]);
  }
});

test("a request id that comes twice hides nothing: each request has its row", async () => {
  const headers = { "x-request-id": `audit-${randomUUID()}` };
  for (let time = 0; time < 3; time++)
    expect((await world.police.send("GET", `/v1/defendants/${defendant.id}`, { headers })).status).toBe(200);
  expect(await stored.kept("defendants", headers["x-request-id"])).toHaveLength(3);
});

describe("where its row cannot be written", () => {
  /** A rule of the collection that this request's row breaks: the database itself refuses it. */
  async function whileUnwritable(service: Service, requestId: string, work: () => Promise<void>) {
    const rows = stored.collection(service, "audit-rows");
    await rows.createIndex({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId }, name: requestId });
    await rows.insertOne({ _id: requestId, requestId });
    try {
      await expect(rows.insertOne({ _id: `${requestId} again`, requestId })).rejects.toThrow(MongoServerError);
      await work();
    } finally {
      await rows.dropIndex(requestId);
      await rows.deleteOne({ _id: requestId });
    }
  }

  test("nothing is shown: 503 and no data", async () => {
    const requestId = `audit-${randomUUID()}`;
    const headers = { "x-request-id": requestId };
    await whileUnwritable("defendants", requestId, async () => {
      const { status, text, body } = await world.police.send("GET", `/v1/defendants/${defendant.id}`, { headers });
      expect([status, body.type]).toEqual([503, "urn:tracker:error:UNAVAILABLE"]);
      expect(text).not.toMatch(/O'Neill|1990|Mary/);
    });
    expect((await world.police.send("GET", `/v1/defendants/${defendant.id}`, { headers })).status).toBe(200);
  });

  test("no refusal is given either, so that none goes unseen", async () => {
    const requestId = `audit-${randomUUID()}`;
    const headers = { "x-request-id": requestId };
    await whileUnwritable("defendants", requestId, async () => {
      const hidden = await world.probation.send("GET", `/v1/defendants/${defendant.id}`, { headers });
      const denied = await world.support.send("POST", "/v1/defendants", { body: person(), headers });
      expect([hidden.status, denied.status]).toEqual([503, 503]);
    });
  });

  test("a file shows nothing when one of those who hold its parts cannot write", async () => {
    const requestId = `audit-${randomUUID()}`;
    const headers = { "x-request-id": requestId };
    await whileUnwritable("cases", requestId, async () => {
      const { status, text } = await world.judge.send("GET", `/v1/defendants/${defendant.id}/file`, { headers });
      expect(status).toBe(503);
      expect(text).not.toMatch(/O'Neill/);
    });
  });

  test("a command that was carried out is answered when it is repeated, and has its row then", async () => {
    const requestId = `audit-${randomUUID()}`;
    const key = randomUUID();
    const ask = { body: person(), key, headers: { "x-request-id": requestId } };
    await whileUnwritable("defendants", requestId, async () => {
      expect((await world.police.send("POST", "/v1/defendants", ask)).status).toBe(503);
    });
    const { status, body } = await world.police.send("POST", "/v1/defendants", ask);
    expect(status).toBe(201);
    expect(await only("defendants", requestId)).toMatchObject({ commandId: body.id, outcome: "ok" });
    await stored.chained("the row of the change", { _id: `event:defendant:${body.id}:1:0` });
  });
});

describe("changes", () => {
  test("every event has its row in the chain, once, tied to the command that brought it about", async () => {
    const made = await world.police.create("/v1/defendants", person());
    const file = await stored.chained("the opening of the file", { _id: `event:file-access:${made.id}:1:0` });
    expect(file.row).toMatchObject({ action: "involvement.started", operation: "collection" });
    const entry = await stored.chained("the recording", { _id: `event:defendant:${made.id}:1:0` });
    expect(entry.row).toMatchObject({
      of: "change",
      action: "defendant.recorded",
      operation: "collection",
      commandId: made.id,
      who: { kind: "person", id: world.police.me.id, agencyId: world.police.me.agencyId },
      objects: [{ class: "identity", fileId: made.id, recordId: made.id, holderAgencyIds: [world.police.me.agencyId] }],
    });
    const path = `/v1/defendants/${made.id}/details`;
    await world.police.post(path, { aliases: [{ type: "alias", forenames: ["M"], surname: "Neal" }] });
    const changed = await stored.chained("the change", {
      "row.action": "defendant.details-added",
      "row.objects.recordId": made.id,
    });
    expect(changed.row.operation).toBe("alteration");
    const events = await stored.collection("defendants", "events").find({ recordId: made.id }).toArray();
    const rows = await stored
      .collection("defendants", "audit-rows")
      .find({ of: "change", "objects.recordId": made.id })
      .toArray();
    expect(rows.map(({ _id }) => _id).sort()).toEqual(events.map(({ _id }) => `event:${_id}`).sort());
  });
});

describe("purpose", () => {
  test("a code that is given stands in the rows of every service that was asked", async () => {
    const headers = { "tracker-purpose": "sentencing" };
    const { requestId } = await traced(world.judge, "GET", `/v1/defendants/${defendant.id}/file`, { headers });
    for (const service of ["defendants", "cases", "notes"] as const)
      expect((await only(service, requestId)).purpose).toBe("sentencing");
  });

  test("none is needed, and what is not in the table is refused by name", async () => {
    const without = await traced(world.judge, "GET", `/v1/defendants/${defendant.id}`);
    expect((await only("defendants", without.requestId)).purpose).toBeNull();
    for (const purpose of ["curiosity", "Sentencing", "sentencing, audit", ""]) {
      const { status, body } = await world.judge.send("GET", `/v1/defendants/${defendant.id}`, {
        headers: { "tracker-purpose": purpose },
      });
      expect([status, body.errors?.[0].path]).toEqual([400, "Tracker-Purpose"]);
    }
  });
});
