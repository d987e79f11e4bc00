import { z } from "zod";
import { dayOf } from "../../libs/clock/day.ts";
import type { CountedPart } from "../../libs/contract/views.ts";

/** Of a case what is asked here; of one that is seen in part too little is known. */
const shownCase = z.object({
  id: z.string(),
  courtId: z.string(),
  status: z.string(),
  chargedAt: z.coerce.date(),
  bail: z.string(),
  bailSet: z.array(z.object({ status: z.string(), at: z.coerce.date() })),
  offences: z.array(z.object({ id: z.string(), date: z.string() })),
  sentence: z.object({ at: z.coerce.date() }).nullable(),
});
type ShownCase = z.infer<typeof shownCase>;

/** Nothing is still to be decided in a case that is one of these. */
const decided: ReadonlySet<string> = new Set([
  "not-convicted",
  "withdrawn",
  "transferred",
  "sentenced",
  "order-in-force",
  "closed",
]);

/** Among the cases on a screen: those that other courts have still to decide, and offences of a day on which the person was on bail in another one (Sentencing Act 2020, s. 64). */
export function casesBeside(parts: readonly CountedPart[], courtId: string | null) {
  const items = parts.find(({ part }) => part === "cases")?.items ?? [];
  const cases = items.flatMap(item => shownCase.safeParse(item).data ?? []);
  return {
    liveElsewhere: cases
      .filter(found => found.courtId !== courtId && !decided.has(found.status))
      .map(found => ({ caseId: found.id, courtId: found.courtId })),
    offencesOnBail: cases.flatMap(({ id: caseId, offences }) =>
      offences.flatMap(({ id: offenceId, date }) => {
        const other = cases.find(found => found.id !== caseId && wasOnBail(found, date));
        return other ? [{ caseId, offenceId, onBailIn: other.id }] : [];
      }),
    ),
  };
}

/** By what was set before that day: on the day itself it may have been set after the offence, or sentence passed before it. */
function wasOnBail({ chargedAt, bail, bailSet, sentence, status }: ShownCase, day: string): boolean {
  const set = bailSet.length > 0 ? bailSet : [{ status: bail, at: chargedAt }];
  const standing = set
    .filter(({ at }) => dayOf(at) < day)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .at(-1);
  // When a case ended without a sentence is not told here: nothing is said of it.
  const wasOver = sentence ? dayOf(sentence.at) <= day : decided.has(status);
  return !wasOver && (standing?.status ?? "").endsWith("-bail");
}
