const next = { day: "2026-04-10", session: "morning", room: "1" };

/** A body that each way to what a court does takes, for tests in which the record comes first. */
export const courtBodies = (id: string): Readonly<Record<string, object>> => ({
  "cases.recordVerdicts": { verdicts: [{ offenceId: id, verdict: "guilty" }] },
  "cases.draftResults": { hearingId: id, lines: [{ offenceId: id, code: "1015", text: "Fined" }], disposal: "fine" },
  "cases.shareResults": {},
  "cases.amendResults": { lines: [{ offenceId: id, code: "1015", text: "Fined" }], reason: "Slip of the pen" },
  "cases.moveHearing": { move: "start" },
  "cases.rescheduleHearing": { reason: "court-time", next },
  "cases.adjournHearing": { reason: "court-time", next },
  "cases.recordAttendance": { attendance: [{ defendantId: id, day: "2026-03-10", attendance: "attended" }] },
  "cases.classifyTrial": { classification: "effective" },
  "cases.moveCase": { move: "close" },
});
