import type { PartDefinition } from "../../../libs/access/assemble.ts";
import type { Warrant } from "./warrants.schema.ts";

/** Warrants, as they appear in a file. */
export const warrantsPart: PartDefinition<Warrant> = {
  part: "warrants",
  class: "case",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    class: "case",
    agencyId,
    caseId,
    occurredAt,
    recordedAt,
  }),
  view: ({ caseId, courtId, type, reason, status, endedAt, remarks }, view) => ({
    caseId,
    courtId,
    type,
    status,
    endedAt: endedAt?.toISOString() ?? null,
    ...(view === "full" && { reason, remarks }),
  }),
  entries: ({ occurredAt, recordedAt, changedAt, type, status, endedAt }) => [
    { at: occurredAt, recordedAt, what: type === "bail" ? "Warrant issued with bail" : "Warrant issued without bail" },
    ...(endedAt ? [{ at: endedAt, recordedAt: changedAt, what: `Warrant ${status}` }] : []),
  ],
};
