import { z } from "zod";
import { day, id, instant, ofFile } from "./shapes.ts";

const treatment = z.strictObject({
  ...ofFile,
  agencyId: id,
  referralId: id,
  orderId: id.nullable(),
  modality: z.string(),
});

const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "cases", record, consumers: ["reports"], payload }) as const;

/** Treatment, as its retention is counted; the agency is the one that treats. */
export const treatmentEvents = {
  "treatment.started": of("treatment-episode", treatment.extend({ plannedEndOn: day })),
  "treatment.replanned": of("treatment-episode", treatment.extend({ plannedEndOn: day })),
  "treatment.described": of("treatment-episode", treatment),
  "treatment.ended": of("treatment-episode", treatment.extend({ startedAt: instant, exitReason: z.string() })),
};
