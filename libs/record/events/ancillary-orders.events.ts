import { z } from "zod";
import { day, id, ofCase } from "./shapes.ts";

const order = z.strictObject({ ...ofCase, offenceId: id, type: z.string(), supervisedBy: id.nullable() });

const of = <P extends z.ZodType>(payload: P) =>
  ({ owner: "cases", record: "ancillary-order", consumers: ["reports"], payload }) as const;

/** Orders beside a sentence and deferred sentences: what they forbid or require stands in the order alone. */
export const ancillaryOrdersEvents = {
  "ancillary-order.made": of(order.extend({ endsOn: day.nullable() })),
  "ancillary-order.varied": of(order.extend({ endsOn: day.nullable() })),
  "ancillary-order.reported": of(order.extend({ termId: id, isMet: z.boolean() })),
  "ancillary-order.ended": of(order.extend({ status: z.string() })),
};
