import type { AuditRow } from "../../libs/record/audit-row.ts";

/** A row as an auditor sees it: all of it, since it holds ids and coded values only. */
export const rowView = ({ at, ...row }: AuditRow) => ({
  id: row.id,
  at: at.toISOString(),
  requestId: row.requestId,
  service: row.service,
  of: row.of,
  who: row.who,
  action: row.action,
  class: row.class,
  operation: row.operation,
  objects: row.objects,
  recipients: row.recipients,
  purpose: row.purpose,
  grantId: row.grantId,
  commandId: row.commandId,
  decision: row.decision,
  policyVersion: row.policyVersion,
  outcome: row.outcome,
  count: row.count,
});

/** A row as a holder sees it: of the things that were shown, its own; what others hold is not named, nor who else was told. */
export function holderView(row: AuditRow, agencyId: string) {
  return {
    ...rowView(row),
    objects: row.objects
      .filter(({ holderAgencyIds }) => holderAgencyIds.includes(agencyId))
      .map(object => ({ ...object, holderAgencyIds: [agencyId] })),
    recipients: row.objects.every(({ holderAgencyIds }) => holderAgencyIds.includes(agencyId)) ? row.recipients : [],
  };
}
