import type { Retention } from "./retention.schema.ts";

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null;

/** A review for those who decide it; of an erased file all that is left. */
export function retentionView(stored: Retention) {
  return {
    id: stored._id,
    version: stored.v,
    defendantId: stored.defendantId,
    fileIds: [...stored.fileIds],
    state: stored.state,
    dueOn: stored.dueOn ?? null,
    due: stored.due.map(({ class: cls, trigger, from, dueOn, leadsTo }) => ({
      class: cls,
      trigger,
      from,
      dueOn,
      leadsTo,
    })),
    reviewOn: stored.reviewOn ?? null,
    keptBecause: stored.keptBecause ?? null,
    holds: stored.holds.map(({ id, reference, from, to }) => ({
      id,
      reference,
      from: from.toISOString(),
      to: iso(to),
    })),
    ground: stored.ground ?? null,
    classes: stored.classes ? [...stored.classes] : null,
    erasedClasses: (stored.erasedClasses ?? []).map(({ class: cls, at, decidedBy }) => ({
      class: cls,
      at: at.toISOString(),
      decidedBy,
    })),
    proposedBy: stored.proposedBy ?? null,
    proposedAt: iso(stored.proposedAt),
    decidedBy: stored.decidedBy ?? null,
    decidedAt: iso(stored.decidedAt),
    erasedAt: iso(stored.erasedAt),
    log: stored.log.map(({ at, by, move }) => ({ at: at.toISOString(), by, move })),
  };
}
