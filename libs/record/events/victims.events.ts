import { z } from "zod";
import { id, ofCase } from "./shapes.ts";

/** The agency is the one that offers. Of the victim nothing is told, not even by an id. */
const contact = z.strictObject({
  ...{ ...ofCase, agencyId: id },
  /** Whether it is about a restorative meeting. */
  isRestorative: z.boolean().default(false),
});

const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "cases", record, consumers: ["reports"], payload }) as const;

/** Contact with victims, as it is counted by ward and court. */
export const victimsEvents = {
  "victim.contact-offered": of("victim-contact", contact),
  "victim.contact-answered": of("victim-contact", contact.extend({ isTakenUp: z.boolean() })),
};
