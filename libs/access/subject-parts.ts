import type { Model } from "mongoose";
import { z } from "zod";
import type { Service } from "../bus/call-graph.ts";
import { type Contract, contract, fields } from "../contract/contract.ts";
import { sourceSchema } from "../contract/views.ts";
import { withoutBookkeeping } from "../record/record.ts";
import { type Item, markingOf, type PartDefinition, sourceOf } from "./assemble.ts";
import { natures, subjectCategories } from "./legal-basis.ts";
import { informationClasses } from "./matrix.ts";
import { subjectAccess } from "./subject-access.ts";

/** The most of one kind that a pack holds; `more` says when there is more than that. */
const itemsMax = 2_000;

/** Of private notes there is no class here: they are not asked for and not counted. */
export const subjectClass = z.enum(informationClasses).exclude(["private-notes"]);

const item = z
  .object({
    id: fields.id,
    class: subjectClass,
    source: sourceSchema,
    marking: z.strictObject({ legalBasis: z.string(), nature: z.enum(natures), category: z.enum(subjectCategories) }),
  })
  .catchall(z.unknown());
export const subjectPartSchema = z.strictObject({
  part: z.string(),
  class: subjectClass,
  more: z.boolean(),
  items: z.array(item),
});
export type SubjectPart = z.infer<typeof subjectPartSchema>;

const input = z.strictObject({ defendantId: fields.id });
const output = z.strictObject({
  parts: z.array(subjectPartSchema),
  leftOut: z.array(z.strictObject({ class: subjectClass, count: z.int() })),
});
export type PartsForSubject = z.infer<typeof output>;

/** Asked of those who hold parts of a file, for the person the file is about. */
export function subjectPartContract(service: Service): Contract<typeof input, typeof output> {
  return contract(`${service}.partForSubject`, "What this service holds of one person, for that person", input, output);
}

/**
 * All of one kind that is held of a person, as it is given to that person. What the law keeps from them is counted and
 * not read. `view` names what leaves where the usual full view shows other people too.
 */
export async function partForSubject<T extends Item>(
  model: Model<T>,
  definition: PartDefinition<T>,
  filter: object,
  view: (stored: T) => Record<string, unknown> = stored => definition.view(stored, "full"),
): Promise<PartsForSubject> {
  const cls = subjectClass.parse(definition.class);
  const live = { ...filter, erased: null };
  if (subjectAccess[cls].rule !== "included") {
    const count = await model.countDocuments(live as never);
    return { parts: [], leftOut: count > 0 ? [{ class: cls, count }] : [] };
  }
  const found = await model
    .find(live as never, withoutBookkeeping)
    .sort({ occurredAt: 1, _id: 1 })
    .limit(itemsMax + 1)
    .lean<T[]>();
  const items = found.slice(0, itemsMax).map(stored => ({
    ...view(stored),
    id: stored._id,
    class: cls,
    source: sourceOf(stored),
    marking: markingOf(definition, stored),
  }));
  return { parts: [{ part: definition.part, class: cls, more: found.length > itemsMax, items }], leftOut: [] };
}

/** Several answers as one. */
export function joined(answers: readonly PartsForSubject[]): PartsForSubject {
  return {
    parts: answers.flatMap(({ parts }) => parts),
    leftOut: answers.flatMap(({ leftOut }) => leftOut),
  };
}
