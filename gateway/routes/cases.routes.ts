import { casesContracts as cases } from "../../services/cases/cases.contract.ts";
import type { Route } from "./route.ts";

const ofDefendant = "/v1/cases/{caseId}/defendants/{defendantId}";

/** What the court decides about one defendant of a case. */
const resultsRoutes: readonly Route[] = [
  { method: "post", path: `${ofDefendant}/verdicts`, kind: "append", contract: cases.recordVerdicts },
  { method: "get", path: `${ofDefendant}/results`, kind: "read", contract: cases.getResults },
  { method: "post", path: `${ofDefendant}/results/draft`, kind: "append", contract: cases.draftResults },
  { method: "post", path: `${ofDefendant}/results/sharing`, kind: "change", contract: cases.shareResults },
  { method: "post", path: `${ofDefendant}/results/amendments`, kind: "change", contract: cases.amendResults },
  { method: "get", path: "/v1/snapshots/{id}", kind: "read", contract: cases.getSnapshot },
  { method: "post", path: `${ofDefendant}/moves`, kind: "change", contract: cases.moveCase },
  {
    method: "post",
    path: `${ofDefendant}/offences/{offenceId}/basis-of-plea/answers`,
    kind: "append",
    contract: cases.answerBasis,
  },
  { method: "post", path: `${ofDefendant}/prosecution-summaries`, kind: "append", contract: cases.summarise },
  {
    method: "post",
    path: `${ofDefendant}/offences-taken-into-consideration`,
    kind: "append",
    contract: cases.admitOffences,
  },
  {
    method: "post",
    path: `${ofDefendant}/offences-taken-into-consideration/{ticId}/withdrawal`,
    kind: "append",
    contract: cases.withdrawAdmission,
  },
];

/** What becomes of a hearing. */
const hearingsRoutes: readonly Route[] = [
  { method: "post", path: "/v1/hearings/{id}/moves", kind: "change", contract: cases.moveHearing },
  { method: "post", path: "/v1/hearings/{id}/rescheduling", kind: "change", contract: cases.rescheduleHearing },
  { method: "post", path: "/v1/hearings/{id}/adjournment", kind: "change", contract: cases.adjournHearing },
  { method: "post", path: "/v1/hearings/{id}/attendance", kind: "append", contract: cases.recordAttendance },
  { method: "post", path: "/v1/hearings/{id}/trial-classification", kind: "change", contract: cases.classifyTrial },
];

/** Bail, orders, warrants and money. */
const besideRoutes: readonly Route[] = [
  { method: "post", path: "/v1/cases/{caseId}/defendants/{defendantId}/bail", kind: "append", contract: cases.setBail },
  { method: "post", path: "/v1/orders/{id}/moves", kind: "change", contract: cases.moveOrder },
  {
    method: "post",
    path: "/v1/orders/{id}/requirements/{requirementId}/moves",
    kind: "change",
    contract: cases.moveRequirement,
  },
  { method: "post", path: "/v1/cases/{caseId}/warrants", kind: "create", contract: cases.issueWarrant },
  { method: "post", path: "/v1/warrants/{id}/moves", kind: "change", contract: cases.moveWarrant },
  { method: "get", path: "/v1/warrants/{id}", kind: "read", contract: cases.getWarrant },
  { method: "post", path: "/v1/cases/{caseId}/payments", kind: "create", contract: cases.imposePayment },
  { method: "post", path: "/v1/payments/{id}/receipts", kind: "append", contract: cases.recordReceipt },
  {
    method: "post",
    path: "/v1/payments/{id}/receipts/{receiptId}/reversal",
    kind: "append",
    contract: cases.reverseReceipt,
  },
  { method: "post", path: "/v1/payments/{id}/write-offs", kind: "append", contract: cases.writeOff },
  { method: "get", path: "/v1/payments/{id}", kind: "read", contract: cases.getPayment },
];

/** Treatment, from a referral that started. */
const treatmentRoutes: readonly Route[] = [
  {
    method: "post",
    path: "/v1/referrals/{referralId}/treatment-episodes",
    kind: "create",
    contract: cases.startTreatment,
  },
  { method: "get", path: "/v1/treatment-episodes/{id}", kind: "read", contract: cases.getTreatment },
  { method: "get", path: "/v1/treatment-episodes/{id}/detail", kind: "read", contract: cases.getTreatmentDetail },
  { method: "post", path: "/v1/treatment-episodes/{id}/moves", kind: "append", contract: cases.moveTreatment },
  { method: "post", path: "/v1/treatment-episodes/{id}/sessions", kind: "create", contract: cases.addTreatmentSession },
];

/** What there is to do, and who does it. */
const worklistsRoutes: readonly Route[] = [
  { method: "get", path: "/v1/worklists", kind: "read", contract: cases.listWorklists },
  { method: "get", path: "/v1/worklists/{id}", kind: "read", contract: cases.openWorklist },
  { method: "post", path: "/v1/worklists/{id}/items/{recordId}/moves", kind: "change", contract: cases.moveTask },
  { method: "get", path: "/v1/reminders", kind: "read", contract: cases.listReminders },
];

/** Projects on which unpaid work is done. */
const projectsRoutes: readonly Route[] = [
  { method: "post", path: "/v1/payback-projects", kind: "create", contract: cases.recordProject },
  { method: "get", path: "/v1/payback-projects", kind: "read", contract: cases.listProjects },
  { method: "post", path: "/v1/payback-projects/{id}/end", kind: "append", contract: cases.endProject },
];

/** What agencies can provide at a court. */
const provisionRoutes: readonly Route[] = [
  { method: "get", path: "/v1/courts/{courtId}/provision", kind: "read", contract: cases.listProvision },
  { method: "post", path: "/v1/courts/{courtId}/provision", kind: "append", contract: cases.stateProvision },
  {
    method: "post",
    path: "/v1/courts/{courtId}/provision/withdrawal",
    kind: "append",
    contract: cases.withdrawProvision,
  },
];

/** Contact with the victims of a case. */
const victimsRoutes: readonly Route[] = [
  {
    method: "post",
    path: "/v1/cases/{caseId}/defendants/{defendantId}/victim-contacts",
    kind: "create",
    contract: cases.offerVictimContact,
  },
  { method: "get", path: "/v1/victim-contacts/{id}", kind: "read", contract: cases.getVictimContact },
  { method: "post", path: "/v1/victim-contacts/{id}/moves", kind: "append", contract: cases.moveVictimContact },
];

/** What must be known of a person at a glance, where they are held, and whether they meet whom they harmed. */
const standingRoutes: readonly Route[] = [
  { method: "post", path: "/v1/markers", kind: "create", contract: cases.setMarker },
  { method: "get", path: "/v1/markers/{id}", kind: "read", contract: cases.getMarker },
  { method: "post", path: "/v1/markers/{id}/moves", kind: "append", contract: cases.moveMarker },
  { method: "post", path: `${ofDefendant}/custody`, kind: "create", contract: cases.recordCustody },
  { method: "get", path: "/v1/custody/{id}", kind: "read", contract: cases.getCustody },
  { method: "post", path: "/v1/custody/{id}/moves", kind: "append", contract: cases.moveCustody },
  { method: "post", path: `${ofDefendant}/restorative-meetings`, kind: "create", contract: cases.offerRestorative },
  { method: "get", path: "/v1/restorative-meetings/{id}", kind: "read", contract: cases.getRestorative },
  { method: "post", path: "/v1/restorative-meetings/{id}/moves", kind: "append", contract: cases.moveRestorative },
];

export const casesRoutes: readonly Route[] = [
  { method: "post", path: "/v1/cases", kind: "create", contract: cases.receive },
  { method: "get", path: "/v1/cases/{id}", kind: "read", contract: cases.get },
  { method: "post", path: "/v1/cases/{caseId}/hearings", kind: "create", contract: cases.listHearing },
  { method: "post", path: "/v1/cases/{caseId}/pleas", kind: "append", contract: cases.plead },
  { method: "post", path: "/v1/cases/{caseId}/pre-sentence-reports", kind: "create", contract: cases.requestReport },
  { method: "post", path: "/v1/cases/{caseId}/sentence", kind: "change", contract: cases.sentence },
  ...resultsRoutes,
  ...hearingsRoutes,
  ...besideRoutes,
  ...worklistsRoutes,
  { method: "get", path: "/v1/ancillary-orders/{id}", kind: "read", contract: cases.getAncillaryOrder },
  { method: "post", path: "/v1/ancillary-orders/{id}/moves", kind: "append", contract: cases.moveAncillaryOrder },
  { method: "get", path: "/v1/hearings/{id}", kind: "read", contract: cases.getHearing },
  { method: "post", path: "/v1/hearings/{id}/outcome", kind: "change", contract: cases.recordHearing },
  { method: "get", path: "/v1/pre-sentence-reports/{id}", kind: "read", contract: cases.getReport },
  { method: "post", path: "/v1/pre-sentence-reports/{id}/delivery", kind: "append", contract: cases.deliverReport },
  { method: "get", path: "/v1/orders/{id}", kind: "read", contract: cases.getOrder },
  { method: "post", path: "/v1/orders/{orderId}/obligations", kind: "create", contract: cases.addObligation },
  { method: "get", path: "/v1/obligations/{id}", kind: "read", contract: cases.getObligation },
  { method: "post", path: "/v1/obligations/{id}/outcome", kind: "append", contract: cases.recordOutcome },
  { method: "post", path: "/v1/obligations/{id}/court-outcome", kind: "append", contract: cases.recordCourtOutcome },
  { method: "post", path: "/v1/obligations/{id}/correction", kind: "append", contract: cases.correctOutcome },
  { method: "get", path: "/v1/enforcements/{id}", kind: "read", contract: cases.getEnforcement },
  { method: "post", path: "/v1/enforcements/{id}/moves", kind: "append", contract: cases.moveEnforcement },
  { method: "get", path: "/v1/reviews/{id}", kind: "read", contract: cases.getReview },
  { method: "post", path: "/v1/reviews/{id}/moves", kind: "append", contract: cases.moveReview },
  { method: "get", path: "/v1/progress-reports/{id}", kind: "read", contract: cases.getProgressReport },
  { method: "post", path: "/v1/progress-reports/{id}/delivery", kind: "append", contract: cases.serveProgressReport },
  { method: "post", path: "/v1/orders/{orderId}/responses", kind: "create", contract: cases.recordResponse },
  { method: "get", path: "/v1/responses/{id}", kind: "read", contract: cases.getResponse },
  { method: "post", path: "/v1/cases/{caseId}/meetings", kind: "create", contract: cases.requestMeeting },
  { method: "get", path: "/v1/meetings/{id}", kind: "read", contract: cases.getMeeting },
  { method: "post", path: "/v1/meetings/{id}/moves", kind: "append", contract: cases.moveMeeting },
  { method: "post", path: "/v1/referrals/{id}/moves", kind: "append", contract: cases.moveReferral },
  ...treatmentRoutes,
  ...victimsRoutes,
  ...standingRoutes,
  ...projectsRoutes,
  ...provisionRoutes,
  { method: "post", path: "/v1/orders/{orderId}/drug-tests", kind: "create", contract: cases.scheduleTest },
  { method: "post", path: "/v1/drug-tests/{id}/moves", kind: "append", contract: cases.moveTest },
  { method: "post", path: "/v1/referrals", kind: "create", contract: cases.refer },
  { method: "get", path: "/v1/referrals/{id}", kind: "read", contract: cases.getReferral },
  { method: "post", path: "/v1/drug-tests", kind: "create", contract: cases.recordTest },
  { method: "get", path: "/v1/drug-tests/{id}", kind: "read", contract: cases.getTest },
  { method: "get", path: "/v1/drug-tests/{id}/disclosures", kind: "read", contract: cases.testSharing },
  { method: "post", path: "/v1/drug-tests/{id}/disclosures", kind: "append", contract: cases.shareTest },
  {
    method: "post",
    path: "/v1/drug-tests/{id}/disclosures/{disclosureId}/recall",
    kind: "append",
    contract: cases.recallTest,
  },
  { method: "post", path: "/v1/convictions", kind: "create", contract: cases.recordConviction },
  { method: "get", path: "/v1/convictions/{id}", kind: "read", contract: cases.getConviction },
  { method: "post", path: "/v1/convictions/{id}/correction", kind: "append", contract: cases.correctConviction },
  { method: "post", path: "/v1/needs", kind: "create", contract: cases.identifyNeed },
  { method: "get", path: "/v1/needs/{id}", kind: "read", contract: cases.getNeed },
];
