import { randomUUID } from "node:crypto";
import { type Answer, sharedRig } from "../support/client.ts";
import { caseOf, chargedDefendant, makeWorld, type World } from "../support/world.ts";
import { canary, expectProblem } from "./support/problem.ts";
import { makeTarget, replaced, type Target, whole } from "./support/target.ts";

const rig = sharedRig();
let target: Target;
let world: World;

beforeAll(async () => {
  target = await makeTarget(rig);
  ({ world } = target);
});
afterAll(() => target.stored.close());

describe("an identifier that fails its check", () => {
  test("the answer says which letter a PNC ID should have, wherever it is given", async () => {
    const identifier = { kind: "pnc", value: "02/73319A" };
    const details = `/v1/defendants/${target.defendant.id}/details`;
    const answers: [Answer, string][] = [
      [await target.record({ ...whole(), identifiers: [identifier] }), "identifiers[0].value"],
      [await world.police.send("POST", details, { body: { identifiers: [identifier] } }), "identifiers[0].value"],
      [await target.search({ identifier }), "identifier.value"],
    ];
    for (const [answer, path] of answers) {
      expectProblem(answer, 400, "VALIDATION", path);
      expect(answer.body.errors[0].message).toMatch(/\bZ\b/);
      expect(answer.text).not.toContain("73319");
    }
  });

  test.each([
    ["a PNC ID with letters for digits", "pnc", canary],
    ["a PNC ID of three year digits", "pnc", "200/0073319Z"],
    ["a CRO number with a wrong letter", "cro", "265416/21A"],
    ["a prison number", "noms", canary],
    ["an NI number", "ni", canary],
    ["an NHS number", "nhs", "9434765918"],
    ["a kind that is not one", "passport", canary],
  ])("%s is refused", async (_name, kind, value) => {
    const answer = await target.record({ ...whole(), identifiers: [{ kind, value }] });
    expectProblem(answer, 400, "VALIDATION");
    expect(answer.body.errors[0].path).toMatch(/^identifiers\[0\]\.(value|kind)$/);
    expect(answer.text).not.toContain(value);
  });

  test("in a case: URN, ASN and offence code by their paths, with what is wrong", async () => {
    const body = caseOf(target.defendant.id, world.courtId);
    const bad = replaced(
      replaced({ ...body, urn: canary }, "defendants[0].asn", "1905NL0100000000001A"),
      "defendants[0].offences[0].code",
      "T",
    );
    expectProblem(
      await world.police.send("POST", "/v1/cases", { body: bad }),
      400,
      "VALIDATION",
      "urn",
      "defendants[0].asn",
      "defendants[0].offences[0].code",
    );
  });
});

describe("an id", () => {
  const places: [Exclude<keyof World, "agencies" | "courtId">, string][] = [
    ["police", "/v1/defendants/"],
    ["police", "/v1/cases/"],
    ["judge", "/v1/hearings/"],
    ["judge", "/v1/orders/"],
    ["judge", "/v1/obligations/"],
    ["judge", "/v1/pre-sentence-reports/"],
    ["treatment", "/v1/referrals/"],
    ["treatment", "/v1/drug-tests/"],
    ["treatment", "/v1/needs/"],
    ["treatment", "/v1/notes/"],
  ];
  test.each(places)("%s at %s: unknown is 404, malformed is 400 by name", async (who, path) => {
    expectProblem(await world[who].send("GET", `${path}${randomUUID()}`), 404, "NOT_FOUND");
    const malformed = [
      canary,
      "1",
      "null",
      "%00",
      "..%2f..%2fetc",
      "'%20OR%201=1",
      "%7B%22$ne%22:null%7D",
      "x".repeat(5_000),
    ];
    for (const id of malformed) expectProblem(await world[who].send("GET", path + id), 400, "VALIDATION", "id");
    expectProblem(await world[who].send("GET", `${path}%E0%A4%A`), 404, "NOT_FOUND");
  });

  test.each(["constructor", "__proto__", "toString", "no-such-report"])("the report %s is not found", async id => {
    expectProblem(await world.judge.send("GET", `/v1/reports/${id}`), 404, "NOT_FOUND");
  });

  test.each([
    ["GET", "/v1/nothing"],
    ["DELETE", "/v1/me"],
    ["PUT", "/v1/defendants"],
    ["GET", "/v1/defendants/search/x"],
    ["GET", "/"],
    ["GET", "/.env"],
    ["GET", "/docs/../package.json"],
    ["GET", "/docs/..%2f..%2fpackage.json"],
  ])("%s %s is not found", async (method, path) => {
    expectProblem(await world.police.send(method, path), 404, "NOT_FOUND");
  });

  test("of somebody else's in a body is as unknown as one that never was", async () => {
    const stranger = await makeWorld(rig, ["police", "lister"]);
    const theirs = await chargedDefendant(stranger);
    const answers = [theirs.defendant.id, randomUUID()].map(async id => {
      const headers = { "x-request-id": "somebody-elses" };
      return world.police.send("POST", "/v1/cases", { body: caseOf(id, world.courtId), headers });
    });
    const [real, never] = await Promise.all(answers);
    expectProblem(real as Answer, 404, "NOT_FOUND");
    expect(real?.text).toBe(never?.text);
  });
});

test("nothing of all this was stored", () => target.expectNothingStored());
