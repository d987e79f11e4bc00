import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { possible } from "../flow/flow.ts";
import { iso } from "../iso.ts";
import { enforcementTable } from "./enforcement.rules.ts";
import type { Enforcement } from "./enforcement.schema.ts";

/** Enforcement is supervision: whoever sees the order sees how it is kept to; the texts only in a full view. */
export const enforcementPart: PartDefinition<Enforcement> = {
  part: "enforcement",
  class: "supervision",
  category: () => "convicted",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    ...{ class: "supervision", agencyId, caseId, occurredAt, recordedAt },
  }),
  view: ({ caseId, orderId, state, failures, warnings, breaches, log }, view) => ({
    caseId,
    orderId,
    state,
    ...(view === "full" && {
      possible: possible(enforcementTable, state),
      failures: failures.map(({ id, obligationId, at, kind, excuse, ledTo }) => ({
        ...{ id, obligationId, at: iso(at), kind, excuse, ledTo },
      })),
      warnings: warnings.map(({ id, at, circumstances }) => ({ id, at: iso(at), circumstances })),
      breaches: breaches.map(({ id, failureIds, referredAt, presentedAt, ground, finding, outcome, resolvedAt }) => ({
        ...{ id, failureIds: [...failureIds], ground, finding, outcome },
        ...{ referredAt: iso(referredAt), presentedAt: iso(presentedAt), resolvedAt: iso(resolvedAt) },
      })),
      log: log.map(({ at, move, state: after, text }) => ({ at: iso(at), move, state: after, text })),
    }),
  }),
  entries: ({ log }) => log.map(({ at, move, state }) => ({ at, recordedAt: at, what: `${move}: ${state}` })),
};
