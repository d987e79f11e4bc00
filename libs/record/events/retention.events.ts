import { z } from "zod";
import { erasedAlone } from "../../retention/class-of.ts";
import { id } from "./shapes.ts";

const ofRetention = { defendantId: id, fileIds: z.array(id) };
const ground = z.string();
/** What it is about, where it is not the whole file. */
const classes = z.array(z.enum(erasedAlone)).optional();
const of = <P extends z.ZodType>(payload: P) =>
  ({ owner: "defendants", record: "retention", consumers: [], payload }) as const;

/** How long a file is kept, and who decided that it goes: no texts, and nothing of the person. */
export const retentionEvents = {
  "retention.due": of(z.strictObject({ ...ofRetention, dueOn: z.iso.date() })),
  "retention.kept": of(z.strictObject({ ...ofRetention, until: z.iso.date(), reason: z.string() })),
  "retention.held": of(z.strictObject({ ...ofRetention, holdId: id })),
  "retention.released": of(z.strictObject({ ...ofRetention, holdId: id })),
  "retention.proposed": of(z.strictObject({ ...ofRetention, ground, classes })),
  "retention.declined": of(z.strictObject(ofRetention)),
  "retention.approved": of(z.strictObject({ ...ofRetention, ground, classes })),
  "retention.carried-out": of(z.strictObject({ ...ofRetention, classes })),
};
