import { randomUUID } from "node:crypto";
import { again, byTwo, change, type Member, member, password } from "../support/administration.ts";
import { type Caller, eventually, type Json, send, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";
import { expectProblem } from "./support/problem.ts";

/** Tokens that were good a moment ago. */
const rig = sharedRig();
const msMax = 5_000;
const rounds = 24;
let world: World;
let adm: Caller;
let national: Caller;
let clerk: Member;

beforeAll(async () => {
  world = await makeWorld(rig, ["lister", "police"]);
  adm = (await member(rig, world.administrator, world.courtId, "ADM")).caller;
  national = (await member(rig, world.administrator, world.administrator.me.agencyId, "ADM")).caller;
});
beforeEach(async () => {
  clerk = await member(rig, adm, world.courtId, "LST");
});

const refresh = (refreshToken: string) =>
  send(rig.url, "POST", "/v1/sign-in/refresh", { body: { refreshToken }, key: null });
const tokensOf = async ({ username }: Member) =>
  (await send(rig.url, "POST", "/v1/sign-in", { body: { username, password }, key: null })).body as Json;
const me = (token: string) => send(rig.url, "GET", "/v1/me", { token });

/** Resolves with how long it took, from now, until the token was refused. */
async function untilRefused(token: string, path = "/v1/me"): Promise<number> {
  const from = performance.now();
  await eventually("the token to be refused", async () => {
    const answer = await send(rig.url, "GET", path, { token });
    if (answer.status === 401) expectProblem(answer, 401, "UNAUTHENTICATED");
    return answer.status === 401;
  });
  return performance.now() - from;
}

test("A13: of many who are disabled, each is refused within five seconds", async () => {
  const took: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const { caller, path } = await member(rig, adm, world.courtId, "LST");
    expect((await me(caller.token)).status).toBe(200);
    await change(adm, path, "disable");
    took.push(await untilRefused(caller.token));
  }
  took.sort((a, b) => a - b);
  const percentile = (p: number) => Math.round(took[Math.ceil((p / 100) * took.length) - 1] ?? 0);
  process.stdout.write(
    `revocation, ${rounds} rounds: p50 ${percentile(50)} ms, p95 ${percentile(95)} ms, p100 ${percentile(100)} ms\n`,
  );
  expect(took.at(-1)).toBeLessThanOrEqual(msMax);
}, 120_000);

test("a disabled person gets no new tokens; enabled again they sign in, and the old ones stay refused", async () => {
  const tokens = await tokensOf(clerk);
  await change(adm, clerk.path, "disable");
  expectProblem(await refresh(tokens.refreshToken), 401, "SIGN_IN_REFUSED");
  const body = { username: clerk.username, password };
  expectProblem(await send(rig.url, "POST", "/v1/sign-in", { body, key: null }), 401, "SIGN_IN_REFUSED");
  await untilRefused(tokens.accessToken);
  await change(adm, clerk.path, "enable");
  expect((await again(rig, clerk)).me.id).toBe(clerk.caller.me.id);
  expect((await me(tokens.accessToken)).status).toBe(401);
  expectProblem(await refresh(tokens.refreshToken), 401, "SIGN_IN_REFUSED");
});

test("disabled and enabled within the same second, the old token is refused and a new one is good at once", async () => {
  await change(adm, clerk.path, "disable");
  await change(adm, clerk.path, "enable");
  const fresh = await again(rig, clerk);
  await untilRefused(clerk.caller.token);
  expect((await me(fresh.token)).status).toBe(200);
});

test("a role taken away: the token is refused, and the refreshed one has it no more", async () => {
  await change(adm, clerk.path, "roles", { roles: ["LST", "LA"] });
  const tokens = await tokensOf(clerk);
  await change(adm, clerk.path, "roles", { roles: ["LST"] });
  await untilRefused(tokens.accessToken);
  const renewed = await refresh(tokens.refreshToken);
  expect(renewed.status).toBe(200);
  expect((await me(renewed.body.accessToken)).body.roles).toEqual(["LST"]);
});

test("a role that was added refuses nothing", async () => {
  await change(adm, clerk.path, "roles", { roles: ["LST", "LA"] });
  // Those who are disabled after it are refused by then: the gateway has asked since.
  const other = await member(rig, adm, world.courtId, "LST");
  await change(adm, other.path, "disable");
  await untilRefused(other.caller.token);
  expect((await me(clerk.caller.token)).status).toBe(200);
});

test("a team that one is taken out of, and a team that is closed", async () => {
  const team = await adm.create(`/v1/agencies/${world.courtId}/teams`, { name: "One" });
  const other = await adm.create(`/v1/agencies/${world.courtId}/teams`, { name: "Other" });
  await change(adm, clerk.path, "teams", { teamIds: [team.id, other.id] });
  const before = await tokensOf(clerk);
  await change(adm, clerk.path, "teams", { teamIds: [other.id] });
  await untilRefused(before.accessToken);
  const after = await tokensOf(clerk);
  await change(adm, `/v1/teams/${other.id}`, "close");
  await untilRefused(after.accessToken);
  expect((await me((await tokensOf(clerk)).accessToken)).status).toBe(200);
});

test("signing out", async () => {
  const [ending, staying] = [await tokensOf(clerk), await tokensOf(clerk)];
  await send(rig.url, "POST", "/v1/sign-out", { token: ending.accessToken, body: {}, key: null });
  await untilRefused(ending.accessToken);
  expect((await me(staying.accessToken)).status).toBe(200);
});

test("a refresh token that was used twice: the access tokens of both are refused", async () => {
  const first = await tokensOf(clerk);
  const second = (await refresh(first.refreshToken)).body;
  expectProblem(await refresh(first.refreshToken), 401, "SIGN_IN_REFUSED");
  await untilRefused(first.accessToken);
  await untilRefused(second.accessToken);
});

test("a new password ends every session there is", async () => {
  const tokens = await tokensOf(clerk);
  const { oneTimePassword } = await change(adm, clerk.path, "password-reset");
  await untilRefused(tokens.accessToken);
  expectProblem(await refresh(tokens.refreshToken), 401, "SIGN_IN_REFUSED");
  expect(oneTimePassword).not.toBe(password);
});

test("in the middle of reading page by page, the next page is refused", async () => {
  const { defendant } = await chargedDefendant(world);
  const reader = await member(rig, world.administrator, world.agencies.police, "POL");
  const path = `/v1/defendants/${defendant.id}/file?limit=1`;
  const first = await reader.caller.get(path);
  expect(first.timeline.next).toEqual(expect.any(String));
  await change(world.administrator, reader.path, "disable");
  expect(await untilRefused(reader.caller.token, `${path}&cursor=${first.timeline.next}`)).toBeLessThanOrEqual(msMax);
});

describe("an agency that is suspended", () => {
  test("is refused with its people and its systems, and works again when it is resumed", async () => {
    const { agencies } = await makeWorld(rig, ["support"]);
    const agencyId = agencies.support;
    const adviser = await member(rig, world.administrator, agencyId, "SUP");
    const client = await world.administrator.create(`/v1/agencies/${agencyId}/clients`, { name: "S", roles: ["SUP"] });
    const clientIn = () =>
      send(rig.url, "POST", "/v1/sign-in/client", {
        body: { clientId: client.id, clientSecret: client.clientSecret },
        key: null,
      });
    const tokens = await tokensOf(adviser);
    const system = (await clientIn()).body.accessToken;
    expect((await send(rig.url, "GET", "/v1/agencies", { token: system })).status).toBe(200);
    await byTwo(national, world.administrator, { kind: "suspend-agency", agencyId });
    expect(await untilRefused(tokens.accessToken)).toBeLessThanOrEqual(msMax);
    await untilRefused(system, "/v1/agencies");
    expectProblem(await refresh(tokens.refreshToken), 401, "SIGN_IN_REFUSED");
    expectProblem(await clientIn(), 401, "SIGN_IN_REFUSED");
    await byTwo(national, world.administrator, { kind: "resume-agency", agencyId });
    const fresh = await eventually("signing in to work", () => again(rig, adviser).catch(() => undefined));
    expect((await me(fresh.token)).status).toBe(200);
    expect((await me(tokens.accessToken)).status).toBe(401);
    expect((await clientIn()).status).toBe(200);
  });
});

describe("a system", () => {
  let client: Json;
  const signIn = (clientSecret: string = client.clientSecret) =>
    send(rig.url, "POST", "/v1/sign-in/client", { body: { clientId: client.id, clientSecret }, key: null });
  const record = () => `/v1/clients/${client.id}`;

  beforeEach(async () => {
    client = await adm.create(`/v1/agencies/${world.courtId}/clients`, { name: randomUUID(), roles: ["LST"] });
  });

  test("that is suspended is refused, and gets no token until it is resumed", async () => {
    const token = (await signIn()).body.accessToken;
    await change(world.administrator, record(), "suspension");
    expectProblem(await signIn(), 401, "SIGN_IN_REFUSED");
    expect(await untilRefused(token, "/v1/agencies")).toBeLessThanOrEqual(msMax);
    await change(world.administrator, record(), "resumption");
    const renewed = (await signIn()).body.accessToken;
    expect((await send(rig.url, "GET", "/v1/agencies", { token: renewed })).status).toBe(200);
    expect((await send(rig.url, "GET", "/v1/agencies", { token })).status).toBe(401);
  });

  test("with a new secret: the old one and its tokens are refused", async () => {
    const token = (await signIn()).body.accessToken;
    const { clientSecret } = await change(adm, record(), "secret");
    expectProblem(await signIn(), 401, "SIGN_IN_REFUSED");
    await untilRefused(token, "/v1/agencies");
    expect((await signIn(clientSecret)).status).toBe(200);
  });

  test("acting for somebody who is disabled is refused", async () => {
    const body = { clientId: client.id, clientSecret: client.clientSecret, actingFor: clerk.caller.me.id };
    const { accessToken } = (await send(rig.url, "POST", "/v1/sign-in/client", { body, key: null })).body;
    expect((await me(accessToken)).body.id).toBe(clerk.caller.me.id);
    await change(adm, clerk.path, "disable");
    await untilRefused(accessToken);
    expectProblem(await send(rig.url, "POST", "/v1/sign-in/client", { body, key: null }), 401, "SIGN_IN_REFUSED");
  });
});
