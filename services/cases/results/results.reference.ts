/** What a result does to an offence: ends it by sentence, by acquittal or by withdrawal; puts it off; or stands beside another. */
export type ResultKind = "sentence" | "acquittal" | "withdrawal" | "interim" | "ancillary";

interface ResultCode {
  readonly title: string;
  readonly kind: ResultKind;
  /** The days between which courts give it; open where it was there before these records, or is still given. */
  readonly from?: string;
  readonly to?: string;
}

/**
 * CJS result codes that this court uses, of the range 1000 to 9999, from the public result-code table of Bichard 7
 * (types F and I there). Costs, disqualifications and the like are final by themselves in that table, but leave an
 * offence to be sentenced, and so are `ancillary` here. A code that is not here cannot be given in a draft.
 */
export const resultCodes: Readonly<Record<string, ResultCode>> = {
  "1002": { title: "Imprisonment", kind: "sentence" },
  "1015": { title: "Fine", kind: "sentence" },
  "1016": { title: "Bound over", kind: "sentence" },
  "1017": { title: "Absolute discharge", kind: "sentence" },
  "1018": { title: "Conditional discharge", kind: "sentence" },
  "1024": { title: "Young offender institution", kind: "sentence" },
  "1057": { title: "No separate penalty", kind: "sentence" },
  "1081": { title: "Detention and training order", kind: "sentence", from: "2000-04-01" },
  "1086": { title: "Drug treatment and testing order", kind: "sentence", to: "2005-04-03" },
  "1097": { title: "Referral order", kind: "sentence", from: "2002-04-01" },
  "1115": { title: "Suspended imprisonment", kind: "sentence" },
  "1116": { title: "Community order", kind: "sentence", from: "2005-04-04" },
  "1134": { title: "Suspended sentence, young offender institution", kind: "sentence" },
  "1141": { title: "Youth rehabilitation order", kind: "sentence", from: "2009-11-30" },
  "1177": { title: "Criminal behaviour order", kind: "ancillary", from: "2014-10-20" },
  "2004": { title: "Not guilty", kind: "acquittal" },
  "2006": { title: "Dismissed", kind: "acquittal" },
  "2050": { title: "No evidence offered, dismissed", kind: "acquittal" },
  "2064": { title: "No case to answer", kind: "acquittal" },
  "2051": { title: "Withdrawn", kind: "withdrawal" },
  "2053": { title: "Discontinuance", kind: "withdrawal" },
  "2060": { title: "Replaced with another offence", kind: "withdrawal" },
  "2063": { title: "Withdrawn, final", kind: "withdrawal" },
  "2065": { title: "Defendant deceased", kind: "withdrawal" },
  "2007": { title: "Adjourned sine die", kind: "interim" },
  "2008": { title: "Lie on file", kind: "interim" },
  "3007": { title: "Disqualified from driving", kind: "ancillary" },
  "3011": { title: "Costs", kind: "ancillary" },
  "3012": { title: "Compensation", kind: "ancillary" },
  "3047": { title: "Restraining order", kind: "ancillary", from: "1997-06-16" },
  "3055": { title: "Deprivation", kind: "ancillary" },
  "4004": { title: "Sentence postponed", kind: "interim" },
  "4005": { title: "Sentence deferred", kind: "interim" },
  "4027": { title: "Remand on conditional bail", kind: "interim" },
  "4028": { title: "Remand in custody", kind: "interim" },
  "4047": { title: "Remand on unconditional bail", kind: "interim" },
  "4506": { title: "Adjournment", kind: "interim" },
};

/** The code as courts gave it on a day; undefined where there was no such code then. */
export function resultCodeOn(code: string, day: string): ResultCode | undefined {
  const found = resultCodes[code];
  if (!found || (found.from && day < found.from) || (found.to && day > found.to)) return undefined;
  return found;
}

export const verdicts = ["guilty", "not-guilty"] as const;
export const pleaStages = ["first-hearing", "before-trial", "trial-day"] as const;
export const durationUnits = ["hours", "days", "weeks", "months", "years"] as const;
/** More shared versions than this on one defendant-case are a matter for a new case. */
export const sharedVersionsMax = 20;
