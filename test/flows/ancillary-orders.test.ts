import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf } from "../support/sentenced.ts";
import { chargedDefendant, makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "asb"]);
}, 60_000);

interface Convicted {
  readonly defendantId: string;
  readonly caseId: string;
  readonly offenceId: string;
  readonly hearingId: string;
  readonly path: string;
}

/** Somebody who has pleaded guilty and is before the court for sentence. */
async function convicted(): Promise<Convicted> {
  const { defendant, case: sent } = await chargedDefendant(world);
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [defendant.id] },
  });
  const offenceId = sent.defendants[0].offences[0].id;
  await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, {
    ...{ defendantId: defendant.id, pleas: [{ offenceId, plea: "guilty" }] },
  });
  return {
    ...{ defendantId: defendant.id, caseId: sent.id, offenceId, hearingId: hearing.id },
    path: `/v1/cases/${sent.id}/defendants/${defendant.id}`,
  };
}

const line = (on: Convicted, code: string, more: object = {}) => ({
  offenceId: on.offenceId,
  code,
  text: "Said",
  ...more,
});
const draft = (on: Convicted, lines: readonly object[], more: object = {}) =>
  world.legalAdviser.send("POST", `${on.path}/results/draft`, { body: { hearingId: on.hearingId, lines, ...more } });
const share = async (on: Convicted, sharedAt = "2026-03-10T12:00:00Z") =>
  world.legalAdviser.send("POST", `${on.path}/results/sharing`, {
    body: { sharedAt },
    ifMatch: (await world.judge.get(`/v1/cases/${on.caseId}`)).version,
  });
const ordersOf = (on: Convicted) => itemsOf(world, on.defendantId, "ancillary-orders");
const move = (who: Who, id: string, body: object) =>
  world[who].send("POST", `/v1/ancillary-orders/${id}/moves`, { body: { move: body } });

const forbids = { prohibitions: ["Not to enter Walton Vale"], endsOn: "2032-09-10" };

describe("a criminal behaviour order", () => {
  test("is made by a line of the results, beside a sentence, once they are shared", async () => {
    const on = await convicted();
    expect((await draft(on, [line(on, "1177")])).body.errors[0].path).toBe("lines[0].terms");
    const short = line(on, "1177", { terms: { ...forbids, endsOn: "2027-03-10" } });
    expect((await draft(on, [short])).body.errors[0].path).toBe("lines[0].terms.endsOn");
    await draft(on, [line(on, "1177", { terms: forbids })]);
    const alone = await share(on);
    expect([alone.status, alone.body.detail]).toEqual([
      422,
      "A criminal behaviour order is made in addition to a sentence or a conditional discharge for the offence.",
    ]);
    await draft(on, [line(on, "1015"), line(on, "1177", { terms: forbids })], { disposal: "fine" });
    expect(await ordersOf(on)).toEqual([]);
    expect((await share(on)).status).toBe(200);
    const [order] = await ordersOf(on);
    expect(order).toMatchObject({
      ...{ type: "criminal-behaviour-order", status: "in-force", madeOn: "2026-03-10", endsOn: "2032-09-10" },
      terms: [{ kind: "prohibition", text: "Not to enter Walton Vale", isMet: null }],
      source: { agencyId: world.courtId },
    });
    const view = await world.judge.get(`/v1/defendants/${on.defendantId}/sentencing-view`);
    const { parts } = view.blocks.find(({ block }: Json) => block === "orders-and-compliance");
    expect(parts.find(({ part }: Json) => part === "ancillary-orders")).toMatchObject({ state: "supplied", total: 1 });
  });

  test("is varied and discharged by its court, with why, and by nobody else; its end does not close the case", async () => {
    const on = await convicted();
    await draft(on, [line(on, "1015"), line(on, "1177", { terms: forbids })], { disposal: "fine" });
    await share(on);
    const [{ id }] = await ordersOf(on);
    const vary = { name: "vary", terms: { prohibitions: ["Not to enter Bootle"] }, reason: "Has moved" };
    expect((await move("probation", id, vary)).status).toBe(404);
    for (const who of ["police", "lister"] as const) expect((await move(who, id, vary)).status).toBe(403);
    expect((await move("judge", id, { ...vary, terms: { prohibitions: [] } })).body.errors[0].path).toBe(
      "move.terms.prohibitions",
    );
    expect((await move("judge", id, vary)).body).toMatchObject({
      ...{ status: "in-force", endsOn: null },
      terms: [{ text: "Not to enter Bootle" }],
    });
    const early = await move("legalAdviser", id, { name: "expire" });
    expect([early.status, early.body.detail]).toEqual([422, "The order runs until further order."]);
    const met = { name: "report", termId: id, isMet: true, note: "Kept" };
    expect((await move("judge", id, met)).status).toBe(422);
    expect((await move("judge", id, { name: "discharge" })).status).toBe(400);
    expect((await move("judge", id, { name: "discharge", reason: "Moved away" })).body.status).toBe("discharged");
    expect((await move("judge", id, vary)).body.detail).toBe(
      'The order is discharged, so "vary" is not possible; possible now: nothing.',
    );
    expect((await world.judge.get(`/v1/cases/${on.caseId}`)).defendants[0].status).toBe("sentenced");
  });

  test("amending the results does not make it a second time", async () => {
    const on = await convicted();
    const lines = [line(on, "1015"), line(on, "1177", { terms: forbids })];
    await draft(on, lines, { disposal: "fine" });
    await share(on);
    await world.legalAdviser.post(
      `${on.path}/results/amendments`,
      { lines, reason: "Slip of the pen", amendedAt: "2026-03-11T12:00:00Z" },
      { ifMatch: (await world.judge.get(`/v1/cases/${on.caseId}`)).version },
    );
    expect(await ordersOf(on)).toHaveLength(1);
  });
});

describe("a draft that is written down late", () => {
  const day = "2026-03-10T11:40:00Z";
  const past = { terms: { prohibitions: ["Not to enter Walton Vale"], endsOn: "2028-03-10" } };

  test("is judged by the day on which it was drafted: two years from then", async () => {
    const on = await convicted();
    const lines = [line(on, "1015"), line(on, "1177", past)];
    const late = await draft(on, lines, { disposal: "fine" });
    expect(late.body.errors[0].path).toBe("lines[1].terms.endsOn");
    expect((await draft(on, lines, { disposal: "fine", draftedAt: day })).status).toBe(200);
    expect((await share(on)).status).toBe(200);
    expect(await ordersOf(on)).toMatchObject([{ madeOn: "2026-03-10", endsOn: "2028-03-10", status: "in-force" }]);
  });

  test.each([
    ["a day to come", () => ({ draftedAt: new Date(Date.now() + 86_400_000).toISOString() }), "draftedAt"],
    ["a day before the code was there", () => ({ draftedAt: "2014-10-19T11:00:00Z" }), "lines[1].code"],
  ])("not of %s", async (_what, over, path) => {
    const on = await convicted();
    const answer = await draft(on, [line(on, "1015"), line(on, "1177", past)], { disposal: "fine", ...over() });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, path]);
  });
});

describe("a restraining order", () => {
  test("follows a conviction, forbids and requires nothing, and what it says is not for a limited view", async () => {
    const on = await convicted();
    const terms = { prohibitions: ["Not to go to 12 Example Street"] };
    const requires = line(on, "3047", { terms: { ...terms, requirements: ["To attend"] } });
    expect((await draft(on, [requires])).body.errors[0].path).toBe("lines[0].terms.requirements");
    await draft(on, [line(on, "3047", { terms })]);
    await share(on);
    const [order] = await ordersOf(on);
    expect(order).toMatchObject({ type: "restraining-order", endsOn: null, status: "in-force" });
    await world.coordinator.post(`/v1/defendants/${on.defendantId}/involvements`, {
      ...{ agencyId: world.agencies.asb, caseId: on.caseId, reason: "support" },
    });
    const limited = await world.asb.send("GET", `/v1/ancillary-orders/${order?.id}`);
    expect(limited.body).toMatchObject({ type: "restraining-order", status: "in-force" });
    expect(limited.text).not.toContain("Example Street");
    expect((await world.treatment.send("GET", `/v1/ancillary-orders/${order?.id}`)).status).toBe(404);
  });

  test("ends by itself on no day: the court says that it has run out, once it has", async () => {
    const on = await convicted();
    await draft(on, [line(on, "3047", { terms: { prohibitions: ["Not to phone"], endsOn: "2099-03-10" } })]);
    await share(on);
    const [{ id }] = await ordersOf(on);
    expect((await move("legalAdviser", id, { name: "expire" })).body.detail).toBe("The order runs until 2099-03-10.");
  });
});

describe("a deferred sentence", () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const requirements = ["To live with his sister", "To keep his job"];
  let on: Convicted;
  let id = "";

  test("is put off to a day within six months, which the court expects, with what is to be done meanwhile", async () => {
    on = await convicted();
    const far = line(on, "4005", { terms: { endsOn: inDays(190), requirements } });
    expect((await draft(on, [far])).body.errors[0].path).toBe("lines[0].terms.endsOn");
    const endsOn = inDays(120);
    const terms = { endsOn, requirements, supervisedBy: world.agencies.probation };
    expect((await draft(on, [line(on, "4005", { terms })])).status).toBe(200);
    expect((await share(on, new Date().toISOString())).status).toBe(200);
    const [order] = await ordersOf(on);
    id = order?.id;
    expect(order).toMatchObject({
      type: "deferred-sentence",
      status: "in-force",
      endsOn,
      terms: [{ isMet: null }, {}],
    });
    const due = (await itemsOf(world, on.defendantId, "court-obligations")).filter(
      ({ kind }) => kind === "deferred-sentence",
    );
    // Ten by the clock of London, in whichever half of the year that day falls.
    const dueAt = expect.stringMatching(`^${endsOn}T(09|10):00:00.000Z$`);
    expect(due).toMatchObject([{ dueAt, outcome: "awaiting", sourceId: id }]);
    expect((await world.judge.get(`/v1/cases/${on.caseId}`)).defendants[0].status).toBe("convicted");
  });

  test("whether its requirements are met the supervisor or the court reports; nobody discharges it", async () => {
    const [first] = (await world.judge.get(`/v1/ancillary-orders/${id}`)).terms;
    const report = { name: "report", termId: first.id, isMet: true, note: "Still there" };
    expect((await move("police", id, report)).status).toBe(403);
    expect((await move("probation", id, report)).body.terms).toMatchObject([{ isMet: true }, { isMet: null }]);
    expect((await move("judge", id, { ...report, isMet: false })).body.terms[0].isMet).toBe(false);
    expect((await move("judge", id, { ...report, termId: id })).body.errors[0].path).toBe("move.termId");
    const discharged = await move("judge", id, { name: "discharge", reason: "Enough" });
    expect(discharged.body.detail).toBe('The order is in-force, so "discharge" is not possible; possible now: report.');
  });

  test("ends with the sentence, and what was expected of the court is done", async () => {
    const { version } = await world.judge.get(`/v1/cases/${on.caseId}`);
    const { defendantId, hearingId, offenceId } = on;
    const results = [{ offenceId, code: "1015", text: "Fined" }];
    const body = { defendantId, hearingId, disposal: "fine", results };
    await world.judge.post(`/v1/cases/${on.caseId}/sentence`, body, { ifMatch: version });
    expect((await world.judge.get(`/v1/ancillary-orders/${id}`)).status).toBe("dealt-with");
    const due = (await itemsOf(world, defendantId, "court-obligations")).filter(
      ({ kind }) => kind === "deferred-sentence",
    );
    expect(due.map(({ outcome }) => outcome)).toEqual(["attended-complied"]);
    expect((await world.judge.get(`/v1/cases/${on.caseId}`)).defendants[0].status).toBe("sentenced");
  });
});
