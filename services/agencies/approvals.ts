import type { Role } from "../../libs/access/roles.ts";
import type { Handlers } from "../../libs/bus/actions.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { followCommand } from "../../libs/record/follow.ts";
import type { RecordEvent } from "../../libs/record/record.ts";
import {
  type ApprovalKind,
  assertAdministers,
  assertAnother,
  assertNational,
  isNational,
  rolesChange,
  strangeRoles,
} from "./administration.rules.ts";
import type { DirectoryStore } from "./agencies.store.ts";
import { approvalView, pageOf } from "./agencies.views.ts";
import type { approvalContracts } from "./approvals.contract.ts";
import type { ApprovalsStore } from "./approvals.store.ts";
import { hashPassword, newOneTimePassword } from "./passwords.ts";
import type { PeopleStore } from "./people.store.ts";

interface Stores {
  readonly directory: DirectoryStore;
  readonly people: PeopleStore;
  readonly approvals: ApprovalsStore;
}
interface Proposed {
  readonly agencyId: string;
  readonly kind: ApprovalKind;
  readonly subjectId: string;
  readonly roles: readonly Role[];
}

/** Decisions that two people make. */
export function approving({ directory, people, approvals }: Stores) {
  const broken = (detail: string): never => fail("RULE_BROKEN", { detail });

  async function aboutPerson(
    by: Person,
    kind: ApprovalKind,
    personId: string,
    roles: readonly Role[],
  ): Promise<Proposed> {
    const subject = await people.get(personId, by);
    assertAnother(by, personId);
    const { agencyId } = subject;
    if (kind === "grant-roles") {
      const errors = strangeRoles((await directory.getAgency(agencyId)).type, roles);
      if (errors.length > 0) fail("VALIDATION", { errors });
      if (rolesChange(subject.roles, roles).added.length === 0) broken("They have these roles already.");
    }
    if (kind === "reset-second-factor" && !subject.totp?.confirmed) broken("Their second factor is not on.");
    return { agencyId, kind, subjectId: personId, roles };
  }

  async function aboutAgency(
    by: Person,
    kind: "suspend-agency" | "resume-agency",
    agencyId: string,
  ): Promise<Proposed> {
    assertAdministers(by, agencyId);
    assertNational(by);
    const agency = await directory.getAgency(agencyId);
    if (isNational({ agencyType: agency.type })) broken("The ministry cannot be suspended.");
    const isSuspended = Boolean(agency.suspendedAt);
    if (isSuspended === (kind === "suspend-agency")) broken(isSuspended ? "It is suspended." : "It is not suspended.");
    return { agencyId, kind, subjectId: agencyId, roles: [] };
  }

  const handlers: Handlers<typeof approvalContracts> = {
    propose: async (input, { person, command }) => {
      const proposed =
        "agencyId" in input
          ? await aboutAgency(person(), input.kind, input.agencyId)
          : await aboutPerson(person(), input.kind, input.personId, "roles" in input ? input.roles : []);
      return approvalView(await approvals.propose(proposed, person(), command()));
    },
    listApprovals: async ({ agencyId, state, ...page }, { person }) => {
      assertAdministers(person(), agencyId);
      return pageOf(await approvals.list(agencyId, state, page), page.limit, approvalView);
    },
    getApproval: async ({ id }, { person }) => approvalView(await approvals.get(id, person())),
    decideApproval: async ({ id, decision }, { person, command }) => {
      const { kind } = await approvals.get(id, person());
      const isPassword = kind === "reset-password" && decision === "approve";
      const password = isPassword ? newOneTimePassword() : null;
      const hash = password && (await hashPassword(password));
      const { record, replayed } = await approvals.decide(id, decision, hash, person(), command());
      return { ...approvalView(record), oneTimePassword: replayed ? null : password };
    },
  };

  /** What an approval brings about: one write on the person or the agency, named by the event, so that a repeat changes nothing. */
  async function carryOut(event: RecordEvent<"approval.approved">): Promise<void> {
    const { _id, kind, subjectId, roles, passwordHash } = await approvals.getApproved(event.recordId);
    const command = followCommand(event, "approved");
    if (kind === "grant-roles") {
      const add = (present: readonly Role[]) => [...new Set([...present, ...roles])];
      await people.changeRoles(subjectId, undefined, add, _id, command);
    } else if (kind === "reset-second-factor") await people.resetSecondFactor(subjectId, _id, command);
    else if (kind === "reset-password")
      await people.resetPassword(subjectId, undefined, passwordHash ?? fail("INTERNAL"), _id, command);
    else await directory.changeSuspension(subjectId, kind === "suspend-agency", _id, command);
  }

  return { handlers, steps: { "approval.approved": carryOut } };
}
