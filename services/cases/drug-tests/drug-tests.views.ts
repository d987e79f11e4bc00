import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { agenciesSharedWith } from "../../../libs/access/item-disclosures.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { inFile } from "../held.ts";
import { iso } from "../iso.ts";
import type { DrugTest } from "./drug-tests.schema.ts";

export const testsPart: PartDefinition<DrugTest> = {
  part: "drug-tests",
  class: "drug-tests",
  held: stored => ({
    class: "drug-tests",
    ...inFile(stored),
    disclosures: stored.disclosures,
    statutes: stored.statutory ? ["testing-requirement"] : [],
  }),
  view: ({ caseId, orderId, sample, status, dueAt, outcome, positiveFor, disclosures, log, corrections }) => ({
    caseId,
    orderId,
    sample,
    outcome,
    positiveFor: [...positiveFor],
    ...{ status, dueAt: iso(dueAt) },
    log: log.map(({ at, move, state, text }) => ({ at: iso(at), move, state, text })),
    corrections: corrections.map(({ at, from, to, reason }) => ({ at: iso(at), from, to, reason })),
    sharedWith: agenciesSharedWith(disclosures, clock.now()),
  }),
  entries: ({ occurredAt, recordedAt, outcome, status, log }) => [
    { at: occurredAt, recordedAt, what: `Drug test: ${status === "scheduled" ? "scheduled" : outcome}` },
    ...log.map(({ at, state }) => ({ at, recordedAt: at, what: `Drug test: ${state}` })),
  ],
  isAwaited: ({ outcome, status }) => outcome === "awaiting" && status !== "cancelled-by-provider",
};
