import { z } from "zod";
import { dayOf } from "../../libs/clock/day.ts";
import { addMonths } from "../../libs/clock/months.ts";
import type { CountedPart } from "../../libs/contract/views.ts";

const recentMonths = 36;
/** Of an offence code the Act or source and its year, which the offences of one Act have in common: `TH68` of TH68001. */
const actLength = 4;

const coded = z.object({ code: z.string() });
const conviction = z.object({ id: z.string(), convictedOn: z.string(), offences: z.array(coded).default([]) });
const shownCase = z.object({ courtId: z.string(), offences: z.array(coded) });

/**
 * Which of the convictions on a screen the bench looks at first: those under an Act under which something is before
 * this court, and those of the last three years up to a day. One may be both. Spent ones are marked as such where they stand.
 */
export function groupedAntecedents(parts: readonly CountedPart[], courtId: string | null, now: Date) {
  const itemsOf = (...names: string[]) =>
    parts.filter(({ part }) => names.includes(part)).flatMap(({ items }) => items);
  const before = itemsOf("cases").flatMap(item => shownCase.safeParse(item).data ?? []);
  const acts = new Set(
    before.filter(found => found.courtId === courtId).flatMap(({ offences }) => offences.map(actOf)),
  );
  const convictions = itemsOf("antecedents", "spent-convictions").flatMap(
    item => conviction.safeParse(item).data ?? [],
  );
  const since = addMonths(dayOf(now), -recentMonths);
  return {
    relevant: convictions.filter(({ offences }) => offences.some(each => acts.has(actOf(each)))).map(({ id }) => id),
    lastThreeYears: convictions.filter(({ convictedOn }) => convictedOn >= since).map(({ id }) => id),
  };
}

const actOf = ({ code }: { readonly code: string }): string => code.slice(0, actLength);
