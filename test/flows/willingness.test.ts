import { expectProblem } from "../attack/support/problem.ts";
import { type Answer, type Json, sharedRig } from "../support/client.ts";
import { itemsOf, willing } from "../support/sentenced.ts";
import { caseOf, chargedDefendant, makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "defence"]);
}, 60_000);

/** Somebody listed and guilty by plea. */
async function guilty(of?: string) {
  const about = of
    ? { defendant: { id: of }, case: await world.police.create("/v1/cases", caseOf(of, world.courtId)) }
    : await chargedDefendant(world);
  const [defendantId, caseId] = [about.defendant.id, about.case.id];
  const hearing = await world.lister.create(`/v1/cases/${caseId}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [defendantId] },
  });
  const offenceId = (await world.judge.get(`/v1/cases/${caseId}`)).defendants[0].offences[0].id;
  const pleas = [{ offenceId, plea: "guilty" }];
  await world.legalAdviser.post(`/v1/cases/${caseId}/pleas`, { defendantId, pleas });
  return { defendantId, caseId, hearingId: hearing.id, offenceId };
}
type Guilty = Awaited<ReturnType<typeof guilty>>;

const drugs = { type: "drug-rehabilitation", length: 6 };
const terms = (...requirements: object[]) => ({
  ...{ supervisedBy: world.agencies.probation, endsOn: "2027-03-10", requirements },
});
const result = ({ offenceId }: Guilty) => ({ offenceId, code: "1002", text: "Community order" });
const versionOf = async ({ caseId }: Guilty): Promise<number> => (await world.judge.get(`/v1/cases/${caseId}`)).version;

async function sentence(on: Guilty, ...requirements: object[]): Promise<Answer> {
  const { defendantId, hearingId } = on;
  return world.judge.send("POST", `/v1/cases/${on.caseId}/sentence`, {
    body: {
      ...{ defendantId, hearingId, disposal: "community-order", results: [result(on)], order: terms(...requirements) },
      passedAt: "2026-03-10T11:00:00Z",
    },
    ifMatch: await versionOf(on),
  });
}
async function asked({ caseId, defendantId }: Guilty): Promise<string> {
  const { id } = await world.legalAdviser.create(`/v1/cases/${caseId}/pre-sentence-reports`, {
    ...{ defendantId, agencyId: world.agencies.probation, format: "oral", dueAt: "2026-03-10T09:00:00Z" },
  });
  return id;
}
const deliver = (id: string, willingness?: readonly object[]) =>
  world.probation.send("POST", `/v1/pre-sentence-reports/${id}/delivery`, {
    body: {
      ...{ author: "P. Officer", summary: "S", proposal: "P", riskOfHarm: "low", likelihoodOfReoffending: "low" },
      ...(willingness && { willingness }),
    },
  });
const says = (isWilling: boolean) => [{ requirementType: "drug-rehabilitation", willing: isWilling }];
const decisionOn = async ({ defendantId }: Guilty, form = "sentence", by = world.judge): Promise<Json> =>
  (await by.get(`/v1/defendants/${defendantId}/sentencing-view?form=${form}`)).decision;
const ofType = ({ requirements }: Json, type = "drug-rehabilitation"): Json =>
  requirements.find(({ requirementType }: Json) => requirementType === type);

describe("treatment is imposed on who is willing", () => {
  test("without a word of it sentence is refused, and nothing is left of it", async () => {
    const on = await guilty();
    const before = await world.judge.get(`/v1/cases/${on.caseId}`);
    expectProblem(
      await sentence(on, { type: "unpaid-work", length: 80 }, drugs),
      400,
      "VALIDATION",
      "order.requirements[1].willing",
    );
    expect(await world.judge.get(`/v1/cases/${on.caseId}`)).toEqual(before);
    expect(await itemsOf(world, on.defendantId, "orders")).toEqual([]);
  });

  test("that they said so in court is enough, and stands with the requirement", async () => {
    const on = await guilty();
    expect((await sentence(on, { ...drugs, willing }, { type: "unpaid-work", length: 80 })).status).toBe(200);
    const [order] = await itemsOf(world, on.defendantId, "orders");
    expect(order.requirements.map(({ type, willingSaidAt }: Json) => [type, willingSaidAt])).toEqual([
      ["drug-rehabilitation", "2026-03-10T10:30:00.000Z"],
      ["unpaid-work", null],
    ]);
  });

  test.each([
    ["with what is no treatment", "willing", { type: "unpaid-work", length: 80, willing }],
    ["after the sentence", "willing.saidAt", { ...drugs, willing: { saidAt: "2026-03-10T11:30:00Z" } }],
    ["to come", "willing.saidAt", { ...drugs, willing: { saidAt: "2099-03-10T11:30:00Z" } }],
  ])("it is not said %s", async (_name, field, requirement) => {
    expectProblem(await sentence(await guilty(), requirement), 400, "VALIDATION", `order.requirements[0].${field}`);
  });

  test("a report on the case that says so is enough; one that says no is not; one of another case is not", async () => {
    const on = await guilty();
    expect((await deliver(await asked(on), says(true))).status).toBe(200);
    const other = await guilty(on.defendantId);
    expectProblem(await sentence(other, drugs), 400, "VALIDATION", "order.requirements[0].willing");
    expect((await sentence(on, drugs)).status).toBe(200);
    const [order] = await itemsOf(world, on.defendantId, "orders");
    expect(order.requirements[0].willingSaidAt).toBeNull();

    await deliver(await asked(other), says(false));
    const refused = await sentence(other, drugs);
    expectProblem(refused, 400, "VALIDATION", "order.requirements[0].willing");
    expect(refused.body.errors[0].message).toMatch(/the report on this case says that they are not/);
    expect((await sentence(other, { ...drugs, willing })).status).toBe(200);
  });

  test("the same holds of results that are drafted to be shared", async () => {
    const on = await guilty();
    const path = `/v1/cases/${on.caseId}/defendants/${on.defendantId}/results`;
    const draft = (requirement: object) =>
      world.legalAdviser.send("POST", `${path}/draft`, {
        body: {
          ...{ hearingId: on.hearingId, lines: [result(on)], disposal: "community-order", order: terms(requirement) },
          draftedAt: "2026-03-10T11:00:00Z",
        },
      });
    expectProblem(await draft(drugs), 400, "VALIDATION", "order.requirements[0].willing");
    expect((await draft({ ...drugs, willing })).status).toBe(200);
    await world.legalAdviser.post(`${path}/sharing`, {}, { ifMatch: await versionOf(on) });
    const [order] = await itemsOf(world, on.defendantId, "orders");
    expect(order.requirements[0].willingSaidAt).toBe("2026-03-10T10:30:00.000Z");
  });

  test("a report says it of treatment, and once of each", async () => {
    const id = await asked(await guilty());
    const work = [{ requirementType: "unpaid-work", willing: true }];
    expectProblem(await deliver(id, work), 400, "VALIDATION", "willingness[0].requirementType");
    expectProblem(await deliver(id, [...says(true), ...says(false)]), 400, "VALIDATION", "willingness");
    expect((await deliver(id)).body.report.willingness).toEqual([]);
  });
});

describe("what the court can decide with", () => {
  test("is on the screen in both forms: who provides what here, and what the person has said", async () => {
    const path = `/v1/courts/${world.courtId}/provision`;
    const places = { requirementType: "drug-rehabilitation", placesFree: 3, nextStartOn: "2027-03-16" };
    const said = await world.treatment.post(path, places);
    const on = await guilty();
    const { id: providerId, version } = said;
    for (const form of ["sentence", "review"]) {
      const decision = await decisionOn(on, form);
      expect(decision.courtId).toBe(world.courtId);
      expect(decision.requirements).toHaveLength(16);
      expect(ofType(decision)).toMatchObject({
        ...{ state: "supplied", earliestStartOn: "2027-03-16", needsWillingness: true },
        providers: [{ id: providerId, version, agencyId: world.agencies.treatment, placesFree: 3 }],
        willingness: { state: "not-supplied", said: [] },
      });
      expect(ofType(decision, "curfew")).toMatchObject({ state: "not-supplied", providers: [], willingness: null });
    }
    const { agencies } = await world.judge.get(`/v1/defendants/${on.defendantId}/sentencing-view`);
    expect(agencies.map(({ id }: Json) => id)).toContain(world.agencies.treatment);

    const report = await asked(on);
    expect(ofType(await decisionOn(on)).willingness).toEqual({ state: "requested", said: [] });
    await deliver(report, says(true));
    const known = ofType(await decisionOn(on, "review", world.legalAdviser)).willingness;
    expect(known).toMatchObject({
      state: "supplied",
      said: [{ willing: true, recordId: report, caseId: on.caseId, agencyId: world.agencies.probation }],
    });
    expect(ofType(await decisionOn(on), "alcohol-treatment").willingness.state).toBe("not-supplied");
  });

  test("is the same bytes until something is said, and no part of the whole file", async () => {
    const on = await guilty();
    const view = () => world.judge.send("GET", `/v1/defendants/${on.defendantId}/sentencing-view`);
    const [one, other] = [await view(), await view()];
    expect(one.text).toBe(other.text);
    const file = await world.judge.get(`/v1/defendants/${on.defendantId}/file`);
    expect(Object.keys(file)).not.toContain("decision");
  });

  test("is of the court that looks, whatever is provided elsewhere", async () => {
    const elsewhere = await makeWorld(rig, ["treatment"]);
    const type = { requirementType: "programme", placesFree: 9, nextStartOn: "2027-03-16" };
    const other = await world.administrator.create("/v1/agencies", {
      type: "court",
      name: `court ${elsewhere.agencies.treatment}`,
    });
    await elsewhere.treatment.post(`/v1/courts/${other.id}/provision`, type);
    expect(ofType(await decisionOn(await guilty()), "programme")).toMatchObject({ state: "not-supplied" });
  });

  test("is frozen with the sentence, and what is said afterwards changes nothing of it", async () => {
    const path = `/v1/courts/${world.courtId}/provision`;
    const type = { requirementType: "unpaid-work", nextStartOn: "2027-03-16" };
    await world.probation.post(path, { ...type, placesFree: 40 });
    const on = await guilty();
    await deliver(await asked(on), says(true));
    const passed = (await sentence(on, drugs)).body;
    const at = `/v1/snapshots/${passed.defendants[0].sentence.snapshot.id}`;
    const before = await world.judge.get(at);
    const { decision } = before.content.view;
    expect(ofType(decision, "unpaid-work").providers).toMatchObject([{ placesFree: 40 }]);
    expect(ofType(decision).willingness).toMatchObject({ state: "supplied", said: [{ willing: true }] });
    await world.probation.post(path, { ...type, placesFree: 0 });
    expect(ofType(await decisionOn(on), "unpaid-work").providers).toMatchObject([{ placesFree: 0 }]);
    expect(await world.judge.get(at)).toEqual(before);
  });
});
