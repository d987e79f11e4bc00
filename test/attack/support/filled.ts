import type { Json } from "../../support/client.ts";
import { willing } from "../../support/sentenced.ts";
import { chargedDefendant, type World } from "../../support/world.ts";

/** A file with something of everything in it, by the kind of thing as routes name it: `hearings` → id. */
export async function fillFile(world: World): Promise<Readonly<Record<string, string>>> {
  const { defendant, case: sent } = await chargedDefendant(world);
  const of = { defendantId: defendant.id, caseId: sent.id };
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "sentence",
    defendantIds: [defendant.id],
  });
  const report = await world.legalAdviser.create(`/v1/cases/${sent.id}/pre-sentence-reports`, {
    defendantId: defendant.id,
    agencyId: world.agencies.probation,
    format: "fast-delivery",
    dueAt: "2026-03-09T16:00:00Z",
  });
  for (const agencyId of [world.agencies.treatment, world.agencies.support])
    await world.coordinator.post(`/v1/defendants/${defendant.id}/involvements`, {
      agencyId,
      caseId: sent.id,
      reason: "support",
    });
  const { order, obligation } = await sentence(world, sent.id, { defendantId: defendant.id, hearingId: hearing.id });
  return {
    defendants: defendant.id,
    cases: sent.id,
    hearings: hearing.id,
    "pre-sentence-reports": report.id,
    orders: order.id,
    obligations: obligation.id,
    ...(await additions(world, of)),
  };
}

async function sentence(world: World, caseId: string, of: { defendantId: string; hearingId: string }): Promise<Json> {
  const { defendants } = await world.judge.get(`/v1/cases/${caseId}`);
  const offenceId = defendants[0].offences[0].id;
  const { version } = await world.legalAdviser.post(`/v1/cases/${caseId}/pleas`, {
    defendantId: of.defendantId,
    pleas: [{ offenceId, plea: "guilty" }],
  });
  const body = {
    ...of,
    disposal: "community-order",
    results: [{ offenceId, code: "1002", text: "Community order for 12 months" }],
    order: {
      supervisedBy: world.agencies.probation,
      endsOn: "2027-03-10",
      requirements: [{ type: "drug-rehabilitation", length: 6, willing, providerAgencyId: world.agencies.treatment }],
      reviewEveryDays: 28,
    },
  };
  await world.judge.post(`/v1/cases/${caseId}/sentence`, body, { ifMatch: version });
  const { parts } = await world.judge.get(`/v1/defendants/${of.defendantId}/file`);
  const firstOf = (name: string) => parts.find((part: Json) => part.part === name).items[0];
  return { order: firstOf("orders"), obligation: firstOf("obligations") };
}

async function additions(world: World, of: object): Promise<Record<string, string>> {
  const referral = await world.treatment.create("/v1/referrals", {
    ...of,
    providerAgencyId: world.agencies.treatment,
    need: "drugs",
    basis: "voluntary",
  });
  const drugTest = await world.treatment.create("/v1/drug-tests", {
    ...of,
    takenAt: "2026-03-08T09:00:00Z",
    sample: "oral-fluid",
    outcome: "positive",
    positiveFor: ["opiates"],
    shareWith: [],
  });
  const need = await world.support.create("/v1/needs", {
    ...of,
    domain: "accommodation",
    severity: 2,
    summary: "Sofa-surfing since January",
  });
  const note = await world.legalAdviser.create("/v1/notes", {
    ...of,
    kind: "court",
    text: "Interpreter not needed",
    shareWith: [],
  });
  return { referrals: referral.id, "drug-tests": drugTest.id, needs: need.id, notes: note.id };
}
