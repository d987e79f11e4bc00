import type { PartDefinition } from "../../../libs/access/assemble.ts";
import type { UnpaidWork } from "./unpaid-work.schema.ts";

/** The hours of unpaid work of a file, one item a requirement. */
export const unpaidWorkPart: PartDefinition<UnpaidWork> = {
  part: "unpaid-work",
  class: "compliance",
  category: () => "convicted",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    class: "compliance",
    agencyId,
    caseId,
    occurredAt,
    recordedAt,
  }),
  view: (stored, view) => ({
    caseId: stored.caseId,
    orderId: stored.orderId,
    requirementId: stored.requirementId,
    hoursOrdered: stored.hoursOrdered,
    hoursWorked: stored.hoursWorked,
    hoursRemaining: stored.hoursRemaining,
    ...(view === "full" && {
      sessions: stored.sessions,
      standDowns: stored.standDowns,
      completeBy: stored.completeBy,
      completedOn: stored.completedOn,
      isWithinTwelveMonths: stored.completedOn && stored.completedOn <= stored.completeBy,
    }),
  }),
  entries: ({ completedOn, changedAt, hoursOrdered }) =>
    completedOn
      ? [
          {
            at: new Date(`${completedOn}T00:00:00Z`),
            recordedAt: changedAt,
            what: `Unpaid work completed: ${hoursOrdered} hours`,
          },
        ]
      : [],
};
