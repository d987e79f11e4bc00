import { z } from "zod";
import { informationClasses } from "../access/matrix.ts";
import { type StatuteName, statutes } from "../access/statutes.ts";
import { fields } from "./contract.ts";
import { judgeSchema } from "./people.ts";

/** Where a thing comes from and when: the agency that recorded it, when it happened, when we learned of it. Instants in UTC. */
export const sourceSchema = z.strictObject({
  agencyId: fields.id,
  occurredAt: fields.instant,
  recordedAt: fields.instant,
});

/**
 * What can be said of one part of a file: `supplied`, `requested` and not yet here, `not-supplied`,
 * `withheld` by those who hold it, `erased` when its time was over, or `none-held`. Never a blank.
 */
export const partStates = ["supplied", "not-supplied", "requested", "withheld", "erased", "none-held"] as const;
export type PartState = (typeof partStates)[number];

export const partSchema = z.strictObject({
  part: z.string(),
  class: z.enum(informationClasses),
  state: z.enum(partStates),
  /** Who holds what is shown, and who holds more that is not shared with the reader. */
  suppliedBy: z.array(fields.id),
  alsoHeldBy: z.array(fields.id),
  /** When the newest thing shown was recorded; null when nothing is. */
  asOf: fields.instant.nullable(),
  items: z.array(z.record(z.string(), z.unknown())),
});
export type Part = z.infer<typeof partSchema>;

/** A part as its owner answers: with how many things there are where only the newest are given, and what they come to. */
export const countedPartSchema = partSchema.extend({
  total: z.int(),
  /** How many of all things there are by a key that the part chooses, and the last day among them. */
  tally: z.array(z.strictObject({ key: z.string(), count: z.int(), lastDay: fields.day.nullable() })),
});
export type CountedPart = z.infer<typeof countedPartSchema>;

export const timelineEntrySchema = z.strictObject({
  id: z.string(),
  at: fields.instant,
  recordedAt: fields.instant,
  part: z.string(),
  recordId: fields.id,
  agencyId: fields.id,
  what: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/**
 * By what it is decided who may read one thing, as it was when it was shown: its class, its source, with whom it was
 * shared and what law gave it to somebody. Kept beside what is frozen, since the thing itself may change or be recalled.
 */
export const heldThenSchema = z.strictObject({
  recordId: fields.id,
  /** Whose file it is in: a person may have several, and each has its own facts. */
  fileId: fields.id,
  class: z.enum(informationClasses),
  agencyId: fields.id,
  caseId: fields.id.nullable(),
  occurredAt: fields.instant,
  recordedAt: fields.instant,
  sharedWith: z.array(
    z.strictObject({
      id: z.string(),
      recipient: z.strictObject({ kind: z.enum(["agency", "team", "person"]), id: fields.id }),
    }),
  ),
  statutes: z.array(z.enum(Object.keys(statutes) as [StatuteName])),
});
export type HeldThen = z.infer<typeof heldThenSchema>;

/** A place in a timeline, newest first: what comes after it is older. */
export const placeSchema = z.strictObject({ at: fields.instant, id: z.string().max(120) });
export type Place = z.infer<typeof placeSchema>;

/** What an owner is asked for and gives when a file is put together. */
export const partInput = z.strictObject({
  defendantId: fields.id,
  before: placeSchema.optional(),
  limit: z.int().min(1).max(201),
  /** Also says of each thing what decides who may read it, for a view that is to be frozen. */
  freezing: z.boolean().default(false),
  /** The judge by whose reach it is, for a view that is to be frozen (libs/access/for-judge.ts). */
  judge: judgeSchema.optional(),
  /** Only so many things of each part, the newest; `total` and `tally` are of all. */
  newest: z.int().min(1).max(200).optional(),
  /** By how new facts the asking service has opened the file: what was shared a moment ago is in every part. */
  accessVersion: z.int().min(0),
});
export const partOutput = z.strictObject({
  parts: z.array(countedPartSchema),
  timeline: z.array(timelineEntrySchema),
  held: z.array(heldThenSchema).optional(),
});
