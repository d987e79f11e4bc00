import { z } from "zod";
import { emergencyUsesContract } from "../../libs/access/emergency-uses.ts";
import { contract, fields } from "../../libs/contract/contract.ts";
import { auditObjectSchema, auditRowSchema, operations, whoSchema } from "../../libs/record/audit-row.ts";
import { purposeSchema } from "../../libs/record/purposes.ts";

const { id, instant, day } = fields;
const cursor = z
  .string()
  .regex(/^\d{1,15}$/, "expected the `next` of an earlier page")
  .transform(Number);

const {
  service,
  of,
  action,
  operation,
  recipients,
  purpose,
  grantId,
  commandId,
  decision,
  policyVersion,
  outcome,
  count,
} = auditRowSchema.shape;
const rowView = z.strictObject({
  id: z.string(),
  at: instant,
  requestId: z.string().nullable(),
  who: whoSchema,
  objects: z.array(auditObjectSchema),
  class: auditRowSchema.shape.class,
  ...{
    service,
    of,
    action,
    operation,
    recipients,
    purpose,
    grantId,
    commandId,
    decision,
    policyVersion,
    outcome,
    count,
  },
});
const page = z.strictObject({ items: z.array(rowView), next: z.string().nullable() });

const ofFiles = operations.filter(operation => operation !== "authentication" && operation !== "administration");
const during = { from: instant.optional(), to: instant.optional() };
const paged = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: cursor.optional() };

export const checkpointSchema = z.strictObject({
  chain: z.enum(["main", "private-notes"]),
  /** How many rows, the hash of the last of them, and when that was so. */
  length: z.int().min(1),
  head: z.string().max(64),
  at: instant,
  kid: z.string().max(64),
  /** ES256 over the JSON of the other fields, keys in order; base64url. */
  signature: z.string().max(200),
});

/** What the audit takes and gives: who did what, who looked, and proof that the record of it is whole. */
export const auditContracts = {
  search: contract(
    "audit.search",
    "Who did what to a file, what a person or an agency did, newest first; say why you look",
    z.strictObject({
      purpose: purposeSchema,
      fileId: id.optional(),
      personId: id.optional(),
      agencyId: id.optional(),
      operation: z.enum(operations).optional(),
      ...during,
      ...paged,
    }),
    page,
  ),
  mine: contract(
    "audit.mine",
    "Who looked at what your agency holds in files, and who changed it, newest first",
    z.strictObject({ operation: z.enum(ofFiles).optional(), ...during, ...paged }),
    page,
  ),
  counts: contract(
    "audit.counts",
    "How many requests there were, by day (UTC) and operation; `to` is not in it",
    z.strictObject({ from: day, to: day }),
    z.strictObject({
      items: z.array(z.strictObject({ day, operation: z.enum(operations), count: z.int() })),
    }),
  ),
  myPrivateNotes: contract(
    "audit.myPrivateNotes",
    "What was done with your own private notes, newest first; each file has a pseudonym of your own",
    z.strictObject(paged),
    page,
  ),
  checkpoints: contract(
    "audit.checkpoints",
    "Signed statements of how long the audit was and what it ended with; keep them, to know that nothing was taken out",
    z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
    z.strictObject({ items: z.array(checkpointSchema) }),
  ),
  emergencyUses: emergencyUsesContract,
  record: contract(
    "audit.record",
    "What the gateway refused before any service heard of it",
    z.strictObject({
      refusals: z
        .array(
          z.strictObject({
            id,
            at: z.coerce.date(),
            requestId: z.string().max(64),
            /** A keyed hash of the address or the person; null where many sources are counted together. */
            source: z.string().max(64).nullable(),
            who: whoSchema.nullable(),
            type: z.enum(["UNAUTHENTICATED", "ACCESS_DENIED", "TOO_MANY_REQUESTS"]),
            count: z.int().min(1),
          }),
        )
        .max(200),
    }),
    z.strictObject({}),
  ),
};
