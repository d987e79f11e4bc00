import type { PartDefinition } from "../../../libs/access/assemble.ts";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import { iso } from "../iso.ts";
import type { TreatmentEpisode } from "./treatment.schema.ts";

const held =
  (cls: InformationClass) =>
  ({ agencyId, caseId, occurredAt, recordedAt }: TreatmentEpisode) => ({
    class: cls,
    agencyId,
    caseId,
    occurredAt,
    recordedAt,
  });
const category = ({ orderId }: TreatmentEpisode) => (orderId ? ("convicted" as const) : ("suspect" as const));

/** That somebody is in treatment and how they keep to it: what those who supervise and the court may know. */
export const treatmentPart: PartDefinition<TreatmentEpisode> = {
  part: "treatment",
  class: "compliance",
  category,
  held: held("compliance"),
  view: (
    { caseId, referralId, orderId, requirementId, status, occurredAt, plannedEndOn, endedAt, exitReason },
    view,
  ) => ({
    ...{ caseId, status },
    ...(view === "full" && {
      ...{ referralId, orderId, requirementId, startedAt: iso(occurredAt), plannedEndOn },
      ...{ endedAt: iso(endedAt), exitReason },
    }),
  }),
  entries: ({ occurredAt, recordedAt, changedAt, endedAt }) => [
    { at: occurredAt, recordedAt, what: "Treatment started" },
    ...(endedAt ? [{ at: endedAt, recordedAt: changedAt, what: "Treatment ended" }] : []),
  ],
};

/** What the treatment is: between the person and whoever treats them, unless they permit more. */
export const treatmentDetailPart: PartDefinition<TreatmentEpisode> = {
  part: "treatment-detail",
  class: "treatment",
  category,
  held: held("treatment"),
  view: ({ caseId, referralId, modality, details }) => ({
    ...{ caseId, referralId, modality },
    details: details.map(({ at, text }) => ({ at: iso(at), text })),
  }),
  // Where the detail may be read, the timeline has the episode from the part above.
  entries: () => [],
};
