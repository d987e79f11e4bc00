import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { convicted, inFile } from "../held.ts";
import { iso } from "../iso.ts";
import type { Order, Requirement } from "./orders.schema.ts";

const requirementView = ({
  id,
  type,
  length,
  unit,
  providerAgencyId,
  willingSaidAt = null,
  status,
  startedAt,
  ended,
}: Requirement) => ({
  id,
  type,
  length,
  unit,
  providerAgencyId,
  willingSaidAt: iso(willingSaidAt),
  status,
  startedAt: iso(startedAt),
  ended: ended && { at: iso(ended.at), reason: ended.reason },
});

export const ordersPart: PartDefinition<Order> = {
  part: "orders",
  class: "supervision",
  category: convicted,
  held: stored => ({ class: "supervision", ...inFile(stored) }),
  view: (
    { caseId, courtId, type, supervisedBy, madeOn, endsOn, status, reviewEveryDays, requirements, moves },
    view,
  ) => ({
    caseId,
    courtId,
    type,
    supervisedBy,
    madeOn,
    endsOn,
    status,
    ...(view === "full" && {
      reviewEveryDays,
      requirements: requirements.map(requirementView),
      moves: moves.map(({ move, to, at, agencyId, reason }) => ({ move, to, at: iso(at), agencyId, reason })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, type, requirements, moves }) => [
    { at: occurredAt, recordedAt, what: `Order made: ${type}, ${requirements.length} requirements` },
    ...moves.map(({ move, to, at, agencyId }) => ({
      ...{ at, recordedAt: at, agencyId },
      what: move === "complete-plan" ? `Sentence plan completed: ${type}` : `Order ${to}: ${type}`,
    })),
    ...requirements.flatMap(({ ended, status, type: of }) =>
      ended ? [{ at: ended.at, recordedAt: ended.at, what: `Requirement ${status}: ${of}` }] : [],
    ),
  ],
};
