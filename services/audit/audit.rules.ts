import type { z } from "zod";
import { type AuditRow, policyVersion } from "../../libs/record/audit-row.ts";
import type { auditContracts } from "./audit.contract.ts";

type Refusal = z.output<typeof auditContracts.record.input>["refusals"][number];

/** What the gateway refused, as a row: of somebody unknown only a keyed hash of where it came from. */
export function refusalRow({ id, at, requestId, source, who, type, count }: Refusal): AuditRow {
  return {
    id: `gateway:${id}`,
    at,
    requestId,
    service: "gateway",
    of: "gateway",
    who: who ?? { kind: "anonymous", id: source, agencyId: null, roles: [] },
    action: "gateway.refuse",
    class: null,
    operation: type === "ACCESS_DENIED" ? "denial" : "authentication",
    objects: [],
    recipients: [],
    purpose: null,
    grantId: null,
    commandId: null,
    decision: { effect: "deny", because: null },
    policyVersion,
    outcome: type,
    count,
  };
}
