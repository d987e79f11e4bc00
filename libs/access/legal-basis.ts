import type { InformationClass } from "./matrix.ts";

/** As whom somebody stands in a record (Data Protection Act 2018, s. 38(3)). */
export const subjectCategories = ["suspect", "convicted", "victim", "witness"] as const;
export type SubjectCategory = (typeof subjectCategories)[number];

/** Whether a record tells a fact or a personal assessment (s. 38(2)). */
export const natures = ["fact", "opinion"] as const;

const law = "Data Protection Act 2018, s. 35(2)(b): necessary for a competent authority's task";
const strict = "Data Protection Act 2018, s. 35(5) and Sch. 8 para. 1: strictly necessary, statutory purpose";
const confidential =
  "Recorded under UK GDPR Arts. 6(1)(e) and 9(2)(h); shown beyond the provider with consent as a permission of confidence, or by statute";

/** By what law a class of information is processed here. Consent is never the basis: it permits what confidence would forbid. */
const bases: { readonly [C in InformationClass]?: string } = {
  identity: law,
  case: law,
  results: law,
  supervision: `${law} (Sentencing Act 2020, Sch. 9 and 10)`,
  antecedents: law,
  spent: `${law}; Rehabilitation of Offenders Act 1974, s. 7(2)(a)`,
  risk: `${strict} (Sentencing Act 2020, s. 30)`,
  compliance: `${law} (Sentencing Act 2020, Sch. 10)`,
  "drug-tests": `${strict} (Sentencing Act 2020, Sch. 9)`,
  treatment: confidential,
  health: confidential,
  needs: strict,
  "victim-contact": law,
  "victim-statement": law,
  intelligence: strict,
  "agency-notes": law,
  "court-notes": "Processing by a court in its judicial capacity (Data Protection Act 2018, s. 43(3))",
  youth: strict,
  equality: "Equality Act 2010, s. 149; Data Protection Act 2018, Sch. 8 para. 9",
};

/** Fails never: a class without a row of its own is processed under the general one. */
export function legalBasisOf(cls: InformationClass): string {
  return bases[cls] ?? law;
}
