import { createHash } from "node:crypto";
import { z } from "zod";
import { informationClasses, matrixRows } from "../access/matrix.ts";
import { roles } from "../access/roles.ts";
import { parts } from "../bus/call-graph.ts";
import { purposeSchema } from "./purposes.ts";

/** What was done, in the words of DPA 2018, s. 62(1); and what else a record of use must hold. */
export const operations = [
  "collection",
  "alteration",
  "consultation",
  "disclosure",
  "combination",
  "erasure",
  "authentication",
  "administration",
  "denial",
] as const;
export type Operation = (typeof operations)[number];

/** What shows more leaves several rows. */
export const objectsPerRowMax = 500;

const id = z.string().max(160);

/** One thing that was shown, changed or asked for: ids only. Of many records of one class in one file, one object with all their holders. */
export const auditObjectSchema = z.strictObject({
  class: z.enum(informationClasses).nullable(),
  /** The file; of private notes a keyed pseudonym in its place. */
  fileId: id.nullable(),
  recordId: id.nullable(),
  holderAgencyIds: z.array(id),
});
export type AuditObject = z.infer<typeof auditObjectSchema>;

/** Who asked. Of somebody who has not signed in, `id` is at most a keyed hash of the name that was tried or of the address. */
export const whoSchema = z.strictObject({
  kind: z.enum(["person", "client", "service", "anonymous"]),
  id: id.nullable(),
  agencyId: id.nullable(),
  roles: z.array(z.enum(roles)),
});
export type Who = z.infer<typeof whoSchema>;

/** One row of the audit: who did what to which things, when, why, and what came of it. No content, no names, no search words. */
export const auditRowSchema = z.strictObject({
  /** Unique for ever. A caller may choose its request id, so the row is named by the service that writes it. */
  id,
  at: z.coerce.date(),
  requestId: id.nullable(),
  /** Who writes the row. */
  service: z.enum(parts),
  /** `request`: what somebody asked · `change`: what became of a record, by its event · `gateway`: refused before any service. */
  of: z.enum(["request", "change", "gateway"]),
  who: whoSchema,
  /** The action; of a change the type of its event; of the gateway the kind of refusal. */
  action: z.string().max(80),
  class: z.enum(informationClasses).nullable(),
  operation: z.enum(operations),
  objects: z.array(auditObjectSchema).max(objectsPerRowMax),
  /** Agencies that were told. */
  recipients: z.array(id).max(100),
  purpose: purposeSchema.nullable(),
  /** The break-glass grant under which it was done. */
  grantId: id.nullable(),
  /** Ties a request to the changes it made. */
  commandId: id.nullable(),
  decision: z.strictObject({ effect: z.enum(["allow", "deny"]), because: z.string().max(200).nullable() }),
  /** Which table of access was in force. */
  policyVersion: z.string().max(40),
  /** `ok`, or the type of the error. */
  outcome: z.string().max(40),
  /** How many times: more than once for refusals that came in numbers. */
  count: z.int().min(1),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

/** Names the access table that decisions are made by: another table, another version. */
export const policyVersion = createHash("sha256").update(JSON.stringify(matrixRows())).digest("hex").slice(0, 12);
