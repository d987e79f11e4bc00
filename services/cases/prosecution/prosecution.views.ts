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
