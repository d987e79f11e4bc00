import type { InformationClass } from "./matrix.ts";
import type { AgencyType } from "./roles.ts";

/** Why the law keeps something from the person it is about. */
export const exemptionGroundNames = ["judicial-capacity", "prevention-of-crime", "others-rights"] as const;
export type ExemptionGround = (typeof exemptionGroundNames)[number];

/** The source of each ground, and what everyone who asks is told of it: the same whatever is held. */
export const exemptionGrounds: Readonly<Record<ExemptionGround, { readonly source: string; readonly text: string }>> = {
  "judicial-capacity": {
    source: "Data Protection Act 2018, Sch. 2 para. 14(2)-(3) and s. 43(3)",
    text: "What a judge or a court writes down for its judicial work is never included, whether there is any or not.",
  },
  "prevention-of-crime": {
    source: "Data Protection Act 2018, s. 45(4)(b)",
    text: "What would prejudice preventing, investigating or prosecuting crime is left out, whether there is any or not.",
  },
  "others-rights": {
    source: "Data Protection Act 2018, s. 45(4)(e)",
    text: "What belongs to victims, witnesses and other people is left out, whether there is any or not.",
  },
};

/** How a class stands to the person's right of access: given, kept from them, or nothing that a person's file holds. */
export type SubjectRule =
  | { readonly rule: "included" }
  | { readonly rule: "exempt"; readonly ground: ExemptionGround }
  | { readonly rule: "not-in-files" };

const included: SubjectRule = { rule: "included" };
const notInFiles: SubjectRule = { rule: "not-in-files" };
const exempt = (ground: ExemptionGround): SubjectRule => ({ rule: "exempt", ground });

/** What somebody who asks for what is held about them is given (Data Protection Act 2018, s. 45; UK GDPR, Art. 15), by class. */
export const subjectAccess: Readonly<Record<InformationClass, SubjectRule>> = {
  identity: included,
  case: included,
  results: included,
  supervision: included,
  antecedents: included,
  spent: included,
  risk: included,
  compliance: included,
  "drug-tests": included,
  treatment: included,
  health: included,
  needs: included,
  "victim-contact": exempt("others-rights"),
  "victim-statement": exempt("others-rights"),
  intelligence: exempt("prevention-of-crime"),
  "private-notes": exempt("judicial-capacity"),
  "court-notes": exempt("judicial-capacity"),
  "agency-notes": included,
  youth: included,
  equality: included,
  // Why somebody may not see a file is nearly always about a victim, a witness or a member of staff.
  "limited-access": exempt("others-rights"),
  logs: notInFiles,
  reports: notInFiles,
  administration: notInFiles,
  reference: notInFiles,
  session: notInFiles,
};

/** What these agencies write is about a victim or a witness whatever its class, and that they are at the table tells that one came forward. */
const ofOthers: ReadonlySet<AgencyType> = new Set(["victim"]);

/** The ground on which what this kind of agency recorded is kept from the person, whatever its class. */
export function exemptSource(type: AgencyType): ExemptionGround | undefined {
  return ofOthers.has(type) ? "others-rights" : undefined;
}
