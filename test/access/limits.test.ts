import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makePerson, makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let colleague: Caller;
let defendantId: string;
let caseId: string;
let file: string;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "governance"]);
  const tag = crypto.randomUUID().slice(0, 8);
  colleague = await makePerson(rig, world.administrator, world.agencies.police, "POL", `colleague.${tag}`);
});
beforeEach(async () => {
  const charged = await chargedDefendant(world);
  defendantId = charged.defendant.id;
  caseId = charged.case.id;
  file = `/v1/defendants/${defendantId}`;
  await world.coordinator.post(`${file}/involvements`, {
    agencyId: world.agencies.probation,
    caseId,
    reason: "support",
  });
});

/** Everywhere this file, or something of it, can be read or written. */
const ways = (): readonly (readonly [string, string, object?])[] => [
  ["GET", file],
  ["GET", `${file}/file`],
  ["GET", `${file}/sharing`],
  ["GET", `${file}/explanation?class=case&agencyId=${world.agencies.police}`],
  ["GET", `/v1/cases/${caseId}`],
  ["POST", `${file}/details`, { aliases: [{ type: "alias", forenames: [], surname: "Other" }] }],
  ["POST", "/v1/notes", { defendantId, caseId, kind: "agency", text: "Written", shareWith: [] }],
  ["POST", `${file}/involvements`, { agencyId: world.agencies.support, caseId, reason: "support" }],
];
async function statuses(who: Caller): Promise<number[]> {
  const answers = await Promise.all(ways().map(([method, path, body]) => who.send(method, path, body ? { body } : {})));
  return answers.map(({ status }) => status);
}
const finds = async (who: Caller, found: Json) => {
  const { surname } = found.name;
  const body = { surname, dateOfBirth: found.dateOfBirth };
  const { items } = await who.post("/v1/defendants/search", body, { key: null });
  return items.some(({ id }: Json) => id === defendantId);
};
const nowhere = (who: Caller) =>
  statuses(who).then(all => expect(all.filter(status => status !== 404 && status !== 403)).toEqual([]));

describe("a named person who may not", () => {
  test("finds no file anywhere from the answer on, by id or by search, and their colleague does", async () => {
    const found = await world.police.get(file);
    expect(await finds(world.police, found)).toBe(true);
    await world.legalAdviser.create(`${file}/exclusions`, {
      personId: world.police.me.id,
      reason: "Related to the victim",
    });
    await nowhere(world.police);
    expect(await finds(world.police, found)).toBe(false);
    expect((await colleague.send("GET", file)).status).toBe(200);
    expect(await finds(colleague, found)).toBe(true);
  });

  test("is let in again when it is lifted", async () => {
    const made = await world.judge.create(`${file}/exclusions`, { personId: world.police.me.id, reason: "Mistaken" });
    expect((await world.police.send("GET", file)).status).toBe(404);
    await world.judge.post(`${file}/limits/${made.id}/lifting`, { reason: "Another person of that name" });
    expect((await world.police.send("GET", file)).status).toBe(200);
  });

  test("stays out though everything else is given", async () => {
    const made = await world.probation.create(`${file}/disclosures`, {
      class: "risk",
      recipient: { kind: "person", id: world.police.me.id },
      reason: "Given",
    });
    await world.legalAdviser.create(`${file}/restrictions`, {
      personIds: [world.police.me.id, world.legalAdviser.me.id],
      reason: "Few",
    });
    await world.legalAdviser.create(`${file}/exclusions`, { personId: world.police.me.id, reason: "Related" });
    expect(made.id).toBeDefined();
    await nowhere(world.police);
    const glass = { reasonCode: "risk-to-life", text: "They said it was urgent" };
    expect((await world.police.send("POST", `${file}/broken-glass`, { body: glass })).status).toBe(404);
  });
});

describe("a file for named people only", () => {
  test("is there for them and for nobody else, the judge included", async () => {
    await world.legalAdviser.create(`${file}/restrictions`, {
      personIds: [world.legalAdviser.me.id, world.probation.me.id],
      reason: "A police officer's son",
    });
    for (const who of [world.police, colleague, world.judge, world.lister]) await nowhere(who);
    expect((await world.probation.send("GET", `${file}/file`)).status).toBe(200);
    expect((await world.legalAdviser.send("GET", `${file}/file`)).status).toBe(200);
  });
});

describe("a sealed file", () => {
  test("is there for the bench and its legal advisers only, until it is unsealed", async () => {
    const made = await world.judge.create(`${file}/seals`, { reason: "A protected witness" });
    for (const who of [world.police, world.lister, world.coordinator, world.probation]) await nowhere(who);
    expect((await world.judge.send("GET", `${file}/file`)).status).toBe(200);
    expect((await world.legalAdviser.send("GET", `/v1/cases/${caseId}`)).status).toBe(200);
    await world.judge.post(`${file}/limits/${made.id}/lifting`, { reason: "The witness has spoken" });
    expect((await world.police.send("GET", file)).status).toBe(200);
  });

  test.each(["legalAdviser", "police", "coordinator"] as const)("is not made by %s", async who => {
    const answer = await world[who].send("POST", `${file}/seals`, { body: { reason: "Please" } });
    expect([answer.status, answer.body.type]).toEqual([403, "urn:tracker:error:ACCESS_DENIED"]);
  });
});

describe("who sets and sees limits", () => {
  test.each(["police", "lister", "coordinator", "probation"] as const)("not %s", async who => {
    for (const [path, body] of [
      ["exclusions", { personId: world.judge.me.id, reason: "No" }],
      ["restrictions", { personIds: [world.judge.me.id], reason: "No" }],
    ] as const)
      expect((await world[who].send("POST", `${file}/${path}`, { body })).status).toBe(403);
    expect((await world[who].send("GET", `${file}/limits`)).status).toBe(403);
  });

  test("information governance sets them on any file and reads nothing else of it", async () => {
    await world.governance.create(`${file}/exclusions`, { personId: world.police.me.id, reason: "Reported" });
    expect((await world.governance.get(`${file}/limits`)).items).toMatchObject([
      { kind: "exclusion", personIds: [world.police.me.id], reason: "Reported", to: null },
    ]);
    for (const path of [file, `${file}/file`, `/v1/cases/${caseId}`])
      expect([403, 404]).toContain((await world.governance.send("GET", path)).status);
    const nobody = crypto.randomUUID();
    expect((await world.governance.send("GET", `/v1/defendants/${nobody}/limits`)).status).toBe(404);
  });
});

describe("an agency that leaves the table", () => {
  const leave = async (who: Caller, agencyId: string) => {
    const { involved } = await who.get(`${file}/file`);
    for (const { id } of involved.filter((found: Json) => found.agencyId === agencyId && found.to === null))
      await who.post(`${file}/involvements/${id}/end`, { reason: "The order is over" });
  };

  test("sees what it saw then, as it was, and nothing newer", async () => {
    const old = await world.coordinator.create("/v1/needs", {
      defendantId,
      caseId,
      domain: "drugs",
      severity: 2,
      summary: "Before",
    });
    await leave(world.probation, world.agencies.probation);
    const newer = await world.coordinator.create("/v1/needs", {
      defendantId,
      caseId,
      domain: "alcohol",
      severity: 1,
      summary: "After",
    });
    const found = await world.police.get(file);
    const body = { name: { forenames: ["Changed"], surname: "Since" }, reason: "Married" };
    expect((await world.police.send("PATCH", file, { body, ifMatch: found.version })).status).toBe(200);

    expect((await world.probation.get(`/v1/needs/${old.id}`)).summary).toBe("Before");
    expect((await world.probation.send("GET", `/v1/needs/${newer.id}`)).status).toBe(404);
    expect((await world.probation.get(file)).name).toEqual(found.name);
    const whole = await world.probation.get(`${file}/file`);
    const needs = whole.parts.find(({ part }: Json) => part === "needs");
    expect(needs.items.map(({ id }: Json) => id)).toEqual([old.id]);
    expect(whole.timeline.items.some(({ recordId }: Json) => recordId === newer.id)).toBe(false);
    expect((await world.judge.get(file)).name.surname).toBe("Since");
  });

  test("writes nothing more", async () => {
    await leave(world.probation, world.agencies.probation);
    const body = { defendantId, caseId, kind: "agency", text: "Late", shareWith: [] };
    expect((await world.probation.send("POST", "/v1/notes", { body })).status).toBe(404);
    const invite = { agencyId: world.agencies.support, caseId, reason: "support" };
    expect((await world.probation.send("POST", `${file}/involvements`, { body: invite })).status).toBe(404);
  });

  test("is not sent away by another agency, but by itself or the court", async () => {
    const { involved } = await world.police.get(`${file}/file`);
    const { id } = involved.find((found: Json) => found.agencyId === world.agencies.probation);
    const end = `${file}/involvements/${id}/end`;
    expect((await world.police.send("POST", end, { body: { reason: "Away" } })).status).toBe(403);
    await world.coordinator.post(end, { reason: "Not needed" });
    const again = await world.coordinator.send("POST", end, { body: { reason: "Twice" } });
    expect([again.status, again.body.type]).toEqual([422, "urn:tracker:error:RULE_BROKEN"]);
  });
});

test("a reporting restriction travels with the person, the case, the hearing and the file until it is lifted", async () => {
  const made = await world.judge.create(`${file}/reporting-restrictions`, { kind: "yjcea-1999-s45", caseId });
  const expected = [{ id: made.id, kind: "yjcea-1999-s45", caseId }];
  const hearing = await world.lister.create(`/v1/cases/${caseId}/hearings`, {
    day: "2026-12-10",
    session: "morning",
    room: "1",
    type: "first",
    defendantIds: [defendantId],
  });
  const seen = async (who: Caller) => [
    (await who.get(`/v1/hearings/${hearing.id}`)).reportingRestrictions,
    (await who.get(file)).reportingRestrictions,
    (await who.get(`/v1/cases/${caseId}`)).reportingRestrictions,
    (await who.get(`${file}/file`)).defendant.reportingRestrictions,
  ];
  expect(await seen(world.police)).toEqual([expected, expected, expected, expected]);
  const onList = async () => {
    const { rows } = await world.judge.get("/v1/reports/daily-court-list?day=2026-12-10");
    return rows.find((row: Json) => row.defendantId === defendantId);
  };
  expect((await eventually("the hearing on the list", onList)).reporting).toEqual(["yjcea-1999-s45"]);
  expect(
    (await world.police.send("POST", `${file}/reporting-restrictions`, { body: { kind: "yjcea-1999-s45" } })).status,
  ).toBe(403);
  await world.judge.post(`${file}/reporting-restrictions/${made.id}/lifting`, {});
  expect((await world.police.get(file)).reportingRestrictions).toEqual([]);
  expect((await onList()).reporting).toEqual([]);
});

describe("why", () => {
  const why = (who: Caller, cls: string, agencyId: string) =>
    who.get(`${file}/explanation?class=${cls}&agencyId=${agencyId}&caseId=${caseId}`);

  test.each([
    ["police", "case", "police", "full", "involvement", "case × POL: RWS"],
    ["police", "risk", "probation", "none", "matrix", "risk × POL: c"],
    ["police", "compliance", "probation", "limited", "involvement", "compliance × POL: r"],
    ["judge", "intelligence", "police", "none", "matrix", "intelligence × JUD: "],
    ["probation", "treatment", "treatment", "none", "matrix", "treatment × PRB: c"],
  ] as const)("%s and %s of %s: %s by %s", async (who, cls, holder, effect, rule, cell) => {
    const found = await why(world[who], cls, world.agencies[holder]);
    expect(found).toMatchObject({ effect, rule, cell });
    expect(found.text.length).toBeGreaterThan(10);
  });

  test("information governance asks about anyone, and nobody else does", async () => {
    const ask = (who: Caller, over: object = {}) =>
      who.send("POST", "/v1/access-explanations", {
        key: null,
        body: {
          defendantId,
          personId: world.police.me.id,
          class: "risk",
          agencyId: world.agencies.probation,
          caseId,
          ...over,
        },
      });
    expect((await ask(world.governance)).body).toMatchObject({
      effect: "none",
      rule: "matrix",
      cell: "risk × POL: c",
      enabled: true,
    });
    const made = await world.judge.create(`${file}/exclusions`, { personId: world.police.me.id, reason: "Related" });
    expect((await ask(world.governance, { class: "case" })).body).toMatchObject({
      effect: "none",
      rule: "excluded",
      fact: made.id,
    });
    for (const who of [world.police, world.judge, world.lister]) expect((await ask(who)).status).toBe(403);
    for (const over of [{ defendantId: crypto.randomUUID() }, { personId: crypto.randomUUID() }])
      expect((await ask(world.governance, over)).status).toBe(404);
  });

  test("a file out of reach is not explained: it is not there", async () => {
    const outside = await makeWorld(rig, ["police"]);
    const path = `explanation?class=case&agencyId=${world.agencies.police}`;
    const [there, never] = await Promise.all([
      outside.police.send("GET", `${file}/${path}`),
      outside.police.send("GET", `/v1/defendants/${crypto.randomUUID()}/${path}`),
    ]);
    expect([there.status, never.status]).toEqual([404, 404]);
  });
});
