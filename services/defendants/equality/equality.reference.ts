/** The "16+1" codes of self-defined ethnicity, as police and courts record it (Criminal Justice Act 1991, s. 95) [check]. */
export const ethnicities = {
  W1: "White: British",
  W2: "White: Irish",
  W9: "White: any other",
  M1: "Mixed: White and Black Caribbean",
  M2: "Mixed: White and Black African",
  M3: "Mixed: White and Asian",
  M9: "Mixed: any other",
  A1: "Asian: Indian",
  A2: "Asian: Pakistani",
  A3: "Asian: Bangladeshi",
  A9: "Asian: any other",
  B1: "Black: Caribbean",
  B2: "Black: African",
  B9: "Black: any other",
  O1: "Chinese",
  O9: "Any other",
  NS: "Not stated",
} as const;
export type Ethnicity = keyof typeof ethnicities;
export const ethnicityCodes = Object.keys(ethnicities) as [Ethnicity, ...Ethnicity[]];

export const disabilities = ["yes", "no", "not-stated"] as const;
export const genderIdentities = [
  "as-registered-at-birth",
  "trans-woman",
  "trans-man",
  "non-binary",
  "other",
  "not-stated",
] as const;
/** Who says it: the person, or for a child or an adult at risk whoever speaks for them. Nobody guesses. */
export const declarers = ["self", "appropriate-adult"] as const;
