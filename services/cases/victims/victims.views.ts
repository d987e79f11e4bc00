import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { iso } from "../iso.ts";
import type { VictimContact } from "./victims.schema.ts";

/** Contact with victims, in full for the agencies that work with them; for the others only that there is some on this case. */
export const victimContactPart: PartDefinition<VictimContact> = {
  part: "victim-contact",
  class: "victim-contact",
  category: () => "victim",
  held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({
    class: "victim-contact",
    agencyId,
    caseId,
    occurredAt,
    recordedAt,
  }),
  view: ({ caseId, restorativeId = null, status, occurredAt, answers }, view) => ({
    caseId,
    ...(view === "full" && {
      ...{ restorativeId, status, offeredAt: iso(occurredAt) },
      answers: answers.map(({ at, state }) => ({ at: iso(at), state })),
    }),
  }),
  // A timeline says the same to whoever reads the part, in full or not.
  entries: () => [],
};
