import type { Model } from "mongoose";
import type { Role } from "../../libs/access/roles.ts";
import { clock } from "../../libs/clock/clock.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committed, Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import {
  type ApprovalKind,
  type ApprovalState,
  approvalHours,
  assertAdministers,
  assertNational,
  hoursAfter,
  whyNotDecide,
} from "./administration.rules.ts";
import type { Approval } from "./administration.schema.ts";

/** What stands between agencies is the ministry's to propose and to decide. */
export const nationalKinds: readonly ApprovalKind[] = ["suspend-agency", "resume-agency"];

/** Every query on what two people decide. */
export function approvalsStore({ approvals }: { readonly approvals: Model<Approval> }, committer: Committer) {
  return {
    async propose(
      fields: { agencyId: string; kind: ApprovalKind; subjectId: string; roles: readonly Role[] },
      by: Person,
      command: Command,
    ): Promise<Approval> {
      const { record } = await committer.create<Approval>(
        approvals,
        {
          ...fields,
          proposedBy: by.id,
          expiresAt: hoursAfter(command.at, approvalHours),
          state: "pending",
          decidedBy: null,
          decidedAt: null,
          passwordHash: null,
        },
        [{ type: "approval.proposed", data: toldOf(fields) }],
        command,
      );
      return record;
    },

    async get(id: string, by: Person): Promise<Approval> {
      const approval = await approvals.findById(id).lean<Approval>();
      assertAdministers(by, approval?.agencyId);
      return approval ?? fail("NOT_FOUND");
    },

    list(
      agencyId: string,
      state: ApprovalState | undefined,
      { limit, cursor }: { limit: number; cursor?: string | undefined },
    ): Promise<Approval[]> {
      return approvals
        .find({ agencyId, ...stateFilter(state), ...(cursor && { _id: { $gt: cursor } }) }, withoutBookkeeping)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Approval[]>();
    },

    /** The decision is this one write; what it brings about follows from its event. */
    decide(
      id: string,
      decision: "approve" | "decline",
      passwordHash: string | null,
      by: Person,
      command: Command,
    ): Promise<Committed<Approval>> {
      const authorize = async (current: Approval | null) => {
        assertAdministers(by, current?.agencyId);
        if (current && nationalKinds.includes(current.kind)) assertNational(by);
      };
      return committer.change<Approval>(approvals, id, command, authorize, approval => {
        const why = whyNotDecide(approval, by.id, command.at);
        if (why) fail("RULE_BROKEN", { detail: why });
        const state = decision === "approve" ? "approved" : "declined";
        return {
          set: { state, decidedBy: by.id, decidedAt: command.at, passwordHash },
          events: [{ type: `approval.${state}`, data: toldOf(approval) }],
        };
      });
    },

    /** An approval whose effect is to be carried out. */
    async getApproved(id: string): Promise<Approval> {
      return (await approvals.findById(id).lean<Approval>()) ?? fail("NOT_FOUND");
    },
  };
}
export type ApprovalsStore = ReturnType<typeof approvalsStore>;

function stateFilter(state: ApprovalState | undefined): object {
  if (state === "pending") return { state, expiresAt: { $gt: clock.now() } };
  if (state === "expired") return { state: "pending", expiresAt: { $lte: clock.now() } };
  return state ? { state } : {};
}

const toldOf = ({ agencyId, kind, subjectId, roles }: Pick<Approval, "agencyId" | "kind" | "subjectId" | "roles">) => ({
  agencyId,
  kind,
  subjectId,
  roles: [...roles],
});
