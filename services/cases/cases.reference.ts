export interface RequirementRow {
  readonly unit: "hours" | "days" | "months";
  /** One that gives the court test results by law (Sentencing Act 2020, Sch. 9). */
  readonly testing: boolean;
  /** The day from which courts could impose it. */
  readonly from: string;
  /** Only for offences committed until then. */
  readonly offencesUntil?: string;
  /** One that an order itself lays on somebody: there is no place to be had and nothing that must begin. */
  readonly needsNobody?: true;
}

/**
 * Requirements that a community or suspended sentence order may have: the table in s. 201 of the Sentencing Act 2020,
 * and two of the Criminal Justice Act 2003, s. 177, that the rehabilitation activity requirement replaced for offences
 * from 1 February 2015 (Offender Rehabilitation Act 2014, s. 15).
 */
export const requirementTypes = {
  "unpaid-work": { unit: "hours", testing: false, from: "2005-04-04" },
  "rehabilitation-activity": { unit: "days", testing: false, from: "2015-02-01" },
  programme: { unit: "days", testing: false, from: "2005-04-04" },
  "prohibited-activity": { unit: "months", testing: false, from: "2005-04-04", needsNobody: true },
  curfew: { unit: "days", testing: false, from: "2005-04-04" },
  exclusion: { unit: "months", testing: false, from: "2005-04-04", needsNobody: true },
  residence: { unit: "months", testing: false, from: "2005-04-04" },
  "foreign-travel-prohibition": { unit: "months", testing: false, from: "2012-12-03", needsNobody: true },
  "mental-health-treatment": { unit: "months", testing: false, from: "2005-04-04" },
  "drug-rehabilitation": { unit: "months", testing: true, from: "2005-04-04" },
  "drug-testing": { unit: "months", testing: true, from: "2022-06-28" },
  "alcohol-treatment": { unit: "months", testing: false, from: "2005-04-04" },
  "alcohol-abstinence-and-monitoring": { unit: "days", testing: true, from: "2014-07-31" },
  "attendance-centre": { unit: "hours", testing: false, from: "2005-04-04" },
  "electronic-compliance-monitoring": { unit: "months", testing: false, from: "2005-04-04" },
  "electronic-whereabouts-monitoring": { unit: "months", testing: false, from: "2016-10-17" },
  supervision: { unit: "months", testing: false, from: "2005-04-04", offencesUntil: "2015-01-31" },
  "specified-activity": { unit: "days", testing: false, from: "2005-04-04", offencesUntil: "2015-01-31" },
} as const satisfies Record<string, RequirementRow>;
export type RequirementType = keyof typeof requirementTypes;

/** Those that a court imposes only on who has expressed willingness to comply with them (Sentencing Act 2020, Sch. 9, paras 17, 20 and 24). */
export const treatmentTypes = [
  "mental-health-treatment",
  "drug-rehabilitation",
  "alcohol-treatment",
] as const satisfies readonly RequirementType[];

const sentenceOrders = [
  "community-order",
  "suspended-sentence-order",
  "youth-rehabilitation-order",
  "conditional-discharge",
  "referral-order",
] as const;
/** Every order a court makes: those that a sentence is, and those beside or before one. */
export const orderTypes = [
  ...sentenceOrders,
  "criminal-behaviour-order",
  "restraining-order",
  "deferred-sentence",
] as const;
/** How a defendant-case can end at sentence; those that are orders make one. */
export const disposals = [...sentenceOrders, "absolute-discharge", "fine", "custody"] as const;
export const hearingTypes = [
  "first",
  "plea",
  "trial",
  "sentence",
  "review",
  "breach",
  "warrant",
  "application",
  "mention",
] as const;
export const needDomains = [
  "accommodation",
  "education-training-employment",
  "health",
  "mental-health",
  "drugs",
  "alcohol",
  "finance",
  "children-and-families",
  "attitudes",
  "abuse",
] as const;
/** What a supervisor or provider sets by hand; all else follows from what happens (obligations/obligations.rules.ts). */
export const obligationKinds = ["appointment", "unpaid-work", "drug-test", "curfew"] as const;
export const obligationOutcomes = [
  "attended-complied",
  "attended-failed",
  "absent-acceptable",
  "absent-unacceptable",
  "rearranged",
  "not-held",
] as const;
export const reportFormats = ["oral", "fast-delivery", "standard"] as const;
export const riskLevels = ["low", "medium", "high", "very-high"] as const;
export const pleas = ["guilty", "not-guilty"] as const;
export const testOutcomes = [
  "negative",
  "positive",
  "invalid",
  "missed-acceptable",
  "missed-unacceptable",
  "refused",
] as const;
export const substances = [
  "opiates",
  "cocaine",
  "amphetamines",
  "benzodiazepines",
  "cannabis",
  "alcohol",
  "other",
] as const;
