import { z } from "zod";
import { type EventType, eventTable } from "../../../libs/record/event-table.ts";
import { toldSchema } from "../../../libs/record/history.ts";

type Needs = Readonly<Record<string, readonly string[]>>;

const person = ["defendantId", "caseId", "courtId"];
const course = {
  "case.received": ["courtId", "defendants[].defendantId"],
  "case.reopened": person,
  "case.disposed": person,
  "case.inactivated": [...person, "status"],
  "case.reactivated": [...person, "status"],
};
const findings = {
  "plea.entered": [...person, "stage", "pleas[].offenceId", "pleas[].plea"],
  "verdict.recorded": [...person, "verdicts[].offenceId", "verdicts[].verdict"],
};
const charges = [...person, "offences[].offenceId", "offences[].code", "offences[].category", "offences[].date"];
const agesAndSex = ["sex", "birthYear", "adultFrom"];
const underOrder = ["orderId", "agencyId", "defendantId"];
const referral = ["defendantId", "providerAgencyId", "need", "basis"];
const obligation = ["defendantId", "agencyId", "orderId", "requirementId", "kind", "dueAt"];
const drugTest = ["defendantId", "orderId", "agencyId", "dueAt"];

/**
 * By hand from the definitions of the 42 reports: which events each is counted from, and what those must tell. Every
 * event tells besides which record it is of, when it happened, when it was written down, and for which agency.
 */
const reports: Readonly<Record<string, Needs>> = {
  "case-throughput": {
    ...course,
    "case.received": ["courtId", "initiation", "ward", "defendants[].defendantId", "defendants[].offenceCodes"],
    "case.reopened": [...person, "ward"],
  },
  "active-caseload-age": {
    ...course,
    ...findings,
    "case.listed": [...person, "status"],
    "case.awaiting-sentence": [...person, "status"],
    "hearing.listed": ["caseId", "defendantIds", "days"],
    "psr.requested": [...person, "dueAt"],
    "psr.delivered": person,
  },
  "time-to-disposal": course,
  "stage-timeliness": {
    ...course,
    ...findings,
    "offence.charged": [...charges, "initiation"],
    "hearing.held": ["caseId", "present"],
    "sentence.passed": person,
  },
  "first-hearing-to-sentence": {
    ...course,
    ...findings,
    "hearing.held": ["caseId"],
    "sentence.passed": [...person, "hearingId"],
  },
  "same-day-justice": {
    ...findings,
    "sentence.passed": person,
    "psm.requested": person,
    "psm.held": [...person, "requestedAt"],
    "order.made": person,
    "obligation.due": obligation,
    "obligation.outcome": [...obligation, "outcome"],
  },
  "hearings-per-case": {
    ...findings,
    "hearing.listed": ["caseId", "defendantIds", "type"],
    "hearing.held": ["caseId"],
    "case.disposed": person,
  },
  "daily-court-list": {
    "hearing.listed": ["caseId", "defendantIds", "days", "session", "room", "order", "type", "bench"],
    "hearing.moved": ["caseId"],
    "hearing.vacated": ["caseId"],
    "hearing.attendance": ["attendance[].defendantId", "attendance[].day", "attendance[].attendance"],
    "offence.charged": charges,
    "psr.requested": [...person, "agencyId"],
    "psr.delivered": person,
    "breach.listed": [...underOrder, "day"],
    "order.made": ["type"],
    "warrant.issued": person,
    "report.progress.requested": [...underOrder, "dueAt"],
    "report.progress.served": underOrder,
    "defendant.recorded": ["adultFrom", "needsInterpreter"],
    "note.created": ["defendantId", "class"],
    "marker.set": ["defendantId", "kind", "class"],
    "marker.ended": ["defendantId", "kind"],
  },
  "hearing-outcomes": {
    ...findings,
    "hearing.held": ["caseId", "courtId"],
    "hearing.adjourned": ["caseId", "defendantIds", "reason", "agency"],
    "sentence.passed": ["hearingId"],
    "psm.held": person,
  },
  "trial-effectiveness": {
    "trial.classified": ["caseId", "courtId", "defendantIds", "classification", "reason", "party"],
  },
  "trial-date-certainty": {
    "hearing.listed": ["caseId", "type", "days"],
    "trial.classified": ["caseId", "classification"],
    "case.disposed": person,
  },
  "non-appearance-and-warrants": {
    "hearing.listed": ["caseId", "defendantIds", "type"],
    "hearing.attendance": ["attendance[].defendantId", "attendance[].day", "attendance[].attendance"],
    "warrant.issued": [...person, "type", "reason", "ward"],
    "warrant.executed": [...person, "type"],
    "warrant.withdrawn": [...person, "type"],
  },
  "plea-and-conviction": {
    ...findings,
    "case.disposed": person,
    "offence.charged": charges,
    "result.shared": [...person, "results[].offenceId", "results[].offenceCode", "results[].code", "results[].kind"],
    "result.amended": [...person, "results[].offenceId", "results[].kind"],
  },
  "disposals-by-type": {
    "sentence.passed": [...person, "disposal", "judgeId", "hearingId"],
    "offence.charged": charges,
    "defendant.recorded": agesAndSex,
  },
  "requirements-imposed": {
    "order.made": [
      ...person,
      ...["type", "imposed[].type", "imposed[].length", "imposed[].unit", "imposed[].providerAgencyId"],
    ],
  },
  "pre-sentence-reports": {
    "psr.requested": [...person, "agencyId", "format", "dueAt"],
    "psr.delivered": [...person, "agencyId", "proposedDisposal", "proposedRequirements"],
    "sentence.passed": [...person, "disposal"],
    "order.made": [...person, "requirements"],
  },
  "financial-impositions": {
    "payment.imposed": [...person, "kind", "amountPence", "dueOn"],
    "payment.received": [...person, "kind", "amountPence", "outstandingPence"],
    "payment.corrected": [...person, "amountPence", "outstandingPence"],
    "payment.written-off": [...person, "amountPence", "outstandingPence"],
    "case.received": ["defendants[].defendantId"],
    "case.disposed": person,
  },
  "problem-solving-meetings": {
    "psm.requested": [...person, "agencyId"],
    "psm.declined": person,
    "psm.not-needed": person,
    "psm.not-held": person,
    "psm.held": [...person, "requestedAt", "attendees"],
    "psm.action.agreed": [...person, "actionId", "agencyId", "dueAt"],
    "psm.action.completed": [...person, "actionId", "agencyId", "dueAt"],
    "psm.action.ended": [...person, "actionId", "outcome"],
    "sentence.passed": person,
  },
  "needs-profile": {
    "need.identified": ["defendantId", "courtId", "domain", "severity"],
    "referral.sent": referral,
    "referral.accepted": referral,
  },
  "review-hearings": {
    "order.made": [...person, "reviewEveryDays", "endsOn"],
    "order.terminated": person,
    "review.due": [...underOrder, "number", "power", "dueAt"],
    "review.rearranged": [...underOrder, "dueAt"],
    "review.held": [...underOrder, "dueAt", "attendance"],
    "review.concluded": [...underOrder, "outcome", "nextDueAt"],
    "review.dispensed": [...underOrder, "dueAt", "nextDueAt"],
    "report.progress.served": ["reviewId"],
  },
  "judicial-continuity": {
    "order.made": person,
    "order.terminated": person,
    "sentence.passed": [...person, "judgeId", "hearingId"],
    "hearing.listed": ["bench"],
    "hearing.attendance": ["bench"],
    "review.held": [...underOrder, "judgeId", "attendance"],
    "breach.resolved": [...underOrder, "judgeId"],
  },
  "progress-report-timeliness": {
    "review.held": [...underOrder, "power", "reportServedAt"],
    "report.progress.requested": [...underOrder, "reviewId", "dueAt"],
    "report.progress.served": [...underOrder, "reviewId", "tests", "hasProviderViews"],
  },
  "incentives-and-sanctions": {
    "response.given": [...underOrder, "type", "obligationId", "triggeredAt"],
    "obligation.outcome": [...obligation, "outcome"],
    "defendant.recorded": agesAndSex,
    "equality.recorded": ["defendantId", "ethnicity"],
  },
  "order-compliance": {
    "order.made": [...person, "imposed[].requirementId", "imposed[].type"],
    "order.terminated": person,
    "obligation.due": [...obligation, "supersedes"],
    "obligation.outcome": [...obligation, "outcome", "rearrangedBy"],
    "obligation.corrected": ["outcome", "from"],
  },
  "unpaid-work": {
    "order.made": ["imposed[].type", "imposed[].length", "imposed[].unit", "imposed[].providerAgencyId"],
    "requirement.terminated": ["requirementId", "type", "status"],
    "obligation.outcome": ["kind", "outcome", "requirementId"],
    "unpaid-work.session": [],
  },
  "first-contact-timeliness": {
    "order.made": [...person, "imposed[].requirementId", "imposed[].type"],
    "obligation.due": obligation,
    "obligation.outcome": [...obligation, "outcome"],
    "sentence-plan.completed": person,
  },
  "breach-rate": {
    "order.made": [...person, "imposed[].type"],
    "breach.presented": [...underOrder, "breachId", "ground"],
    "breach.resolved": [...underOrder, "breachId", "finding", "outcome", "ground"],
  },
  "enforcement-timeliness": {
    "breach.failure": [...underOrder, "failureId", "obligationId", "number"],
    "breach.excused": ["failureId"],
    "breach.referred": [...underOrder, "breachId", "failedAt", "failures"],
    "breach.presented": [...underOrder, "breachId", "failedAt"],
    "breach.summoned": ["breachId"],
    "breach.warrant-issued": ["breachId"],
    "breach.listed": ["breachId", "day"],
    "breach.resolved": [...underOrder, "breachId", "failedAt", "presentedAt"],
    "defendant.recorded": agesAndSex,
  },
  "order-terminations": {
    "order.terminated": [...person, "type", "move", "status"],
    "order.amended": [...person, "type", "move"],
    "breach.listed": underOrder,
    "warrant.issued": person,
  },
  "referral-pipeline": {
    "referral.sent": referral,
    "referral.received": referral,
    "referral.accepted": referral,
    "referral.rejected": [...referral, "reason"],
    "referral.withdrawn": referral,
    "referral.started": referral,
    "referral.ended": [...referral, "outcome"],
    "referral.revoked": referral,
    "referral.cancelled": referral,
  },
  "referral-waiting-times": {
    "referral.sent": referral,
    "referral.accepted": referral,
    "referral.rejected": referral,
    "referral.appointment-set": [...referral, "firstAppointmentAt"],
    "referral.started": referral,
  },
  "treatment-retention": {
    "treatment.started": ["defendantId", "agencyId", "referralId", "modality", "plannedEndOn"],
    "treatment.ended": ["defendantId", "agencyId", "modality", "startedAt", "exitReason"],
    "obligation.outcome": [...obligation, "outcome"],
  },
  "drug-testing": {
    "drugtest.due": drugTest,
    "drugtest.taken": drugTest,
    "drugtest.cancelled": drugTest,
    "drugtest.outcome": [...drugTest, "outcome", "positiveFor", "isConfirmed", "isStatutory"],
    "drugtest.shared": ["recipient.kind", "recipient.id"],
    "order.made": ["imposed[].type"],
  },
  "sobriety-intervals": { "drugtest.outcome": [...drugTest, "outcome", "isConfirmed"] },
  "units-of-service": {
    "obligation.outcome": [...obligation, "outcome"],
    "order.made": ["imposed[].requirementId", "imposed[].type"],
    "order.terminated": person,
    "referral.started": referral,
    "referral.ended": referral,
    "session.recorded": [],
  },
  "proven-reoffending": {
    ...findings,
    "sentence.passed": [...person, "disposal"],
    "order.made": person,
    "offence.charged": charges,
    "conviction.recorded": ["defendantId", "convictedOn", "offences[].code", "offences[].committedOn"],
    "caution.recorded": ["defendantId", "convictedOn", "offences[].code", "offences[].committedOn"],
    "custody.entered": [...person, "kind"],
    "custody.released": [...person, "kind"],
  },
  "reoffending-on-order": {
    "order.made": [...person, "type", "endsOn"],
    "order.terminated": person,
    "offence.charged": charges,
  },
  "community-impact": {
    "case.received": ["ward", "defendants[].offenceCodes"],
    "case.disposed": ["ward"],
    "sentence.passed": ["disposal", "ward"],
    "offence.charged": [...charges, "ward"],
    "order.made": [...person, "type"],
    "result.shared": ["results[].code"],
    "payment.received": ["kind", "amountPence"],
    "unpaid-work.session": [],
    "restorative.held": [...person, "agencyId", "form"],
    "restorative.concluded": [...person, "outcome"],
    "victim.contact-offered": [...person, "isRestorative"],
    "victim.contact-answered": [...person, "isTakenUp"],
  },
  "equity-of-outcomes": {
    "defendant.recorded": agesAndSex,
    "defendant.corrected": agesAndSex,
    "equality.recorded": ["defendantId", "ethnicity", "disability"],
    "sentence.passed": ["disposal"],
    "breach.resolved": ["finding"],
    "psm.held": person,
    "hearing.attendance": ["attendance[].attendance"],
    "referral.started": referral,
  },
  "data-quality": {
    "defendant.recorded": ["fields", "identifiers[].kind", "identifiers[].isValid"],
    "defendant.details-added": ["fields", "identifiers[].isValid"],
    "defendant.corrected": ["fields"],
    "conviction.corrected": ["fields"],
    "obligation.corrected": ["from", "outcome"],
    "payment.corrected": ["amountPence"],
    "result.amended": ["version"],
    "bail.set": ["isCorrection"],
    "candidate.proposed": ["defendantIds", "state"],
    "candidate.decided": ["defendantIds", "state"],
    "persons.merged": ["defendantIds"],
    "persons.unmerged": ["defendantIds"],
    "obligation.due": obligation,
    "obligation.outcome": [...obligation, "outcome"],
    "hearing.listed": ["days"],
    "hearing.held": ["caseId"],
  },
  "information-exchange": {
    "exchange.sent": [],
    "exchange.acked": [],
    "exchange.failed": [],
    "hearing.listed": ["days", "type"],
    "psr.requested": ["dueAt"],
    "psr.delivered": person,
    "report.progress.requested": ["dueAt"],
    "report.progress.served": ["dueAt"],
    "disclosure.granted": ["class", "byAgencyId"],
    "disclosure.recalled": ["id"],
  },
  "access-and-disclosure": {
    "consultation.logged": [],
    "disclosure.granted": ["byAgencyId", "class", "caseId", "recipient.kind", "recipient.id"],
    "disclosure.recalled": ["id"],
    "note.shared": ["recipient.kind", "recipient.id"],
    "document.shared": ["class", "recipient.kind", "recipient.id"],
    "drugtest.shared": ["recipient.kind", "recipient.id"],
    "glass.broken": ["personId", "agencyId"],
    "glass.reviewed": ["finding"],
  },
};

/** Events that the definitions name and nothing tells yet, each with what it waits for. */
const notYet: Readonly<Record<string, string>> = {
  "exchange.sent": "messages with agencies' own systems do not exist; report 41 says so",
  "exchange.acked": "messages with agencies' own systems do not exist; report 41 says so",
  "exchange.failed": "messages with agencies' own systems do not exist; report 41 says so",
  "consultation.logged": "who looked at what is the audit's, and report 42 asks it; nothing of it goes over the bus",
  "unpaid-work.session": "hours of unpaid work, by ward and project, are being made",
  "session.recorded": "how long a session took, and in a group or alone, nobody records",
};

/** Told to the services that answer for them, and read from the audit by report 42, which has a row for each. */
const fromAudit = ["disclosure.granted", "disclosure.recalled", "glass.broken", "glass.reviewed"];

/** The names that `reports.md` lists, as they stand there. */
const named = `
  case.received case.reopened case.disposed case.inactivated case.reactivated offence.charged plea.entered
  verdict.recorded hearing.listed hearing.held hearing.vacated hearing.adjourned hearing.attendance trial.classified
  result.shared sentence.passed warrant.issued warrant.executed warrant.withdrawn psr.requested psr.delivered
  psm.requested psm.held psm.action.completed need.identified order.made order.amended order.terminated
  requirement.started requirement.terminated obligation.due obligation.outcome warning.issued breach.failure
  breach.presented breach.listed breach.resolved review.due review.held review.dispensed report.progress.requested
  report.progress.served response.given referral.sent referral.accepted referral.rejected referral.started
  referral.ended treatment.started treatment.ended drugtest.due drugtest.outcome payment.imposed payment.received
  payment.written-off note.created disclosure.granted disclosure.recalled consultation.logged exchange.sent
  exchange.acked exchange.failed`.match(/\S+/g) as string[];

const isCarried = (name: string): name is EventType => name in eventTable;

const node = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  items: z.unknown().optional(),
});

/** Whether a payload has a field: `offences[].date` is the date of each entry. */
function hasField(payload: z.ZodType, path: string): boolean {
  let schema: unknown = z.toJSONSchema(payload, { unrepresentable: "any" });
  for (const step of path.split(".")) {
    const found = node.parse(schema).properties[step.replace("[]", "")];
    if (found === undefined) return false;
    schema = step.endsWith("[]") ? node.parse(found).items : found;
    if (schema === undefined) return false;
  }
  return true;
}

test("there are 42 reports", () => {
  expect(Object.keys(reports)).toHaveLength(42);
});

test.each(Object.entries(reports))("%s can be counted from the events that are told", (_id, needs) => {
  const missing = Object.entries(needs).flatMap(([name, fields]) => {
    if (!isCarried(name)) return name in notYet ? [] : [`${name} is told by nobody`];
    const { payload, consumers } = eventTable[name];
    const isHeard = (consumers as readonly string[]).includes("reports") || fromAudit.includes(name);
    return [
      ...(isHeard ? [] : [`${name} is not heard by reports`]),
      ...fields.filter(field => !hasField(payload, field)).map(field => `${name} does not tell ${field}`),
    ];
  });
  expect(missing).toEqual([]);
});

test("every name that the definitions list is told, or it is written down why not yet", () => {
  expect(named.filter(name => !isCarried(name) && !(name in notYet))).toEqual([]);
});

test("what is told by now is not said to be missing, and nothing is said to be missing that no report needs", () => {
  const needed = new Set(Object.values(reports).flatMap(needs => Object.keys(needs)));
  expect(Object.keys(notYet).filter(name => isCarried(name) || !needed.has(name))).toEqual([]);
});

test("every event tells which record it is of, when it happened and was written down, and for which agency", () => {
  expect(Object.keys(toldSchema.shape).sort()).toEqual(
    ["id", "type", "kind", "recordId", "v", "occurredAt", "recordedAt", "agencyId", "data"].sort(),
  );
});
