import { z } from "zod";
import { roles } from "../../access/roles.ts";
import { day, id } from "./shapes.ts";

const roleList = z.array(z.enum(roles));
const ofAgency = { agencyId: id };
/** What two people decided is told with the id of their decision; what one did alone, with null. */
const byTwo = { ...ofAgency, approvalId: id.nullable() };
const approval = z.strictObject({ ...ofAgency, kind: z.string(), subjectId: id, roles: roleList });

const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "agencies", record, consumers: [], payload }) as const;

/** Who works where, as what, and what agencies agreed. */
export const agenciesEvents = {
  "agency.recorded": of("agency", z.strictObject({})),
  "agency.suspended": of("agency", z.strictObject(byTwo)),
  "agency.resumed": of("agency", z.strictObject(byTwo)),
  "person.recorded": of("person", z.strictObject({ ...ofAgency, roles: roleList })),
  "person.changed": of("person", z.strictObject({ fields: z.array(z.string()) })),
  "person.disabled": of("person", z.strictObject(ofAgency)),
  "person.enabled": of("person", z.strictObject(ofAgency)),
  "person.roles-changed": of("person", z.strictObject({ ...byTwo, added: roleList, removed: roleList })),
  "person.teams-changed": of("person", z.strictObject({ ...ofAgency, teamIds: z.array(id) })),
  "person.password-reset": of("person", z.strictObject(byTwo)),
  "person.password-changed": of("person", z.strictObject(ofAgency)),
  "person.second-factor-reset": of("person", z.strictObject(byTwo)),
  "client.recorded": of("client", z.strictObject({ ...ofAgency, roles: roleList })),
  "client.suspended": of("client", z.strictObject(ofAgency)),
  "client.resumed": of("client", z.strictObject(ofAgency)),
  "client.secret-rotated": of("client", z.strictObject(ofAgency)),
  "client.key-changed": of("client", z.strictObject(ofAgency)),
  "team.recorded": of("team", z.strictObject(ofAgency)),
  "team.renamed": of("team", z.strictObject(ofAgency)),
  "team.closed": of("team", z.strictObject(ofAgency)),
  "approval.proposed": of("approval", approval),
  "approval.approved": of("approval", approval),
  "approval.declined": of("approval", approval),
  "agreement.recorded": of(
    "agreement",
    z.strictObject({ parties: z.array(id), classes: z.array(z.string()), from: day, to: day }),
  ),
  "agreement.ended": of("agreement", z.strictObject({ parties: z.array(id) })),
};
