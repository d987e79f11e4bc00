import { z } from "zod";
import { day, id } from "./shapes.ts";

const where = { courtId: id, agencyId: id, requirementType: z.string() };

const of = <P extends z.ZodType>(payload: P) =>
  ({ owner: "cases", record: "provision", consumers: ["reports"], payload }) as const;

/** What agencies can provide at a court, each time they say so. */
export const provisionEvents = {
  "provision.stated": of(z.strictObject({ ...where, placesFree: z.int(), nextStartOn: day.nullable() })),
  "provision.withdrawn": of(z.strictObject(where)),
};
