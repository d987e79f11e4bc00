import { randomUUID } from "node:crypto";
import { type Ask, type Caller, type Json, send, sharedRig } from "../support/client.ts";
import { caseOf, person, type World } from "../support/world.ts";
import { canary, expectProblem } from "./support/problem.ts";
import { makeTarget, newSurname, replaced, type Target, whole } from "./support/target.ts";

const rig = sharedRig();
let target: Target;
let world: World;

beforeAll(async () => {
  target = await makeTarget(rig);
  ({ world } = target);
});
afterAll(() => target.stored.close());

describe("A18: a field that is not of its type", () => {
  const texts = [
    "name.title",
    "name.forenames[0]",
    "name.surname",
    "dateOfBirth",
    "sex",
    "languages[0]",
    "aliases[0].type",
    "aliases[0].forenames[0]",
    "aliases[0].surname",
    "addresses[0].type",
    "addresses[0].lines[0]",
    "addresses[0].postcode",
    "addresses[0].from",
    "addresses[0].to",
    "identifiers[0].kind",
    "identifiers[0].value",
  ];
  const operators: [string, unknown][] = [
    ["$gt", { $gt: "" }],
    ["$ne", { $ne: null }],
    ["$regex", { $regex: `^${canary}` }],
    ["$where", { $where: `return "${canary}"` }],
    ["$in", { $in: [canary] }],
    ["a list", [canary]],
    ["a number", 1],
    ["null", null],
  ];

  test.each(texts)("%s of a new defendant is named", async path => {
    for (const [, value] of operators)
      expectProblem(await target.record(replaced(whole(), path, value)), 400, "VALIDATION", path);
  });

  test.each(["name", "aliases[0]", "addresses[0]", "identifiers[0]", "interpreter", "aliases", "name.forenames"])(
    "%s of a new defendant is named",
    async path => {
      for (const value of [canary, 1, { $ne: null }])
        expectProblem(await target.record(replaced(whole(), path, value)), 400, "VALIDATION", ...pathsFor(path, value));
    },
  );

  /** An object where another object is due is looked into: what is in it and what is not. */
  function pathsFor(path: string, value: unknown): string[] {
    const inside: Record<string, string[]> = {
      name: ["forenames", "surname"],
      "aliases[0]": ["type", "forenames", "surname"],
      "addresses[0]": ["type", "lines"],
      "identifiers[0]": ["kind", "value"],
    };
    const fields = inside[path];
    return typeof value === "object" && fields ? [...fields, "$ne"].map(field => `${path}.${field}`) : [path];
  }

  test.each(["identifier.kind", "identifier.value"])("%s of a search is named", async path => {
    for (const [, value] of operators)
      expectProblem(
        await target.search(replaced({ identifier: { kind: "pnc", value: "2002/0073319Z" } }, path, value)),
        400,
        "VALIDATION",
        path,
      );
  });

  test.each(["surname", "dateOfBirth"])("%s of a search is named", async path => {
    for (const [, value] of operators)
      expectProblem(
        await target.search(replaced({ surname: canary, dateOfBirth: "1990-04-12" }, path, value)),
        400,
        "VALIDATION",
        path,
      );
  });

  test("a search that is neither of its two forms says which two there are", async () => {
    const message = "expected either an identifier, or a surname and a dateOfBirth";
    for (const body of [{}, { identifier: {}, surname: canary }, { $where: "1" }, { surname: canary, text: canary }]) {
      const answer = await target.search(body);
      expectProblem(answer, 400, "VALIDATION", "");
      expect(answer.body.errors[0].message).toBe(message);
    }
  });

  test.each<[string, unknown]>([
    ["urn", { $gt: "" }],
    ["courtId", { $ne: null }],
    ["initiation", canary],
    ["ward", [canary]],
    ["defendants", canary],
    ["defendants[0].defendantId", canary],
    ["defendants[0].bail", { $in: [canary] }],
    ["defendants[0].offences[0].code", { $gt: "" }],
    ["defendants[0].offences[0].code", canary],
    ["defendants[0].offences[0].date", "2026-02-30"],
    ["defendants[0].offences[0].title", ""],
    ["defendants[0].offences[0].wording", `${canary}${"x".repeat(1_000)}`],
  ])("%s of a case is named (%j)", async (path, value) => {
    const body = replaced(caseOf(target.defendant.id, world.courtId), path, value);
    expectProblem(await world.police.send("POST", "/v1/cases", { body }), 400, "VALIDATION", path);
  });

  test("username and password are text: no operator signs anyone in", async () => {
    for (const [, value] of operators) {
      const name = await send(rig.url, "POST", "/v1/sign-in", {
        body: { username: value, password: canary },
        key: null,
      });
      expectProblem(name, 400, "VALIDATION", "username");
      const body = { username: rig.administrator.username, password: value };
      expectProblem(await send(rig.url, "POST", "/v1/sign-in", { body, key: null }), 400, "VALIDATION", "password");
    }
  });

  test("everything wrong is told at once, twenty at most", async () => {
    const three = { ...whole(), sex: canary, interpreter: canary, dateOfBirth: canary };
    expectProblem(await target.record(three), 400, "VALIDATION", "dateOfBirth", "sex", "interpreter");
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${n}`, canary]));
    expect((await target.record({ ...whole(), ...many })).body.errors).toHaveLength(20);
  });
});

describe("A19: a field that is not of the request", () => {
  const ours = ["agencyId", "_id", "id", "v", "version", "outbox", "created", "done", "pendingAt", "recordedAt"];
  const facts = [
    "changedAt",
    "occurredAt",
    "involvements",
    "candidates",
    "matchKeys",
    "surnameKey",
    "status",
    "source",
  ];
  const names = [
    ...ours,
    ...facts,
    "__v",
    "$set",
    "roles",
    "sealed",
    "constructor",
    "hasOwnProperty",
    "toString",
    "a.b",
  ];

  test.each(names)("%s is refused by name", async name => {
    const body = { ...whole(), [name]: canary };
    expectProblem(await target.record(body), 400, "VALIDATION", name);
    const reason = "Marriage";
    const change = await world.police.send("PATCH", `/v1/defendants/${target.defendant.id}`, {
      body: { reason, [name]: canary },
      ifMatch: target.defendant.version,
    });
    expectProblem(change, 400, "VALIDATION", name);
  });

  test.each(["name", "aliases[0]", "addresses[0]", "identifiers[0]"])("inside %s too", async path => {
    for (const name of ["agencyId", "valid", "$set", "constructor"])
      expectProblem(
        await target.record(replaced(whole(), `${path}.${name}`, canary)),
        400,
        "VALIDATION",
        `${path}.${name}`,
      );
  });

  test.each([
    ['{"__proto__":{"roles":["JUD"]},', "__proto__"],
    ['{"constructor":{"prototype":{"admin":true}},', "constructor"],
  ])("%s changes no object", async (start, path) => {
    expectProblem(await target.recordRaw(start + JSON.stringify(whole()).slice(1)), 400, "VALIDATION", path);
    const inName = JSON.stringify(whole()).replace('"name":{', `"name":${start}`);
    expectProblem(await target.recordRaw(inName), 400, "VALIDATION", `name.${path}`);
  });

  test("a person cannot be made with more than a person is made of", async () => {
    const body = {
      username: `m.${randomUUID()}`,
      name: "Mass Assigned",
      roles: ["LST"],
      password: "long enough for all",
    };
    for (const name of ["passwordHash", "totp", "disabledAt", "kind", "agencyType", "_id", "done"]) {
      const path = `/v1/agencies/${world.courtId}/people`;
      const answer = await world.administrator.send("POST", path, { body: { ...body, [name]: canary } });
      expectProblem(answer, 400, "VALIDATION", name);
    }
  });

  test("what stands in the address is not asked for in the body as well", async () => {
    const other = randomUUID();
    const attempts: [Caller, string, Ask, string][] = [
      [world.police, `/v1/defendants/${target.defendant.id}/details`, { body: { id: other } }, "id"],
      [world.police, `/v1/defendants/${target.defendant.id}`, { body: { id: other, reason: "x" }, ifMatch: 1 }, "id"],
      [world.lister, `/v1/cases/${target.sent.id}/hearings`, { body: { caseId: other } }, "caseId"],
      [
        world.judge,
        `/v1/defendants/${target.defendant.id}/private-notes`,
        { body: { defendantId: other } },
        "defendantId",
      ],
    ];
    for (const [caller, path, ask, field] of attempts) {
      const answer = await caller.send(ask.ifMatch ? "PATCH" : "POST", path, ask);
      expectProblem(answer, 400, "VALIDATION");
      expect(answer.body.errors).toContainEqual({ path: field, message: "is not a field of this request" });
    }
    expectProblem(
      await world.police.send("GET", `/v1/defendants/${target.defendant.id}?id=${other}`),
      400,
      "VALIDATION",
      "id",
    );
  });

  test.each<[string, string]>([
    ["/v1/agencies?type[$ne]=court", "type[$ne]"],
    ["/v1/agencies?type=court&type=police", "type"],
    ["/v1/agencies?sort=name", "sort"],
    ["/v1/agencies?__proto__=x", "__proto__"],
    ["/v1/me?id=x", "id"],
    ["/v1/defendants/{id}?fields=all", "fields"],
    ["/v1/defendants/{id}/file?limit=0", "limit"],
    ["/v1/defendants/{id}/file?limit=1e9", "limit"],
    ["/v1/defendants/{id}/file?limit[$gt]=1", "limit[$gt]"],
    ["/v1/defendants/{id}/file?limit=1&limit=2", "limit"],
    [`/v1/defendants/{id}/file?cursor=${canary}`, "cursor"],
    ["/v1/defendants/{id}/file?cursor=eyJhdCI6MX0", "cursor"],
    ["/v1/reports/daily-court-list?day[$gt]=2026-01-01", "day"],
    ["/v1/reports/daily-court-list?day=2026-02-30", "day"],
    [`/v1/reports/daily-court-list?day=2026-03-01&courtId=${canary}`, "courtId"],
    [`/v1/reports/daily-court-list?day=2026-03-01&where=${canary}`, "where"],
    ["/v1/reports/case-throughput?from=2026-03-01&to[$ne]=x", "to"],
  ])("in an address: %s", async (path, field) => {
    const answer = await world.lister.send("GET", path.replace("{id}", target.defendant.id));
    expectProblem(answer, 400, "VALIDATION");
    expect(answer.body.errors.map((error: Json) => error.path)).toContain(field);
  });
});

describe("afterwards", () => {
  test("nothing of all this was stored", () => target.expectNothingStored());

  test("a good one is stored, and would have been seen", async () => {
    const surname = newSurname();
    const before = await target.count();
    await world.police.create("/v1/defendants", person({ name: { forenames: ["A"], surname } }));
    expect(await target.stored.placesOf(surname)).toContain("defendants/defendant");
    expect((await target.count())["defendants/defendant"]).toBe((before["defendants/defendant"] ?? 0) + 1);
  });

  test("half a character, which would be stored as another, is refused", async () => {
    const half = "a\ud800";
    const note = { defendantId: target.defendant.id, kind: "court", text: half, shareWith: [] };
    expectProblem(await world.legalAdviser.send("POST", "/v1/notes", { body: note }), 400, "VALIDATION", "text");
    expectProblem(await target.record(replaced(whole(), "name.surname", half)), 400, "VALIDATION", "name.surname");
  });

  test("odd text is stored as it was given, or refused; never an error of ours", async () => {
    const odd = ["a\u0000b", "\u202eabc", "💥".repeat(500), "'; DROP TABLE notes; --", "<script>x</script>", "=1+1"];
    for (const text of odd) {
      const body = { defendantId: target.defendant.id, kind: "court", text, shareWith: [] };
      const answer = await world.legalAdviser.send("POST", "/v1/notes", { body });
      expect([201, 400]).toContain(answer.status);
      if (answer.status === 201) expect((await world.legalAdviser.get(`/v1/notes/${answer.body.id}`)).text).toBe(text);
    }
  });
});
