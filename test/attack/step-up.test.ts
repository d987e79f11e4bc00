import { type Member, member, password } from "../support/administration.ts";
import { eventually, type Json, send, sharedRig } from "../support/client.ts";
import { makeWorld, type World } from "../support/world.ts";
import { nowSeconds, open } from "./support/forge.ts";
import { expectProblem } from "./support/problem.ts";

/** Giving the password once more, in the same session. */
const rig = sharedRig();
let world: World;
let clerk: Member;
let tokens: Json;

beforeAll(async () => {
  world = await makeWorld(rig, ["lister"]);
});
beforeEach(async () => {
  clerk = await member(rig, world.administrator, world.courtId, "LST");
  const body = { username: clerk.username, password };
  tokens = (await send(rig.url, "POST", "/v1/sign-in", { body, key: null })).body;
});

const again = (body: object, token = tokens.accessToken) =>
  send(rig.url, "POST", "/v1/sign-in/again", { token, body, key: null });
const refresh = (refreshToken: string) =>
  send(rig.url, "POST", "/v1/sign-in/refresh", { body: { refreshToken }, key: null });
const whoOf = (token: string) => open(token).claims.who;

test("the same person, the same session, and the password given just now; a refresh keeps the time", async () => {
  const before = whoOf(tokens.accessToken);
  await eventually("another second", async () => nowSeconds() > before.signedInAtSeconds + 1);
  const fresh = (await again({ password })).body;
  const after = whoOf(fresh.accessToken);
  expect(after).toEqual({ ...before, signedInAtSeconds: after.signedInAtSeconds });
  expect(after.signedInAtSeconds).toBeGreaterThan(before.signedInAtSeconds + 1);
  const refreshed = (await refresh(fresh.refreshToken)).body;
  expect(whoOf(refreshed.accessToken).signedInAtSeconds).toBe(after.signedInAtSeconds);
});

test("a wrong password gives nothing, and the token there is says what it said", async () => {
  expectProblem(await again({ password: "wrong" }), 401, "SIGN_IN_REFUSED");
  const refreshed = (await refresh(tokens.refreshToken)).body;
  expect(whoOf(refreshed.accessToken).signedInAtSeconds).toBe(whoOf(tokens.accessToken).signedInAtSeconds);
});

test("guessing is slowed down as at the door, and under the same count", async () => {
  for (let n = 0; n < 3; n++) expectProblem(await again({ password: "wrong" }), 401, "SIGN_IN_REFUSED");
  const atTheDoor = { username: clerk.username, password: "wrong" };
  for (let n = 0; n < 2; n++)
    expectProblem(await send(rig.url, "POST", "/v1/sign-in", { body: atTheDoor, key: null }), 401, "SIGN_IN_REFUSED");
  expectProblem(await again({ password }), 429, "TOO_MANY_REQUESTS");
});

test("the old refresh token is a copy from then on, and ends the session", async () => {
  const fresh = (await again({ password })).body;
  expectProblem(await refresh(tokens.refreshToken), 401, "SIGN_IN_REFUSED");
  expectProblem(await refresh(fresh.refreshToken), 401, "SIGN_IN_REFUSED");
});

test("a session that has ended is not brought back", async () => {
  await send(rig.url, "POST", "/v1/sign-out", { token: tokens.accessToken, body: {}, key: null });
  expect((await again({ password })).status).toBe(401);
});

test("it needs a token, and another's password is not one's own", async () => {
  expectProblem(
    await send(rig.url, "POST", "/v1/sign-in/again", { body: { password }, key: null }),
    401,
    "UNAUTHENTICATED",
  );
  const { username, password: theirs } = rig.administrator;
  expectProblem(await again({ username, password: theirs }), 400, "VALIDATION", "username");
  expectProblem(await again({ password: theirs }), 401, "SIGN_IN_REFUSED");
});
