import type { DefendantCase } from "../cases.schema.ts";
import { iso } from "../iso.ts";
import { claimedPence, type ProsecutionSummary } from "./prosecution.rules.ts";

const summaryView = ({ version, agencyId, toldAt, recordedAt, summary, compensation }: ProsecutionSummary) => ({
  ...{ version, agencyId, toldAt: iso(toldAt), recordedAt: iso(recordedAt), summary },
  compensation: compensation.map(({ offenceId, amountPence, what }) => ({ offenceId, amountPence, what })),
  compensationPence: claimedPence(compensation),
});

/** What the prosecution told the court, for whoever sees the case in full: what stands, and what was told before it. */
export function prosecutionView(told: readonly ProsecutionSummary[]) {
  const shown = told.map(summaryView);
  return { prosecution: shown.at(-1) ?? null, earlierProsecution: shown.slice(0, -1) };
}

/** On the timeline of whoever sees the case in full. */
export const prosecutionEntries = ({ prosecution = [] }: Pick<DefendantCase, "prosecution">) =>
  prosecution.map(({ version, toldAt, recordedAt, agencyId }) => ({
    ...{ at: toldAt, recordedAt, agencyId },
    what: version === 1 ? "Prosecution summary told" : `Prosecution summary told anew, version ${version}`,
  }));
