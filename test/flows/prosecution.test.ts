import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { expectProblem } from "../attack/support/problem.ts";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type Who, type World } from "../support/world.ts";

/** What the prosecution tells the court of a case against somebody, and what compensation it asks, by HTTP. */
const rig = sharedRig();
const word = `kanarie${randomUUID().replaceAll("-", "")}`;
let world: World;
let defendantId = "";
let caseId = "";
let offenceId = "";

beforeAll(async () => {
  world = await makeWorld(rig);
  ({ defendantId, caseId, offenceId } = (await chargedDefendant(world)).ids);
  for (const agencyId of [world.agencies.treatment, world.agencies.probation])
    await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, { agencyId, caseId, reason: "support" });
}, 60_000);

const pathOf = (of = caseId, about = defendantId) => `/v1/cases/${of}/defendants/${about}/prosecution-summaries`;
const windowBroken = () => ({ offenceId, amountPence: 12_050, what: `A shop window ${word}` });
const body = (over: object = {}) => ({
  ...{ summary: `Took two bottles and broke a window ${word}`, compensation: [windowBroken()] },
  ...{ toldAt: "2026-03-09T10:00:00Z", ...over },
});
const summarise = (who: Who, over: object = {}, path = pathOf()) => world[who].send("POST", path, { body: body(over) });
const matterFor = async (who: Who): Promise<Json> => (await world[who].get(`/v1/cases/${caseId}`)).defendants[0];

test("neither the court nor who helps it tells what the prosecution says, and no prosecutor who is not at the table", async () => {
  for (const who of ["judge", "legalAdviser", "lister", "coordinator", "probation", "treatment", "support"] as const)
    expectProblem(await summarise(who), 403, "ACCESS_DENIED");
  expectProblem(await summarise("prosecutor"), 404, "NOT_FOUND");
  const other = await chargedDefendant(world);
  // At the table of both, and yet neither is a defendant of the other's case.
  expectProblem(await summarise("police", {}, pathOf(caseId, other.defendant.id)), 404, "NOT_FOUND");
  expectProblem(await summarise("police", {}, pathOf(other.case.id)), 404, "NOT_FOUND");
  const elsewhere = await makeWorld(rig, ["police"]);
  expectProblem(await elsewhere.police.send("POST", pathOf(), { body: body() }), 404, "NOT_FOUND");
});

test("what is asked is asked for an offence, in pence, and for something", async () => {
  const claimed = (over: object) => summarise("police", { compensation: [{ ...windowBroken(), ...over }] });
  const other = await chargedDefendant(world);
  for (const [over, path] of [
    [{ offenceId: other.case.defendants[0].offences[0].id }, "compensation[0].offenceId"],
    [{ offenceId: randomUUID() }, "compensation[0].offenceId"],
    [{ amountPence: 0 }, "compensation[0].amountPence"],
    [{ amountPence: 10.5 }, "compensation[0].amountPence"],
    [{ what: "x".repeat(201) }, "compensation[0].what"],
    [{ victim: "Mrs Smith" }, "compensation[0].victim"],
  ] as const)
    expectProblem(await claimed(over), 400, "VALIDATION", path);
  const many = Array.from({ length: 31 }, windowBroken);
  expectProblem(await summarise("police", { compensation: many }), 400, "VALIDATION", "compensation");
  expectProblem(await summarise("police", { summary: "x".repeat(4_001) }), 400, "VALIDATION", "summary");
  expectProblem(await summarise("police", { victim: "Mrs Smith" }), 400, "VALIDATION", "victim");
  expect(await matterFor("judge")).toMatchObject({ prosecution: null, earlierProsecution: [] });
});

test("police tell it, the prosecutor tells it anew: the last one stands and the first one stays", async () => {
  expect((await summarise("police")).status).toBe(200);
  await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
    ...{ agencyId: world.agencies.cps, caseId, reason: "support" },
  });
  const again = { summary: `Took one bottle ${word}`, compensation: [], toldAt: "2026-03-09T16:00:00Z" };
  expectProblem(
    await summarise("prosecutor", { ...again, toldAt: "2026-03-08T16:00:00Z" }),
    400,
    "VALIDATION",
    "toldAt",
  );
  expect((await summarise("prosecutor", again)).status).toBe(200);
  for (const who of ["judge", "prosecutor", "probation", "lister"] as const)
    expect(await matterFor(who)).toMatchObject({
      prosecution: {
        ...{ version: 2, agencyId: world.agencies.cps, toldAt: "2026-03-09T16:00:00.000Z" },
        ...{ summary: again.summary, compensation: [], compensationPence: 0 },
      },
      earlierProsecution: [
        {
          ...{ version: 1, agencyId: world.agencies.police, toldAt: "2026-03-09T10:00:00.000Z" },
          ...{ compensation: [windowBroken()], compensationPence: 12_050 },
        },
      ],
    });
});

test("it stands with today's matter on the judge's screen, and nothing of it in a limited view", async () => {
  const view = await world.judge.get(`/v1/defendants/${defendantId}/sentencing-view`);
  const matter = view.blocks.find(({ block }: Json) => block === "matter");
  const [shown] = matter.parts.find(({ part }: Json) => part === "cases").items;
  expect(shown.prosecution.summary).toBe(`Took one bottle ${word}`);
  const told = view.timeline.filter(({ what }: Json) => /^Prosecution/.test(what));
  expect(told.map(({ at, what, agencyId }: Json) => [at, what, agencyId])).toEqual([
    ["2026-03-09T16:00:00.000Z", "Prosecution summary told anew, version 2", world.agencies.cps],
    ["2026-03-09T10:00:00.000Z", "Prosecution summary told", world.agencies.police],
  ]);
  for (const path of [`/v1/cases/${caseId}`, `/v1/defendants/${defendantId}/file`]) {
    const { status, text } = await world.treatment.send("GET", path);
    expect([status, text.includes(word), /prosecution/i.test(text)]).toEqual([200, false, false]);
  }
});

test("one event a version, with how much is asked and not one word", async () => {
  const client = await new MongoClient(rig.mongoUri).connect();
  const events = client.db(`${rig.databasePrefix}_cases`).collection<Json>("events");
  const found = await eventually("the events", async () => {
    const there = await events.find({ recordId: caseId, type: "prosecution.summarised" }).sort({ v: 1 }).toArray();
    return there.length >= 2 && there;
  });
  expect(found.map(({ data }) => data)).toEqual([
    {
      ...{ defendantId, caseId, courtId: world.courtId, agencyId: world.agencies.police },
      ...{ version: 1, claims: 1, claimedPence: 12_050 },
    },
    {
      ...{ defendantId, caseId, courtId: world.courtId, agencyId: world.agencies.cps },
      ...{ version: 2, claims: 0, claimedPence: 0 },
    },
  ]);
  expect(JSON.stringify(await events.find({ recordId: caseId }).toArray())).not.toContain(word);
  await client.close();
});

test("after sentence nothing more is told", async () => {
  const hearing = await world.lister.create(`/v1/cases/${caseId}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [defendantId] },
  });
  await world.legalAdviser.post(`/v1/cases/${caseId}/pleas`, { defendantId, pleas: [{ offenceId, plea: "guilty" }] });
  const { version } = await world.judge.get(`/v1/cases/${caseId}`);
  const results = [{ offenceId, code: "1015", text: "Fined £120" }];
  await world.judge.post(
    `/v1/cases/${caseId}/sentence`,
    { defendantId, hearingId: hearing.id, disposal: "fine", results, passedAt: "2026-03-10T12:00:00Z" },
    { ifMatch: version },
  );
  expectProblem(await summarise("prosecutor", { toldAt: "2026-03-10T13:00:00Z" }), 422, "RULE_BROKEN");
  expect((await matterFor("judge")).prosecution.version).toBe(2);
});
