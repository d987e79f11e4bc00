import { z } from "zod";
import { informationClasses } from "../../../libs/access/matrix.ts";
import { agencyTypes } from "../../../libs/access/roles.ts";
import { exemptionGroundNames } from "../../../libs/access/subject-access.ts";
import { subjectClass, subjectPartSchema } from "../../../libs/access/subject-parts.ts";
import { contract, fields } from "../../../libs/contract/contract.ts";

const { id, instant, day, past, text } = fields;

/** What somebody may ask about what is held of them (Data Protection Act 2018, ss. 45-47; UK GDPR, Arts. 15, 16 and 18). */
export const requestKinds = ["access", "rectification", "restriction"] as const;
export const requestStates = ["received", "identity-shown", "answered", "refused", "withdrawn"] as const;
export const outcomes = ["supplied", "corrected", "not-corrected", "restricted", "not-restricted"] as const;
/** Why a request may be refused: s. 53(1) for the first two, s. 45(4), s. 45(4)(e), and s. 43(3) with Sch. 2 para. 14. */
export const refusalGrounds = [
  "manifestly-unfounded",
  "excessive",
  "prejudice-to-proceedings",
  "others-rights",
  "judicial-capacity",
] as const;
export const moveNames = [
  "show-identity",
  "extend",
  "answer",
  "refuse",
  "withdraw",
  "make-pack",
  "lift-restriction",
] as const;
const reason = text(2_000);
const ground = z.enum(exemptionGroundNames);

/** What may be done with a request, by name. */
export const move = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("show-identity"), shownAt: past.optional(), how: text(300) }),
  z.strictObject({ name: z.literal("extend"), months: z.int().min(1).max(2), reason }),
  z.strictObject({
    name: z.literal("answer"),
    outcome: z.enum(outcomes),
    reason: reason.optional(),
    /** The record that was corrected, where it is not the person's own. */
    correctedRecordId: id.optional(),
    /** What the person says instead, kept beside what is not corrected. */
    statement: text(4_000).optional(),
  }),
  z.strictObject({ name: z.literal("refuse"), ground: z.enum(refusalGrounds), reason }),
  z.strictObject({ name: z.literal("withdraw"), reason }),
  z.strictObject({ name: z.literal("lift-restriction"), reason }),
]);

const leftOut = z.array(z.strictObject({ class: subjectClass, count: z.int(), ground }));
const request = z.strictObject({
  id,
  version: z.int(),
  defendantId: id,
  kind: z.enum(requestKinds),
  state: z.enum(requestStates),
  receivedAt: instant,
  identityShownAt: instant.nullable(),
  /** Null while identity is not shown: the clock stands still. */
  dueOn: day.nullable(),
  extended: z.boolean(),
  overdue: z.boolean(),
  details: z.string(),
  handledBy: id,
  answer: z
    .strictObject({
      outcome: z.enum(outcomes),
      reason: z.string().nullable(),
      correctedRecordId: id.nullable(),
      statement: z.string().nullable(),
    })
    .nullable(),
  refusal: z.strictObject({ ground: z.enum(refusalGrounds), reason: z.string() }).nullable(),
  /** Whether the file is marked because of this request. */
  restricting: z.boolean(),
  log: z.array(
    z.strictObject({
      at: instant,
      by: id,
      what: z.enum(["receive", ...moveNames]),
      text: z.string().nullable(),
      leftOut: leftOut.nullable(),
    }),
  ),
});

const identity = z.strictObject({
  class: z.literal("identity"),
  id,
  source: subjectPartSchema.shape.items.element.shape.source,
  marking: subjectPartSchema.shape.items.element.shape.marking,
  name: z.strictObject({ title: z.string().nullable(), forenames: z.array(z.string()), surname: z.string() }),
  dateOfBirth: z.string(),
  dateOfBirthEstimated: z.boolean(),
  sex: z.string(),
  languages: z.array(z.string()),
  interpreter: z.boolean(),
  aliases: z.array(z.strictObject({ type: z.string(), forenames: z.array(z.string()), surname: z.string() })),
  addresses: z.array(
    z.strictObject({
      type: z.string(),
      lines: z.array(z.string()),
      postcode: z.string().nullable(),
      from: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
  identifiers: z.array(z.strictObject({ kind: z.string(), value: z.string() })),
  corrections: z.array(z.strictObject({ at: instant, fields: z.array(z.string()), reason: z.string() })),
});
const pack = z.strictObject({
  requestId: id,
  defendantId: id,
  madeAt: instant,
  identity,
  consents: z.array(
    z.strictObject({
      classes: z.array(z.enum(informationClasses)),
      agencyIds: z.array(id),
      purpose: z.string(),
      from: instant,
      to: instant.nullable(),
    }),
  ),
  parts: z.array(subjectPartSchema),
  /** Whom the ids of agencies name. */
  agencies: z.array(z.strictObject({ id, type: z.enum(agencyTypes), name: z.string() })),
  /** To which kinds of agency the file is or was open (s. 45(2)(c)). */
  recipients: z.array(z.enum(agencyTypes)),
  /** What is never in a pack, the same in every one: it does not tell what is held. */
  exemptions: z.array(z.strictObject({ ground, source: z.string(), text: z.string() })),
  rights: z.array(z.string()),
});

/** Requests of the people whom files are about: what is held of them, that it be corrected, that it be restricted. */
export const subjectRequestsContracts = {
  recordSubjectRequest: contract(
    "defendants.recordSubjectRequest",
    "Record that a person asks for what is held of them, or that it be corrected or restricted",
    z.strictObject({
      defendantId: id,
      kind: z.enum(requestKinds),
      receivedAt: past.optional(),
      details: text(4_000),
    }),
    request,
  ),
  listSubjectRequests: contract(
    "defendants.listSubjectRequests",
    "Requests that are open, by the day they are due; those that wait for identity last",
    z.strictObject({}),
    z.strictObject({ items: z.array(request), more: z.boolean() }),
  ),
  getSubjectRequest: contract(
    "defendants.getSubjectRequest",
    "One request with its log",
    z.strictObject({ id }),
    request,
  ),
  moveSubjectRequest: contract(
    "defendants.moveSubjectRequest",
    "Say what became of a request: identity shown, extended, answered, refused, withdrawn, restriction lifted",
    z.strictObject({ id, move }),
    request,
  ),
  maySubjectPack: contract(
    "defendants.maySubjectPack",
    "Whether a pack may be made now; fails as making it does. Asked while it is being sent",
    z.strictObject({ id }),
    z.strictObject({}),
  ),
  subjectPack: contract(
    "defendants.subjectPack",
    "All that is held of the person who asks, each item with source, marking and class, but for what the law exempts; read it before it goes out, since free text may name other people",
    z.strictObject({ id }),
    pack,
  ),
};
