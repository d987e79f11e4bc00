import { fresh } from "../../support/world.ts";
import { makers } from "./named-things.ts";
import {
  caseVersion,
  hearingVersion,
  line,
  type Naming,
  ofCase,
  order,
  orderLine,
  orderNames,
  pleaded,
  reason,
} from "./naming.ts";

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
