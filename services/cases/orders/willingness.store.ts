import { type Files, readIn } from "../../../libs/access/files.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { withoutBookkeeping } from "../../../libs/record/record.ts";
import type { CasesModels, PreSentenceReport } from "../cases.schema.ts";
import { reportsPart } from "../cases.views.ts";
import type { OrderTerms } from "./orders.schema.ts";
import { asksForReports, type Willingness, willingnessIn } from "./willingness.rules.ts";

const reportsMax = 200;

/** What the reports on a case, those that the person may read, say of the defendant's willingness; asked for only where terms need it. */
export function willingnessFrom({ reports }: Pick<CasesModels, "reports">, files: Files) {
  return async (
    person: Person,
    { caseId, defendantId }: { readonly caseId: string; readonly defendantId: string },
    order: OrderTerms | null,
  ): Promise<Willingness> => {
    if (!asksForReports(order)) return {};
    const scope = await files.open(person, defendantId);
    const found = await reports
      .find({ defendantId, caseId, status: "delivered" }, withoutBookkeeping)
      .sort({ occurredAt: -1, _id: 1 })
      .limit(reportsMax)
      .lean<PreSentenceReport[]>();
    return willingnessIn(found.filter(stored => readIn(scope, reportsPart.held(stored))?.view === "full"));
  };
}
