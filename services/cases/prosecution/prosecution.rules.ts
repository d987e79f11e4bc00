import { type FieldError, fail } from "../../../libs/errors/errors.ts";
import type { DefendantCase } from "../cases.schema.ts";

/** Money asked of the defendant for what an offence cost somebody (Sentencing Act 2020, s. 133); for what, never for whom. */
export interface CompensationClaim {
  readonly offenceId: string;
  readonly amountPence: number;
  readonly what: string;
}

/** What the prosecution told the court of a case against one defendant. It stays as it was told; the last one stands. */
export interface ProsecutionSummary {
  readonly version: number;
  /** The agency that told it: the prosecutor, or the police. */
  readonly agencyId: string;
  readonly by: string;
  readonly toldAt: Date;
  readonly recordedAt: Date;
  readonly summary: string;
  readonly compensation: readonly CompensationClaim[];
}

/** Versions of it that one defendant-case keeps. */
export const summariesMax = 10;
export const claimsMax = 30;

/** Fails with VALIDATION on a claim for an offence of somebody else, by its place, and on a time before what was told last; RULE_BROKEN where there are too many. */
export function assertSummary(
  { offences, prosecution = [] }: Pick<DefendantCase, "offences" | "prosecution">,
  { compensation, toldAt }: Pick<ProsecutionSummary, "compensation" | "toldAt">,
): void {
  const errors: FieldError[] = compensation.flatMap(({ offenceId }, n) =>
    offences.some(({ id }) => id === offenceId)
      ? []
      : [{ path: `compensation[${n}].offenceId`, message: "expected an offence of this defendant on this case" }],
  );
  const last = prosecution.at(-1);
  if (last && toldAt < last.toldAt)
    errors.push({ path: "toldAt", message: "expected no time before what was told last" });
  if (errors.length > 0) fail("VALIDATION", { errors });
  if (prosecution.length >= summariesMax)
    fail("RULE_BROKEN", { detail: `The court is told at most ${summariesMax} times of one case against somebody.` });
}

/** What is asked altogether, in pence. */
export function claimedPence(compensation: readonly Pick<CompensationClaim, "amountPence">[]): number {
  return compensation.reduce((sum, { amountPence }) => sum + amountPence, 0);
}
