import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { iso } from "../iso.ts";
import type { Meeting } from "./meetings.schema.ts";

export const meetingsPart: PartDefinition<Meeting> = {
  part: "meetings",
  class: "needs",
  nature: "opinion",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    ...{ class: "needs", agencyId, caseId, occurredAt, recordedAt },
  }),
  view: (stored, view) => ({
    ...{ caseId: stored.caseId, state: stored.state, requestedAt: iso(stored.occurredAt), heldAt: iso(stored.heldAt) },
    ...(view === "full" && {
      ...{ reason: stored.reason, attendees: [...stored.attendees], needs: [...stored.needs], summary: stored.summary },
      ...{ defendantAgreed: stored.defendantAgreed, solicitorAgreed: stored.solicitorAgreed },
      actions: stored.actions.map(({ id, agencyId, what, need, dueAt, outcome, finishedAt }) => ({
        ...{ id, agencyId, what, need, dueAt: iso(dueAt), outcome, finishedAt: iso(finishedAt) },
      })),
      log: stored.log.map(({ at, move, state, text }) => ({ at: iso(at), move, state, text })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, log, courtId }) => [
    { at: occurredAt, recordedAt, what: "Problem-solving meeting asked for" },
    ...log.map(({ at, move, state }) => ({
      ...{ at, recordedAt: at, what: `Problem-solving meeting: ${move}, ${state}`, agencyId: courtId },
    })),
  ],
  isAwaited: ({ state }) => state === "requested" || state === "convened",
};
