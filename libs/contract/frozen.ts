import { z } from "zod";
import { contract, fields } from "./contract.ts";
import { decisionSchema } from "./decision.ts";
import { judgeSchema } from "./people.ts";
import { heldThenSchema, partSchema, timelineEntrySchema } from "./views.ts";

/** A part of the screen, and how many things there are of which the newest are shown. */
export const viewedPartSchema = partSchema.extend({ total: z.int() });

/** What the bench has before it, as `cases` takes it to freeze it; the fields of header and strip are the business of who makes it. */
export const viewToFreeze = contract(
  "defendants.viewToFreeze",
  "The sentencing view, with what decides who may read each thing of it, to be frozen",
  z.strictObject({
    id: fields.id,
    /** The judge who sat, where a legal adviser of the court records the sentence: it is what the judge is shown. */
    judge: judgeSchema.optional(),
  }),
  z.strictObject({
    form: z.literal("sentence"),
    defendant: z.record(z.string(), z.unknown()),
    ageYears: z.int().nullable(),
    flags: z.array(z.strictObject({ kind: z.string(), recordId: fields.id.nullable() })),
    strip: z.record(z.string(), z.unknown()),
    blocks: z.array(z.strictObject({ block: z.string(), parts: z.array(viewedPartSchema) })),
    timeline: z.array(timelineEntrySchema),
    agencies: z.array(z.strictObject({ id: fields.id, type: z.string(), name: z.string() })),
    /** What could be decided with; what was frozen before it was shown has none. */
    decision: decisionSchema.optional(),
    held: z.array(heldThenSchema),
  }),
);
export type ViewToFreeze = z.infer<typeof viewToFreeze.output>;
