import { fresh, type World } from "../../support/world.ts";
import { type Ids, inFile, makers } from "./named-things.ts";
import {
  caseVersion,
  hearingVersion,
  inDays,
  line,
  type Naming,
  ofCase,
  order,
  orderLine,
  orderNames,
  pleaded,
  reason,
} from "./naming.ts";

const taken = { code: "TH68001", title: "Theft from a shop", date: "2026-01-05" };
/** Lines of results that make an order of their own. */
const deferral = ({ offence: offenceId, probation: supervisedBy }: Ids) => ({
  ...{ offenceId, code: "4005", text: "Deferred" },
  terms: { endsOn: inDays(90).slice(0, 10), requirements: ["To keep his job"], supervisedBy },
});
const behaviour = ({ offence: offenceId, probation: supervisedBy }: Ids) => ({
  ...{ offenceId, code: "1177", text: "Criminal behaviour order" },
  terms: {
    ...{ prohibitions: ["Not to enter Walton Vale"], endsOn: "2032-09-10" },
    ...{ requirements: ["To attend a course"], supervisedBy },
  },
});
const ancillary = async (world: World, ids: Ids) => (await inFile(world, ids, "ancillary-orders"))[0];
async function deferred(world: World, ids: Ids): Promise<Ids> {
  await pleaded(world, ids);
  const of = `/v1/cases/${ids.case}/defendants/${ids.defendant}/results`;
  await world.legalAdviser.post(`${of}/draft`, { hearingId: ids.hearing, lines: [deferral(ids)] });
  await world.legalAdviser.post(`${of}/sharing`, {}, { ifMatch: await caseVersion(world, ids) });
  const made = await ancillary(world, ids);
  return { deferral: made?.id, term: made?.terms[0].id };
}
async function amended(world: World, ids: Ids): Promise<Ids> {
  const of = `/v1/cases/${ids.case}/defendants/${ids.defendant}/results/amendments`;
  const lines = [orderLine(ids), behaviour(ids)];
  await world.legalAdviser.post(of, { lines, reason }, { ifMatch: await caseVersion(world, ids) });
  return { behaviour: (await ancillary(world, ids))?.id };
}

/** What the court does. */
export const courtRequests: Readonly<Record<string, Naming>> = {
  "cases.receive": {
    ...{ who: "police", after: "listed" },
    input: ({ court: courtId, defendant: defendantId }) => ({
      ...{ urn: fresh.urn(), courtId, initiation: "charge" },
      defendants: [
        {
          defendantId,
          offences: [{ code: "TH68001", title: "Theft", category: "either-way", date: "2026-03-02" }],
        },
      ],
    }),
    names: { courtId: "a court", "defendants[].defendantId": "a defendant in reach" },
  },
  "cases.listHearing": {
    ...{ who: "lister", after: "listed" },
    input: ids => ({
      ...{ caseId: ids.case, day: "2026-03-11", session: "morning", room: "1", type: "mention" },
      ...{ defendantIds: [ids.defendant], bench: [ids.judge] },
    }),
    names: { "defendantIds[]": "a defendant of the case", "bench[]": "a judge of the court" },
  },
  "cases.moveHearing": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ id: ids.hearing, move: "start", bench: [ids.judge] }),
    names: { "bench[]": "a judge of the court" },
    version: hearingVersion,
  },
  "cases.recordAttendance": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({
      ...{ id: ids.hearing, bench: [ids.judge] },
      attendance: [{ defendantId: ids.defendant, day: "2026-03-10", attendance: "attended" }],
    }),
    names: { "bench[]": "a judge of the court", "attendance[].defendantId": "a defendant of the case" },
  },
  "cases.recordHearing": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ id: ids.hearing, outcome: "held", present: [ids.defendant] }),
    names: { "present[]": "a defendant of the case" },
    version: hearingVersion,
  },
  "cases.plead": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ ...ofCase(ids), pleas: [{ offenceId: ids.offence, plea: "guilty" }] }),
    names: { defendantId: "a defendant of the case", "pleas[].offenceId": "an offence of the defendant" },
  },
  "cases.answerBasis": {
    ...{ who: "legalAdviser", after: "listed" },
    needs: async (world, ids) => {
      const basis = { text: "One of the two only", state: "served" };
      const pleas = [{ offenceId: ids.offence, plea: "guilty", basis }];
      await world.legalAdviser.post(`/v1/cases/${ids.case}/pleas`, { defendantId: ids.defendant, pleas });
      return {};
    },
    input: ids => ({ ...ofCase(ids), offenceId: ids.offence, answer: "dispute" }),
    names: { defendantId: "a defendant of the case", offenceId: "an offence of the defendant" },
  },
  "cases.summarise": {
    ...{ who: "police", after: "listed" },
    input: ids => ({
      ...{ ...ofCase(ids), summary: "Took two bottles" },
      compensation: [{ offenceId: ids.offence, amountPence: 1_200, what: "Two bottles" }],
    }),
    names: { defendantId: "a defendant of the case", "compensation[].offenceId": "an offence of the defendant" },
  },
  "cases.recordVerdicts": {
    ...{ who: "legalAdviser", after: "listed" },
    needs: async (world, ids) => {
      const pleas = [{ offenceId: ids.offence, plea: "not-guilty" }];
      await world.legalAdviser.post(`/v1/cases/${ids.case}/pleas`, { defendantId: ids.defendant, pleas });
      return {};
    },
    input: ids => ({ ...ofCase(ids), verdicts: [{ offenceId: ids.offence, verdict: "guilty" }] }),
    names: { defendantId: "a defendant of the case", "verdicts[].offenceId": "an offence of the defendant" },
  },
  "cases.requestReport": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ ...ofCase(ids), agencyId: ids.probation, format: "oral", dueAt: "2026-03-10T10:00:00Z" }),
    names: { defendantId: "a defendant of the case", agencyId: "a probation or youth agency" },
  },
  "cases.sentence": {
    ...{ who: "judge", after: "listed", needs: pleaded },
    input: ids => ({
      ...{ ...ofCase(ids), hearingId: ids.hearing, disposal: "community-order" },
      ...{ results: [orderLine(ids)], order: order(ids) },
    }),
    names: {
      defendantId: "a defendant of the case",
      hearingId: "a hearing of the case",
      "results[].offenceId": "an offence of the defendant",
      ...orderNames,
    },
    version: caseVersion,
  },
  "cases.draftResults": {
    ...{ who: "legalAdviser", after: "listed", needs: pleaded },
    input: ids => ({
      ...{ ...ofCase(ids), hearingId: ids.hearing, disposal: "community-order" },
      ...{ lines: [orderLine(ids)], order: order(ids) },
    }),
    names: {
      defendantId: "a defendant of the case",
      hearingId: "a hearing of the case",
      "lines[].offenceId": "an offence of the defendant",
      ...orderNames,
    },
  },
  "cases.draftResults deferral": {
    ...{ who: "legalAdviser", after: "listed", needs: pleaded },
    input: ids => ({ ...ofCase(ids), hearingId: ids.hearing, lines: [deferral(ids)] }),
    names: { "lines[].terms.supervisedBy": "an agency" },
  },
  "cases.amendResults deferral": {
    ...{ who: "legalAdviser", after: "sentenced" },
    input: ids => ({ ...ofCase(ids), lines: [behaviour(ids), orderLine(ids)], reason }),
    names: { "lines[].terms.supervisedBy": "an agency" },
    version: caseVersion,
  },
  "cases.moveAncillaryOrder": {
    ...{ who: "judge", after: "listed", needs: deferred },
    input: ids => ({ id: ids.deferral, move: { name: "report", termId: ids.term, isMet: true, note: "Kept" } }),
    names: { "move.termId": "a term of the order" },
  },
  "cases.moveAncillaryOrder vary": {
    ...{ who: "judge", after: "sentenced", needs: amended },
    input: ids => ({ id: ids.behaviour, move: { name: "vary", terms: behaviour(ids).terms, reason } }),
    names: { "move.terms.supervisedBy": "an agency" },
  },
  "cases.admitOffences": {
    ...{ who: "legalAdviser", after: "listed", needs: pleaded },
    input: ids => ({ ...ofCase(ids), offences: [taken] }),
    names: { defendantId: "a defendant of the case" },
  },
  "cases.withdrawAdmission": {
    ...{ who: "judge", after: "listed" },
    needs: async (world, ids) => {
      await pleaded(world, ids);
      const of = `/v1/cases/${ids.case}/defendants/${ids.defendant}/offences-taken-into-consideration`;
      await world.legalAdviser.post(of, { offences: [taken] });
      const { defendants } = await world.judge.get(`/v1/cases/${ids.case}`);
      return { tic: defendants[0].takenIntoConsideration[0].id };
    },
    input: ids => ({ ...ofCase(ids), ticId: ids.tic, reason }),
    names: { defendantId: "a defendant of the case", ticId: "an admitted offence of the case" },
  },
  "cases.offerVictimContact": {
    ...{ who: "police", after: "listed", needs: makers.restorative },
    input: ids => ({ ...ofCase(ids), restorativeId: ids.restorative }),
    names: { defendantId: "a defendant of the case", restorativeId: "a restorative meeting of the case" },
  },
  "cases.setMarker": {
    ...{ who: "police", after: "listed" },
    input: ids => ({ ...ofCase(ids), kind: "weapons" }),
    names: { defendantId: "a defendant in reach", caseId: "a case of the file" },
  },
  "cases.recordCustody": {
    ...{ who: "police", after: "listed" },
    input: ids => ({ ...ofCase(ids), kind: "remand", establishment: "HMP Liverpool" }),
    names: { defendantId: "a defendant of the case" },
  },
  "cases.offerRestorative": {
    ...{ who: "coordinator", after: "listed" },
    input: ofCase,
    names: { defendantId: "a defendant of the case" },
  },
  "cases.getResults": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ofCase,
    names: { defendantId: "a defendant of the case" },
  },
  "cases.shareResults": {
    ...{ who: "legalAdviser", after: "listed" },
    needs: async (world, ids) => {
      await pleaded(world, ids);
      const of = `/v1/cases/${ids.case}/defendants/${ids.defendant}/results/draft`;
      await world.legalAdviser.post(of, { hearingId: ids.hearing, lines: [line(ids)], disposal: "fine" });
      return {};
    },
    input: ofCase,
    names: { defendantId: "a defendant of the case" },
    version: caseVersion,
  },
  "cases.amendResults": {
    ...{ who: "legalAdviser", after: "sentenced" },
    input: ids => ({ ...ofCase(ids), lines: [orderLine(ids)], reason }),
    names: { defendantId: "a defendant of the case", "lines[].offenceId": "an offence of the defendant" },
    version: caseVersion,
  },
  "cases.moveCase": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ ...ofCase(ids), move: "adjourn-sine-die" }),
    names: { defendantId: "a defendant of the case" },
    version: caseVersion,
  },
  "cases.setBail": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ ...ofCase(ids), status: "custody" }),
    names: { defendantId: "a defendant of the case" },
  },
  "cases.issueWarrant": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ ...ofCase(ids), type: "no-bail", reason: "failed-to-appear" }),
    names: { defendantId: "a defendant of the case" },
  },
  "cases.imposePayment": {
    ...{ who: "legalAdviser", after: "listed" },
    input: ids => ({ ...ofCase(ids), kind: "fine", amountPence: 12_000, dueOn: "2026-04-10" }),
    names: { defendantId: "a defendant of the case" },
  },
  "cases.reverseReceipt": {
    ...{ who: "legalAdviser", after: "listed", needs: makers.receipt },
    input: ids => ({ id: ids.payment, receiptId: ids.receipt, reason }),
    names: { receiptId: "a receipt of the payment" },
  },
};
