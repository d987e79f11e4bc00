import { expectProblem } from "../attack/support/problem.ts";
import { type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

/** The judge's one screen, by HTTP. */
const rig = sharedRig();
let world: World;
let path: string;
let defendantId: string;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "legalAdviser", "coordinator", "lister", "police", "probation", "treatment"]);
  const charged = await chargedDefendant(world);
  defendantId = charged.defendant.id;
  path = `/v1/defendants/${defendantId}/sentencing-view`;
  const about = { defendantId, caseId: charged.case.id };
  await world.judge.post(`/v1/defendants/${defendantId}/involvements`, {
    agencyId: world.agencies.treatment,
    caseId: charged.case.id,
    reason: "support",
  });
  await world.coordinator.create("/v1/needs", { ...about, domain: "drugs", severity: 2, summary: "Uses daily" });
  await world.treatment.create("/v1/drug-tests", {
    ...about,
    takenAt: "2026-03-08T09:00:00Z",
    sample: "urine",
    outcome: "negative",
  });
  await world.police.create("/v1/convictions", {
    defendantId,
    convictedOn: "2015-05-06",
    court: "Wirral",
    offences: [{ title: "Theft from a shop" }],
    disposals: [{ kind: "fine" }],
  });
  await world.judge.create(`/v1/defendants/${defendantId}/private-notes`, { text: "Looked at me this time" });
});

const blockOf = (view: Json, name: string): Json[] => view.blocks.find(({ block }: Json) => block === name).parts;

test("one call shows everything in its place, and no block is blank", async () => {
  const view = await world.judge.get(path);
  expect(view.blocks.map(({ block, parts }: Json) => [block, parts.length > 0])).toEqual([
    ["matter", true],
    ["record", true],
    ["person-and-needs", true],
    ["orders-and-compliance", true],
    ["notes", true],
  ]);
  for (const { parts } of view.blocks)
    for (const { state, items, suppliedBy } of parts) {
      expect(["supplied", "not-supplied", "requested", "withheld", "none-held"]).toContain(state);
      expect(items.length > 0).toBe(suppliedBy.length > 0);
    }
  expect(blockOf(view, "record").map(({ part, state }) => [part, state])).toContainEqual([
    "spent-convictions",
    "supplied",
  ]);
  expect(blockOf(view, "person-and-needs").find(({ part }) => part === "needs").items).toMatchObject([
    { domain: "drugs", severity: 2, marking: { nature: "opinion" } },
  ]);
  expect(view.strip.pack.missing).toEqual([
    { part: "drug-tests", state: "withheld", heldBy: [world.agencies.treatment] },
  ]);
});

/** Every line of the screen (domain.md, 6.2): where it stands, and which part of the file it is. */
const lines = [
  ["offences, plea and stage, basis of plea, offences taken into consideration", "matter", "cases"],
  ["prosecution summary, compensation asked, co-defendants and their sentences", "matter", "cases"],
  ["hearings and adjournments", "matter", "hearings"],
  ["how dangerous it was: domestic abuse, weapons", "matter", "case-markers"],
  ["antecedents, relevant first", "record", "antecedents"],
  ["spent, marked", "record", "spent-convictions"],
  ["warrants", "record", "warrants"],
  ["time on remand", "record", "remand"],
  ["time served, and the licence", "record", "custody"],
  ["pre-sentence report", "person-and-needs", "pre-sentence-reports"],
  ["the plan of a meeting", "person-and-needs", "meetings"],
  ["needs and how grave", "person-and-needs", "needs"],
  ["help asked for", "person-and-needs", "referrals"],
  ["a restorative meeting", "person-and-needs", "restorative-meetings"],
  ["whom to take care with", "person-and-needs", "markers"],
  ["orders and requirements", "orders-and-compliance", "orders"],
  ["orders beside a sentence", "orders-and-compliance", "ancillary-orders"],
  ["the last obligations", "orders-and-compliance", "obligations"],
  ["hours of unpaid work", "orders-and-compliance", "unpaid-work"],
  ["warnings and breaches", "orders-and-compliance", "enforcement"],
  ["reviews", "orders-and-compliance", "reviews"],
  ["fines outstanding", "orders-and-compliance", "payments"],
  ["tests", "orders-and-compliance", "drug-tests"],
  ["treatment, and whether it is kept", "orders-and-compliance", "treatment"],
] as const;

test("every line of the screen has its place, its state, its time and its sources", async () => {
  const view = await world.judge.get(path);
  const found = view.blocks.flatMap(({ block, parts }: Json) =>
    parts.map((part: Json) => [`${block} ${part.part}`, part] as const),
  );
  const byPlace = new Map<string, Json>(found);
  for (const [line, block, part] of lines) {
    const shown = byPlace.get(`${block} ${part}`);
    expect([line, typeof shown?.state, shown?.items.length > 0]).toEqual([line, "string", shown?.asOf !== null]);
    for (const { source } of shown?.items ?? [])
      expect(Object.keys(source).sort()).toEqual(["agencyId", "occurredAt", "recordedAt"]);
  }
});

test("the header says who it is and what must not be overlooked; the strip who has seen them before", async () => {
  const { defendant: who, case: sent } = await chargedDefendant(world);
  const about = { defendantId: who.id, caseId: sent.id };
  const marker = await world.police.create("/v1/markers", { ...about, kind: "vulnerable-adult" });
  const weapons = await world.police.create("/v1/markers", { ...about, kind: "weapons" });
  await world.police.post(`/v1/markers/${weapons.id}/moves`, { move: { name: "end", reason: "recorded-in-error" } });
  const safety = await world.police.create("/v1/markers", { ...about, kind: "victim-safety" });
  const held = await world.police.create(`/v1/cases/${sent.id}/defendants/${who.id}/custody`, {
    ...{ kind: "remand", establishment: "HMP Liverpool", from: "2026-03-02T09:00:00Z" },
  });
  await world.police.post(`/v1/custody/${held.id}/moves`, {
    move: { name: "release", reason: "bail", at: "2026-03-04T09:00:00Z" },
  });
  const before = async (bench: readonly string[], day: string) => {
    const { id, version } = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      ...{ day, session: "morning", room: "1", type: "mention", defendantIds: [who.id], bench },
    });
    await world.legalAdviser.post(`/v1/hearings/${id}/outcome`, { outcome: "held" }, { ifMatch: version });
  };
  await before([world.judge.me.id], "2026-02-12");
  await before([], "2026-02-19");
  const answer = await world.judge.send("GET", `/v1/defendants/${who.id}/sentencing-view`);
  const { defendant, flags, strip, blocks } = answer.body;
  expect(defendant.identifiers.map(({ kind, valid }: Json) => [kind, valid])).toContainEqual(["pnc", true]);
  expect(flags).toEqual([{ kind: "vulnerable-adult", recordId: marker.id }]);
  expect(answer.text).not.toMatch(new RegExp(`victim-safety|${safety.id}`));
  expect([strip.hearingsHere, strip.beforeYou]).toEqual([
    { count: 2, lastDay: "2026-02-19" },
    { count: 1, lastDay: "2026-02-12" },
  ]);
  const [, record] = blocks;
  expect(record.parts.find(({ part }: Json) => part === "remand").items).toMatchObject([{ days: 3 }]);
});

test("the judge's own notes lie beside it for the judge, and there is no trace of them for the legal adviser", async () => {
  const mine = await world.judge.send("GET", path);
  expect(mine.body.privateNotes.items.map(({ text }: Json) => text)).toEqual(["Looked at me this time"]);
  const { privateNotes: _mine, ...screen } = mine.body;
  expect(JSON.stringify(screen)).not.toContain("Looked at me");
  const adviser = await world.legalAdviser.send("GET", path);
  expect(adviser.status).toBe(200);
  expect(adviser.text).not.toMatch(/Looked at me|privateNotes/);
});

test("what the court can decide with comes last, in both forms: flows/willingness.test.ts", async () => {
  for (const form of ["sentence", "review"]) {
    const screen = await world.judge.get(`${path}?form=${form}`);
    const own = Object.keys(screen).filter(name => !/Notes$/.test(name));
    expect(own.at(-1)).toBe("decision");
    const states: string[] = screen.decision.requirements.map(({ state }: Json) => state);
    expect(states).toHaveLength(16);
    expect(states.filter(state => state === "needs-nobody")).toHaveLength(3);
    expect(states.filter(state => state === "not-supplied")).toHaveLength(13);
  }
});

test("a review begins with orders and compliance", async () => {
  const { form, blocks } = await world.judge.get(`${path}?form=review`);
  expect([form, blocks[0].block]).toEqual(["review", "orders-and-compliance"]);
  expectProblem(await world.judge.send("GET", `${path}?form=holiday`), 400, "VALIDATION", "form");
});

test("the bench alone, and only the bench at this table", async () => {
  for (const who of [world.lister, world.coordinator, world.police, world.treatment])
    expectProblem(await who.send("GET", path), 403, "ACCESS_DENIED");
  const other = await makeWorld(rig, ["judge"]);
  expectProblem(await other.judge.send("GET", path), 404, "NOT_FOUND");
});
