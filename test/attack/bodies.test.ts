import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { send, sharedRig } from "../support/client.ts";
import type { World } from "../support/world.ts";
import { canary, expectProblem } from "./support/problem.ts";
import { makeTarget, type Target, whole } from "./support/target.ts";

const rig = sharedRig();
let target: Target;
let world: World;

beforeAll(async () => {
  target = await makeTarget(rig);
  ({ world } = target);
});
afterAll(() => target.stored.close());

describe("a body that is not one", () => {
  test.each(["[", "{"])("20,000 levels of %s are refused before anything goes into them", async open => {
    const levels =
      open === "[" ? "[".repeat(20_000) + "]".repeat(20_000) : `${'{"":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    expectProblem(
      await target.recordRaw(levels),
      levels.length > 102_400 ? 413 : 400,
      levels.length > 102_400 ? "BODY_TOO_LARGE" : "MALFORMED",
    );
  });

  test("33 levels are too many, 32 are read", async () => {
    const deep = (levels: number) => `{"name":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
    expectProblem(await target.recordRaw(deep(33)), 400, "MALFORMED");
    expectProblem(await target.recordRaw(deep(32)), 400, "VALIDATION");
    expectProblem(await target.recordRaw(`{"name":"${"[".repeat(100)}"}`), 400, "VALIDATION");
  });

  test("10 MB, and one byte over 100 kB, are too large", async () => {
    expectProblem(await target.recordRaw(JSON.stringify({ name: canary.repeat(450_000) })), 413, "BODY_TOO_LARGE");
    const just = (bytes: number) => `{"name":"${"x".repeat(bytes - 11)}"}`;
    expectProblem(await target.recordRaw(just(102_401)), 413, "BODY_TOO_LARGE");
    expectProblem(await target.recordRaw(just(102_400)), 400, "VALIDATION");
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/merge-patch+json",
    "application/json; charset=koi8-r",
    "x",
  ])("%s is not JSON", async type => {
    expectProblem(await target.recordRaw(JSON.stringify(whole()), { "content-type": type }), 415, "MEDIA_TYPE");
  });

  test("a compressed body is not read, so nothing small becomes large", async () => {
    const body = gzipSync(JSON.stringify({ name: "x".repeat(1_000_000) }));
    expect(await statusOfRaw({ "content-type": "application/json", "content-encoding": "gzip" }, body)).toBe(415);
    expect(await statusOfRaw({ "transfer-encoding": "chunked" }, Buffer.from("{}"))).toBe(415);
  });

  function statusOfRaw(headers: Record<string, string>, body: Buffer): Promise<number | undefined> {
    const authorization = `Bearer ${world.police.token}`;
    return new Promise((resolve, reject) => {
      const options = { method: "POST", headers: { authorization, "idempotency-key": randomUUID(), ...headers } };
      const asked = request(`${rig.url}/v1/defendants`, options, answer => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once("error", reject).end(body);
    });
  }

  test.each([
    "{",
    `{"name":"${canary}`,
    `{'name':'${canary}'}`,
    '{"a":1,}',
    "{} {}",
    '{"a":NaN}',
    '{"a":01}',
    '{"a":"\u0000"}',
    "\u0000",
    "undefined",
    "<a/>",
    "a=b",
    '"text"',
    "1",
    "true",
    "null",
  ])("%j is not readable", async body => {
    expectProblem(await target.recordRaw(body), 400, "MALFORMED");
  });

  test("a list is not an object", async () => {
    expectProblem(await target.recordRaw("[]"), 400, "VALIDATION", "");
    expectProblem(await target.recordRaw(JSON.stringify([whole()])), 400, "VALIDATION", "");
  });

  test("no body, or an empty object, names what is missing", async () => {
    const missing = ["name", "dateOfBirth", "sex"];
    expectProblem(await world.police.send("POST", "/v1/defendants"), 400, "VALIDATION", ...missing);
    expectProblem(await target.recordRaw("{}"), 400, "VALIDATION", ...missing);
  });

  test("without a token nothing of a body is looked at", async () => {
    for (const rawBody of ["{", "[]", "x".repeat(200_000)]) {
      const headers = { "content-type": "text/plain" };
      expectProblem(await send(rig.url, "POST", "/v1/defendants", { rawBody, headers }), 401, "UNAUTHENTICATED");
    }
  });
});

describe("the headers of a command", () => {
  test("without a key: 400; with a bad one: 400 by name", async () => {
    expectProblem(await target.record(whole(), { key: null }), 400, "IDEMPOTENCY_KEY_MISSING");
    const bad = [
      "",
      canary,
      "1",
      "{uuid}",
      `${randomUUID()}, ${randomUUID()}`,
      randomUUID().slice(1),
      "x".repeat(5_000),
    ];
    for (const key of bad) expectProblem(await target.record(whole(), { key }), 400, "VALIDATION", "Idempotency-Key");
  });

  const change = (headers: Record<string, string>) =>
    world.police.send("PATCH", `/v1/defendants/${target.defendant.id}`, {
      body: { sex: "male", reason: canary },
      headers,
    });
  test("without a version: 428; with a bad one: 400 by name; with another: 412", async () => {
    expectProblem(await change({}), 428, "VERSION_REQUIRED");
    for (const match of ["*", 'W/"1"', "1", '"1", "2"', '"-1"', '"1e0"', '""', '"x"', '"99999999999"', "'1'"])
      expectProblem(await change({ "if-match": match }), 400, "VALIDATION", "If-Match");
    for (const match of ['"0"', '"2"', '"999999999"'])
      expectProblem(await change({ "if-match": match }), 412, "STALE_VERSION");
  });

  test("a record out of reach is not found whatever version is named", async () => {
    const body = { sex: "male", reason: canary };
    for (const ifMatch of [1, 2, 9])
      expectProblem(
        await world.police.send("PATCH", `/v1/defendants/${randomUUID()}`, { body, ifMatch }),
        404,
        "NOT_FOUND",
      );
  });
});

test("nothing of all this was stored", () => target.expectNothingStored());
