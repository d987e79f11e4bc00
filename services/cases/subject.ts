import type { Scope } from "../../libs/access/files.ts";
import { joined, type PartsForSubject, partForSubject } from "../../libs/access/subject-parts.ts";
import type { Case, CasesModels } from "./cases.schema.ts";
import { casesPart, caseView, needsPart, reportsPart } from "./cases.views.ts";
import type { DrugTest } from "./drug-tests/drug-tests.schema.ts";
import { testsPart } from "./drug-tests/drug-tests.views.ts";
import { hearingsPart } from "./hearings/hearings.views.ts";
import { iso } from "./iso.ts";
import { ordersPart } from "./orders/orders.views.ts";
import { paymentsPart } from "./payments/payments.views.ts";
import { referralsPart } from "./referrals/referrals.views.ts";
import { supervised } from "./supervised.ts";
import { warrantsPart } from "./warrants/warrants.views.ts";

/** The file of this person, and what it is searched by: alone in a record, or one of several in it. */
const ofFile = ({ fileId }: Scope) => ({ defendantId: fileId });
const ofMany = ({ fileId }: Scope) => ({ defendantIds: fileId });

/** A case as it is about one of its defendants: not even how many others there are. */
function caseForSubject(defendantId: string) {
  return (stored: Case) => {
    const { urn, courtId, initiation, ward, defendants } = caseView(stored, "full", id => id === defendantId);
    return { urn, courtId, initiation, ward, ...defendants[0] };
  };
}

/** With whom a test is shared is told with all recipients, by kind of agency. */
const testForSubject = ({ caseId, orderId, sample, status, dueAt, outcome, positiveFor, corrections }: DrugTest) => ({
  caseId,
  orderId,
  sample,
  outcome,
  positiveFor: [...positiveFor],
  ...{ status, dueAt: iso(dueAt) },
  corrections: corrections.map(({ at, from, to, reason }) => ({ at: iso(at), from, to, reason })),
});

/** What this service holds of one person, for that person: all questions at once. */
export function partsForSubject(models: CasesModels) {
  const { cases, hearings, reports, orders, referrals, tests, needs, warrants, payments } = models;
  return async (scope: Scope): Promise<PartsForSubject> => {
    const answers = await Promise.all([
      partForSubject(cases, casesPart(scope.fileId), ofMany(scope), caseForSubject(scope.fileId)),
      partForSubject(hearings, hearingsPart(scope.fileId), ofMany(scope)),
      partForSubject(reports, reportsPart, ofFile(scope)),
      partForSubject(orders, ordersPart, ofFile(scope)),
      partForSubject(referrals, referralsPart, ofFile(scope)),
      partForSubject(tests, testsPart, ofFile(scope), testForSubject),
      partForSubject(needs, needsPart, ofFile(scope)),
      partForSubject(warrants, warrantsPart, ofFile(scope)),
      partForSubject(payments, paymentsPart, ofFile(scope)),
      ...supervised(models).map(({ model, definition, filter }) =>
        partForSubject(model, definition, { ...ofFile(scope), ...filter }),
      ),
    ]);
    return joined(answers);
  };
}
