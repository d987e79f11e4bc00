import { z } from "zod";
import { clock } from "../../libs/clock/clock.ts";
import { contract, fields } from "../../libs/contract/contract.ts";
import { decisionSchema } from "../../libs/contract/decision.ts";
import { viewedPartSchema, viewToFreeze } from "../../libs/contract/frozen.ts";
import { namesContract, reportingView } from "../../libs/contract/names.ts";
import { partSchema, partStates, sourceSchema, timelineEntrySchema } from "../../libs/contract/views.ts";
import { checkIdentifier } from "../../libs/identifiers/identifiers.ts";
import { equalityContracts } from "./equality/equality.contract.ts";
import { fileAccessContracts } from "./file-access/file-access.contract.ts";
import { candidateView, matchingContracts } from "./matching/matching.contract.ts";
import { retentionContracts } from "./retention/retention.contract.ts";
import { blocks, forms } from "./sentencing-view.ts";
import { subjectRequestsContracts } from "./subject-requests/subject-requests.contract.ts";

const yearsMax = 110;
/** By whose act a service tells it. */
const actor = z.strictObject({
  id: z.string().max(80),
  agencyId: fields.id.nullable(),
  clientId: fields.id.optional(),
});

/** Under ten a child is not criminally responsible (Children and Young Persons Act 1933, s. 50). */
const yearsMin = 10;

/** The identifiers that belong to a person; an ASN or a URN belongs to a case. */
export const personIdentifierKinds = ["pnc", "cro", "noms", "crn", "ni", "nhs", "driver"] as const;

/** `processing-restricted`: the person has asked for it and it was granted (Data Protection Act 2018, ss. 46(4) and 47; UK GDPR, Art. 18). */
export const fileMarkers = ["processing-restricted"] as const;

const identifierFields = { kind: z.enum(personIdentifierKinds), value: z.string().trim().min(1).max(64) };
/** Refuses what fails its rule; the message says which check letter it should have had. */
const mustBeValid = ({ kind, value }: z.output<z.ZodObject<typeof identifierFields>>, context: z.RefinementCtx) => {
  const { valid, reason } = checkIdentifier(kind, value, { today: clock.now() });
  if (!valid) context.addIssue({ code: "custom", path: ["value"], message: reason ?? "is not valid" });
};
/** What one searches by. */
const identifier = z.strictObject(identifierFields).superRefine(mustBeValid);
/**
 * A new identifier must pass its rule, unless it is kept as somebody quoted it: an invalid one stays with its reason,
 * and is never matched on.
 */
const newIdentifier = z
  .strictObject({ ...identifierFields, asQuoted: z.boolean().default(false) })
  .superRefine((given, context) => {
    if (!given.asQuoted) mustBeValid(given, context);
  });
const name = z.strictObject({
  title: fields.name.optional(),
  forenames: z.array(fields.name).max(4),
  surname: fields.name,
});
const alias = z.strictObject({
  type: z.enum(["alias", "maiden", "nickname", "previous"]),
  forenames: z.array(fields.name).max(4),
  surname: fields.name,
});
const address = z.strictObject({
  type: z.enum(["home", "bail", "correspondence", "no-fixed-abode"]),
  lines: z.array(fields.text(100)).max(5),
  postcode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/, "expected a UK postcode")
    .optional(),
  from: fields.day.optional(),
  to: fields.day.optional(),
});
const dateOfBirth = fields.day.refine(
  isPlausibleBirth,
  `expected a date of birth of someone aged ${yearsMin} to ${yearsMax}`,
);
const sex = z.enum(["female", "male", "not-known", "not-specified"]);

const identifierView = z.strictObject({
  kind: z.enum(personIdentifierKinds),
  /** As it is written by its rule; as it was given, where it fails the rule. */
  value: z.string(),
  raw: z.string(),
  valid: z.boolean(),
  reason: z.string().nullable(),
  warning: z.string().nullable(),
  /** The agency that gave it. */
  sourceAgencyId: fields.id,
});
/** `limited` leaves out all but the name and the date of birth. */
const defendantView = z.strictObject({
  id: fields.id,
  version: z.int(),
  source: sourceSchema,
  view: z.enum(["full", "limited"]),
  /** `needs-attention`: somebody has to say whether candidates are the same person, or place what came after a merge that was undone. */
  status: z.enum(["active", "needs-attention", "merged-into"]),
  /** The file in use for this person, where this one was merged into it; and those merged into this one. */
  mergedInto: fields.id.nullable(),
  merged: z.array(z.strictObject({ defendantId: fields.id, since: fields.instant })),
  name: z.strictObject({ title: z.string().nullable(), forenames: z.array(z.string()), surname: z.string() }),
  dateOfBirth: z.string().nullable(),
  dateOfBirthEstimated: z.boolean(),
  sex: sex.nullable(),
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
  identifiers: z.array(identifierView),
  candidates: z.array(candidateView),
  reportingRestrictions: z.array(reportingView),
  /** What everyone who sees the file must know of it. */
  markers: z.array(z.enum(fileMarkers)),
});
const heldBefore = z.strictObject({ count: z.int(), lastDay: fields.day.nullable() });
const agencyEntry = z.strictObject({ id: fields.id, type: z.string(), name: z.string() });
const involvement = z.strictObject({
  agencyId: fields.id,
  caseId: fields.id.nullable(),
  reason: z.enum(["referral", "support"]),
});

/** What the defendants service takes and gives: who a person is, who is involved with the file, and the whole file. */
export const defendantsContracts = {
  ...fileAccessContracts,
  ...subjectRequestsContracts,
  ...matchingContracts,
  ...equalityContracts,
  ...retentionContracts,
  record: contract(
    "defendants.record",
    "Record a defendant; people who may be the same are proposed for a decision",
    z.strictObject({
      name,
      dateOfBirth,
      dateOfBirthEstimated: z.boolean().default(false),
      sex,
      languages: z.array(fields.name).max(5).default([]),
      interpreter: z.boolean().default(false),
      aliases: z.array(alias).max(20).default([]),
      addresses: z.array(address).max(20).default([]),
      identifiers: z.array(newIdentifier).max(20).default([]),
      /** When the agency first took the person down, where that was earlier. */
      openedAt: fields.past.optional(),
    }),
    defendantView,
  ),
  get: contract("defendants.get", "Who a defendant is", z.strictObject({ id: fields.id }), defendantView),
  correct: contract(
    "defendants.correct",
    "Correct who a defendant is; earlier versions are kept",
    z.strictObject({
      id: fields.id,
      name: name.optional(),
      dateOfBirth: dateOfBirth.optional(),
      dateOfBirthEstimated: z.boolean().optional(),
      sex: sex.optional(),
      interpreter: z.boolean().optional(),
      reason: fields.text(300),
    }),
    defendantView,
  ),
  addDetails: contract(
    "defendants.addDetails",
    "Add aliases, addresses or identifiers",
    z.strictObject({
      id: fields.id,
      aliases: z.array(alias).max(20).default([]),
      addresses: z.array(address).max(20).default([]),
      identifiers: z.array(newIdentifier).max(20).default([]),
    }),
    defendantView,
  ),
  search: contract(
    "defendants.search",
    "Find defendants within your reach: by one identifier, or by surname and date of birth, as spelt or as they sound",
    z.union(
      [
        z.strictObject({ identifier }),
        z.strictObject({
          surname: fields.name,
          dateOfBirth: fields.day,
          /** Also whoever's surname only sounds like it, or whose day and month stand the other way round. */
          alike: z.boolean().default(false),
        }),
      ],
      "expected either an identifier, or a surname and a dateOfBirth",
    ),
    z.strictObject({ items: z.array(defendantView) }),
  ),
  decideCandidate: contract(
    "defendants.decideCandidate",
    "Say whether a proposed candidate is the same person; nothing is merged by that",
    z.strictObject({
      id: fields.id,
      candidateId: fields.id,
      decision: z.enum(["same", "different"]),
      reason: fields.text(300),
    }),
    defendantView,
  ),
  invite: contract(
    "defendants.invite",
    "Bring an agency to the table for this file",
    z.strictObject({ id: fields.id, ...involvement.shape }),
    z.strictObject({ agencyId: fields.id, from: fields.instant }),
  ),
  sentencingView: contract(
    "defendants.sentencingView",
    "What the bench has before it when passing sentence, or at a review: the file in the order of one screen, each part with its source, time and state",
    z.strictObject({ id: fields.id, form: z.enum(forms).default("sentence") }),
    z.strictObject({
      form: z.enum(forms),
      defendant: defendantView.omit({ status: true, mergedInto: true, candidates: true }),
      ageYears: z.int().nullable(),
      flags: z.array(z.strictObject({ kind: z.string(), recordId: fields.id.nullable() })),
      strip: z.strictObject({
        hearingsHere: heldBefore,
        beforeYou: heldBefore,
        reviews: z.strictObject({ kept: z.int(), of: z.int() }),
        kept: z.strictObject({ kept: z.int(), of: z.int() }),
        pack: z.strictObject({
          supplied: z.int(),
          of: z.int(),
          missing: z.array(z.strictObject({ part: z.string(), state: z.enum(partStates), heldBy: z.array(fields.id) })),
        }),
        oldestSourceAt: fields.instant.nullable(),
        /** Of the cases that are shown. */
        liveElsewhere: z.array(z.strictObject({ caseId: fields.id, courtId: fields.id })),
        /** Which of the convictions that are shown come first. */
        antecedents: z.strictObject({ relevant: z.array(fields.id), lastThreeYears: z.array(fields.id) }),
        offencesOnBail: z.array(z.strictObject({ caseId: fields.id, offenceId: fields.id, onBailIn: fields.id })),
      }),
      blocks: z.array(z.strictObject({ block: z.enum(blocks), parts: z.array(viewedPartSchema) })),
      timeline: z.array(timelineEntrySchema),
      agencies: z.array(agencyEntry),
      decision: decisionSchema,
      privateNotes: z.unknown().optional(),
      releasedNotes: z.unknown().optional(),
    }),
  ),
  viewToFreeze,
  file: contract(
    "defendants.file",
    "The whole file: every part you may see with its source, time and state, and one timeline, newest first",
    z.strictObject({
      id: fields.id,
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(300).optional(),
    }),
    z.strictObject({
      defendant: defendantView,
      involved: z.array(
        z.strictObject({
          id: z.string(),
          agencyId: fields.id,
          caseId: fields.id.nullable(),
          reason: z.string(),
          from: fields.instant,
          to: fields.instant.nullable(),
        }),
      ),
      agencies: z.array(agencyEntry),
      parts: z.array(partSchema),
      timeline: z.strictObject({ items: z.array(timelineEntrySchema), next: z.string().nullable() }),
      privateNotes: z.unknown().optional(),
      releasedNotes: z.unknown().optional(),
    }),
  ),
  involve: contract(
    "defendants.involve",
    "Record that an agency is involved, because of something that happened to a case",
    z.strictObject({
      id: z.string().max(120),
      defendantId: fields.id,
      agencyId: fields.id,
      caseId: fields.id.nullable(),
      reason: z.enum(["charge", "receipt", "listing", "report", "order", "referral", "support", "disclosure"]),
      from: fields.instant,
      /** When it ends by itself. */
      to: fields.instant.nullable().default(null),
      by: actor,
    }),
    z.strictObject({}),
  ),
  dismiss: contract(
    "defendants.dismiss",
    "Record that this service shares no item of a file with an agency any more, from now or from an instant on",
    z.strictObject({
      id: z.string().max(120),
      defendantId: fields.id,
      agencyId: fields.id,
      at: fields.instant.nullable().default(null),
      by: actor,
    }),
    z.strictObject({}),
  ),
  mayFile: contract(
    "defendants.mayFile",
    "Whether you may read this file still, and when something of it was last taken away from anybody. Asked while it is being sent",
    z.strictObject({ id: fields.id }),
    z.strictObject({ takenAt: fields.instant.nullable() }),
  ),
  names: namesContract,
};

function isPlausibleBirth(day: string): boolean {
  const age = clock.now().getUTCFullYear() - Number(day.slice(0, 4));
  return age >= yearsMin && age <= yearsMax;
}
