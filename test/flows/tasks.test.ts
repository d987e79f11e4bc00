import { randomUUID } from "node:crypto";
import { invite } from "../access/prepared.ts";
import { byTwo, change, type Member, member } from "../support/administration.ts";
import { StoredAudit, traced } from "../support/audit.ts";
import {
  type Answer,
  type Ask,
  type Caller,
  eventually,
  type Json,
  send,
  sharedRig,
  signIn,
} from "../support/client.ts";
import { everyPage, itemOn } from "../support/worklists.ts";
import { chargedDefendant, makePerson, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let guests: World;
/** A second officer of the same agency, and people who must not hold anything. */
let colleague: Caller;
let stored: StoredAudit;

beforeAll(async () => {
  stored = await StoredAudit.open(rig);
  [world, guests] = await Promise.all([makeWorld(rig), makeWorld(rig, ["police", "probation", "judge"])]);
  colleague = await officer("Olive Umber");
}, 120_000);
afterAll(() => stored.close());

/** Somebody more of probation, by a name of their own. */
async function officer(name: string): Promise<Caller> {
  const [username, password] = [`officer.${randomUUID()}`, "correct horse battery staple"];
  const path = `/v1/agencies/${world.agencies.probation}/people`;
  await world.administrator.create(path, { username, name, roles: ["PRB"], password });
  return signIn(rig.url, username, password);
}

/** A report that probation is to write: the item, as the officer sees it. */
async function reportToWrite(): Promise<{
  readonly id: string;
  readonly defendantId: string;
  readonly caseId: string;
}> {
  const { defendant, case: sent } = await chargedDefendant(world);
  const { id } = await world.legalAdviser.create(`/v1/cases/${sent.id}/pre-sentence-reports`, {
    ...{ defendantId: defendant.id, agencyId: world.agencies.probation, format: "oral", dueAt: "2026-05-08T16:00:00Z" },
  });
  await itemOn(world.probation, list, id);
  return { id, defendantId: defendant.id, caseId: sent.id };
}

const list = "reports-to-write";
const item = async (who: Caller, id: string): Promise<Json> =>
  (await everyPage(who, list)).find((found: Json) => found.id === id);
const move = (who: Caller, id: string, body: object, ifMatch: number, ask: Ask = {}, on = list): Promise<Answer> =>
  who.send("POST", `/v1/worklists/${on}/items/${id}/moves`, { body, ifMatch, ...ask });
const nobodys = { version: 0, assigneeId: null, assigneeName: null, last: null };
const told = ({ status, text }: Answer) => [status, text.replace(/"requestId":"[^"]*"/, "")];

describe("an item of a list", () => {
  test("is nobody's at first; who takes it holds it, and everybody of the agency sees who", async () => {
    const { id } = await reportToWrite();
    expect((await item(colleague, id)).task).toEqual(nobodys);
    const taken = await move(world.probation, id, { move: "assign" }, 0);
    expect([taken.status, taken.headers.get("etag")]).toEqual([200, '"1"']);
    const me = world.probation.me.id;
    const task = {
      ...{ version: 1, assigneeId: me, assigneeName: "Test PRB" },
      last: {
        ...{ move: "assign", at: expect.any(String), byId: me, byName: "Test PRB" },
        ...{ previousId: null, previousName: null },
      },
    };
    expect(taken.body).toEqual({ worklist: list, recordId: id, ...task });
    expect((await item(colleague, id)).task).toEqual(task);
    expect((await everyPage(world.probation, list, "&assignee=me")).map((one: Json) => one.id)).toEqual([id]);
    expect((await everyPage(colleague, list, "&assignee=me")).map((one: Json) => one.id)).not.toContain(id);
    const free = await everyPage(colleague, list, "&assignee=nobody", 1);
    expect(free.map((one: Json) => one.id)).not.toContain(id);
  });

  test("is taken over in the open: who held it sees who has it now; and only the holder gives it back", async () => {
    const { id } = await reportToWrite();
    await move(world.probation, id, { move: "assign", assigneeId: colleague.me.id }, 0);
    const byOther = await move(world.probation, id, { move: "release" }, 1);
    expect([byOther.status, byOther.body.detail]).toEqual([
      403,
      "Whoever holds an item gives it back; others take it over.",
    ]);
    const over = await traced(world.probation, "POST", `/v1/worklists/${list}/items/${id}/moves`, {
      body: { move: "take-over" },
      ifMatch: 1,
    });
    expect(over.status).toBe(200);
    expect((await item(colleague, id)).task).toEqual({
      ...{ version: 2, assigneeId: world.probation.me.id, assigneeName: "Test PRB" },
      last: {
        ...{ move: "take-over", at: expect.any(String), byId: world.probation.me.id, byName: "Test PRB" },
        ...{ previousId: colleague.me.id, previousName: "Olive Umber" },
      },
    });
    expect((await move(world.probation, id, { move: "release" }, 2)).body).toMatchObject({
      assigneeId: null,
      version: 3,
    });
    expect((await item(world.probation, id)).task.last.previousId).toBe(world.probation.me.id);
  });

  test("leaves a row in the audit for the request and one for the change, with the file it is about", async () => {
    const { id, defendantId } = await reportToWrite();
    const { requestId } = await traced(world.probation, "POST", `/v1/worklists/${list}/items/${id}/moves`, {
      body: { move: "assign" },
      ifMatch: 0,
    });
    const about = { class: "risk", fileId: defendantId };
    expect(await stored.kept("cases", requestId)).toMatchObject([
      { action: "cases.moveTask", operation: "alteration", outcome: "ok", objects: [{ ...about, recordId: id }] },
    ]);
    const task = await stored.collection("cases", "task").findOne({ recordId: id });
    const row = await stored.chained("the change", { "row.action": "task.moved", "row.objects.recordId": task?._id });
    expect(row.row ?? row).toMatchObject({ of: "change", class: "risk", objects: [about] });
    const event = await eventually(
      "the event",
      async () =>
        (await stored.collection("cases", "events").findOne({ type: "task.moved", recordId: task?._id })) ?? undefined,
    );
    expect(JSON.stringify(event)).not.toMatch(/O'Neill|Mary/);
  });

  test("the same request twice is done once; another with its key is refused", async () => {
    const { id } = await reportToWrite();
    const key = randomUUID();
    const first = await move(world.probation, id, { move: "assign" }, 0, { key });
    const again = await move(world.probation, id, { move: "assign" }, 0, { key });
    expect([again.status, again.text]).toEqual([200, first.text]);
    const other = await move(world.probation, id, { move: "assign", assigneeId: colleague.me.id }, 0, { key });
    expect([other.status, other.body.type]).toEqual([422, "urn:tracker:error:IDEMPOTENCY_KEY_REUSED"]);
  });

  test("two who take it at once: one has it, the other is told that it has changed", async () => {
    const { id } = await reportToWrite();
    const answers = await Promise.all(
      [world.probation, colleague, world.probation, colleague].map(who => move(who, id, { move: "assign" }, 0)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    expect((await item(colleague, id)).task.version).toBe(1);
  });
});

describe("what must not work", () => {
  test("a stale version, none, or one that never was", async () => {
    const { id } = await reportToWrite();
    expect((await move(world.probation, id, { move: "assign" }, 1)).status).toBe(412);
    const unconditional = await world.probation.send("POST", `/v1/worklists/${list}/items/${id}/moves`, {
      body: { move: "assign" },
    });
    expect(unconditional.status).toBe(428);
    await move(world.probation, id, { move: "assign" }, 0);
    expect((await move(colleague, id, { move: "take-over" }, 0)).status).toBe(412);
    expect((await move(colleague, id, { move: "take-over" }, 2)).status).toBe(412);
    expect((await item(colleague, id)).task.assigneeId).toBe(world.probation.me.id);
  });

  test("a move that is not possible now says which are", async () => {
    const { id } = await reportToWrite();
    const refused = await move(world.probation, id, { move: "take-over" }, 0);
    expect([refused.status, refused.body.allowed]).toEqual([422, ["assign"]]);
    expect((await move(world.probation, id, { move: "release" }, 0)).status).toBe(422);
    await move(world.probation, id, { move: "assign" }, 0);
    const twice = await move(colleague, id, { move: "assign" }, 1);
    expect([twice.status, twice.body.allowed]).toEqual([422, ["take-over", "release"]]);
    expect((await move(world.probation, id, { move: "take-over" }, 1)).body.detail).toBe("You hold this item already.");
  });

  test("taking over, or anything else, once it is done and off the list", async () => {
    const { id } = await reportToWrite();
    await move(colleague, id, { move: "assign" }, 0);
    await world.probation.post(`/v1/pre-sentence-reports/${id}/delivery`, {
      ...{ author: "P. Officer", summary: "S", proposal: "P", riskOfHarm: "low", likelihoodOfReoffending: "low" },
    });
    for (const [who, body] of [
      [world.probation, { move: "take-over" }],
      [colleague, { move: "release" }],
    ] as const) {
      const refused = await move(who, id, body, 1);
      expect([refused.status, refused.body.detail]).toEqual([
        422,
        "This is done, or no longer for this list: there is nothing to hold.",
      ]);
    }
    const { id: other } = await reportToWrite();
    await world.probation.post(`/v1/pre-sentence-reports/${other}/delivery`, {
      ...{ author: "P. Officer", summary: "S", proposal: "P", riskOfHarm: "low", likelihoodOfReoffending: "low" },
    });
    expect((await move(colleague, other, { move: "assign" }, 0)).status).toBe(422);
    const held = (await everyPage(colleague, list, "&assignee=me")).map((one: Json) => one.id);
    expect(held.filter((one: string) => one === id || one === other)).toEqual([]);
  });

  test("anything of whoever is not to know of it is answered as if it had never been", async () => {
    const { id, caseId } = await reportToWrite();
    const never = randomUUID();
    const cases: readonly (readonly [Caller, string, string])[] = [
      [guests.probation, list, id], // Another agency of the same kind.
      [world.police, list, id], // The list of another role.
      [world.judge, list, id],
      [guests.judge, "reports-awaited", id], // Another court.
      [world.probation, "no-such-list", id],
      [world.probation, list, caseId], // A record of another kind.
      [world.probation, "overdue-outcomes", id],
    ];
    for (const [who, on, recordId] of cases) {
      const [there, nowhere] = [
        await move(who, recordId, { move: "assign" }, 0, {}, on),
        await move(who, never, { move: "assign" }, 0, {}, on),
      ];
      expect(told(there)).toEqual(told(nowhere));
      expect(there.status).toBe(404);
    }
    expect(await stored.collection("cases", "task").findOne({ recordId: id })).toBeNull();
  });

  test("another agency's work of the same kind, also where one sits at the same table", async () => {
    const { id, defendantId, caseId } = await reportToWrite();
    await invite(world, defendantId, guests.agencies.probation, caseId);
    await eventually("the report", async () => {
      const { status } = await guests.probation.send("GET", `/v1/pre-sentence-reports/${id}`);
      return status === 200;
    });
    expect(await item(guests.probation, id)).toBeUndefined();
    expect((await move(guests.probation, id, { move: "assign" }, 0)).status).toBe(404);
  });

  test("one court's or agency's sharing out is not seen by another that has the same record on a list", async () => {
    const { id } = await reportToWrite();
    await move(world.probation, id, { move: "assign" }, 0);
    const seen = await itemOn(world.judge, "reports-awaited", id);
    expect(seen.task).toEqual(nobodys);
    for (const word of [world.probation.me.id, "Test PRB"]) expect(JSON.stringify(seen)).not.toContain(word);
  });

  describe("giving it to somebody who may not hold it is one answer, whoever it is", () => {
    const refusal = [
      400,
      [{ path: "assigneeId", message: "expected somebody of your agency who works with this item" }],
    ];
    let about: Awaited<ReturnType<typeof reportToWrite>>;
    let others: Readonly<Record<string, () => string>>;
    let disabled: Member;
    let excluded: Caller;

    beforeAll(async () => {
      about = await reportToWrite();
      const [PRB, ADM] = ["PRB", "ADM"];
      const agencyId = world.agencies.probation;
      disabled = await member(rig, world.administrator, agencyId, PRB);
      await change(world.administrator, disabled.path, "disable");
      excluded = (await member(rig, world.administrator, agencyId, PRB)).caller;
      const administrator = (await member(rig, world.administrator, agencyId, ADM)).caller;
      await world.legalAdviser.create(`/v1/defendants/${about.defendantId}/exclusions`, {
        ...{ personId: excluded.me.id, reason: "A neighbour" },
      });
      others = {
        "a foreign agency's officer": () => guests.probation.me.id,
        "somebody of the court": () => world.judge.me.id,
        "somebody who has left": () => disabled.caller.me.id,
        "a colleague of another role": () => administrator.me.id,
        "a colleague who is excluded from the file": () => excluded.me.id,
        "nobody there is": () => randomUUID(),
      };
    }, 60_000);

    test.each([
      "a foreign agency's officer",
      "somebody of the court",
      "somebody who has left",
      "a colleague of another role",
      "a colleague who is excluded from the file",
      "nobody there is",
    ])("%s", async who => {
      const answer = await move(world.probation, about.id, { move: "assign", assigneeId: others[who]?.() }, 0);
      expect([answer.status, answer.body.errors]).toEqual(refusal);
      expect((await item(world.probation, about.id)).task.version).toBe(0);
    });

    test("whoever is excluded neither sees it nor takes it", async () => {
      expect(await item(excluded, about.id)).toBeUndefined();
      expect((await move(excluded, about.id, { move: "assign" }, 0)).status).toBe(404);
    });

    test("a name is given only where something is assigned", async () => {
      for (const name of ["take-over", "release"])
        expect((await move(world.probation, about.id, { move: name, assigneeId: colleague.me.id }, 0)).status).toBe(
          400,
        );
    });
  });

  test("after the agency's involvement has ended, also for what it holds", async () => {
    const { id, defendantId } = await reportToWrite();
    await move(world.probation, id, { move: "assign" }, 0);
    const { involved } = await world.coordinator.get(`/v1/defendants/${defendantId}/file`);
    const theirs = involved.filter(({ agencyId }: Json) => agencyId === world.agencies.probation);
    for (const seat of theirs)
      await world.coordinator.post(`/v1/defendants/${defendantId}/involvements/${encodeURIComponent(seat.id)}/end`, {
        reason: "Moved away",
      });
    expect(await item(world.probation, id)).toBeUndefined();
    expect((await everyPage(world.probation, list, "&assignee=me")).map((one: Json) => one.id)).not.toContain(id);
    expect((await move(colleague, id, { move: "take-over" }, 1)).status).toBe(404);
  });

  test("a person of an agency that is suspended", async () => {
    const { agencies } = await makeWorld(rig, ["treatment"]);
    const agencyId = agencies.treatment;
    const worker = await member(rig, world.administrator, agencyId, "TRT");
    expect((await worker.caller.send("GET", "/v1/worklists")).status).toBe(200);
    const national = await makePerson(
      rig,
      world.administrator,
      world.administrator.me.agencyId,
      "ADM",
      `n.${randomUUID()}`,
    );
    await byTwo(national, world.administrator, { kind: "suspend-agency", agencyId });
    await eventually("the refusal", async () => (await worker.caller.send("GET", "/v1/worklists")).status === 401);
    expect((await move(worker.caller, randomUUID(), { move: "assign" }, 0, {}, "tests-to-take")).status).toBe(401);
  });
});

describe("an agency's system", () => {
  let token: string;
  beforeAll(async () => {
    const body = { name: "Lists", roles: ["PRB"] };
    const client = await world.administrator.create(`/v1/agencies/${world.agencies.probation}/clients`, body);
    const signed = await send(rig.url, "POST", "/v1/sign-in/client", {
      body: { clientId: client.id, clientSecret: client.clientSecret },
      key: null,
    });
    token = signed.body.accessToken;
  });

  test("reads the lists of its roles, as far as systems may read", async () => {
    const { id } = await reportToWrite();
    const open = (name: string) => send(rig.url, "GET", `/v1/worklists/${name}?limit=100`, { token });
    const listed = await open(list);
    expect(listed.body.items.map((one: Json) => one.id)).toContain(id);
    expect((await open("reports-awaited")).status).toBe(404);
    for (const one of listed.body.items) expect((await send(rig.url, "GET", one.href, { token })).status).toBe(200);
  });

  test("holds nothing and shares out nothing", async () => {
    const { id } = await reportToWrite();
    const ask = { token, body: { move: "assign", assigneeId: colleague.me.id }, ifMatch: 0 };
    const answer = await send(rig.url, "POST", `/v1/worklists/${list}/items/${id}/moves`, ask);
    expect([answer.status, answer.body.detail]).toEqual([403, "Work is shared out by people."]);
  });
});
