import { z } from "zod";
import { informationClasses } from "../../../libs/access/matrix.ts";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { erasedAlone } from "../../../libs/retention/class-of.ts";
import { triggers } from "../../../libs/retention/retention.table.ts";

const { id, instant, day } = fields;

export const retentionStates = ["held-only", "due", "kept", "proposed", "approved", "erased"] as const;
export const moveNames = ["open", "keep", "hold", "release", "propose", "decline", "approve"] as const;
/** On what ground a file is erased: its periods are over, or the law says so earlier (Data Protection Act 2018, s. 47(1)). */
export const grounds = ["retention-period", "unlawful-processing", "legal-obligation", "recorded-in-error"] as const;
export const keepReasons = [
  "continuing-risk",
  "safeguarding",
  "expected-proceedings",
  "public-interest-archive",
  "other-law",
] as const;

/** No words of one's own: what stands here outlives the file, so it must not tell what was in it. */
export const retentionMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("keep"), until: day, because: z.enum(keepReasons) }),
  z.strictObject({
    name: z.literal("hold"),
    /** The matter's own reference, by which those who hold it find it. */
    reference: z.string().regex(/^[A-Z0-9][A-Z0-9/-]{2,39}$/, "expected a reference: capitals, digits, - and /"),
  }),
  z.strictObject({ name: z.literal("release"), holdId: id }),
  z.strictObject({
    ...{ name: z.literal("propose"), ground: z.enum(grounds) },
    /** Only these classes of it; left out, the whole file. */
    classes: z.array(z.enum(erasedAlone)).min(1).optional(),
  }),
  z.strictObject({ name: z.literal("decline") }),
  z.strictObject({ name: z.literal("approve") }),
]);

const review = z.strictObject({
  id,
  version: z.int(),
  defendantId: id,
  /** The file and those merged into it: they go together. */
  fileIds: z.array(id),
  state: z.enum(retentionStates),
  dueOn: day.nullable(),
  due: z.array(
    z.strictObject({
      class: z.enum(informationClasses),
      trigger: z.enum(triggers),
      from: day,
      dueOn: day,
      leadsTo: z.enum(["review", "erase", "keep"]),
    }),
  ),
  reviewOn: day.nullable(),
  keptBecause: z.enum(keepReasons).nullable(),
  holds: z.array(z.strictObject({ id, reference: z.string(), from: instant, to: instant.nullable() })),
  ground: z.enum(grounds).nullable(),
  /** What the proposal is about, where it is not the whole file. */
  classes: z.array(z.enum(erasedAlone)).nullable(),
  /** What was erased while the rest was kept. */
  erasedClasses: z.array(z.strictObject({ class: z.enum(erasedAlone), at: instant, decidedBy: id })),
  proposedBy: id.nullable(),
  proposedAt: instant.nullable(),
  decidedBy: id.nullable(),
  decidedAt: instant.nullable(),
  erasedAt: instant.nullable(),
  log: z.array(z.strictObject({ at: instant, by: z.string(), move: z.enum([...moveNames, "erased"]) })),
});

/** Which files are to be reviewed, and what two officers of information governance decide. */
export const retentionContracts = {
  listRetention: contract(
    "defendants.listRetention",
    "Files to be reviewed: due by their periods, opened by hand, or proposed for erasure; the first due first",
    z.strictObject({}),
    z.strictObject({ items: z.array(review), more: z.boolean() }),
  ),
  getRetention: contract(
    "defendants.getRetention",
    "One review, or what is left of an erased file",
    z.strictObject({ id }),
    review,
  ),
  openRetention: contract(
    "defendants.openRetention",
    "Open the review of one file now: to put a hold on it, or because the law has it erased before its time",
    z.strictObject({ defendantId: id }),
    review,
  ),
  moveRetention: contract(
    "defendants.moveRetention",
    "Keep a file until a day, hold or release it, propose its erasure or that of some classes, and, as another officer, approve or decline that",
    z.strictObject({ id, move: retentionMove }),
    review,
  ),
};
