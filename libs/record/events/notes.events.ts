import { z } from "zod";
import { informationClasses } from "../../access/matrix.ts";
import { id, ofFile, recipient } from "./shapes.ts";

const cls = z.enum(informationClasses);
const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "notes", record, consumers: ["reports"], payload }) as const;
/** An escrow says whose notes pass to whom. It names no file, and not even whether there are notes. */
const ofEscrow = <P extends z.ZodType>(payload: P) =>
  ({ owner: "notes", record: "escrow", consumers: [], payload }) as const;

/** What is written and kept beside a case. Private notes have no events. */
export const notesEvents = {
  "note.created": of("note", z.strictObject({ ...ofFile, class: z.enum(["agency-notes", "court-notes"]) })),
  "note.shared": of("note", z.strictObject({ ...ofFile, recipient })),
  "note.recalled": of("note", z.strictObject(ofFile)),
  "document.added": of("document", z.strictObject({ ...ofFile, class: cls, type: z.string(), sizeBytes: z.int() })),
  "document.shared": of("document", z.strictObject({ ...ofFile, class: cls, recipient })),
  "document.recalled": of("document", z.strictObject({ ...ofFile, class: cls })),
  "escrow.proposed": ofEscrow(
    z.strictObject({
      authorId: id,
      successorId: id,
      courtId: id,
      reason: z.enum(["left", "died", "incapacitated"]),
    }),
  ),
  "escrow.approved": ofEscrow(z.strictObject({})),
  "escrow.confirmed": ofEscrow(z.strictObject({})),
};
