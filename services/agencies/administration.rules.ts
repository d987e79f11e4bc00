import type { AgencyType, Role } from "../../libs/access/roles.ts";
import { roleHomes } from "../../libs/access/roles.ts";
import { type FieldError, fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";

/** Roles that open whole files, the logs, or the giving of roles itself: two people give them (docs/decisions/0007). */
export const dangerousRoles = ["JUD", "IGO", "ADM"] as const satisfies readonly Role[];
/** While an agency is this new there is nobody in it yet, and the ministry sets it up in single steps. */
export const setUpDays = 30;
export const approvalHours = 24;
export const oneTimePasswordHours = 24;
const hourMs = 3_600_000;

export const approvalKinds = [
  "grant-roles",
  "reset-second-factor",
  "reset-password",
  "suspend-agency",
  "resume-agency",
] as const;
export type ApprovalKind = (typeof approvalKinds)[number];
export const approvalStates = ["pending", "approved", "declined", "expired"] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** What a decision about a proposal looks at. */
export interface Proposal {
  readonly subjectId: string;
  readonly proposedBy: string;
  readonly expiresAt: Date;
  readonly state: Exclude<ApprovalState, "expired">;
}

export const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * hourMs);

/** The ministry's administrators look after every agency. */
export const isNational = (person: Pick<Person, "agencyType">): boolean => person.agencyType === "moj";

/** Agencies and what concerns several of them belong to the ministry's administrators. Fails with ACCESS_DENIED. */
export function assertNational(person: Person): void {
  if (!isNational(person)) fail("ACCESS_DENIED");
}

/** People and systems belong to their agency's own administrators, and the ministry's. Fails with NOT_FOUND. */
export function assertAdministers(person: Person, agencyId: string | undefined): void {
  if (agencyId === undefined || (!isNational(person) && person.agencyId !== agencyId)) fail("NOT_FOUND");
}

/** What a system acting for somebody may not do: it is not them. Fails with ACCESS_DENIED. */
export function assertInPerson(person: Person): void {
  if (person.kind !== "person") fail("ACCESS_DENIED");
}

/** Nobody decides about themselves. Fails with RULE_BROKEN. */
export function assertAnother(person: Person, subjectId: string): void {
  if (person.id === subjectId) fail("RULE_BROKEN", { detail: "Another administrator decides about you." });
}

/** Where roles are not those of this type of agency: nobody becomes a judge at a police station. */
export function strangeRoles(type: AgencyType, roles: readonly Role[]): FieldError[] {
  return roles.flatMap((role, n) =>
    roleHomes[role].includes(type)
      ? []
      : [{ path: `roles[${n}]`, message: `expected a role of an agency of type ${type}` }],
  );
}

export const isDangerous = (role: Role): role is (typeof dangerousRoles)[number] =>
  dangerousRoles.some(dangerous => dangerous === role);

/** Where roles are not a machine's: judging, inspecting and administering are done in person. */
export function personalRoles(roles: readonly Role[]): FieldError[] {
  return roles.flatMap((role, n) =>
    isDangerous(role) ? [{ path: `roles[${n}]`, message: "expected a role that a system can have" }] : [],
  );
}

/** Whether a new person may be given these roles by one administrator alone. */
export function isOneStep(
  administrator: Pick<Person, "agencyType">,
  roles: readonly Role[],
  agencyRecordedAt: Date,
  now: Date,
): boolean {
  if (!roles.some(isDangerous)) return true;
  return isNational(administrator) && now < hoursAfter(agencyRecordedAt, setUpDays * 24);
}

/** What a change of roles adds and takes away. */
export function rolesChange(before: readonly Role[], after: readonly Role[]): { added: Role[]; removed: Role[] } {
  return {
    added: after.filter(role => !before.includes(role)),
    removed: before.filter(role => !after.includes(role)),
  };
}

export function approvalState({ state, expiresAt }: Pick<Proposal, "state" | "expiresAt">, now: Date): ApprovalState {
  return state === "pending" && now >= expiresAt ? "expired" : state;
}

/** Why this administrator may not decide about this proposal now; undefined when they may. */
export function whyNotDecide(proposal: Proposal, deciderId: string, now: Date): string | undefined {
  const state = approvalState(proposal, now);
  if (state === "expired") return "The proposal has lapsed. Propose it again.";
  if (state !== "pending") return `The proposal has been ${state} already.`;
  if (deciderId === proposal.proposedBy) return "Another administrator decides about what you proposed.";
  return deciderId === proposal.subjectId ? "Another administrator decides about you." : undefined;
}

/** What decides whether a session that was opened earlier may still be refreshed. */
export function isSessionOver(
  person: { readonly disabledAt: Date | null; readonly sessionsFromVersion?: number },
  session: { readonly personVersion?: number },
): boolean {
  return person.disabledAt !== null || (session.personVersion ?? 0) < (person.sessionsFromVersion ?? 0);
}
