import type { InformationClass } from "../../../libs/access/matrix.ts";

/** What a hearing can need, and the class that says who may know whether it has come. */
export const preparationItems = {
  "pre-sentence report": "risk",
  "progress report": "compliance",
  "information of the breach": "supervision",
} as const satisfies Readonly<Record<string, InformationClass>>;
export type PreparationItem = keyof typeof preparationItems;

/** What must have come before a hearing of this type can do its work; for sentence as in report 8. */
const required: Readonly<Record<string, readonly PreparationItem[]>> = {
  sentence: ["pre-sentence report"],
  review: ["progress report"],
  breach: ["information of the breach"],
};

export const neededFor = (type: string): readonly PreparationItem[] => required[type] ?? [];

/** Items received ÷ items needed, of those the reader may know of; null where there are none of them. */
export function preparationOf(needed: readonly PreparationItem[], received: ReadonlySet<PreparationItem>) {
  const missing = needed.filter(item => !received.has(item));
  const percent = needed.length === 0 ? null : Math.round(((needed.length - missing.length) / needed.length) * 100);
  return { needed: [...needed], missing, percent };
}
