import { z } from "zod";
import { id, ofCase } from "./shapes.ts";

/** The agency is the one that brings people together. Of the victim nothing is told. */
const meeting = z.strictObject({ ...ofCase, agencyId: id });

const of = <P extends z.ZodType>(payload: P) =>
  ({ owner: "cases", record: "restorative-meeting", consumers: ["reports"], payload }) as const;

/** Restorative meetings, as the defendant's side of them goes. */
export const restorativeEvents = {
  "restorative.offered": of(meeting),
  "restorative.answered": of(meeting.extend({ isAgreed: z.boolean() })),
  "restorative.called-off": of(meeting),
  "restorative.held": of(meeting.extend({ form: z.string() })),
  "restorative.concluded": of(meeting.extend({ form: z.string().nullable(), outcome: z.string() })),
};
