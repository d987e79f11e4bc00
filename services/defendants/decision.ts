import { z } from "zod";
import { fields } from "../../libs/contract/contract.ts";
import type { Decision } from "../../libs/contract/decision.ts";
import type { ProvisionAt } from "../../libs/contract/provision.ts";
import { type CountedPart, sourceSchema } from "../../libs/contract/views.ts";

type Willingness = NonNullable<Decision["requirements"][number]["willingness"]>;

const reports = "pre-sentence-reports";
/** Of a report what is asked here; one that is not delivered, or read in part, says nothing. */
const told = z.object({
  id: fields.id,
  caseId: fields.id,
  source: sourceSchema,
  report: z.object({
    deliveredAt: fields.instant,
    willingness: z.array(z.object({ requirementType: z.string(), willing: z.boolean() })),
  }),
});

/**
 * What can be decided: what a court can impose and who provides it there, and beside treatment what the person has
 * said, as far as it is in these parts of the file and so within the reader's reach.
 */
export function decisionOf(parts: readonly CountedPart[], { courtId, day, requirements }: ProvisionAt): Decision {
  const part = parts.find(found => found.part === reports);
  return {
    courtId,
    day,
    requirements: requirements.map(row => ({
      ...row,
      willingness: row.needsWillingness ? willingnessOf(row.requirementType, part) : null,
    })),
  };
}

function willingnessOf(type: string, part: CountedPart | undefined): Willingness {
  const said = (part?.items ?? []).flatMap(item => {
    const { success, data } = told.safeParse(item);
    if (!success) return [];
    const { id: recordId, caseId, source, report } = data;
    return report.willingness
      .filter(({ requirementType }) => requirementType === type)
      .map(({ willing }) => ({ willing, recordId, caseId, agencyId: source.agencyId, saidAt: report.deliveredAt }));
  });
  if (said.length > 0) return { state: "supplied", said: said.sort((a, b) => compare(b.saidAt, a.saidAt)) };
  // A report that is awaited or withheld may say it.
  const state = part?.state === "requested" || part?.state === "withheld" ? part.state : "not-supplied";
  return { state, said: [] };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
