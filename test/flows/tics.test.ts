import { randomUUID } from "node:crypto";
import { type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type Who, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let defendantId = "";
let caseId = "";
let offenceId = "";

const theft = { code: "TH68001", title: "Theft from a shop", date: "2026-01-05" };
const path = () => `/v1/cases/${caseId}/defendants/${defendantId}/offences-taken-into-consideration`;
const admit = (who: Who, offences: readonly object[] = [theft]) =>
  world[who].send("POST", path(), { body: { offences, admittedAt: "2026-03-10T11:00:00Z" } });
const ofCase = async (who: Who = "judge"): Promise<Json> => (await world[who].get(`/v1/cases/${caseId}`)).defendants[0];

beforeAll(async () => {
  world = await makeWorld(rig);
  ({ defendantId, caseId, offenceId } = (await chargedDefendant(world)).ids);
  await world.lister.create(`/v1/cases/${caseId}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [defendantId] },
  });
});

test("nothing is taken into consideration before there is a conviction", async () => {
  const early = await admit("legalAdviser");
  expect([early.status, early.body.detail]).toEqual([
    422,
    "The case is listed; offences are taken into consideration between conviction and sentence.",
  ]);
});

test("after conviction the court records what the defendant admits, and nobody else does", async () => {
  await world.legalAdviser.post(`/v1/cases/${caseId}/pleas`, { defendantId, pleas: [{ offenceId, plea: "guilty" }] });
  for (const who of ["lister", "coordinator", "police", "prosecutor", "probation"] as const)
    expect((await admit(who)).status).toBe(403);
  expect((await admit("legalAdviser", [{ ...theft, code: "T68001" }])).body.errors[0].path).toBe("offences[0].code");
  expect((await admit("legalAdviser", [{ ...theft, date: "2026-03-11" }])).body.errors[0].path).toBe(
    "offences[0].date",
  );
  expect((await admit("legalAdviser", [theft, { ...theft, date: "2026-01-06" }])).status).toBe(200);
  const { offences, takenIntoConsideration } = await ofCase();
  expect(offences).toHaveLength(1);
  expect(takenIntoConsideration).toMatchObject([
    { ...theft, admittedAt: "2026-03-10T11:00:00.000Z", withdrawn: null },
    { ...theft, date: "2026-01-06" },
  ]);
  expect(Object.keys(takenIntoConsideration[0])).not.toContain("result");
});

test("they stand with today's matter on the judge's screen, and not in a limited view", async () => {
  const view = await world.judge.get(`/v1/defendants/${defendantId}/sentencing-view`);
  const matter = view.blocks.find(({ block }: Json) => block === "matter");
  const [shown] = matter.parts.find(({ part }: Json) => part === "cases").items;
  expect(shown.takenIntoConsideration.map(({ code }: Json) => code)).toEqual(["TH68001", "TH68001"]);
});

test("one that is denied after all is withdrawn with why, and stays", async () => {
  const [, second] = (await ofCase()).takenIntoConsideration;
  const withdraw = (id: string, who: Who = "judge") =>
    world[who].send("POST", `${path()}/${id}/withdrawal`, { body: { reason: "Says it was her brother" } });
  expect((await withdraw(second.id, "police")).status).toBe(403);
  expect((await withdraw(randomUUID())).status).toBe(404);
  expect((await withdraw(second.id)).status).toBe(200);
  expect((await withdraw(second.id)).status).toBe(422);
  expect((await ofCase()).takenIntoConsideration).toMatchObject([
    { withdrawn: null },
    { withdrawn: { reason: "Says it was her brother" } },
  ]);
});

test("they need no result for the case to be disposed of, and after sentence there are no more", async () => {
  const { version } = await world.judge.get(`/v1/cases/${caseId}`);
  const { parts } = await world.judge.get(`/v1/defendants/${defendantId}/file`);
  const hearingId = parts.find(({ part }: Json) => part === "hearings").items[0].id;
  const body = {
    ...{ defendantId, hearingId, disposal: "fine", results: [{ offenceId, code: "1015", text: "Fined £120" }] },
    passedAt: "2026-03-10T12:00:00Z",
  };
  await world.judge.post(`/v1/cases/${caseId}/sentence`, body, { ifMatch: version });
  expect((await ofCase()).status).toBe("sentenced");
  expect((await admit("legalAdviser")).status).toBe(422);
});
