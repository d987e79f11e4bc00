import { createPublicKey, randomUUID, verify } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { type Answer, type Caller, type Json, send, sharedRig, signIn } from "../support/client.ts";
import { makeWorld, type World } from "../support/world.ts";
import { open } from "./support/forge.ts";

const rig = sharedRig();
const password = "correct horse battery staple";
const refusal = {
  type: "urn:tracker:error:SIGN_IN_REFUSED",
  title: "The sign-in was refused.",
  status: 401,
  remedy: "Check the username, the password and the code, or ask your agency administrator.",
};
let world: World;
let clerk: string;

beforeAll(async () => {
  world = await makeWorld(rig, ["lister"]);
});
beforeEach(async () => {
  clerk = await newPerson();
});

/** A person of this test's own, so that nobody else's attempts count. */
async function newPerson(): Promise<string> {
  const username = `attack.${randomUUID()}`;
  await world.administrator.create(`/v1/agencies/${world.courtId}/people`, {
    username,
    name: "Test Clerk",
    roles: ["LST"],
    password,
  });
  return username;
}

const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  send(rig.url, "POST", path, { body, key: null, headers });
const attempt = (username: string, given: string, code?: string) =>
  post("/v1/sign-in", { username, password: given, ...(code && { code }) });
const refresh = (refreshToken: string) => post("/v1/sign-in/refresh", { refreshToken });

describe("a wrong password", () => {
  test("is answered as an unknown name is, byte for byte", async () => {
    const headers = { "x-request-id": "sign-in-attack" };
    const unknown = { username: `nobody.${randomUUID()}`, password };
    const [wrong, absent] = [
      await post("/v1/sign-in", { username: clerk, password: "wrong" }, headers),
      await post("/v1/sign-in", unknown, headers),
    ];
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({ ...refusal, requestId: "sign-in-attack" });
    expect([absent.status, absent.text]).toEqual([wrong.status, wrong.text]);
    expect(namesOf(absent)).toEqual(namesOf(wrong));
  });

  test("costs nothing four times; a right one then forgives", async () => {
    for (let n = 0; n < 4; n++) expect((await attempt(clerk, "wrong")).status).toBe(401);
    expect((await attempt(clerk, password)).status).toBe(200);
    for (let n = 0; n < 4; n++) expect((await attempt(clerk, "wrong")).status).toBe(401);
    expect((await attempt(clerk, password)).status).toBe(200);
  });

  test("five times locks the name for half a minute, for the right password too", async () => {
    for (let n = 0; n < 5; n++) expect((await attempt(clerk, "wrong")).status).toBe(401);
    for (const given of ["wrong", password]) expectLocked(await attempt(clerk, given), 30);
    expectLocked(await attempt(clerk.toUpperCase(), password), 30);
  });

  test("is not counted while the name is locked: knocking again and again locks it no longer", async () => {
    for (let n = 0; n < 5; n++) await attempt(clerk, "wrong");
    for (let n = 0; n < 10; n++) expectLocked(await attempt(clerk, "wrong"), 30);
    expectLocked(await attempt(clerk, password), 30);
  });

  test("locks a name that nobody has just as well: the lock tells nothing", async () => {
    const nobody = `nobody.${randomUUID()}`;
    for (let n = 0; n < 5; n++) expect((await attempt(nobody, "wrong")).status).toBe(401);
    expectLocked(await attempt(nobody, "wrong"));
  });

  test("twenty times at once is five attempts, not twenty", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(clerk, "wrong")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    for (const answer of answers.filter(({ status }) => status !== 401)) expectLocked(answer, 30);
    expectLocked(await attempt(clerk, password), 30);
  });

  test("counts for one name only", async () => {
    for (let n = 0; n < 5; n++) await attempt(clerk, "wrong");
    expect((await attempt(await newPerson(), password)).status).toBe(200);
  });

  function expectLocked({ status, headers, body }: Answer, secondsMax = 900): void {
    expect([status, body.type]).toEqual([429, "urn:tracker:error:TOO_MANY_REQUESTS"]);
    const seconds = Number(headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(secondsMax);
  }
});

describe("a refresh token", () => {
  const tokensOf = async () => (await attempt(clerk, password)).body as { accessToken: string; refreshToken: string };

  test("gives new tokens, of which the access token works", async () => {
    const first = await tokensOf();
    const second = (await refresh(first.refreshToken)).body;
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const me = await send(rig.url, "GET", "/v1/me", { token: second.accessToken });
    expect(me.body.username).toBe(clerk);
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });

  test("used a second time ends the session: the newer one is refused too", async () => {
    const first = await tokensOf();
    const second = (await refresh(first.refreshToken)).body;
    expectRefused(await refresh(first.refreshToken));
    expectRefused(await refresh(second.refreshToken));
  });

  test("used ten times at once gives at most one new one, and that one is ended", async () => {
    const { refreshToken } = await tokensOf();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(refreshToken)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    for (const { body } of given) expectRefused(await refresh(body.refreshToken));
  });

  test("ends with signing out", async () => {
    const { accessToken, refreshToken } = await tokensOf();
    const out = await send(rig.url, "POST", "/v1/sign-out", { token: accessToken, body: {}, key: null });
    expect(out.status).toBe(200);
    expectRefused(await refresh(refreshToken));
  });

  test.each<[string, (good: string) => string]>([
    ["of another session", good => `${randomUUID()}.${good.split(".")[1]}`],
    ["with another secret", good => `${good.split(".")[0]}.${"A".repeat(43)}`],
    ["without a secret", good => `${good.split(".")[0]}.`],
    ["that is an access token", () => world.lister.token],
    ["that is no token", () => "x"],
  ])("%s is refused", async (_what, change) => {
    const { refreshToken } = await tokensOf();
    const given = change(refreshToken).slice(0, 200);
    expectRefused(await refresh(given));
  });
});

describe("a second factor", () => {
  /** The code an authenticator shows, `steps` half-minutes from now. */
  const codeOf = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

  async function enrol(): Promise<{ person: Caller; secret: string }> {
    const person = await signIn(rig.url, clerk, password);
    const { secret, uri } = await person.post("/v1/me/second-factor", {});
    expect(uri).toContain(`secret=${secret}`);
    return { person, secret };
  }
  const confirm = (person: Caller, code: string) =>
    person.send("POST", "/v1/me/second-factor/confirm", { body: { code } });

  test("counts only when it was confirmed with a code", async () => {
    const { person, secret } = await enrol();
    const wrong = String((Number(codeOf(secret)) + 500_000) % 1_000_000).padStart(6, "0");
    expectRefused(await confirm(person, wrong));
    expect((await attempt(clerk, password)).status).toBe(200);
    expect((await person.get("/v1/me")).secondFactor).toBe(false);
    expect((await confirm(person, codeOf(secret))).status).toBe(200);
    expect((await person.get("/v1/me")).secondFactor).toBe(true);
  });

  test("then the password alone is refused, and the right code is accepted once", async () => {
    const { person, secret } = await enrol();
    await confirm(person, codeOf(secret));
    expectRefused(await attempt(clerk, password));
    const next = codeOf(secret, 1);
    expectRefused(await attempt(clerk, "wrong", next));
    expect((await attempt(clerk, password, next)).status).toBe(200);
    expectRefused(await attempt(clerk, password, next));
  });

  test("a code sent four times at once signs in once", async () => {
    const { person, secret } = await enrol();
    await confirm(person, codeOf(secret));
    const next = codeOf(secret, 1);
    const answers = await Promise.all(Array.from({ length: 4 }, () => attempt(clerk, password, next)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test("the code that confirmed it does not sign in as well", async () => {
    const { person, secret } = await enrol();
    const code = codeOf(secret);
    expect((await confirm(person, code)).status).toBe(200);
    expectRefused(await attempt(clerk, password, code));
  });

  test("confirming again under the same key is answered as the first time; the key of another action is another", async () => {
    const person = await signIn(rig.url, clerk, password);
    const key = randomUUID();
    const { secret } = await person.post("/v1/me/second-factor", {}, { key });
    const body = { code: codeOf(secret) };
    for (let n = 0; n < 2; n++) await person.post("/v1/me/second-factor/confirm", body, { key });
    expect((await person.get("/v1/me")).secondFactor).toBe(true);
  });

  test("a code of two minutes ago or in two minutes is refused", async () => {
    const { person, secret } = await enrol();
    await confirm(person, codeOf(secret));
    for (const steps of [-4, 4]) expectRefused(await attempt(clerk, password, codeOf(secret, steps)));
  });

  test("once on, it is not replaced by whoever holds the session", async () => {
    const { person, secret } = await enrol();
    await confirm(person, codeOf(secret));
    const again = await person.send("POST", "/v1/me/second-factor", { body: {} });
    expect([again.status, again.body.type]).toEqual([422, "urn:tracker:error:RULE_BROKEN"]);
    expect(again.text).not.toMatch(/secret|otpauth/);
  });

  test("starting it again under the same key gives the same secret: a lost answer locks nobody out", async () => {
    const person = await signIn(rig.url, clerk, password);
    const key = randomUUID();
    const [first, again] = [
      await person.post("/v1/me/second-factor", {}, { key }),
      await person.post("/v1/me/second-factor", {}, { key }),
    ];
    expect(again).toEqual(first);
    expect((await confirm(person, codeOf(again.secret))).status).toBe(200);
  });
});

describe("an agency's own system", () => {
  let client: { id: string; clientSecret: string };
  const askToken = (clientId: string, clientSecret: string) => post("/v1/sign-in/client", { clientId, clientSecret });

  beforeAll(async () => {
    client = await world.administrator.create(`/v1/agencies/${world.courtId}/clients`, {
      name: "Listing system",
      roles: ["LST"],
    });
  });

  test("signs in with its secret, and is what it was made", async () => {
    const { body } = await askToken(client.id, client.clientSecret);
    expect(body).toMatchObject({ refreshToken: null, expiresInSeconds: 300 });
    expect(open(body.accessToken).claims.who).toMatchObject({ kind: "client", id: client.id, roles: ["LST"] });
    expect((await send(rig.url, "GET", "/v1/agencies", { token: body.accessToken })).status).toBe(200);
  });

  test("a wrong secret and an unknown client are answered alike, and five times is the end", async () => {
    const own: Json = await world.administrator.create(`/v1/agencies/${world.courtId}/clients`, {
      name: "Another system",
      roles: ["LST"],
    });
    const unknown = await askToken(randomUUID(), own.clientSecret);
    for (let n = 0; n < 5; n++) {
      const wrong = await askToken(own.id, `${own.clientSecret}x`);
      expectRefused(wrong);
      expect({ ...wrong.body, requestId: "" }).toEqual({ ...unknown.body, requestId: "" });
    }
    expect((await askToken(own.id, own.clientSecret)).status).toBe(429);
  });

  test("its secret is shown once: the same request again has none", async () => {
    const key = randomUUID();
    const make = () =>
      world.administrator.create(`/v1/agencies/${world.courtId}/clients`, { name: "Once", roles: ["LST"] }, { key });
    const [first, again] = [await make(), await make()];
    expect(first.clientSecret).toMatch(/^[\w-]{43}$/);
    expect(again).toEqual({ ...first, clientSecret: null });
  });

  test("a person's name and password do not sign a system in", async () => {
    expect((await askToken(clerk, password)).status).toBe(400);
    expectRefused(await askToken(world.lister.me.id, password));
  });
});

describe("the keys at /.well-known/jwks.json", () => {
  test("verify a real access token with node:crypto alone, and hold no private part", async () => {
    const { keys }: Json = await (await fetch(`${rig.url}/.well-known/jwks.json`)).json();
    const { token } = world.lister;
    const jwk = keys.find(({ kid }: Json) => kid === open(token).header.kid);
    const [header, claims, signature = ""] = token.split(".");
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const good = (text: string) =>
      verify("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
    expect(good(`${header}.${claims}`)).toBe(true);
    expect(good(`${header}.${claims}x`)).toBe(false);
    for (const each of keys) expect(Object.keys(each).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    expect(keys.map(({ kid }: Json) => kid.replace(/-[0-9a-f]{8}$/, ""))).toEqual(["agencies-access"]);
  });
});

function expectRefused({ status, body }: Answer): void {
  expect(status).toBe(401);
  expect({ ...body, requestId: "" }).toEqual({ ...refusal, requestId: "" });
}

/** The names of the headers, without those that come and go with time. */
function namesOf({ headers }: Answer): string[] {
  return [...headers.keys()].filter(name => !name.startsWith("ratelimit")).sort();
}
