import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { inFile } from "../held.ts";
import { iso } from "../iso.ts";
import type { Referral } from "./referrals.schema.ts";

export const referralsPart: PartDefinition<Referral> = {
  part: "referrals",
  class: "needs",
  held: stored => ({ class: "needs", ...inFile(stored), isDraft: stored.isUnsent ?? stored.status === "draft" }),
  view: ({ caseId, providerAgencyId, need, basis, status, firstAppointmentAt, outcome, rejection, log }, view) => ({
    ...{ caseId, providerAgencyId, need, basis, status },
    ...(view === "full" && {
      ...{ firstAppointmentAt: iso(firstAppointmentAt), outcome, rejection },
      log: log.map(({ at, move, state, text }) => ({ at: iso(at), move, state, text })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, need, log, status, providerAgencyId }) => [
    { at: occurredAt, recordedAt, what: `Referral ${log.length > 0 ? "made" : status}: ${need}` },
    ...log.map(({ at, state }) => ({
      ...{ at, recordedAt: at, what: `Referral ${state}: ${need}`, agencyId: providerAgencyId },
    })),
  ],
};
