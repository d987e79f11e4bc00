import { actionsOf, routes } from "../../gateway/routes/routes.ts";
import { type Role, roleHomes, roles } from "../../libs/access/roles.ts";
import { audienceOf, mayRequest, parts } from "../../libs/bus/call-graph.ts";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makePerson, makeWorld, usualPeople, type World } from "../support/world.ts";
import { problem, requests, requestsOf, word } from "./asking.ts";

const rig = sharedRig();
let world: World;
let defendantId: string;
let caseId: string;
let file: string;
let surname: string;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "governance", "victims", "defence", "health"]);
});
beforeEach(async () => {
  // Of a name of their own: a search looks at the first fifty of a name and a day of birth, and other suites search.
  surname = word("Surname");
  const charged = await chargedDefendant(world, { name: { forenames: ["Mary"], surname }, dateOfBirth: "1990-04-12" });
  defendantId = charged.defendant.id;
  caseId = charged.case.id;
  file = `/v1/defendants/${defendantId}`;
});

const { record, tryMove, move, shown, packOf } = requestsOf(
  () => world.governance,
  () => defendantId,
);
const invite = (agencyId: string) =>
  world.coordinator.post(`${file}/involvements`, { agencyId, caseId, reason: "support" });

describe("who handles requests", () => {
  const everyone = roles.filter(role => role !== "IGO");
  const callers = new Map<Role, Caller>();
  let id: string;

  beforeAll(async () => {
    const places = await makeWorld(rig, [
      "judge",
      "police",
      "prosecutor",
      "defence",
      "probation",
      "youth",
      "treatment",
      "health",
      "support",
      "victims",
      "asb",
      "analyst",
      "operations",
    ]);
    for (const role of everyone) {
      const [home] = roleHomes[role];
      const agencyId = places.agencies[home as keyof typeof places.agencies];
      const name = `${role.toLowerCase()}.${crypto.randomUUID().slice(0, 13)}`;
      callers.set(role, await makePerson(rig, places.administrator, agencyId, role, name));
    }
  });
  beforeEach(async () => {
    id = await shown();
  });

  test.each(everyone)("not %s, on any route", async role => {
    const caller = callers.get(role) as Caller;
    const answers = await Promise.all([
      caller.send("POST", requests, { body: { defendantId, kind: "access", details: "Give me" } }),
      caller.send("GET", requests),
      caller.send("GET", `${requests}/${id}`),
      tryMove(id, { name: "withdraw", reason: "They said so" }, caller),
      packOf(id, caller),
    ]);
    expect(answers.map(problem)).toEqual(answers.map(() => [403, "ACCESS_DENIED"]));
    expect((await world.governance.get(`${requests}/${id}`)).state).toBe("identity-shown");
  });

  test("not a system: none is an officer", async () => {
    const body = { name: "A portal", roles: ["IGO"] };
    const answer = await world.administrator.send("POST", `/v1/agencies/${world.agencies.moj}/clients`, { body });
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path: "roles[0]" }]]);
  });

  test("an officer of information governance, who reads nothing else of the file by it", async () => {
    const text = { defendantId, caseId, kind: "agency", text: "Something", shareWith: [] };
    const note = await world.police.create("/v1/notes", text);
    await packOf(id);
    const ways: readonly (readonly [string, string, object?])[] = [
      ["GET", file],
      ["GET", `${file}/file`],
      ["GET", `${file}/sharing`],
      ["GET", `${file}/explanation?class=identity&agencyId=${world.agencies.police}`],
      ["GET", `/v1/cases/${caseId}`],
      ["GET", `/v1/notes/${note.id}`],
      ["POST", `${file}/details`, { aliases: [] }],
      ["POST", "/v1/notes", { defendantId, kind: "agency", text: "Mine", shareWith: [] }],
    ];
    const answers = await Promise.all(
      ways.map(([method, path, body]) => world.governance.send(method, path, body ? { body } : {})),
    );
    expect(answers.map(({ status }) => status).filter(status => status !== 404 && status !== 403)).toEqual([]);
    const found = await world.governance.post(
      "/v1/defendants/search",
      { surname, dateOfBirth: "1990-04-12" },
      { key: null },
    );
    expect(found.items).toEqual([]);
    const own = await world.police.post("/v1/defendants/search", { surname, dateOfBirth: "1990-04-12" }, { key: null });
    expect(own.items.map(({ id: foundId }: Json) => foundId)).toEqual([defendantId]);
  });

  test("what only a pack may ask for is good for a pack's token alone, and no route leads to it", () => {
    const wanted = ["cases.partForSubject", "notes.partForSubject"];
    expect(audienceOf("defendants.subjectPack")).toEqual(["defendants.subjectPack", ...wanted]);
    const actions = routes.flatMap(actionsOf);
    const good = actions.filter(action => audienceOf(action).some(reached => wanted.includes(reached)));
    expect(good).toEqual(["defendants.subjectPack"]);
    const asking = parts.filter(part => mayRequest(part, actions).some(action => wanted.includes(action)));
    expect(asking).toEqual(["defendants"]);
  });
});

describe("a person who is not there", () => {
  test("cannot be asked about, and a request that never was is answered the same way", async () => {
    const nobody = crypto.randomUUID();
    const body = { defendantId: nobody, kind: "access", details: "Who am I?" };
    expect(problem(await world.governance.send("POST", requests, { body }))).toEqual([404, "NOT_FOUND"]);
    expect(problem(await world.governance.send("GET", `${requests}/${nobody}`))).toEqual([404, "NOT_FOUND"]);
    expect(problem(await packOf(nobody))).toEqual([404, "NOT_FOUND"]);
    expect(problem(await tryMove(nobody, { name: "withdraw", reason: "No" }))).toEqual([404, "NOT_FOUND"]);
  });
});

describe("an officer who may not see the file", () => {
  test("because they are named, finds no request about it anywhere", async () => {
    const id = await shown();
    await world.judge.create(`${file}/exclusions`, { personId: world.governance.me.id, reason: "His brother" });
    const answers = await Promise.all([
      world.governance.send("POST", requests, { body: { defendantId, kind: "access", details: "All" } }),
      world.governance.send("GET", `${requests}/${id}`),
      tryMove(id, { name: "withdraw", reason: "No" }),
      packOf(id),
    ]);
    expect(answers.map(problem)).toEqual(answers.map(() => [404, "NOT_FOUND"]));
    const { items } = await world.governance.get(requests);
    expect(items.filter((found: Json) => found.defendantId === defendantId)).toEqual([]);
  });

  test("because it is sealed, makes no pack until the seal is lifted", async () => {
    const id = await shown();
    const sealed = await world.judge.create(`${file}/seals`, { reason: "A protected witness" });
    const refused = await packOf(id);
    expect(problem(refused)).toEqual([422, "RULE_BROKEN"]);
    expect(refused.body.detail).toContain("This file is sealed");
    expect((await world.governance.get(`${requests}/${id}`)).log.map((entry: Json) => entry.what)).not.toContain(
      "make-pack",
    );
    await world.judge.post(`${file}/limits/${sealed.id}/lifting`, { reason: "The witness has spoken" });
    expect((await packOf(id)).status).toBe(200);
  });

  test("because others are named, makes none until they are named", async () => {
    const id = await shown();
    const named = (...personIds: string[]) =>
      world.judge.create(`${file}/restrictions`, { personIds: [world.judge.me.id, ...personIds], reason: "Few" });
    const first = await named();
    expect(problem(await packOf(id))).toEqual([422, "RULE_BROKEN"]);
    await world.judge.post(`${file}/limits/${first.id}/lifting`, { reason: "Wider" });
    await named(world.governance.me.id);
    expect((await packOf(id)).status).toBe(200);
  });
});

describe("a request", () => {
  test("waits for identity with its clock standing still, then is due in a month, and is listed by that day", async () => {
    const old = await record({ receivedAt: "2026-01-31T12:00:00Z" });
    expect(old).toMatchObject({ state: "received", dueOn: null, overdue: false, handledBy: world.governance.me.id });
    const late = await move(old.id, "show-identity", { how: "Passport seen", shownAt: "2026-01-31T12:00:00Z" });
    expect(late).toMatchObject({ state: "identity-shown", dueOn: "2026-02-28", overdue: true, extended: false });
    const waiting = await record();
    const fresher = await shown();
    const mine = (await world.governance.get(requests)).items.filter(
      (found: Json) => found.defendantId === defendantId,
    );
    expect(mine.map(({ id, overdue }: Json) => [id, overdue])).toEqual([
      [old.id, true],
      [fresher, false],
      [waiting.id, false],
    ]);
    await move(waiting.id, "withdraw", { reason: "They said so" });
    const { items } = await world.governance.get(requests);
    expect(items.map(({ id }: Json) => id)).not.toContain(waiting.id);
  });

  test("is extended once, by two months at the most, with a reason", async () => {
    const id = await shown();
    const extend = { name: "extend", months: 2, reason: "Twelve boxes of paper" };
    expect(problem(await tryMove(id, { ...extend, months: 3 }))).toEqual([400, "VALIDATION"]);
    expect(problem(await tryMove(id, { name: "extend", months: 1 }))).toEqual([400, "VALIDATION"]);
    expect((await move(id, "extend", extend)).extended).toBe(true);
    expect(problem(await tryMove(id, extend))).toEqual([422, "RULE_BROKEN"]);
  });

  test("is refused on a ground of the law, in words; and then nothing is possible", async () => {
    const id = await shown();
    expect(problem(await tryMove(id, { name: "refuse", ground: "busy", reason: "No time" }))).toEqual([
      400,
      "VALIDATION",
    ]);
    expect(problem(await tryMove(id, { name: "refuse", ground: "excessive" }))).toEqual([400, "VALIDATION"]);
    const refused = await move(id, "refuse", { ground: "prejudice-to-proceedings", reason: "The trial is on Monday" });
    expect(refused).toMatchObject({ state: "refused", refusal: { ground: "prejudice-to-proceedings" } });
    const more = await tryMove(id, { name: "withdraw", reason: "Late" });
    expect([problem(more), more.body.detail]).toEqual([
      [422, "RULE_BROKEN"],
      'This request (access) is refused, so "withdraw" is not possible; possible now: nothing.',
    ]);
  });

  test("sent twice with one key is one request, and a move sent twice is made once", async () => {
    const key = crypto.randomUUID();
    const body = { defendantId, kind: "access", details: "All" };
    const first = await world.governance.create(requests, body, { key });
    expect((await world.governance.create(requests, body, { key })).id).toBe(first.id);
    const moveKey = crypto.randomUUID();
    const moving = { body: { move: { name: "show-identity", how: "Passport seen" } }, key: moveKey };
    await world.governance.send("POST", `${requests}/${first.id}/moves`, moving);
    const again = await world.governance.send("POST", `${requests}/${first.id}/moves`, moving);
    expect([again.status, again.body.log.length]).toEqual([200, 2]);
  });

  test("came not in the future, and of a kind the law knows", async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    for (const over of [{ receivedAt: tomorrow }, { kind: "erasure" }, { details: " " }, { state: "answered" }]) {
      const body = { defendantId, kind: "access", details: "All", ...over };
      expect(problem(await world.governance.send("POST", requests, { body }))).toEqual([400, "VALIDATION"]);
    }
  });
});

describe("a request for rectification", () => {
  const correct = async () => {
    const { version } = await world.police.get(file);
    const body = { sex: "not-known", reason: "They asked" };
    return world.police.send("PATCH", file, { body, ifMatch: version });
  };

  test("is answered as corrected once the person's record was, after the request came", async () => {
    const id = await shown({ kind: "rectification" });
    expect(problem(await tryMove(id, { name: "answer", outcome: "corrected" }))).toEqual([422, "RULE_BROKEN"]);
    expect((await correct()).status).toBe(200);
    expect(await move(id, "answer", { outcome: "corrected" })).toMatchObject({
      state: "answered",
      answer: { outcome: "corrected" },
    });
  });

  test("is not answered by a correction that was there before, but by naming the record that was corrected", async () => {
    expect((await correct()).status).toBe(200);
    const id = await shown({ kind: "rectification" });
    expect(problem(await tryMove(id, { name: "answer", outcome: "corrected" }))).toEqual([422, "RULE_BROKEN"]);
    const answered = await move(id, "answer", { outcome: "corrected", correctedRecordId: caseId });
    expect(answered.answer.correctedRecordId).toBe(caseId);
  });

  test("that is not met keeps the reason and what the person says", async () => {
    const id = await shown({ kind: "rectification" });
    const answer = { outcome: "not-corrected", statement: "I was never at that address" };
    expect(problem(await tryMove(id, { name: "answer", ...answer }))).toEqual([400, "VALIDATION"]);
    const answered = await move(id, "answer", { ...answer, reason: "Two sources agree" });
    expect(answered.answer).toMatchObject({ reason: "Two sources agree", statement: "I was never at that address" });
  });
});

describe("a request for restriction", () => {
  const markers = async (who: Caller) => [
    (await who.get(file)).markers,
    (await who.get(`${file}/file`)).defendant.markers,
  ];

  test("that is met marks the file for everyone who sees it, takes no reading away, and is lifted", async () => {
    await invite(world.agencies.defence);
    const parts = async () => (await world.judge.get(`${file}/file`)).parts;
    const before = await parts();
    expect(await markers(world.judge)).toEqual([[], []]);
    const id = await shown({ kind: "restriction" });
    await move(id, "answer", { outcome: "restricted" });
    const marked = [["processing-restricted"], ["processing-restricted"]];
    for (const who of [world.judge, world.police, world.defence]) expect(await markers(who)).toEqual(marked);
    expect(await parts()).toEqual(before);
    expect((await move(id, "lift-restriction", { reason: "Checked" })).restricting).toBe(false);
    expect(await markers(world.judge)).toEqual([[], []]);
    expect(problem(await tryMove(id, { name: "lift-restriction", reason: "Again" }))).toEqual([422, "RULE_BROKEN"]);
  });

  test("marks no other file, and none when it is not met", async () => {
    const other = await chargedDefendant(world);
    const met = await shown({ kind: "restriction", defendantId: other.defendant.id });
    await move(met, "answer", { outcome: "restricted" });
    const id = await shown({ kind: "restriction" });
    expect(problem(await tryMove(id, { name: "answer", outcome: "not-restricted" }))).toEqual([400, "VALIDATION"]);
    await move(id, "answer", { outcome: "not-restricted", reason: "Needed for the trial" });
    expect(await markers(world.judge)).toEqual([[], []]);
  });
});
