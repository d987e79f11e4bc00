import type { Role } from "../access/roles.ts";
import { fail } from "../errors/errors.ts";

/** One transition of a state machine: from where, to where, whose act it is, and what it brings about beside the state. */
export interface Transition<S extends string> {
  readonly from: readonly S[];
  readonly to: S;
  /** The roles that may do it; `step` stands for what follows by itself from another act. */
  readonly who: readonly (Role | "step")[];
  /** The events it tells, and what follows from them. */
  readonly effects: readonly string[];
}
export type StateTable<S extends string> = Readonly<Record<string, Transition<S>>>;

type Moves<S extends string> = Readonly<Record<string, Pick<Transition<S>, "from" | "to">>>;

/** What may happen to something that is in this state. */
export function allowedNow(table: Moves<string>, state: string): string[] {
  return Object.entries(table)
    .filter(([, { from }]) => from.includes(state))
    .map(([name]) => name);
}

export function isAllowed<T extends Moves<string>>(table: T, transition: keyof T & string, state: string): boolean {
  return table[transition]?.from.includes(state) ?? false;
}

/** The state a transition leads to. Fails with RULE_BROKEN, which says what is allowed now. */
export function moved<T extends Moves<string>>(
  what: string,
  table: T,
  transition: keyof T & string,
  state: string,
): T[keyof T]["to"] {
  const row = table[transition];
  if (row?.from.includes(state)) return row.to;
  const allowed = allowedNow(table, state);
  return fail("RULE_BROKEN", {
    detail: `${what} is ${state}, so "${transition}" is not possible; possible now: ${allowed.join(", ") || "nothing"}.`,
    allowed,
  });
}

/** Fails with ACCESS_DENIED unless one of the roles may do this; asked after the record has been found to be within reach. */
export function assertWho<T extends StateTable<string>>(
  table: T,
  transition: keyof T & string,
  roles: readonly Role[],
): void {
  const who = table[transition]?.who ?? [];
  if (!roles.some(role => who.includes(role)))
    fail("ACCESS_DENIED", { detail: `Your role may not do "${transition}".` });
}

/** The names of transitions that people do, for a contract. */
export function namesOf<T extends StateTable<string>>(table: T): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(table).filter(name => table[name]?.who.some(who => who !== "step")) as [
    keyof T & string,
    ...(keyof T & string)[],
  ];
}
