import { z } from "zod";
import { informationClasses } from "../../access/matrix.ts";
import { id, ofFile } from "./shapes.ts";

/** The agency is the one that set it; the class, by its kind, says who may know of it. */
const marker = z.strictObject({ ...ofFile, agencyId: id, kind: z.string(), class: z.enum(informationClasses) });

const of = <P extends z.ZodType>(payload: P) =>
  ({ owner: "cases", record: "marker", consumers: ["reports"], payload }) as const;

/** What must be known of a person at a glance, by kind. */
export const markersEvents = {
  "marker.set": of(marker),
  "marker.renewed": of(marker),
  "marker.ended": of(marker.extend({ reason: z.string() })),
};
