import { type PartDefinition, sourceOf } from "../../../libs/access/assemble.ts";
import type { Held } from "../../../libs/access/decide.ts";
import type { ReportingRestriction } from "../../../libs/access/facts.ts";
import { reportingView } from "../cases.views.ts";
import { inFile } from "../held.ts";
import { iso } from "../iso.ts";
import { standingAttendance } from "./hearings.rules.ts";
import type { Hearing } from "./hearings.schema.ts";

/** A hearing for a reader who may see these defendants of it. */
export function hearingView(
  stored: Hearing,
  isVisible: (defendantId: string) => boolean,
  reporting: readonly ReportingRestriction[],
) {
  const { caseId, courtId, day, days, session, room, order, type, status, bench } = stored;
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    caseId,
    courtId,
    day,
    days: [...days],
    session,
    room,
    order,
    type,
    status,
    bench: [...bench],
    defendantIds: stored.defendantIds.filter(isVisible),
    present: stored.present.filter(isVisible),
    attendance: attendanceOf(stored, isVisible),
    ...endOf(stored),
    previousHearingId: stored.previousHearingId,
    nextHearingId: stored.nextHearingId,
    reportingRestrictions: reporting.map(reportingView),
  };
}

const attendanceOf = ({ attendance }: Hearing, isVisible: (defendantId: string) => boolean) =>
  standingAttendance(attendance)
    .filter(({ defendantId }) => isVisible(defendantId))
    .map(({ defendantId, day, attendance: value, reason }) => ({ defendantId, day, attendance: value, reason }));

const endOf = ({ ended, trial }: Hearing) => ({
  ended: ended && { reason: ended.reason, agency: ended.agency, remarks: ended.remarks },
  trial: trial && { classification: trial.classification, reason: trial.reason, party: trial.party },
});

/** The hearings of one defendant, as they appear in that defendant's file. */
export function hearingsPart(defendantId: string): PartDefinition<Hearing> {
  return {
    part: "hearings",
    class: "case",
    held: heldHearing,
    tally: ({ status, courtId, day, bench }) => [
      { key: `${status} ${courtId}`, day },
      ...bench.map(judgeId => ({ key: `${status} ${courtId} ${judgeId}`, day })),
    ],
    view: stored => {
      const { caseId, courtId, day, days, session, room, order, type, status, heldAt } = stored;
      const attendance = attendanceOf(stored, id => id === defendantId).map(
        ({ day: on, attendance: value, reason }) => ({
          day: on,
          attendance: value,
          reason,
        }),
      );
      const listed = { caseId, courtId, day, days: [...days], session, room, order, type, status };
      return { ...listed, heldAt: iso(heldAt), attendance, ...endOf(stored) };
    },
    entries: ({ occurredAt, recordedAt, changedAt, type, day, status, heldAt, ended, trial }) => [
      {
        at: occurredAt,
        recordedAt,
        what: `Hearing ${status === "planned" ? "planned" : "listed"} for ${day}: ${type}`,
      },
      ...(status === "listed" || status === "planned"
        ? []
        : [{ at: ended?.at ?? heldAt ?? changedAt, recordedAt: changedAt, what: `Hearing ${status}: ${type}` }]),
      ...(trial?.at ? [{ at: trial.at, recordedAt: changedAt, what: `Trial ${trial.classification}` }] : []),
    ],
  };
}

export const heldHearing = (stored: Hearing): Held => ({ class: "case", ...inFile(stored) });
