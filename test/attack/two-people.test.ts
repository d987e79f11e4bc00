import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { Secret, TOTP } from "otpauth";
import { again, byTwo, change, type Member, member, password, tryChange } from "../support/administration.ts";
import { type Caller, eventually, send, sharedRig, signIn } from "../support/client.ts";
import { makeWorld, type World } from "../support/world.ts";
import { expectProblem } from "./support/problem.ts";

/** What one administrator alone could do with the roles that open everything. */
const rig = sharedRig();
let world: World;
let first: Caller;
let second: Caller;
let national: Caller;
let clerk: Member;

beforeAll(async () => {
  world = await makeWorld(rig, ["lister", "police"]);
  const { administrator, courtId } = world;
  first = (await member(rig, administrator, courtId, "ADM")).caller;
  second = (await member(rig, administrator, courtId, "ADM")).caller;
  national = (await member(rig, administrator, administrator.me.agencyId, "ADM")).caller;
});
beforeEach(async () => {
  clerk = await member(rig, first, world.courtId, "LST");
});

const grant = (roles = ["JUD"]) => ({ kind: "grant-roles", personId: clerk.caller.me.id, roles });
const decide = (by: Caller, id: string, decision = "approve") =>
  tryChange(by, `/v1/approvals/${id}`, "decision", { decision });
const rolesOf = async () => (await first.get(clerk.path)).roles;
const newPerson = (...roles: string[]) => ({ username: `n.${randomUUID()}`, name: "New", roles, password });

/** Writes to the database as nothing else may: to make time pass. */
async function makeOlder(collection: string, id: string, set: object): Promise<void> {
  const db = await mongoose.createConnection(rig.mongoUri, { dbName: `${rig.databasePrefix}_agencies` }).asPromise();
  try {
    await db.collection<{ _id: string }>(collection).updateOne({ _id: id }, { $set: set });
  } finally {
    await db.close();
  }
}

describe("a judge", () => {
  test("is made by two", async () => {
    const proposed = await first.create("/v1/approvals", grant());
    expect(proposed).toMatchObject({ state: "pending", roles: ["JUD"], decidedBy: null });
    const lifeMs = Date.parse(proposed.expiresAt) - Date.parse(proposed.proposedAt);
    expect(Math.round(lifeMs / 3_600_000)).toBe(24);
    expect(await rolesOf()).toEqual(["LST"]);
    expect((await decide(second, proposed.id)).body).toMatchObject({ state: "approved", decidedBy: second.me.id });
    expect(await rolesOf()).toEqual(["LST", "JUD"]);
    expect((await (await again(rig, clerk)).get("/v1/me")).roles).toEqual(["LST", "JUD"]);
  });

  test("is not made by a change of roles, by anybody", async () => {
    for (const by of [first, world.administrator])
      expectProblem(await tryChange(by, clerk.path, "roles", { roles: ["LST", "JUD"] }), 422, "RULE_BROKEN");
    expect(await rolesOf()).toEqual(["LST"]);
  });

  test("is not made by who proposed it, at home or at the ministry", async () => {
    for (const by of [first, national]) {
      const { id } = await by.create("/v1/approvals", grant());
      expectProblem(await decide(by, id), 422, "RULE_BROKEN");
      expectProblem(await decide(by, id, "decline"), 422, "RULE_BROKEN");
    }
    expect(await rolesOf()).toEqual(["LST"]);
  });

  test("is not made by whom it is about", async () => {
    const { id: adm } = await first.create("/v1/approvals", grant(["ADM"]));
    await decide(second, adm);
    const { id } = await second.create("/v1/approvals", grant());
    expectProblem(await decide(await again(rig, clerk), id), 422, "RULE_BROKEN");
    expect(await rolesOf()).toEqual(["LST", "ADM"]);
  });

  test("is not made by another agency's administrators", async () => {
    const police = (await member(rig, world.administrator, world.agencies.police, "ADM")).caller;
    const { id, version } = await first.create("/v1/approvals", grant());
    const answer = await police.send("POST", `/v1/approvals/${id}/decision`, {
      body: { decision: "approve" },
      ifMatch: version,
    });
    expectProblem(answer, 404, "NOT_FOUND");
    expect(await rolesOf()).toEqual(["LST"]);
  });

  test("is made with the ministry, when the agency has one administrator only", async () => {
    const { id } = await first.create("/v1/approvals", grant());
    expect((await decide(national, id)).status).toBe(200);
    expect(await rolesOf()).toEqual(["LST", "JUD"]);
  });

  test("is not made once it was declined, and not twice", async () => {
    const { id: declined } = await first.create("/v1/approvals", grant());
    expect((await decide(second, declined, "decline")).body.state).toBe("declined");
    expectProblem(await decide(national, declined), 422, "RULE_BROKEN");
    expect(await rolesOf()).toEqual(["LST"]);
    const { id } = await first.create("/v1/approvals", grant());
    expect((await decide(second, id)).status).toBe(200);
    await change(first, clerk.path, "roles", { roles: ["LST"] });
    expectProblem(await decide(national, id), 422, "RULE_BROKEN");
    expect(await rolesOf()).toEqual(["LST"]);
  });

  test("is not made a day later", async () => {
    const { id } = await first.create("/v1/approvals", grant());
    await makeOlder("approval", id, { expiresAt: new Date(Date.now() - 1_000) });
    expectProblem(await decide(second, id), 422, "RULE_BROKEN");
    expect((await second.get(`/v1/approvals/${id}`)).state).toBe("expired");
    const list = `/v1/agencies/${world.courtId}/approvals?limit=200&state=`;
    const idsOf = async (state: string) =>
      (await second.get(`${list}${state}`)).items.map((item: { id: string }) => item.id);
    expect(await idsOf("expired")).toContain(id);
    expect(await idsOf("pending")).not.toContain(id);
    expect(await rolesOf()).toEqual(["LST"]);
  });

  test("is made once when two approve at the same moment, and when one approves twice", async () => {
    const { id, version } = await first.create("/v1/approvals", grant());
    const ask = (by: Caller, key: string) =>
      by.send("POST", `/v1/approvals/${id}/decision`, { body: { decision: "approve" }, ifMatch: version, key });
    const [same, other] = [randomUUID(), randomUUID()];
    const answers = await Promise.all([ask(second, same), ask(second, same), ask(national, other)]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter(status => status !== 200 && status !== 412)).toEqual([]);
    expect(statuses).toContain(200);
    expect(await rolesOf()).toEqual(["LST", "JUD"]);
    const { version: now } = await first.get(clerk.path);
    expect(now).toBe(2);
  });

  test.each(["JUD", "ADM"])("as a new person is not made by the agency's administrator: %s", async role => {
    for (const roles of [[role], ["LST", role]])
      expectProblem(
        await first.send("POST", `/v1/agencies/${world.courtId}/people`, { body: newPerson(...roles) }),
        422,
        "RULE_BROKEN",
      );
  });

  test("of a new court is made by the ministry in one step, and of a court of 31 days is not", async () => {
    const court = await world.administrator.create("/v1/agencies", { type: "court", name: `New ${randomUUID()}` });
    const path = `/v1/agencies/${court.id}/people`;
    await world.administrator.create(path, newPerson("JUD"));
    const [key, body] = [randomUUID(), newPerson("JUD")];
    await world.administrator.create(path, body, { key });
    await makeOlder("agency", court.id, { recordedAt: new Date(Date.now() - 31 * 86_400_000) });
    expectProblem(await world.administrator.send("POST", path, { body: newPerson("JUD") }), 422, "RULE_BROKEN");
    expectProblem(await world.administrator.send("POST", path, { body: newPerson("ADM") }), 422, "RULE_BROKEN");
    await world.administrator.create(path, newPerson("LST"));
    // What was done in time is answered again as it was.
    await world.administrator.create(path, body, { key });
  });
});

describe("the password of who holds such a role", () => {
  test("is not reset by one", async () => {
    await byTwo(first, second, grant());
    for (const by of [first, second, national])
      expectProblem(await tryChange(by, clerk.path, "password-reset"), 422, "RULE_BROKEN");
    await signIn(rig.url, clerk.username, password);
  });

  test("is reset by two, and the second is shown it once", async () => {
    await byTwo(first, second, grant());
    const proposed = await first.create("/v1/approvals", { kind: "reset-password", personId: clerk.caller.me.id });
    expect(JSON.stringify(proposed)).not.toContain("oneTimePassword");
    const { oneTimePassword } = (await decide(second, proposed.id)).body;
    expect(oneTimePassword).toMatch(/^[\w-]{20}$/);
    const old = { username: clerk.username, password };
    await eventually("the old password to be refused", async () => {
      const { status } = await send(rig.url, "POST", "/v1/sign-in", { body: old, key: null });
      return status === 401;
    });
    const inside = await signIn(rig.url, clerk.username, oneTimePassword);
    expect((await inside.get("/v1/me")).mustChangePassword).toBe(true);
    expect((await first.send("GET", `/v1/approvals/${proposed.id}`)).text).not.toMatch(/argon2|oneTimePassword/);
  });
});

describe("a second factor", () => {
  const codeOf = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

  test("is ended by two: then the password alone signs in, and the old session is over", async () => {
    const { secret } = await clerk.caller.post("/v1/me/second-factor", {});
    await clerk.caller.post("/v1/me/second-factor/confirm", { code: codeOf(secret) });
    const body = { username: clerk.username, password };
    const signedIn = await send(rig.url, "POST", "/v1/sign-in", {
      body: { ...body, code: codeOf(secret, 1) },
      key: null,
    });
    expect(signedIn.status).toBe(200);
    expectProblem(await send(rig.url, "POST", "/v1/sign-in", { body, key: null }), 401, "SIGN_IN_REFUSED");
    await byTwo(first, second, { kind: "reset-second-factor", personId: clerk.caller.me.id });
    await again(rig, clerk);
    const { refreshToken } = signedIn.body;
    expectProblem(
      await send(rig.url, "POST", "/v1/sign-in/refresh", { body: { refreshToken }, key: null }),
      401,
      "SIGN_IN_REFUSED",
    );
  });

  test("that is not on is not ended", async () => {
    const proposal = { kind: "reset-second-factor", personId: clerk.caller.me.id };
    expectProblem(await first.send("POST", "/v1/approvals", { body: proposal }), 422, "RULE_BROKEN");
  });
});

describe("an agency", () => {
  const about = (kind: string, agencyId: string) => ({ kind, agencyId });

  test("is suspended by two of the ministry, and its people sign in no more until two let them", async () => {
    const small = await makeWorld(rig, ["support"]);
    const agencyId = small.agencies.support;
    const who = await member(rig, world.administrator, agencyId, "SUP");
    const { id } = await national.create("/v1/approvals", about("suspend-agency", agencyId));
    expectProblem(await decide(national, id), 422, "RULE_BROKEN");
    expect((await decide(world.administrator, id)).status).toBe(200);
    const body = { username: who.username, password };
    const tryIn = () => send(rig.url, "POST", "/v1/sign-in", { body, key: null });
    await eventually("the sign-in to be refused", async () => (await tryIn()).status === 401);
    expectProblem(
      await national.send("POST", "/v1/approvals", { body: about("suspend-agency", agencyId) }),
      422,
      "RULE_BROKEN",
    );
    await byTwo(world.administrator, national, about("resume-agency", agencyId));
    await eventually("the sign-in to work", async () => (await tryIn()).status === 200);
  });

  test("that works is not resumed, and the ministry is not suspended", async () => {
    for (const body of [
      about("resume-agency", world.courtId),
      about("suspend-agency", world.administrator.me.agencyId),
    ])
      expectProblem(await national.send("POST", "/v1/approvals", { body }), 422, "RULE_BROKEN");
  });
});
