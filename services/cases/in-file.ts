import type { Stored } from "../../libs/record/record.ts";

/** What every kind of record about one person has: whose file, which case and court, who holds it, when it happened. */
export interface InFile extends Stored {
  readonly defendantId: string;
  readonly caseId: string | null;
  readonly courtId: string | null;
  readonly agencyId: string;
  readonly occurredAt: Date;
}

/** One that always belongs to a case. */
export interface InCase extends InFile {
  readonly caseId: string;
  readonly courtId: string;
}

const text = { type: String, required: true } as const;
export const inFileFields = {
  defendantId: text,
  caseId: String,
  courtId: String,
  agencyId: text,
  occurredAt: { type: Date, required: true },
} as const;
export const byFile = [{ defendantId: 1, occurredAt: 1 }] as const;
export const requiredText = text;

/** Something of a record that was put right: what it was, what it is, and why. */
export interface Correction<T> {
  readonly at: Date;
  readonly by: string;
  readonly from: T;
  readonly to: T;
  readonly reason: string;
}
