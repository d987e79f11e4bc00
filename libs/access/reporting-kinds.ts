/** What forbids reporting, by the section that gives the power. */
export const reportingKinds = [
  "cypa-1933-s49",
  "yjcea-1999-s45",
  "yjcea-1999-s46",
  "cca-1981-s4",
  "cca-1981-s11",
  "soaa-1992",
] as const;
export type ReportingKind = (typeof reportingKinds)[number];
