import { makers, park } from "./named-things.ts";
import { bed, convened, held, meeting, type Naming, need, ofCase, reason, shared, sibling, test } from "./naming.ts";

/** What happens after and beside court. */
export const supervisionRequests: Readonly<Record<string, Naming>> = {
  "cases.moveRequirement": {
    ...{ who: "probation", after: "sentenced" },
    input: ids => ({ id: ids.order, requirementId: ids.requirement, move: "start" }),
    names: { requirementId: "a requirement of the order" },
    version: async (world, ids) => (await world.judge.get(`/v1/orders/${ids.order}`)).version,
  },
  "cases.addObligation": {
    ...{ who: "probation", after: "sentenced" },
    input: ids => ({
      ...{ orderId: ids.order, requirementId: ids.requirement },
      ...{ kind: "appointment", dueAt: "2026-04-01T10:00:00Z" },
    }),
    names: { requirementId: "a requirement of the order" },
  },
  "cases.addObligation work": {
    ...{ who: "probation", after: "sentenced", needs: makers.project },
    input: ids => ({
      ...{ orderId: ids.order, requirementId: ids.requirement, projectId: ids.project },
      ...{ kind: "unpaid-work", dueAt: "2026-04-01T10:00:00Z", hoursOffered: 7 },
    }),
    names: { projectId: "a project of the court" },
  },
  "cases.recordProject": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({ courtId: ids.court, ...park() }),
    names: { courtId: "a court" },
  },
  "cases.moveEnforcement": {
    ...{ who: "probation", after: "sentenced", needs: makers.failure },
    input: ids => ({ id: ids.enforcement, move: { name: "accept-excuse", failureId: ids.failure, reason } }),
    names: { "move.failureId": "a failure under the order" },
  },
  "cases.recordResponse": {
    ...{ who: "probation", after: "sentenced" },
    needs: async (world, ids) => {
      await world.probation.post(`/v1/obligations/${ids.obligation}/outcome`, { outcome: "attended-complied" });
      return {};
    },
    input: ids => ({ orderId: ids.order, obligationId: ids.obligation, type: "praise", reason }),
    names: { obligationId: "an obligation under the order" },
  },
  "cases.moveEnforcement deal": {
    ...{ who: "judge", after: "sentenced" },
    needs: async (world, ids) => {
      const failed = await makers.failure(world, ids);
      const move = (who: "probation" | "judge", body: object) =>
        world[who].post(`/v1/enforcements/${ids.enforcement}/moves`, { move: body });
      await move("probation", { name: "refer", reason });
      for (const name of ["consider", "lay-information"]) await move("probation", { name });
      await move("judge", { name: "summon" });
      await move("judge", { name: "list-breach", day: "2026-05-01" });
      await move("judge", { name: "admit" });
      return failed;
    },
    input: ids => ({ id: ids.enforcement, move: { name: "deal-with", outcome: "continue", judgeId: ids.judge } }),
    names: { "move.judgeId": "a judge of the court" },
  },
  "cases.moveReview": {
    ...{ who: "legalAdviser", after: "sentenced" },
    input: ids => ({ id: ids.review, move: { name: "hold", attendance: "attended", judgeId: ids.judge } }),
    names: { "move.judgeId": "a judge of the court" },
  },
  "cases.startTreatment": {
    ...{ who: "treatment", after: "sentenced" },
    needs: async (world, ids) => {
      const asked = { ...ofCase(ids), providerAgencyId: ids.treatment, need: "drugs", basis: "order-requirement" };
      const { id } = await world.coordinator.create("/v1/referrals", asked);
      const first = { name: "set-first-appointment", appointmentAt: "2026-04-01T10:00:00Z" };
      for (const move of [{ name: "receive" }, { name: "accept" }, first, { name: "start" }])
        await world.treatment.post(`/v1/referrals/${id}/moves`, { move });
      return { referral: id };
    },
    input: ids => ({
      ...{ referralId: ids.referral, modality: "structured-counselling", plannedEndOn: "2027-03-01" },
      under: { orderId: ids.order, requirementId: ids.provided },
    }),
    names: { "under.orderId": "an order of the case", "under.requirementId": "a requirement that one provides" },
  },
  "cases.requestMeeting": {
    ...{ who: "judge", after: "listed" },
    input: ids => ({ ...ofCase(ids), reason }),
    names: { defendantId: "a defendant of the case" },
  },
  "cases.moveMeeting hold": {
    ...{ who: "coordinator", after: "listed", needs: meeting(convened) },
    input: ids => ({ id: ids.meeting, move: { name: "hold", attendees: [ids.support], defendantAgreed: true } }),
    names: { "move.attendees[]": "an agency" },
  },
  "cases.moveMeeting agree": {
    ...{ who: "coordinator", after: "listed", needs: meeting(convened, held) },
    input: ids => ({
      id: ids.meeting,
      move: { name: "agree-plan", summary: "A bed", actions: [{ agencyId: ids.support, ...bed }] },
    }),
    names: { "move.actions[].agencyId": "an agency" },
  },
  "cases.moveMeeting finish": {
    ...{ who: "coordinator", after: "listed", needs: makers.action },
    input: ids => ({
      id: ids.meeting,
      move: { name: "finish-action", actionId: ids.action, outcome: "completed" },
    }),
    names: { "move.actionId": "an action of the plan" },
  },
  "cases.refer": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({ ...ofCase(ids), providerAgencyId: ids.treatment, need: "drugs", basis: "voluntary" }),
    names: {
      defendantId: "a defendant in reach",
      caseId: "a case of the file",
      providerAgencyId: "a provider of help",
    },
  },
  "cases.recordTest": {
    ...{ who: "treatment", after: "sentenced", needs: sibling },
    input: ids => ({ ...ofCase(ids), orderId: ids.order, shareWith: [ids.probation], ...test }),
    names: {
      defendantId: "a defendant of the case",
      caseId: "a case of the file",
      orderId: "an order of the case",
      "shareWith[]": "an agency",
    },
  },
  "cases.recordTest without a case": {
    ...{ who: "treatment", after: "sentenced", needs: sibling },
    input: ids => ({ defendantId: ids.defendant, orderId: ids.order, ...test }),
    names: { orderId: "an order of the case" },
  },
  "cases.shareTest agency": {
    ...{ who: "treatment", after: "listed", needs: makers.test },
    input: ids => ({ id: ids.test, recipient: { kind: "agency", id: ids.support }, reason }),
    names: { "recipient.id": "an agency" },
  },
  "cases.shareTest person": {
    ...{ who: "treatment", after: "listed", needs: makers.test },
    input: ids => ({ id: ids.test, recipient: { kind: "person", id: ids.officer }, reason }),
    names: { "recipient.id": "a person" },
  },
  "cases.shareTest team": {
    ...{ who: "treatment", after: "listed", needs: makers.test },
    input: ids => ({ id: ids.test, recipient: { kind: "team", id: ids.team }, reason }),
    names: { "recipient.id": "an open team" },
  },
  "cases.recallTest": {
    ...{ who: "treatment", after: "listed", needs: shared("treatment", "test", "/v1/drug-tests") },
    input: ids => ({ id: ids.test, disclosureId: ids.shared, reason }),
    names: { disclosureId: "a disclosure of the test" },
  },
  "cases.recordConviction": {
    ...{ who: "police", after: "listed" },
    input: ids => ({
      ...{ defendantId: ids.defendant, convictedOn: "2025-01-15", court: "Wirral" },
      ...{ offences: [{ title: "Theft" }], disposals: [{ kind: "fine" }] },
    }),
    names: { defendantId: "a defendant in reach" },
  },
  "cases.identifyNeed": {
    ...{ who: "probation", after: "listed" },
    input: ids => ({ ...ofCase(ids), ...need }),
    names: { defendantId: "a defendant in reach", caseId: "a case of the file" },
  },
};
