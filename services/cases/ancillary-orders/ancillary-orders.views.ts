import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { iso } from "../iso.ts";
import type { AncillaryOrder } from "./ancillary-orders.schema.ts";

/** Orders beside a sentence, as they appear in a file. */
export const ancillaryOrdersPart: PartDefinition<AncillaryOrder> = {
  part: "ancillary-orders",
  class: "supervision",
  category: () => "convicted",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    class: "supervision",
    agencyId,
    caseId,
    occurredAt,
    recordedAt,
  }),
  view: (stored, view) => ({
    caseId: stored.caseId,
    courtId: stored.courtId,
    type: stored.type,
    status: stored.status,
    madeOn: stored.madeOn,
    endsOn: stored.endsOn,
    supervisedBy: stored.supervisedBy,
    ...(view === "full" && {
      offenceId: stored.offenceId,
      hearingId: stored.hearingId,
      endedAt: iso(stored.endedAt),
      terms: stored.terms.map(({ id, kind, text, isMet }) => ({ id, kind, text, isMet })),
      log: stored.log.map(({ at, move, state, text }) => ({ at: iso(at), move, state, text })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, type, log }) => [
    { at: occurredAt, recordedAt, what: `Order made: ${type}` },
    ...log.map(({ at, move }) => ({ at, recordedAt: at, what: `${type}: ${move}` })),
  ],
};
