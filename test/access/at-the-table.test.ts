import { randomUUID } from "node:crypto";
import { sharedRig } from "../support/client.ts";
import { caseOf, chargedDefendant, makePerson, makeWorld, person, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let outside: World;

beforeAll(async () => {
  [world, outside] = await Promise.all([makeWorld(rig, usualPeople), makeWorld(rig, ["probation", "support"])]);
});

test("an agency at the table for one case brings nobody, nor itself, to another case of the same person", async () => {
  const { defendant, case: first } = await chargedDefendant(world);
  const second = await world.police.create("/v1/cases", caseOf(defendant.id, world.courtId));
  const involvements = `/v1/defendants/${defendant.id}/involvements`;
  const invite = (agencyId: string, caseId: string) => ({ body: { agencyId, caseId, reason: "support" } });
  await world.coordinator.post(involvements, invite(outside.agencies.probation, first.id).body);
  for (const agencyId of [outside.agencies.probation, outside.agencies.support]) {
    const answer = await outside.probation.send("POST", involvements, invite(agencyId, second.id));
    expect(answer.status).toBe(404);
  }
  expect((await outside.probation.send("GET", `/v1/cases/${second.id}`)).status).toBe(404);
  expect((await outside.probation.send("POST", involvements, invite(outside.agencies.support, first.id))).status).toBe(
    200,
  );
});

test("an agency that is only shared something brings nobody to the table and corrects nothing", async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  const file = `/v1/defendants/${defendant.id}`;
  await world.coordinator.post(`${file}/involvements`, {
    agencyId: world.agencies.probation,
    caseId: sent.id,
    reason: "support",
  });
  const note = await world.probation.create("/v1/notes", {
    defendantId: defendant.id,
    caseId: sent.id,
    kind: "agency",
    text: "Moving north",
  });
  await world.probation.post(`/v1/notes/${note.id}/disclosures`, {
    recipient: { kind: "agency", id: outside.agencies.probation },
    reason: "They take over",
  });
  const found = await outside.probation.get(file);
  expect(found.view).toBe("full");
  const body = { sex: "male", reason: "Guessed" };
  expect((await outside.probation.send("PATCH", file, { body, ifMatch: found.version })).status).toBe(404);
  const itself = { agencyId: outside.agencies.probation, caseId: null, reason: "support" };
  expect((await outside.probation.send("POST", `${file}/involvements`, { body: itself })).status).toBe(404);
});

test("whoever is excluded from one defendant of a case does nothing about them by the other's file", async () => {
  const other = await makePerson(rig, world.administrator, world.courtId, "LA", `la.${randomUUID().slice(0, 8)}`);
  const [one, two] = [
    await world.police.create("/v1/defendants", person()),
    await world.police.create("/v1/defendants", person({ name: { forenames: ["Sean"], surname: "Byrne" } })),
  ];
  const both = caseOf(one.id, world.courtId);
  const { defendants } = caseOf(two.id, world.courtId);
  const sent = await world.police.create("/v1/cases", { ...both, defendants: [...both.defendants, ...defendants] });
  await other.create(`/v1/defendants/${two.id}/exclusions`, { personId: world.legalAdviser.me.id, reason: "Related" });

  const hearing = { day: "2026-03-10", session: "morning", room: "1", type: "plea" };
  const listing = (ids: readonly string[]) => ({ body: { ...hearing, defendantIds: ids } });
  const hearings = `/v1/cases/${sent.id}/hearings`;
  expect((await world.legalAdviser.send("POST", hearings, listing([two.id]))).status).toBe(404);
  expect((await world.legalAdviser.send("POST", hearings, listing([one.id, two.id]))).status).toBe(404);
  await other.create(hearings, listing([one.id, two.id]).body);

  const { defendants: charged } = await other.get(`/v1/cases/${sent.id}`);
  const pleas = (n: number, defendantId: string) => ({
    body: { defendantId, pleas: [{ offenceId: charged[n].offences[0].id, plea: "guilty" }] },
  });
  const plead = `/v1/cases/${sent.id}/pleas`;
  expect((await world.legalAdviser.send("POST", plead, pleas(1, two.id))).status).toBe(404);
  expect((await world.legalAdviser.send("POST", plead, pleas(0, one.id))).status).toBe(200);
  const seen = await world.legalAdviser.get(`/v1/cases/${sent.id}`);
  expect(seen.defendants.map(({ defendantId }: { defendantId: string }) => defendantId)).toEqual([one.id]);
});
