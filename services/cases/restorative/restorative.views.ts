import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { iso } from "../iso.ts";
import type { RestorativeMeeting } from "./restorative.schema.ts";

/** Restorative meetings, as the defendant's side of them goes: what anybody learns who may read needs. */
export const restorativePart: PartDefinition<RestorativeMeeting> = {
  part: "restorative-meetings",
  class: "needs",
  category: () => "convicted",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    class: "needs",
    agencyId,
    caseId,
    occurredAt,
    recordedAt,
  }),
  view: ({ caseId, status, occurredAt, form, outcome, log }, view) => ({
    ...{ caseId, status, outcome },
    ...(view === "full" && {
      ...{ offeredAt: iso(occurredAt), form },
      log: log.map(({ at, move }) => ({ at: iso(at), move })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, log }) => [
    { at: occurredAt, recordedAt, what: "Restorative meeting offered" },
    ...log.map(({ at, recordedAt: told, move }) => ({ at, recordedAt: told, what: `Restorative meeting: ${move}` })),
  ],
};
