import { z } from "zod";
import { roles } from "../../libs/access/roles.ts";
import { contract, fields } from "../../libs/contract/contract.ts";
import { approvalKinds, approvalStates, dangerousRoles } from "./administration.rules.ts";

const page = { limit: z.coerce.number().int().min(1).max(200).default(100), cursor: fields.id.optional() };

const approval = z.strictObject({
  id: fields.id,
  version: z.int(),
  kind: z.enum(approvalKinds),
  agencyId: fields.id,
  subjectId: fields.id,
  roles: z.array(z.enum(roles)),
  state: z.enum(approvalStates),
  proposedBy: fields.id,
  proposedAt: fields.instant,
  expiresAt: fields.instant,
  decidedBy: fields.id.nullable(),
  decidedAt: fields.instant.nullable(),
});

/** Decisions that two people make: one proposes, another approves. */
export const approvalContracts = {
  propose: contract(
    "agencies.propose",
    "Propose what two administrators decide; it lapses after 24 hours",
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("grant-roles"),
        personId: fields.id,
        roles: z.array(z.enum(dangerousRoles)).min(1).max(3),
      }),
      z.strictObject({ kind: z.literal("reset-second-factor"), personId: fields.id }),
      z.strictObject({ kind: z.literal("reset-password"), personId: fields.id }),
      z.strictObject({ kind: z.literal("suspend-agency"), agencyId: fields.id }),
      z.strictObject({ kind: z.literal("resume-agency"), agencyId: fields.id }),
    ]),
    approval,
  ),
  listApprovals: contract(
    "agencies.listApprovals",
    "What was proposed about an agency and its people",
    z.strictObject({ agencyId: fields.id, state: z.enum(approvalStates).optional(), ...page }),
    z.strictObject({ items: z.array(approval), next: fields.id.nullable() }),
  ),
  getApproval: contract("agencies.getApproval", "One proposal", z.strictObject({ id: fields.id }), approval),
  decideApproval: contract(
    "agencies.decideApproval",
    "Approve or decline what another administrator proposed; a one-time password is shown this once",
    z.strictObject({ id: fields.id, decision: z.enum(["approve", "decline"]) }),
    approval.extend({ oneTimePassword: z.string().nullable() }),
  ),
};
