import type { InformationClass } from "../access/matrix.ts";
import { addMonths } from "../clock/months.ts";
import { type ErasedAlone, isErasedAlone } from "./class-of.ts";
import {
  type HoldKind,
  type LeadsTo,
  type RetentionRow,
  retentionRows,
  type Trigger,
  type Whose,
} from "./retention.table.ts";

const monthsPerYear = 12;

/** What is known of a file that its dates are counted from. Days are plain dates. */
export interface RetentionFacts {
  readonly classes: readonly InformationClass[];
  /** The last day on which each trigger happened; left out, it has not. */
  readonly last: Readonly<Partial<Record<Trigger, string>>>;
  readonly whose: Whose;
}
export interface DueClass {
  readonly class: InformationClass;
  readonly trigger: Trigger;
  readonly from: string;
  readonly dueOn: string;
  readonly leadsTo: LeadsTo;
}

/** The day a period ends: the same day so many years on; from 29 February, and where that month is shorter, its last day. */
export const dueOnOf = (from: string, years: number): string => addMonths(from, years * monthsPerYear);

/**
 * When each class of a file is due, by the row that ends last; a class of which nothing has happened yet that a row
 * counts from has no date, and then the file has none. Pure.
 */
export function dueClasses(
  facts: RetentionFacts,
): readonly (DueClass | { readonly class: InformationClass; readonly dueOn: null })[] {
  return facts.classes.map(cls => {
    const dated = rowsFor(cls, facts.whose).flatMap(({ trigger, years, leadsTo }) => {
      const from = facts.last[trigger];
      return from === undefined ? [] : [{ class: cls, trigger, from, dueOn: dueOnOf(from, years), leadsTo }];
    });
    return dated.sort((a, b) => (a.dueOn < b.dueOn ? 1 : -1))[0] ?? { class: cls, dueOn: null };
  });
}

/** The classes of a file that may go on a day though the rest of it is kept, the first due first. Pure. */
export function classesDue(
  facts: RetentionFacts,
  today: string,
): readonly (DueClass & { readonly class: ErasedAlone })[] {
  return dueClasses(facts)
    .filter((due): due is DueClass & { readonly class: ErasedAlone } => due.dueOn !== null && isErasedAlone(due.class))
    .filter(({ dueOn }) => dueOn <= today)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
}

/** The day from which the whole file may be reviewed for disposal: that of its last class. Null while a class has none. */
export function fileDueOn(facts: RetentionFacts): string | null {
  const due = dueClasses(facts).map(({ dueOn }) => dueOn);
  if (due.length === 0 || due.includes(null)) return null;
  return due.reduce<string | null>((last, day) => (last === null || (day !== null && day > last) ? day : last), null);
}

/** The rows for a class: those for whose file it is beside those for anyone's; without one of its own, an adult's. */
export function rowsFor(cls: InformationClass, whose: Whose): readonly RetentionRow[] {
  const of = (wanted: RetentionRow["whose"]) => retentionRows.filter(row => row.class === cls && row.whose === wanted);
  const own = of(whose);
  const special = own.length > 0 ? own : of("adult");
  return [...special, ...of("anyone")];
}

/** What a file is held by, of what is known about it. */
export interface HoldFacts {
  readonly liveCases: number;
  readonly liveOrders: number;
  readonly openTreatments: number;
  readonly inCustody: number;
  readonly outstandingWarrants: number;
  readonly owedPence: number;
  readonly openSubjectRequests: number;
  readonly restricted: boolean;
  readonly unreviewedEmergencies: number;
  readonly undecidedMatches: number;
  readonly litigation: number;
}

const holdRows: Readonly<Record<HoldKind, (facts: HoldFacts) => boolean>> = {
  "live-case": ({ liveCases }) => liveCases > 0,
  "live-order": ({ liveOrders }) => liveOrders > 0,
  "open-treatment": ({ openTreatments }) => openTreatments > 0,
  "in-custody": ({ inCustody }) => inCustody > 0,
  "outstanding-warrant": ({ outstandingWarrants }) => outstandingWarrants > 0,
  "money-owed": ({ owedPence }) => owedPence > 0,
  "open-subject-request": ({ openSubjectRequests }) => openSubjectRequests > 0,
  "processing-restricted": ({ restricted }) => restricted,
  "unreviewed-emergency": ({ unreviewedEmergencies }) => unreviewedEmergencies > 0,
  "undecided-match": ({ undecidedMatches }) => undecidedMatches > 0,
  litigation: ({ litigation }) => litigation > 0,
};

/** Everything that keeps a file from being disposed of now. */
export const holdsOf = (facts: HoldFacts): HoldKind[] =>
  Object.entries(holdRows).flatMap(([kind, applies]) => (applies(facts) ? [kind as HoldKind] : []));
