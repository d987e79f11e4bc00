import { addMonths } from "../../../libs/clock/months.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Offence } from "../cases.schema.ts";
import type { Table } from "../flow/flow.ts";

/** Orders that a line of results makes beside a sentence, or in the place of one that is put off, by their result code. */
export const ancillaryOrderOf = {
  "1177": "criminal-behaviour-order",
  "3047": "restraining-order",
  "4005": "deferred-sentence",
} as const;
export type AncillaryOrderType = (typeof ancillaryOrderOf)[keyof typeof ancillaryOrderOf];

/** What such an order says: what must not be done, what must, until when, and who looks after it. */
export interface AncillaryTerms {
  /** The last day; of a deferred sentence the day to which it is put off. Left out: until further order. */
  readonly endsOn?: string | undefined;
  readonly prohibitions: readonly string[];
  readonly requirements: readonly string[];
  readonly supervisedBy?: string | undefined;
  /** Said by the court of a criminal behaviour order against somebody under 18, which has other limits. */
  readonly isUnder18: boolean;
}

export const ancillaryStates = ["in-force", "discharged", "expired", "dealt-with"] as const;
export type AncillaryState = (typeof ancillaryStates)[number];

/** Criminal behaviour orders and restraining orders: only the court changes or ends them. */
export const behaviourOrderTable = {
  vary: { from: ["in-force"], to: "same", by: ["court"], tells: ["ancillary-order.varied"], effects: [] },
  discharge: { from: ["in-force"], to: "discharged", by: ["court"], tells: ["ancillary-order.ended"], effects: [] },
  expire: { from: ["in-force"], to: "expired", by: ["court"], tells: ["ancillary-order.ended"], effects: [] },
} as const satisfies Table<AncillaryState, "court">;

/** A deferred sentence: what was to be done meanwhile is reported on, and it ends when sentence is passed. */
export const deferralTable = {
  report: {
    from: ["in-force"],
    to: "same",
    by: ["court", "supervisor"],
    tells: ["ancillary-order.reported"],
    effects: [],
  },
} as const satisfies Table<AncillaryState, "court" | "supervisor">;

export const ancillaryTable = { ...behaviourOrderTable, ...deferralTable };
export type AncillaryMove = keyof typeof ancillaryTable;

export const tableOf = (type: AncillaryOrderType): Table<AncillaryState> =>
  type === "deferred-sentence" ? deferralTable : behaviourOrderTable;

interface Line {
  readonly offenceId: string;
  readonly code: string;
  readonly terms?: AncillaryTerms | undefined;
}

export function ancillaryTypeOf(code: string): AncillaryOrderType | undefined {
  return Object.entries(ancillaryOrderOf).find(([known]) => known === code)?.[1];
}

/** Fails with VALIDATION unless each line that makes such an order has its terms, within the law, and no other line has any. */
export function assertAncillaryTerms(lines: readonly Line[], day: string): void {
  const errors = lines.flatMap(({ code, terms }, n) => {
    const type = ancillaryTypeOf(code);
    if (!type) return terms ? [{ path: `lines[${n}].terms`, message: "expected with an order of its own only" }] : [];
    if (!terms) return [{ path: `lines[${n}].terms`, message: `expected the terms of the ${type}` }];
    return wrongTerms(type, terms, day).map(([field, message]) => ({ path: `lines[${n}].terms.${field}`, message }));
  });
  if (errors.length > 0) fail("VALIDATION", { errors });
}

type Wrong = readonly [field: keyof AncillaryTerms, message: string];

/** What is wrong with the terms of an order made on a day, by the rules of its kind. */
export function wrongTerms(type: AncillaryOrderType, terms: AncillaryTerms, day: string): readonly Wrong[] {
  const ended: Wrong[] = terms.endsOn !== undefined && terms.endsOn <= day ? [["endsOn", "expected a later day"]] : [];
  return [...ended, ...rules[type](terms, day)];
}

const none = <K extends keyof AncillaryTerms>(field: K, message: string, is: boolean): Wrong[] =>
  is ? [[field, message]] : [];

const rules: Readonly<Record<AncillaryOrderType, (terms: AncillaryTerms, day: string) => Wrong[]>> = {
  /** Sentencing Act 2020, ss. 330 to 334: a supervisor where there is a requirement; two years at least, or without an end; under 18 one to three years. */
  "criminal-behaviour-order": ({ prohibitions, requirements, supervisedBy, endsOn, isUnder18 }, day) => [
    ...none(
      "prohibitions",
      "expected something that it forbids or requires",
      prohibitions.length + requirements.length === 0,
    ),
    ...none("supervisedBy", "expected who supervises the requirements", requirements.length > 0 && !supervisedBy),
    ...none("endsOn", "expected two years at least, or no end", !isUnder18 && isBefore(endsOn, day, 24)),
    ...none(
      "endsOn",
      "expected one to three years for somebody under 18",
      isUnder18 && !isBetween(endsOn, day, 12, 36),
    ),
  ],
  /** Sentencing Act 2020, ss. 359 to 361: it forbids, and requires nothing; for a time or until further order. */
  "restraining-order": ({ prohibitions, requirements, supervisedBy, isUnder18 }) => [
    ...none("prohibitions", "expected what it forbids", prohibitions.length === 0),
    ...none("requirements", "expected none: a restraining order only forbids", requirements.length > 0),
    ...none("supervisedBy", "expected nobody", supervisedBy !== undefined),
    ...none("isUnder18", "expected with a criminal behaviour order only", isUnder18),
  ],
  /** Sentencing Act 2020, ss. 3 to 13: to a day, six months away at the most, with requirements for the time until then. */
  "deferred-sentence": ({ prohibitions, endsOn, isUnder18 }, day) => [
    ...none("endsOn", "expected the day to which sentence is deferred", endsOn === undefined),
    ...none("endsOn", "expected a day within six months", endsOn !== undefined && endsOn > addMonths(day, 6)),
    ...none("prohibitions", "expected requirements only", prohibitions.length > 0),
    ...none("isUnder18", "expected with a criminal behaviour order only", isUnder18),
  ],
};

const isBefore = (endsOn: string | undefined, day: string, months: number) =>
  endsOn !== undefined && endsOn < addMonths(day, months);
const isBetween = (endsOn: string | undefined, day: string, monthsMin: number, monthsMax: number) =>
  endsOn !== undefined && endsOn >= addMonths(day, monthsMin) && endsOn <= addMonths(day, monthsMax);

/**
 * Fails with RULE_BROKEN unless the offences, as the results leave them, bear these orders: a criminal behaviour order
 * stands beside a sentence or conditional discharge (s. 331), a restraining order follows conviction (s. 360) or
 * acquittal (Protection from Harassment Act 1997, s. 5A), and only what is not sentenced yet is deferred.
 */
export function assertBears(offences: readonly Offence[], lines: readonly Line[]): void {
  for (const { offenceId, code } of lines) {
    const type = ancillaryTypeOf(code);
    const offence = offences.find(({ id }) => id === offenceId);
    if (!type || !offence) continue;
    const { verdict, plea, result } = offence;
    const isGuilty = verdict?.value === "guilty" || (!verdict && plea?.value === "guilty");
    const bears = {
      "criminal-behaviour-order": isGuilty && result?.kind === "sentence" && result.code !== "1017",
      "restraining-order": isGuilty || result?.kind === "acquittal",
      "deferred-sentence": isGuilty && result === null,
    }[type];
    if (!bears) fail("RULE_BROKEN", { detail: why[type] });
  }
}

const why: Readonly<Record<AncillaryOrderType, string>> = {
  "criminal-behaviour-order":
    "A criminal behaviour order is made in addition to a sentence or a conditional discharge for the offence.",
  "restraining-order": "A restraining order follows a conviction or an acquittal.",
  "deferred-sentence": "Only the sentence of somebody found guilty and not sentenced yet is deferred.",
};
