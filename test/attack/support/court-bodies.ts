/** A body that each way to what a court does takes, for tests in which the record comes first. */
export const courtBodies = (id: string): Readonly<Record<string, object>> => ({
  "cases.recordVerdicts": { verdicts: [{ offenceId: id, verdict: "guilty" }] },
  "cases.draftResults": { hearingId: id, lines: [{ offenceId: id, code: "1015", text: "Fined" }], disposal: "fine" },
  "cases.shareResults": {},
  "cases.amendResults": { lines: [{ offenceId: id, code: "1015", text: "Fined" }], reason: "Slip of the pen" },
  "cases.moveCase": { move: "close" },
});
