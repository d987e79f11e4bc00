const ofDefendant = "/v1/cases/{caseId}/defendants/{defendantId}";

/** The ways to what a court does between charge and the end of an order. */
export const courtWays: readonly (readonly [string | null, string, string])[] = [
  [`POST ${ofDefendant}/verdicts`, "cases.recordVerdicts", "results write"],
  [`GET ${ofDefendant}/results`, "cases.getResults", "results read"],
  [`POST ${ofDefendant}/results/draft`, "cases.draftResults", "results write"],
  [`POST ${ofDefendant}/results/sharing`, "cases.shareResults", "results write"],
  [`POST ${ofDefendant}/results/amendments`, "cases.amendResults", "results write"],
  [`POST ${ofDefendant}/moves`, "cases.moveCase", "results write"],
  ["GET /v1/snapshots/{id}", "cases.getSnapshot", "roles JUD LA CPS DEF"],
  ["POST /v1/hearings/{id}/moves", "cases.moveHearing", "roles JUD LA LST"],
  ["POST /v1/hearings/{id}/rescheduling", "cases.rescheduleHearing", "roles LA LST"],
  ["POST /v1/hearings/{id}/adjournment", "cases.adjournHearing", "roles JUD LA"],
  ["POST /v1/hearings/{id}/attendance", "cases.recordAttendance", "roles JUD LA LST"],
  ["POST /v1/hearings/{id}/trial-classification", "cases.classifyTrial", "roles JUD LA LST"],
  ["POST /v1/cases/{caseId}/defendants/{defendantId}/bail", "cases.setBail", "roles JUD LA"],
  ["POST /v1/orders/{id}/moves", "cases.moveOrder", "roles JUD LA PRB YOT"],
  ["POST /v1/orders/{id}/requirements/{requirementId}/moves", "cases.moveRequirement", "roles JUD LA PRB YOT"],
  ["POST /v1/cases/{caseId}/warrants", "cases.issueWarrant", "roles JUD LA"],
  ["POST /v1/warrants/{id}/moves", "cases.moveWarrant", "roles JUD LA POL"],
  ["GET /v1/warrants/{id}", "cases.getWarrant", "case read"],
  ["POST /v1/cases/{caseId}/payments", "cases.imposePayment", "roles JUD LA"],
  ["POST /v1/payments/{id}/receipts", "cases.recordReceipt", "roles LA LST"],
  ["POST /v1/payments/{id}/receipts/{receiptId}/reversal", "cases.reverseReceipt", "roles LA LST"],
  ["POST /v1/payments/{id}/write-offs", "cases.writeOff", "roles JUD LA"],
  ["GET /v1/payments/{id}", "cases.getPayment", "results read"],
];
