import type { InformationClass } from "../access/matrix.ts";
import { recordClasses } from "../record/audited-actions.ts";
import type { RecordKind } from "../record/event-table.ts";

/** The class by which a record is kept and erased: the one it says, or that of its kind. */
export function keptClassOf(kind: RecordKind, record: Readonly<Record<string, unknown>>): InformationClass {
  if (kind === "note") return record.kind === "court" ? "court-notes" : "agency-notes";
  return saysItself.has(kind) && typeof record.class === "string"
    ? (record.class as InformationClass)
    : recordClasses[kind];
}

/** Kinds whose records are of several classes. */
export const saysItself: ReadonlySet<RecordKind> = new Set(["document", "marker", "custody"]);
export const ofSeveralClasses: ReadonlySet<RecordKind> = new Set([...saysItself, "note"]);

/**
 * Classes that may be erased while the rest of a file is kept. Who somebody is, their cases and results and earlier
 * convictions are what the rest hangs on, and go with the file.
 */
export const erasedAlone = [
  "supervision",
  "compliance",
  "risk",
  "drug-tests",
  "treatment",
  "health",
  "needs",
  "victim-contact",
  "victim-statement",
  "intelligence",
  "court-notes",
  "agency-notes",
  "equality",
] as const satisfies readonly InformationClass[];
export type ErasedAlone = (typeof erasedAlone)[number];
export const isErasedAlone = (cls: InformationClass): cls is ErasedAlone =>
  (erasedAlone as readonly InformationClass[]).includes(cls);
