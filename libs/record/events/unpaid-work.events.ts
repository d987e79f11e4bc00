import { z } from "zod";
import { day, id, ofOrder } from "./shapes.ts";

const hours = z.number().min(0).multipleOf(0.5);
const progress = z.strictObject({
  ...ofOrder,
  requirementId: id,
  hoursOrdered: hours,
  hoursWorked: hours,
  hoursRemaining: hours,
  sessions: z.int(),
  standDowns: z.int(),
  completeBy: day,
  completedOn: day.nullable(),
});
const project = z.strictObject({
  courtId: id,
  agencyId: id,
  ward: z.string(),
  kind: z.string(),
  from: day,
  to: day.nullable(),
});

const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "cases", record, consumers: ["reports"], payload }) as const;

/** Unpaid work by requirement, and the projects it is done on; which session was where stands in `obligation.due` and `obligation.outcome`. */
export const unpaidWorkEvents = {
  "unpaidwork.ordered": of("unpaid-work", progress),
  "unpaidwork.counted": of("unpaid-work", progress),
  "project.recorded": of("payback-project", project),
  "project.ended": of("payback-project", project),
};
