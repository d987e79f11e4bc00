import type { Json } from "../../support/client.ts";
import type { World } from "../../support/world.ts";

const next = { day: "2026-04-10", session: "morning", room: "1" };

/** A body that each way to what a court does takes, for tests in which the record comes first. */
export const courtBodies = (id: string): Readonly<Record<string, object>> => ({
  "cases.recordVerdicts": { verdicts: [{ offenceId: id, verdict: "guilty" }] },
  "cases.draftResults": { hearingId: id, lines: [{ offenceId: id, code: "1015", text: "Fined" }], disposal: "fine" },
  "cases.shareResults": {},
  "cases.amendResults": { lines: [{ offenceId: id, code: "1015", text: "Fined" }], reason: "Slip of the pen" },
  "cases.answerBasis": { answer: "dispute" },
  "cases.summarise": {
    summary: "Took two bottles",
    compensation: [{ offenceId: id, amountPence: 1_200, what: "Wine" }],
  },
  "cases.admitOffences": { offences: [{ code: "TH68001", title: "Theft", date: "2026-01-05" }] },
  "cases.withdrawAdmission": { reason: "Denied" },
  "cases.moveAncillaryOrder": { move: { name: "discharge", reason: "Moved away" } },
  "cases.moveHearing": { move: "start" },
  "cases.rescheduleHearing": { reason: "court-time", next },
  "cases.adjournHearing": { reason: "court-time", next },
  "cases.recordAttendance": { attendance: [{ defendantId: id, day: "2026-03-10", attendance: "attended" }] },
  "cases.classifyTrial": { classification: "effective" },
  "cases.setBail": { status: "custody" },
  "cases.moveOrder": { move: "revoke-breach", reason: "Breach" },
  "cases.moveRequirement": { move: "terminate", reason: "Breach" },
  "cases.issueWarrant": { defendantId: id, type: "no-bail", reason: "failed-to-appear" },
  "cases.moveWarrant": { move: "execute" },
  "cases.imposePayment": { defendantId: id, kind: "fine", amountPence: 12_000, dueOn: "2026-04-10" },
  "cases.recordReceipt": { amountPence: 100 },
  "cases.reverseReceipt": { reason: "Paid by somebody else" },
  "cases.writeOff": { amountPence: 100, reason: "Deceased" },
  "cases.moveCase": { move: "close" },
});

/** A warrant, a fine and a restraining order of a file, by the kind of thing as routes name it. */
export async function recordedByCourt(
  { legalAdviser }: Pick<World, "legalAdviser">,
  { defendantId, caseId }: { readonly defendantId: string; readonly caseId: string },
): Promise<Readonly<Record<string, string>>> {
  const bodies = courtBodies(defendantId);
  const warrant = await legalAdviser.create(`/v1/cases/${caseId}/warrants`, bodies["cases.issueWarrant"]);
  const payment = await legalAdviser.create(`/v1/cases/${caseId}/payments`, bodies["cases.imposePayment"]);
  return {
    warrants: warrant.id,
    payments: payment.id,
    "ancillary-orders": await restrained(legalAdviser, { defendantId, caseId }),
  };
}

/** A restraining order beside the results that are there already. */
async function restrained(
  legalAdviser: World["legalAdviser"],
  { defendantId, caseId }: { readonly defendantId: string; readonly caseId: string },
): Promise<string> {
  const partsOf = async (): Promise<Json[]> => (await legalAdviser.get(`/v1/defendants/${defendantId}/file`)).parts;
  const itemsOf = async (name: string): Promise<Json[]> => (await partsOf()).find(({ part }) => part === name).items;
  const offenceId = (await legalAdviser.get(`/v1/cases/${caseId}`)).defendants[0].offences[0].id;
  const [hearing] = await itemsOf("hearings");
  const terms = { prohibitions: ["Not to go to Example Street"] };
  const path = `/v1/cases/${caseId}/defendants/${defendantId}/results`;
  const { version } = await legalAdviser.post(`${path}/draft`, {
    hearingId: hearing.id,
    lines: [{ offenceId, code: "3047", text: "Restraining order", terms }],
  });
  await legalAdviser.post(`${path}/sharing`, {}, { ifMatch: version });
  return (await itemsOf("ancillary-orders"))[0].id;
}
