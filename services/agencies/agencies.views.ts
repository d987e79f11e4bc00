import type { Agency, AgencyPerson } from "./agencies.schema.ts";

export const agencyView = ({ _id, type, name, ouCode }: Agency) => ({ id: _id, type, name, ouCode });

export const personView = ({ _id, agencyId, username, name, roles }: AgencyPerson) => ({
  id: _id,
  agencyId,
  username,
  name,
  roles: [...roles],
});

/** What other services are told of a person: no name. */
export const personEntry = ({ _id, agencyId, roles, disabledAt }: AgencyPerson) => ({
  id: _id,
  agencyId,
  roles: [...roles],
  enabled: !disabledAt,
});
