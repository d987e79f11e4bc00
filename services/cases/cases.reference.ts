/** Requirements a community or suspended sentence order may have (Sentencing Act 2020, s. 201 table). `testing` ones give the court test results by law (Sch. 9). */
export const requirementTypes = {
  "unpaid-work": { unit: "hours", testing: false },
  "rehabilitation-activity": { unit: "days", testing: false },
  programme: { unit: "days", testing: false },
  "prohibited-activity": { unit: "months", testing: false },
  curfew: { unit: "days", testing: false },
  exclusion: { unit: "months", testing: false },
  residence: { unit: "months", testing: false },
  "foreign-travel-prohibition": { unit: "months", testing: false },
  "mental-health-treatment": { unit: "months", testing: false },
  "drug-rehabilitation": { unit: "months", testing: true },
  "drug-testing": { unit: "months", testing: true },
  "alcohol-treatment": { unit: "months", testing: false },
  "alcohol-abstinence-and-monitoring": { unit: "days", testing: true },
  "attendance-centre": { unit: "hours", testing: false },
  "electronic-compliance-monitoring": { unit: "months", testing: false },
  "electronic-whereabouts-monitoring": { unit: "months", testing: false },
} as const satisfies Record<string, { unit: "hours" | "days" | "months"; testing: boolean }>;
export type RequirementType = keyof typeof requirementTypes;

export const orderTypes = [
  "community-order",
  "suspended-sentence-order",
  "youth-rehabilitation-order",
  "conditional-discharge",
  "referral-order",
] as const;
/** How a defendant-case can end at sentence; those that are orders make one. */
export const disposals = [...orderTypes, "absolute-discharge", "fine", "custody"] as const;
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
export const obligationKinds = ["appointment", "unpaid-work", "drug-test", "payment", "curfew"] as const;
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
