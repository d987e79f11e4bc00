const ofDefendant = "/v1/cases/{caseId}/defendants/{defendantId}";

/** The ways to what a court does between charge and the end of an order. */
export const courtWays: readonly (readonly [string | null, string, string])[] = [
  [`POST ${ofDefendant}/verdicts`, "cases.recordVerdicts", "results write"],
  [`GET ${ofDefendant}/results`, "cases.getResults", "results read"],
  [`POST ${ofDefendant}/results/draft`, "cases.draftResults", "results write"],
  [`POST ${ofDefendant}/results/sharing`, "cases.shareResults", "results write"],
  [`POST ${ofDefendant}/results/amendments`, "cases.amendResults", "results write"],
  [`POST ${ofDefendant}/moves`, "cases.moveCase", "results write"],
  ["POST /v1/hearings/{id}/moves", "cases.moveHearing", "roles JUD LA LST"],
  ["POST /v1/hearings/{id}/rescheduling", "cases.rescheduleHearing", "roles LA LST"],
  ["POST /v1/hearings/{id}/adjournment", "cases.adjournHearing", "roles JUD LA"],
  ["POST /v1/hearings/{id}/attendance", "cases.recordAttendance", "roles JUD LA LST"],
  ["POST /v1/hearings/{id}/trial-classification", "cases.classifyTrial", "roles JUD LA LST"],
];
