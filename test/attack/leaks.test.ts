import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describeForLog } from "../../libs/log/log.ts";
import { type Answer, eventually, type Json, send, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, person, type World } from "../support/world.ts";
import { encode } from "./support/forge.ts";
import { Thief } from "./support/thief.ts";

/** What is left of people in logs and headers after everything that can go wrong has gone wrong. */
const rig = sharedRig();
const canary = `zwitschert${randomUUID().replace(/[^a-z]/g, "")}`;
let world: World;
let defendant: Json;
const lastRequest = `leaks-${randomUUID()}`;

beforeAll(async () => {
  world = await makeWorld(rig, ["police", "judge", "lister", "legalAdviser"]);
  ({ defendant } = await chargedDefendant(world));
});

const logFiles = () => readdirSync(rig.logsFolder).map(name => readFileSync(join(rig.logsFolder, name), "utf8"));
const logs = () => logFiles().join("\n");

/** The text as it may stand in a log: plain, in hexadecimal, and in base64 at each of its three places. */
function writtenAs(text: string): string[] {
  const base64 = [0, 1, 2].map(shift =>
    Buffer.from("x".repeat(shift) + text)
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [text, Buffer.from(text).toString("hex"), ...base64];
}

/** Requests that carry the canary in every place a request has, good ones and bad ones. */
async function provokeEverything(): Promise<Answer[]> {
  const { police, judge, legalAdviser } = world;
  const name = { forenames: [canary], surname: canary };
  const made = await police.create("/v1/defendants", person({ name, languages: [canary], dateOfBirth: "1990-04-12" }));
  const { id } = made;
  const address = { type: "home", lines: [canary] };
  await police.post(`/v1/defendants/${id}/details`, { addresses: [address] });
  await police.post("/v1/defendants/search", { surname: canary, dateOfBirth: "1990-04-12" });
  await judge.create(`/v1/defendants/${defendant.id}/private-notes`, { text: canary });
  const note = { defendantId: defendant.id, kind: "court", text: canary, shareWith: [] };
  await legalAdviser.create("/v1/notes", note);

  const raw = (rawBody: string, headers = {}) => police.send("POST", "/v1/defendants", { rawBody, headers });
  const get = (path: string) => police.send("GET", path);
  const open = (path: string, body: object) => send(rig.url, "POST", path, { body, key: null });
  const bearer = (token: string) => send(rig.url, "GET", "/v1/me", { token });
  return Promise.all([
    police.send("PATCH", `/v1/defendants/${id}`, { body: { reason: canary, name }, ifMatch: 7 }),
    police.send("POST", "/v1/defendants", { body: { name: { $ne: canary }, [canary]: canary } }),
    police.send("POST", "/v1/defendants", { body: person({ name }), key: canary }),
    police.send("POST", `/v1/agencies/${canary}/people`, { body: { name: canary, password: canary } }),
    raw(`{"name":"${canary}`),
    raw(`{"name":${"[".repeat(40)}"${canary}"${"]".repeat(40)}}`),
    raw(JSON.stringify({ name: canary.repeat(10_000) })),
    raw(canary, { "content-type": `text/${canary}` }),
    raw("{}", { "user-agent": canary, cookie: `session=${canary}`, referer: `http://${canary}/` }),
    get(`/v1/defendants/${canary}`),
    get(`/v1/defendants/${id}/file?cursor=${canary}&limit=${canary}`),
    get(`/v1/reports/${canary}?courtId=${canary}`),
    get(`/v1/reports/daily-court-list?day=${canary}&courtId=${canary}`),
    get(`/${canary}?name=${canary}`),
    get(`/v1/%E0%A4%A${canary}`),
    open("/v1/sign-in", { username: `u.${canary}`, password: canary }),
    open("/v1/sign-in", { username: police.me.id, password: canary, code: "123456" }),
    open("/v1/sign-in", { username: { canary }, password: [canary] }),
    open("/v1/sign-in/refresh", { refreshToken: `${randomUUID()}.${canary}` }),
    open("/v1/sign-in/client", { clientId: randomUUID(), clientSecret: canary }),
    bearer(`${encode({ alg: "ES256", typ: "at+jwt", kid: canary })}.${encode({ sub: canary })}.${canary}`),
    bearer(canary),
    send(rig.url, "GET", "/v1/me", { headers: { authorization: `Basic ${canary}` } }),
  ]);
}

describe("after everything that can go wrong", () => {
  let answers: Answer[];
  beforeAll(async () => {
    answers = await provokeEverything();
    await world.police.send("GET", "/v1/me", { headers: { "x-request-id": lastRequest } });
    await eventually("the last request in the log", async () => logs().includes(lastRequest));
  });

  test("every one of them was refused, by many rows of the table", () => {
    for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual(
      expect.arrayContaining([400, 401, 404, 412, 413, 415]),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });

  test("the log names each request, and nobody in it", () => {
    const written = logs();
    for (const { headers } of answers) expect(written).toContain(headers.get("x-request-id"));
    for (const form of writtenAs(canary)) expect(written).not.toContain(form);
  });

  test("no log holds a name, a password, a token or a key", () => {
    const written = logs();
    const secrets = readdirSync(rig.secretsFolder)
      .map(part => join(rig.secretsFolder, part))
      .filter(path => statSync(path).isDirectory())
      .flatMap(folder => readdirSync(folder).map(file => readFileSync(join(folder, file), "utf8").trim().split("\n")))
      // A key's first line is its name, which is public.
      .flatMap(lines => (lines.length > 1 ? lines.slice(2, -1) : lines));
    expect(secrets.length).toBeGreaterThan(20);
    const people = ["O'Neill", "O\\u0027Neill", "Kirkdale", "correct horse battery staple", rig.administrator.password];
    for (const text of [...secrets, ...people, "PRIVATE KEY", "eyJhbGciOi", world.police.token])
      expect(written.includes(text) ? `found in a log: ${text}` : "nowhere").toBe("nowhere");
  });

  test("every answer, good or bad, tells browsers and caches to keep out", async () => {
    const paths = [
      "/live",
      "/ready",
      "/openapi.json",
      "/docs/",
      "/docs/swagger-ui.css",
      "/.well-known/jwks.json",
      "/none",
    ];
    const others = await Promise.all(paths.map(path => send(rig.url, "GET", path)));
    const good = [
      await world.police.send("GET", "/v1/me"),
      await world.police.send("GET", `/v1/defendants/${defendant.id}`),
    ];
    for (const { headers } of [...answers, ...others, ...good]) {
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("content-security-policy")).toMatch(/default-src 'self'/);
      expect(headers.get("content-security-policy")).toMatch(/script-src 'self'(;|$)/);
      expect(headers.get("content-security-policy")).toMatch(/frame-ancestors 'self'/);
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      for (const name of ["x-powered-by", "server", "access-control-allow-origin", "set-cookie"])
        expect(headers.get(name)).toBeNull();
    }
    for (const { headers } of good) expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  test("an answer carries the caller's request id only when it is a plain one", async () => {
    const idOf = async (id: string) =>
      (await send(rig.url, "GET", "/v1/me", { headers: { "x-request-id": id } })).headers.get("x-request-id");
    expect(await idOf("plain-id_0001")).toBe("plain-id_0001");
    for (const id of ["short", "x".repeat(65), '{"level":"fatal"}', "a b c d e f g", `${canary};${canary}`])
      expect(await idOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

test("a packet of another version of the bus's protocol is not written into the log", async () => {
  const thief = await Thief.holding(rig, "gateway");
  const meta = { token: world.police.token };
  thief.send("agencies.list", { ver: "4", params: { input: { canary } }, meta });
  const answer = await thief.ask("agencies.list", { meta });
  expect(answer.error?.type).toBe("UNAUTHENTICATED");
  await thief.close();
  const after = `leaks-${randomUUID()}`;
  await world.police.send("GET", "/v1/agencies", { headers: { "x-request-id": after } });
  await eventually("the last request in the log", async () => logs().includes(after));
  for (const text of [canary, world.police.token])
    expect(logs().includes(text) ? `found in a log: ${text}` : "nowhere").toBe("nowhere");
});

test("of an error only its kind and the places in our code are written, however many lines its message has", () => {
  const error = new Error(`bad value\n    ${canary}\n    at ${canary}`);
  expect(describeForLog(error)).toMatchObject({ error: "Error", at: expect.arrayContaining([expect.any(String)]) });
  expect(JSON.stringify(describeForLog(error))).not.toContain(canary);
});
