/** The agencies round the table (docs/glossary.md). */
export const agencyTypes = [
  "court",
  "police",
  "cps",
  "defence",
  "probation",
  "youth",
  "treatment",
  "health",
  "support",
  "victim",
  "asb",
  "moj",
  "supplier",
] as const;
export type AgencyType = (typeof agencyTypes)[number];

/** The roles a person can hold, with the words people use for them. */
export const roleNames = {
  JUD: "Judge or magistrate",
  LA: "Legal adviser",
  LST: "Listing and court administration",
  CO: "Problem-solving co-ordinator",
  POL: "Police criminal justice unit",
  INT: "Police intelligence officer",
  CPS: "Prosecutor",
  DEF: "Defence representative",
  PRB: "Probation officer",
  YOT: "Youth offending team",
  TRT: "Drug and alcohol treatment worker",
  HLT: "Health and mental-health liaison",
  SUP: "Support adviser",
  VIC: "Victim and witness services",
  ASB: "Anti-social behaviour unit",
  REP: "Analyst",
  OPS: "Operations",
  IGO: "Information governance officer",
  ADM: "Agency administrator",
} as const;
export type Role = keyof typeof roleNames;

/** The agencies whose people can hold a role. Any agency has its own administrators. */
export const roleHomes: Readonly<Record<Role, readonly AgencyType[]>> = {
  JUD: ["court"],
  LA: ["court"],
  LST: ["court"],
  CO: ["court", "moj"],
  POL: ["police"],
  INT: ["police"],
  CPS: ["cps"],
  DEF: ["defence"],
  PRB: ["probation"],
  YOT: ["youth"],
  TRT: ["treatment"],
  HLT: ["health"],
  SUP: ["support"],
  VIC: ["victim", "police"],
  ASB: ["asb"],
  REP: ["moj"],
  OPS: ["supplier"],
  IGO: ["moj"],
  ADM: agencyTypes,
};
export const roles = Object.keys(roleNames) as [Role, ...Role[]];
