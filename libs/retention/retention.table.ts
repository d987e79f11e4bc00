import type { InformationClass } from "../access/matrix.ts";

/** What a period is counted from; the last one of its kind counts. */
export const triggers = [
  /** An order came to its end, whatever the end. */
  "order-ended",
  /** A case was disposed of with a conviction. */
  "disposal",
  /** A case ended without a conviction. */
  "acquittal",
  /** Somebody last recorded something in the file, by when it happened. */
  "last-contact",
  /** The person died. */
  "death",
  /** The person's date of birth: a period from it is an age. */
  "birth",
] as const;
export type Trigger = (typeof triggers)[number];

/** `review`: somebody decides, with no leaning · `erase`: the review proposes erasure · `keep`: no date of its own; it goes with the last of the others. */
export type LeadsTo = "review" | "erase" | "keep";
/** `youth`: all that is in the file happened before eighteen · `safeguarding`: it holds what protects a child or an adult at risk. */
export type Whose = "adult" | "youth" | "safeguarding";

export interface RetentionRow {
  readonly class: InformationClass;
  readonly whose: Whose | "anyone";
  readonly trigger: Trigger;
  readonly years: number;
  readonly leadsTo: LeadsTo;
  /** Where the period comes from. [check]: from memory; the controller confirms it before anything is disposed of by it. */
  readonly source: string;
}

const mopi = "College of Policing APP, Management of police information: review schedule [check]";
const nationalRecords = "NPCC guidance on PNC records: until the hundredth birthday [check]";
const courts = "HMCTS record retention and disposition schedule, magistrates' courts [check]";
const probation = "HMPPS records retention schedule, community orders [check]";
const health = "NHS Records Management Code of Practice, Sch. 2 [check]";
const iicsa = "IICSA: records that bear on child protection are kept 75 years [check]";
const youthBoard = "Youth Justice Board case management guidance: retention [check]";
const equality = "Data Protection Act 2018, s. 39(1): no longer than needed [check]";
const withTheFile = "Goes with the file: it says whose file it is, or who did what with it";

const row = (
  cls: InformationClass,
  whose: RetentionRow["whose"],
  trigger: Trigger,
  years: number,
  leadsTo: LeadsTo,
  source: string,
): RetentionRow => ({ class: cls, whose, trigger, years, leadsTo, source });

/** Of every class that a file may hold: how long after what, and what happens then. Of several rows that apply the last date counts. */
export const retentionRows: readonly RetentionRow[] = [
  row("identity", "anyone", "last-contact", 6, "keep", withTheFile),
  row("case", "adult", "disposal", 6, "review", mopi),
  row("case", "adult", "acquittal", 3, "erase", courts),
  row("case", "youth", "disposal", 6, "review", youthBoard),
  row("case", "youth", "acquittal", 1, "erase", youthBoard),
  row("results", "adult", "disposal", 25, "review", courts),
  row("results", "adult", "acquittal", 3, "erase", courts),
  row("results", "youth", "disposal", 6, "review", youthBoard),
  row("results", "youth", "acquittal", 1, "erase", youthBoard),
  row("antecedents", "adult", "birth", 100, "erase", nationalRecords),
  row("antecedents", "youth", "birth", 100, "erase", nationalRecords),
  row("spent", "adult", "birth", 100, "erase", nationalRecords),
  row("spent", "youth", "birth", 100, "erase", nationalRecords),
  row("supervision", "adult", "order-ended", 6, "erase", probation),
  row("supervision", "youth", "order-ended", 3, "erase", youthBoard),
  row("compliance", "adult", "order-ended", 6, "erase", probation),
  // Who came to a hearing is written down of those too whom no order binds.
  row("compliance", "adult", "disposal", 6, "erase", probation),
  row("compliance", "adult", "acquittal", 3, "erase", courts),
  row("compliance", "youth", "order-ended", 3, "erase", youthBoard),
  row("compliance", "youth", "disposal", 3, "erase", youthBoard),
  row("compliance", "youth", "acquittal", 1, "erase", youthBoard),
  row("risk", "adult", "order-ended", 6, "review", probation),
  row("risk", "adult", "last-contact", 6, "review", probation),
  row("risk", "youth", "birth", 25, "review", youthBoard),
  row("drug-tests", "anyone", "order-ended", 6, "erase", probation),
  row("drug-tests", "anyone", "last-contact", 6, "erase", probation),
  row("treatment", "adult", "last-contact", 8, "review", health),
  row("treatment", "youth", "birth", 25, "review", health),
  row("health", "adult", "last-contact", 8, "review", health),
  row("health", "adult", "death", 8, "review", health),
  row("health", "youth", "birth", 25, "review", health),
  row("needs", "adult", "last-contact", 6, "erase", probation),
  row("needs", "youth", "birth", 25, "review", youthBoard),
  row("needs", "safeguarding", "birth", 75, "review", iicsa),
  row("victim-contact", "anyone", "last-contact", 6, "erase", probation),
  row("victim-statement", "anyone", "last-contact", 6, "erase", courts),
  row("intelligence", "anyone", "last-contact", 6, "review", mopi),
  row("court-notes", "anyone", "last-contact", 3, "erase", courts),
  row("agency-notes", "adult", "last-contact", 6, "review", probation),
  row("agency-notes", "youth", "birth", 25, "review", youthBoard),
  row("agency-notes", "safeguarding", "birth", 75, "review", iicsa),
  row("youth", "anyone", "birth", 25, "review", youthBoard),
  row("youth", "safeguarding", "birth", 75, "review", iicsa),
  row("equality", "anyone", "last-contact", 1, "erase", equality),
  row("private-notes", "anyone", "last-contact", 6, "keep", withTheFile),
  row("limited-access", "anyone", "last-contact", 6, "keep", withTheFile),
];

/** Classes of which no file holds anything: what is done with Tracker itself, and by whom. */
export const notInFiles: Readonly<Partial<Record<InformationClass, string>>> = {
  logs: "The audit: kept whole, and for as long as the controller's own schedule says (docs/appropriate-policy.md)",
  reports: "Counts, with ids and codes; no file is told from them once its names are erased",
  administration: "About those who work with Tracker",
  reference: "About nobody",
  session: "Ends by itself",
};

/** What keeps a file whatever the dates say. */
export const holdKinds = {
  "live-case": "A case of this person is not over.",
  "live-order": "An order is in force.",
  "open-treatment": "Treatment goes on.",
  "in-custody": "The person is held, or on licence.",
  "outstanding-warrant": "A warrant has neither been executed nor withdrawn.",
  "money-owed": "Something imposed is still owed.",
  "open-subject-request": "The person has asked for something that is not answered.",
  "processing-restricted": "The person has asked that it be kept and not used (Data Protection Act 2018, s. 47(2)).",
  "unreviewed-emergency": "An emergency has not been reviewed.",
  "undecided-match": "It is not decided whether this is somebody else's file too.",
  litigation: "Information governance has put a hold on it.",
} as const;
export type HoldKind = keyof typeof holdKinds;
