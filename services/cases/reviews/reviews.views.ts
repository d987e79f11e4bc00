import type { PartDefinition } from "../../../libs/access/assemble.ts";
import type { Held } from "../../../libs/access/decide.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import type { InFile } from "../in-file.ts";
import { iso } from "../iso.ts";
import { responseTypes } from "./reviews.rules.ts";
import type { BehaviourResponse, ProgressReport, Review } from "./reviews.schema.ts";

const heldAs = (cls: Held["class"], { agencyId, caseId, occurredAt, recordedAt }: InFile): Held => ({
  ...{ class: cls, agencyId, caseId, occurredAt, recordedAt },
});
const convicted = () => "convicted" as const;

export const reviewsPart: PartDefinition<Review> = {
  part: "reviews",
  class: "supervision",
  tally: ({ attendance }) => (attendance ? [{ key: attendance }] : []),
  category: convicted,
  held: stored => heldAs("supervision", stored),
  view: (stored, view) => ({
    ...{ caseId: stored.caseId, orderId: stored.orderId, number: stored.number, power: stored.power },
    ...{ dueAt: iso(stored.dueAt), state: stored.state },
    ...(view === "full" && {
      reportServedAt: iso(stored.reportServedAt),
      heldAt: iso(stored.heldAt),
      attendance: stored.attendance,
      outcome: stored.outcome,
      nextDueAt: iso(stored.nextDueAt),
      log: stored.log.map(({ at, move, state, text }) => ({ at: iso(at), move, state, text })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, number, dueAt, log, agencyId }) => [
    { at: occurredAt, recordedAt, what: `Review ${number} due ${dayOf(dueAt)}` },
    ...log.map(({ at, move, state }) => ({
      at,
      recordedAt: at,
      what: `Review ${number}: ${move}, ${state}`,
      agencyId,
    })),
  ],
  isAwaited: ({ state }) => state === "progress-report-requested",
};

/** A report on drug rehabilitation holds test results, so it is read by whoever may read those: by law the court, its adviser and the supervisor. */
function progressReports(hasTests: boolean): PartDefinition<ProgressReport> {
  const cls = hasTests ? "drug-tests" : "compliance";
  return {
    part: hasTests ? "drug-rehabilitation-reports" : "progress-reports",
    class: cls,
    nature: "opinion",
    category: convicted,
    held: stored => ({ ...heldAs(cls, stored), statutes: hasTests ? ["testing-requirement"] : [] }),
    view: ({ caseId, orderId, reviewId, since, dueAt, report }, view) => ({
      ...{ caseId, orderId, reviewId, since: iso(since), dueAt: iso(dueAt) },
      state: report ? "served" : "requested",
      report:
        view === "full" && report
          ? { ...report, testIds: [...report.testIds], counts: { ...report.counts }, servedAt: iso(report.servedAt) }
          : null,
    }),
    entries: ({ occurredAt, recordedAt, changedAt, dueAt, courtId, agencyId, report }) => [
      {
        ...{ at: occurredAt, recordedAt, agencyId: courtId ?? agencyId },
        what: `Progress report asked for, due ${dayOf(dueAt)}`,
      },
      ...(report ? [{ at: report.servedAt, recordedAt: changedAt, what: "Progress report served" }] : []),
    ],
    isAwaited: ({ report }) => report === null,
  };
}
const plain = progressReports(false);
const withTests = progressReports(true);
export const progressReportParts = [
  { definition: plain, hasTests: false },
  { definition: withTests, hasTests: true },
] as const;
export const progressReportPart = ({ hasTests }: Pick<ProgressReport, "hasTests">) => (hasTests ? withTests : plain);

export const responsesPart: PartDefinition<BehaviourResponse> = {
  part: "responses",
  class: "compliance",
  category: convicted,
  held: stored => heldAs("compliance", stored),
  view: ({ caseId, orderId, type, obligationId, reviewId, triggeredAt, reason }, view) => ({
    ...{ caseId, orderId, type, sort: responseTypes[type], obligationId, reviewId, triggeredAt: iso(triggeredAt) },
    ...(view === "full" && { reason }),
  }),
  entries: ({ occurredAt, recordedAt, type }) => [
    { at: occurredAt, recordedAt, what: `${responseTypes[type] === "incentive" ? "Incentive" : "Sanction"}: ${type}` },
  ],
};
