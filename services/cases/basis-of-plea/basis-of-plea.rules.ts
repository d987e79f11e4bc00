import { type FieldError, fail } from "../../../libs/errors/errors.ts";
import type { Table } from "../flow/flow.ts";

export const basisStates = ["served", "accepted", "disputed"] as const;
export type BasisState = (typeof basisStates)[number];

/** On what facts somebody pleads guilty, in their own words, and what the prosecution says to it. */
export interface BasisOfPlea {
  readonly text: string;
  readonly state: BasisState;
  /** What was said to it since it was entered, in order. */
  readonly answers: readonly { readonly at: Date; readonly by: string; readonly state: BasisState }[];
}

/**
 * What is said to a basis of plea, which the court writes down. Disputed means that the facts may have to be found at a
 * Newton hearing; nothing that was accepted binds the court, and what was disputed may be accepted after all
 * (R v Underwood [2004] EWCA Crim 2256).
 */
export const basisTable = {
  accept: {
    from: ["served", "disputed"],
    to: "accepted",
    by: ["court"],
    tells: ["plea.basis-answered"],
    effects: [],
  },
  dispute: {
    from: ["served", "accepted"],
    to: "disputed",
    by: ["court"],
    tells: ["plea.basis-answered"],
    effects: [],
  },
} as const satisfies Table<BasisState, "court">;
export type BasisAnswer = keyof typeof basisTable;

/** Answers that one basis keeps. */
export const answersMax = 20;

/** Fails with VALIDATION, by its place, on a basis of anything but a plea of guilty: who denies an offence admits no facts of it. */
export function assertBases(pleas: readonly { readonly plea: string; readonly basis?: object | undefined }[]): void {
  const errors = pleas.flatMap(({ plea, basis }, n): FieldError[] =>
    basis && plea !== "guilty"
      ? [{ path: `pleas[${n}].basis`, message: "expected no basis: only a plea of guilty has one" }]
      : [],
  );
  if (errors.length > 0) fail("VALIDATION", { errors });
}
