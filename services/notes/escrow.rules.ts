import type { PersonEntry } from "../../libs/contract/people.ts";
import { type FieldError, fail } from "../../libs/errors/errors.ts";

const msPerDay = 86_400_000;
/** A proposal that has not been carried through by then is over. */
export const escrowDaysMax = 30;

export const escrowReasons = ["left", "died", "incapacitated"] as const;
export type EscrowReason = (typeof escrowReasons)[number];

/** Who has done what in an escrow so far; ids of persons. */
export interface EscrowFacts {
  readonly authorId: string;
  readonly successorId: string;
  readonly proposedBy: string;
  readonly approvedBy: string | null;
  readonly confirmedBy: string | null;
  readonly recordedAt: Date;
}

export const escrowStates = ["proposed", "approved", "confirmed", "lapsed"] as const;
export type EscrowState = (typeof escrowStates)[number];

export const lapsesAt = ({ recordedAt }: Pick<EscrowFacts, "recordedAt">): Date =>
  new Date(recordedAt.getTime() + escrowDaysMax * msPerDay);

export function escrowState(facts: EscrowFacts, now: Date): EscrowState {
  if (facts.confirmedBy !== null) return "confirmed";
  if (now >= lapsesAt(facts)) return "lapsed";
  return facts.approvedBy === null ? "proposed" : "approved";
}

/** The court whose notes are passed on; fails with VALIDATION unless author and successor are two judges of one court, and the successor still sits. */
export function courtOfEscrow(author: PersonEntry | undefined, successor: PersonEntry | undefined): string {
  const errors: FieldError[] = [];
  // Of somebody who is no judge nothing more is told than of an id that never was.
  const judge = author?.roles.includes("JUD") ? author : undefined;
  if (!judge) errors.push({ path: "authorId", message: "expected the id of a judge" });
  const isSuccessor =
    successor?.enabled === true &&
    successor.roles.includes("JUD") &&
    successor.id !== judge?.id &&
    successor.agencyId === judge?.agencyId;
  if (!isSuccessor) errors.push({ path: "successorId", message: "expected the id of another judge of the same court" });
  return errors.length === 0 && judge ? judge.agencyId : fail("VALIDATION", { errors });
}

/** Fails with RULE_BROKEN unless this officer may approve now: the second of two. */
export function assertMayApprove(facts: EscrowFacts, officerId: string, now: Date): void {
  assertState(facts, "proposed", now);
  if (facts.proposedBy === officerId) fail("RULE_BROKEN", { detail: "Another officer than the first one approves." });
}

/** Fails with RULE_BROKEN unless this judge may confirm now: two officers first, and neither author nor successor. */
export function assertMayConfirm(facts: EscrowFacts, judgeId: string, now: Date): void {
  assertState(facts, "approved", now);
  const others = [facts.authorId, facts.successorId, facts.proposedBy, facts.approvedBy];
  if (others.includes(judgeId))
    fail("RULE_BROKEN", { detail: "A judge who is neither the author nor the successor confirms." });
}

function assertState(facts: EscrowFacts, needed: EscrowState, now: Date): void {
  const state = escrowState(facts, now);
  if (state !== needed) fail("RULE_BROKEN", { detail: `This escrow is ${state}; it would have to be ${needed}.` });
}
