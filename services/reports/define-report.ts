import type { z } from "zod";
import type { Role } from "../../libs/access/roles.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { RecordKind } from "../../libs/record/event-table.ts";
import type { FactsStore } from "./reports.store.ts";

export type Cell = string | number | boolean | null | string[];
export type Row = Record<string, Cell>;

/** A live reporting restriction, of one case or of all that is about the person. */
export interface Reporting {
  readonly kind: string;
  readonly caseId: string | null;
}

/** The kinds that hold for a row about this case, each once. */
export function reportingFor(restrictions: readonly Reporting[] | undefined, caseId: string | null): string[] {
  const kinds = (restrictions ?? []).filter(found => found.caseId === null || found.caseId === caseId);
  return [...new Set(kinds.map(({ kind }) => kind))].sort();
}

/** A record as a fact names it. */
export interface Known {
  readonly kind: RecordKind;
  readonly id: string;
}

/** What a report works with: the facts of one court, who asks, and the names that person may see. */
export interface ReportContext {
  readonly courtId: string;
  readonly person: Person;
  readonly facts: FactsStore;
  namesOf(defendantIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those of these records that the person may see now, each with the defendants they may see in connection with it. */
  reach(records: readonly Known[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** What may not be reported of them: goes with every row that names somebody. */
  reportingOf(defendantIds: readonly string[]): Promise<ReadonlyMap<string, readonly Reporting[]>>;
}

/** A report is a value: its definition, who may run it, what it asks for and how its rows are made. */
export interface Report<P extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly definition: string;
  readonly audience: readonly Role[];
  readonly parameters: P;
  readonly columns: Readonly<Record<string, string>>;
  rows(parameters: z.output<P>, context: ReportContext): Promise<Row[]>;
}

export function defineReport<P extends z.ZodType>(report: Report<P>): Report {
  return report as unknown as Report;
}
