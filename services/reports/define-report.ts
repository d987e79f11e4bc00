import type { z } from "zod";
import type { Role } from "../../libs/access/roles.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { FactsStore } from "./reports.store.ts";

export type Cell = string | number | boolean | null | string[];
export type Row = Record<string, Cell>;

/** What a report works with: the facts of one court, who asks, and the names that person may see. */
export interface ReportContext {
  readonly courtId: string;
  readonly person: Person;
  readonly facts: FactsStore;
  namesOf(defendantIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
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
