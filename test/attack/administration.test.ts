import { randomUUID } from "node:crypto";
import { routes } from "../../gateway/routes/routes.ts";
import { agenciesAccess } from "../../services/agencies/agencies.access.ts";
import { change, member, password, tryChange } from "../support/administration.ts";
import { type Caller, type Json, send, sharedRig, signIn } from "../support/client.ts";
import { makeWorld, type Who, type World } from "../support/world.ts";
import { expectProblem } from "./support/problem.ts";

/** Every administration route, asked by everyone whose it is not. */
const rig = sharedRig();
const others: readonly Who[] = [
  "judge",
  "legalAdviser",
  "lister",
  "coordinator",
  "police",
  "prosecutor",
  "probation",
  "treatment",
  "support",
];
let world: World;
let courtAdministrator: Caller;
let policeAdministrator: Caller;
let ids: Record<string, string>;

const terms = { classes: ["identity"], purpose: "Test", legalBasis: "Test", from: "2026-01-01", to: "2027-01-01" };

/** [method, path, body], and whether only the ministry may. Ids are those of the court's records. */
const table: readonly (readonly ["GET" | "POST" | "PATCH", string, object?, "national"?])[] = [
  ["GET", "/v1/agencies/{agency}/people"],
  ["GET", "/v1/people/{person}"],
  ["POST", "/v1/people/{person}/disable", {}],
  ["POST", "/v1/people/{person}/enable", {}],
  ["POST", "/v1/people/{person}/roles", { roles: ["LST"] }],
  ["POST", "/v1/people/{person}/teams", { teamIds: [] }],
  ["POST", "/v1/people/{person}/password-reset", {}],
  ["GET", "/v1/agencies/{agency}/clients"],
  ["GET", "/v1/clients/{client}"],
  ["POST", "/v1/clients/{client}/suspension", {}, "national"],
  ["POST", "/v1/clients/{client}/resumption", {}, "national"],
  ["POST", "/v1/clients/{client}/secret", {}],
  ["POST", "/v1/clients/{client}/key", { publicKey: null }],
  ["GET", "/v1/agencies/{agency}/teams"],
  ["POST", "/v1/agencies/{agency}/teams", { name: "A team" }],
  ["GET", "/v1/teams/{team}"],
  ["PATCH", "/v1/teams/{team}", { name: "Another name" }],
  ["POST", "/v1/teams/{team}/close", {}],
  ["POST", "/v1/approvals", { kind: "grant-roles", personId: "{person}", roles: ["JUD"] }],
  ["POST", "/v1/approvals", { kind: "reset-password", personId: "{person}" }],
  ["POST", "/v1/approvals", { kind: "reset-second-factor", personId: "{person}" }],
  ["POST", "/v1/approvals", { kind: "suspend-agency", agencyId: "{agency}" }, "national"],
  ["POST", "/v1/approvals", { kind: "resume-agency", agencyId: "{agency}" }, "national"],
  ["GET", "/v1/agencies/{agency}/approvals"],
  ["GET", "/v1/approvals/{approval}"],
  ["POST", "/v1/approvals/{approval}/decision", { decision: "approve" }],
  ["POST", "/v1/approvals/{approval}/decision", { decision: "decline" }],
  ["GET", "/v1/agreements/{agreement}"],
  ["POST", "/v1/agreements/{agreement}/end", {}, "national"],
  ["POST", "/v1/agencies/{agency}/people", { username: "x.y.z", name: "X", roles: ["LST"], password }],
  ["POST", "/v1/agencies/{agency}/clients", { name: "X", roles: ["LST"] }],
];
const titled = table.map(row => [`${row[0]} ${row[1]} ${JSON.stringify(row[2] ?? "")}`, row] as const);

beforeAll(async () => {
  world = await makeWorld(rig, others);
  const { administrator, agencies, courtId } = world;
  courtAdministrator = (await member(rig, administrator, courtId, "ADM")).caller;
  policeAdministrator = (await member(rig, administrator, agencies.police, "ADM")).caller;
  const clerk = await member(rig, administrator, courtId, "LST");
  const client = await courtAdministrator.create(`/v1/agencies/${courtId}/clients`, { name: "S", roles: ["LST"] });
  const team = await courtAdministrator.create(`/v1/agencies/${courtId}/teams`, { name: "Team" });
  const proposal = { kind: "grant-roles", personId: clerk.caller.me.id, roles: ["JUD"] };
  const approval = await courtAdministrator.create("/v1/approvals", proposal);
  const parties = [courtId, agencies.probation];
  const agreement = await administrator.create("/v1/agreements", { parties, ...terms });
  ids = {
    agency: courtId,
    person: clerk.caller.me.id,
    client: client.id,
    team: team.id,
    approval: approval.id,
    agreement: agreement.id,
  };
});

const filled = (text: string, with_: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (_all, name) => with_[name] ?? "");
function ask(by: Caller, [method, path, body]: (typeof table)[number], with_ = ids) {
  const filledBody = body && JSON.parse(filled(JSON.stringify(body), with_));
  return by.send(method, filled(path, with_), { ...(filledBody && { body: filledBody }), ifMatch: 1 });
}
const nobodys = () => Object.fromEntries(Object.keys(ids).map(name => [name, randomUUID()]));

test("the table below holds every route to administration by a record's or an agency's id", () => {
  const own = new Set(["/v1/agencies", "/v1/agreements"]);
  const reached = routes.filter(({ contract }) => {
    const row = agenciesAccess[contract.action];
    return row && "class" in row;
  });
  const asked = table.map(([method, path]) => `${method.toLowerCase()} ${path.replace(/\{\w+\}/g, "{}")}`);
  const all = reached
    .filter(({ path }) => !own.has(path))
    .map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, "{}")}`);
  expect([...new Set(asked)].sort()).toEqual([...new Set(all)].sort());
});

test.each(titled)("A9: %s is no function of any other role", async (_title, row) => {
  for (const who of others) expectProblem(await ask(world[who], row), 403, "ACCESS_DENIED");
});

test.each(titled)("%s does not exist for another agency's administrator", async (_title, row) => {
  const theirs = await ask(policeAdministrator, row);
  expectProblem(theirs, 404, "NOT_FOUND");
  const absent = await ask(policeAdministrator, row, nobodys());
  expect({ ...absent.body, requestId: "" }).toEqual({ ...theirs.body, requestId: "" });
});

test.each(titled.filter(([, row]) => row[3]))("%s is the ministry's, not the agency's own", async (_title, row) => {
  expectProblem(await ask(courtAdministrator, row), 403, "ACCESS_DENIED");
});

test.each(titled)("%s needs a token", async (_title, [method, path, body]) => {
  expectProblem(await send(rig.url, method, filled(path, ids), { body }), 401, "UNAUTHENTICATED");
});

test.each(
  routes.filter(({ kind, contract }) => {
    const row = agenciesAccess[contract.action];
    return kind === "change" && row && "class" in row;
  }),
)("$method $path must say from which version", async ({ method, path }) => {
  const answer = await courtAdministrator.send(method.toUpperCase(), path.replace("{id}", randomUUID()), { body: {} });
  expectProblem(answer, 428, "VERSION_REQUIRED");
});

describe("agreements", () => {
  test("are made by the ministry alone", async () => {
    const body = { parties: [world.courtId, world.agencies.police], ...terms };
    expectProblem(await courtAdministrator.send("POST", "/v1/agreements", { body }), 403, "ACCESS_DENIED");
    expectProblem(await world.judge.send("POST", "/v1/agreements", { body }), 403, "ACCESS_DENIED");
    expectProblem(await world.judge.send("GET", "/v1/agreements"), 403, "ACCESS_DENIED");
  });

  test("are listed for their parties, and for nobody else", async () => {
    const mine = await courtAdministrator.get("/v1/agreements");
    expect(mine.items.map(({ id }: Json) => id)).toContain(ids.agreement);
    expect((await policeAdministrator.get("/v1/agreements")).items).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["one party", { parties: ["court"] }, "parties"],
    ["a party twice", { parties: ["court", "court"] }, "parties"],
    ["a party that is no agency", { parties: ["court", randomUUID()] }, "parties[1]"],
    ["private notes", { classes: ["identity", "private-notes"] }, "classes"],
    ["no class", { classes: [] }, "classes"],
    ["an end before the beginning", { from: "2026-02-01", to: "2026-01-31" }, "to"],
    ["no purpose", { purpose: " " }, "purpose"],
    ["no basis in law", { legalBasis: undefined }, "legalBasis"],
  ])("with %s are refused", async (_what, changes, path) => {
    const body: Json = { parties: [world.courtId, world.agencies.police], ...terms, ...changes };
    body.parties = body.parties.map((id: string) => (id === "court" ? world.courtId : id));
    expectProblem(await world.administrator.send("POST", "/v1/agreements", { body }), 400, "VALIDATION", path);
  });
});

describe("an administrator of the court", () => {
  test("does not decide about themselves", async () => {
    const self = `/v1/people/${courtAdministrator.me.id}`;
    for (const [what, body] of [
      ["disable", {}],
      ["roles", { roles: ["ADM", "LST"] }],
      ["password-reset", {}],
    ] as const)
      expectProblem(await tryChange(courtAdministrator, self, what, body), 422, "RULE_BROKEN");
    const body = { kind: "grant-roles", personId: courtAdministrator.me.id, roles: ["JUD"] };
    expectProblem(await courtAdministrator.send("POST", "/v1/approvals", { body }), 422, "RULE_BROKEN");
  });

  test("gives nobody the roles of another agency, and a system no judge's", async () => {
    const person = `/v1/people/${ids.person}`;
    expectProblem(
      await tryChange(courtAdministrator, person, "roles", { roles: ["LST", "POL"] }),
      400,
      "VALIDATION",
      "roles[1]",
    );
    const proposal = { kind: "grant-roles", personId: ids.person, roles: ["IGO"] };
    expectProblem(
      await courtAdministrator.send("POST", "/v1/approvals", { body: proposal }),
      400,
      "VALIDATION",
      "roles[0]",
    );
    for (const by of [courtAdministrator, world.administrator])
      for (const role of ["JUD", "ADM"])
        expectProblem(
          await by.send("POST", `/v1/agencies/${world.courtId}/clients`, { body: { name: "S", roles: [role] } }),
          400,
          "VALIDATION",
          "roles[0]",
        );
  });

  test("puts people into open teams of their own agency only", async () => {
    const path = `/v1/agencies/${world.agencies.police}/teams`;
    const foreign = await policeAdministrator.create(path, { name: "Their team" });
    const closed = await courtAdministrator.create(`/v1/agencies/${world.courtId}/teams`, { name: "Closed" });
    await change(courtAdministrator, `/v1/teams/${closed.id}`, "close");
    for (const id of [foreign.id, closed.id, randomUUID()])
      expectProblem(
        await tryChange(courtAdministrator, `/v1/people/${ids.person}`, "teams", { teamIds: [ids.team, id] }),
        400,
        "VALIDATION",
        "teamIds[1]",
      );
    expectProblem(await tryChange(courtAdministrator, `/v1/teams/${closed.id}`, "close"), 422, "RULE_BROKEN");
  });

  test("sees no password, secret or authenticator of anybody", async () => {
    const people = await courtAdministrator.send("GET", `/v1/agencies/${world.courtId}/people`);
    const clients = await courtAdministrator.send("GET", `/v1/agencies/${world.courtId}/clients`);
    for (const { status, text } of [people, clients]) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/argon2|passwordHash|secretDigest|sealed|outbox|revoked/);
    }
  });

  test("changes nothing from a version that has passed", async () => {
    const { caller, path } = await member(rig, courtAdministrator, world.courtId, "LST");
    const { version } = await courtAdministrator.get(path);
    await change(courtAdministrator, path, "roles", { roles: ["LA"] });
    const stale = { body: { roles: ["LST"] }, ifMatch: version };
    expectProblem(await courtAdministrator.send("POST", `${path}/roles`, stale), 412, "STALE_VERSION");
    expect((await courtAdministrator.get(path)).roles).toEqual(["LA"]);
    expect(caller.me.id).toBe(path.slice("/v1/people/".length));
  });
});

describe("a one-time password", () => {
  test("signs in to nothing but choosing another one, and then to nothing at all", async () => {
    const clerk = await member(rig, world.administrator, world.courtId, "LST");
    const { oneTimePassword } = await change(courtAdministrator, clerk.path, "password-reset");
    expect(oneTimePassword).toMatch(/^[\w-]{20}$/);
    const old = { username: clerk.username, password };
    expectProblem(await send(rig.url, "POST", "/v1/sign-in", { body: old, key: null }), 401, "SIGN_IN_REFUSED");
    const inside = await signIn(rig.url, clerk.username, oneTimePassword);
    expect(await inside.get("/v1/me")).toMatchObject({ mustChangePassword: true });
    expectProblem(await inside.send("GET", "/v1/reports"), 403, "ACCESS_DENIED");
    const search = { surname: "Nobody", dateOfBirth: "1990-04-12" };
    expectProblem(await inside.send("POST", "/v1/defendants/search", { body: search }), 403, "ACCESS_DENIED");

    const chosen = "another horse, another battery";
    const wrong = { oldPassword: "not it", newPassword: chosen };
    expectProblem(await inside.send("POST", "/v1/me/password", { body: wrong }), 401, "SIGN_IN_REFUSED");
    const same = { oldPassword: oneTimePassword, newPassword: oneTimePassword };
    expectProblem(await inside.send("POST", "/v1/me/password", { body: same }), 422, "RULE_BROKEN");
    await inside.post("/v1/me/password", { oldPassword: oneTimePassword, newPassword: chosen });
    const used = { username: clerk.username, password: oneTimePassword };
    expectProblem(await send(rig.url, "POST", "/v1/sign-in", { body: used, key: null }), 401, "SIGN_IN_REFUSED");
    const out = await signIn(rig.url, clerk.username, chosen);
    expect(await out.get("/v1/me")).toMatchObject({ mustChangePassword: false, roles: ["LST"] });
    expect((await out.send("POST", "/v1/defendants/search", { body: search })).status).toBe(200);
  });

  test("is shown once: the same request again has none", async () => {
    const clerk = await member(rig, world.administrator, world.courtId, "LST");
    const { version } = await courtAdministrator.get(clerk.path);
    const ask = { body: {}, ifMatch: version, key: randomUUID() };
    const [first, second] = [
      await courtAdministrator.send("POST", `${clerk.path}/password-reset`, ask),
      await courtAdministrator.send("POST", `${clerk.path}/password-reset`, ask),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual({ ...first.body, oneTimePassword: null });
    await signIn(rig.url, clerk.username, first.body.oneTimePassword);
  });
});
