import { clock } from "../../libs/clock/clock.ts";
import { approvalState } from "./administration.rules.ts";
import type { Agreement, Approval, Team } from "./administration.schema.ts";
import type { Agency, AgencyPerson, Client } from "./agencies.schema.ts";

const instant = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

export const agencyView = ({ _id, type, name, ouCode }: Agency) => ({ id: _id, type, name, ouCode });

export const personView = ({ _id, agencyId, username, name, roles }: AgencyPerson) => ({
  id: _id,
  agencyId,
  username,
  name,
  roles: [...roles],
});

export const administeredPersonView = (person: AgencyPerson) => ({
  ...personView(person),
  version: person.v,
  teamIds: [...person.teamIds],
  secondFactor: person.totp?.confirmed ?? false,
  mustChangePassword: Boolean(person.oneTimeUntil),
  disabledAt: instant(person.disabledAt),
});

export const administeredClientView = (client: Client) => ({
  id: client._id,
  version: client.v,
  agencyId: client.agencyId,
  name: client.name,
  roles: [...client.roles],
  keyThumbprint: client.keyThumbprint ?? null,
  certificateThumbprint: client.certificateThumbprint ?? null,
  suspendedAt: instant(client.suspendedAt),
});

export const teamView = ({ _id, v, agencyId, name, closedAt }: Team) => ({
  id: _id,
  version: v,
  agencyId,
  name,
  closedAt: instant(closedAt),
});

export const approvalView = (approval: Approval) => ({
  id: approval._id,
  version: approval.v,
  kind: approval.kind,
  agencyId: approval.agencyId,
  subjectId: approval.subjectId,
  roles: [...approval.roles],
  state: approvalState(approval, clock.now()),
  proposedBy: approval.proposedBy,
  proposedAt: approval.recordedAt.toISOString(),
  expiresAt: approval.expiresAt.toISOString(),
  decidedBy: approval.decidedBy,
  decidedAt: instant(approval.decidedAt),
});

export const agreementView = ({ _id, v, parties, classes, endedAt, ...terms }: Agreement) => ({
  id: _id,
  version: v,
  parties: [...parties],
  classes: [...classes],
  purpose: terms.purpose,
  legalBasis: terms.legalBasis,
  from: terms.from,
  to: terms.to,
  endedAt: instant(endedAt),
});

/** A page in the order of ids, and where the next one begins: after the last, when the page is full. */
export function pageOf<T extends { readonly _id: string }, V>(
  found: readonly T[],
  limit: number,
  view: (item: T) => V,
) {
  return { items: found.map(view), next: found.length === limit ? (found.at(-1)?._id ?? null) : null };
}

/** What other services are told of a person: no name. */
export const personEntry = ({ _id, agencyId, roles, teamIds, disabledAt }: AgencyPerson) => ({
  id: _id,
  agencyId,
  roles: [...roles],
  teamIds: [...teamIds],
  enabled: !disabledAt,
});
