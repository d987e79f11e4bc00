import { request } from "node:http";
import { connect } from "node:net";
import { type Answer, type Json, send, sharedRig } from "../support/client.ts";
import { makeWorld, type World } from "../support/world.ts";
import { badTokens, type Genuine } from "./support/bad-tokens.ts";
import { es256, foreignKey, internalToken, nowSeconds, open, serviceToken, takeKey } from "./support/forge.ts";
import { Thief } from "./support/thief.ts";

const rig = sharedRig();
const requestId = "tokens-attack-0001";
const refusal = {
  type: "urn:tracker:error:UNAUTHENTICATED",
  title: "Sign in first.",
  status: 401,
  remedy: "Get a new access token; one lasts five minutes.",
  requestId,
};
let world: World;
let genuine: Genuine;

beforeAll(async () => {
  world = await makeWorld(rig, ["police"]);
  const { token } = world.police;
  genuine = { token, ...open(token), key: takeKey(rig, "agencies", "access") };
});

const me = (authorization: string | undefined): Promise<Answer> =>
  send(rig.url, "GET", "/v1/me", {
    headers: { "x-request-id": requestId, ...(authorization !== undefined && { authorization }) },
  });

function expectRefused({ status, headers, text }: Answer): void {
  expect([status, headers.get("content-type")]).toEqual([401, "application/problem+json; charset=utf-8"]);
  // Byte for byte one answer, so nothing of the token is in it, and nothing of what was wrong with it.
  expect(text).toBe(JSON.stringify(refusal));
  expect(headers.get("www-authenticate")).toBe('Bearer realm="tracker"');
}

describe("A14: an access token at the gateway", () => {
  test("made by hand from the same parts is accepted, so the refusals below say something", async () => {
    const { header, claims, key } = genuine;
    expect(header).toEqual({ alg: "ES256", typ: "at+jwt", kid: key.kid });
    const iat = nowSeconds();
    for (const changes of [
      {},
      { iat, exp: iat + 300 },
      { iat, exp: iat + 30, nbf: iat },
      { aud: ["tracker-gateway"] },
    ]) {
      const answer = await me(`Bearer ${es256(header, { ...claims, ...changes }, key)}`);
      expect(answer.body).toMatchObject({ id: world.police.me.id });
    }
  });

  test.each(badTokens)("%s", async (_what, make) => {
    const token = make(genuine);
    expect(token).not.toBe(genuine.token);
    expectRefused(await me(`Bearer ${token}`));
  });

  test.each<[string, (token: string) => string | undefined]>([
    ["no header", () => undefined],
    ["an empty one", () => ""],
    ["the token alone", token => token],
    ["a small bearer", token => `bearer ${token}`],
    ["two spaces", token => `Bearer  ${token}`],
    ["Basic", token => `Basic ${Buffer.from(`x:${token}`).toString("base64")}`],
    ["two tokens", token => `Bearer ${token}, Bearer ${token}`],
    ["two tokens with a space", token => `Bearer ${token} ${token}`],
    ["quotes", token => `Bearer "${token}"`],
  ])("header: %s", async (_what, header) => {
    expectRefused(await me(header(genuine.token)));
  });

  test("keys of other uses sign nothing for the gateway", async () => {
    const { claims } = genuine;
    const made = [
      internalToken(takeKey(rig, "gateway", "internal"), claims.who, ["tracker-gateway"]),
      serviceToken(takeKey(rig, "agencies", "service"), "agencies", ["tracker-gateway"], { who: claims.who }),
      ...(["internal", "service"] as const).map(use => {
        const key = takeKey(rig, use === "internal" ? "gateway" : "agencies", use);
        return es256({ alg: "ES256", typ: "at+jwt", kid: key.kid }, claims, key);
      }),
    ];
    for (const token of made) expectRefused(await me(`Bearer ${token}`));
  });

  test("a token in the address counts for nothing", async () => {
    for (const name of ["access_token", "token", "authorization"]) {
      const path = `/v1/me?${name}=${genuine.token}`;
      expectRefused(await send(rig.url, "GET", path, { headers: { "x-request-id": requestId } }));
    }
  });

  test("two Authorization headers are refused, whichever is good", async () => {
    const good = `Bearer ${genuine.token}`;
    for (const authorization of [
      [good, "Bearer x.y.z"],
      ["Bearer x.y.z", good],
      [good, good],
    ])
      expect(await statusWith(authorization)).toBe(401);
  });

  test("a token of 15 kB is refused as any other, one of 1 MB before it is read", async () => {
    const long = "x".repeat(15_000);
    expectRefused(await me(`Bearer ${genuine.header.kid}.${long}.x`));
    const answer = await rawRequest(`Bearer ${"x".repeat(1_048_576)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json/i);
    expect(answer).toContain('"type":"urn:tracker:error:HEADERS_TOO_LARGE"');
    expect(answer).not.toContain("xxxx");
  });

  /** Two headers of one name, which fetch would join. */
  function statusWith(authorization: string[]): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = ["Host", "tracker", ...authorization.flatMap(value => ["Authorization", value])];
      const sent = request(`${rig.url}/v1/me`, { headers }, answer => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.once("error", reject).end();
    });
  }

  function rawRequest(authorization: string): Promise<string> {
    const { hostname, port } = new URL(rig.url);
    return new Promise(resolve => {
      let heard = "";
      const socket = connect(Number(port), hostname, () => {
        socket.write(`GET /v1/me HTTP/1.1\r\nHost: tracker\r\nAuthorization: ${authorization}\r\n\r\n`);
      });
      socket.setEncoding("utf8").on("data", text => {
        heard += text;
      });
      // The server hangs up while the rest of the header is still on its way.
      socket.once("error", () => {}).once("close", () => resolve(heard));
    });
  }
});

describe("A15: a token at a service, over the bus", () => {
  const internal = takeKey(rig, "gateway", "internal");
  const service = takeKey(rig, "reports", "service");
  const action = "agencies.me";
  let thief: Thief;
  let who: Json;

  beforeAll(async () => {
    thief = await Thief.holding(rig, "gateway");
    ({ who } = genuine.claims);
  });
  afterAll(() => thief.close());

  const showing = (token: unknown) => thief.ask(action, { meta: { token } });

  test("made by hand from the same parts is accepted", async () => {
    const answer = await showing(internalToken(internal, who, [action]));
    expect(answer).toMatchObject({ success: true, data: { id: who.id } });
    expect(await showing(internalToken(internal, who, ["agencies.list", action]))).toMatchObject({ success: true });
  });

  const iat = nowSeconds();
  const claims = () => open(internalToken(internal, who, [action])).claims;
  const header = { alg: "ES256", typ: "int+jwt", kid: internal.kid };
  test.each<[string, () => unknown]>([
    ["an access token", () => genuine.token],
    [
      "an access token with this audience",
      () => es256(genuine.header, { ...genuine.claims, aud: action }, genuine.key),
    ],
    ["another audience", () => internalToken(internal, who, ["agencies.list"])],
    ["the service as audience", () => internalToken(internal, who, ["agencies"])],
    ["a pattern as audience", () => internalToken(internal, who, ["agencies.*", "*", ">"])],
    ["no audience", () => internalToken(internal, who, [])],
    ["an end 10 seconds ago", () => internalToken(internal, who, [action], { iat: iat - 70, exp: iat - 10 })],
    ["a life of 61 seconds", () => internalToken(internal, who, [action], { iat, exp: iat + 61 })],
    ["a beginning in a minute", () => internalToken(internal, who, [action], { iat: iat + 60, exp: iat + 120 })],
    ["another issuer", () => internalToken(internal, who, [action], { iss: "tracker" })],
    ["a foreign key of the same name", () => internalToken(foreignKey(internal.kid), who, [action])],
    ["a service's key", () => es256({ ...header, kid: service.kid }, claims(), service)],
    ["the gateway's key, as a service", () => es256({ ...header, typ: "svc+jwt" }, claims(), internal)],
    ["the access key, as the gateway", () => es256({ ...header, kid: genuine.key.kid }, claims(), genuine.key)],
    [
      "alg none",
      () =>
        `${es256({ ...header, alg: "none" }, claims(), internal)
          .split(".", 2)
          .join(".")}.`,
    ],
    ["a jwk that comes along", () => es256({ ...header, jwk: { kty: "EC" } }, claims(), internal)],
    ["a sub of another", () => internalToken(internal, who, [action], { sub: "11111111-1111-4111-8111-111111111111" })],
    ["a service's sub", () => internalToken(internal, who, [action], { sub: "svc:agencies" })],
    ["nobody", () => internalToken(internal, who, [action], { sub: "anonymous" })],
    ["a role that is not one", () => internalToken(internal, { ...who, roles: ["ROOT"] }, [action])],
    ["9 kB", () => internalToken(internal, who, [action], { more: "x".repeat(9_000) })],
    ["a list with a good one in it", () => [internalToken(internal, who, [action])]],
    ["an object", () => ({ toString: "x" })],
    ["a number", () => 1],
    ["null", () => null],
    ["true", () => true],
  ])("%s", async (_what, make) => {
    expect(await showing(make())).toMatchObject({ success: false, error: { type: "UNAUTHENTICATED", code: 401 } });
  });

  test("a list with a good token in it is refused also after that token was accepted", async () => {
    const token = internalToken(internal, who, [action]);
    expect(await showing(token)).toMatchObject({ success: true });
    expect(await showing([token])).toMatchObject({ success: false, error: { type: "UNAUTHENTICATED" } });
  });
});
