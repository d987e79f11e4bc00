import { z } from "zod";
import { narrowedContract } from "../../../libs/access/copied-files.ts";
import { emergenciesMax, emergencyUsesSchema } from "../../../libs/access/emergency-uses.ts";
import { informationClasses } from "../../../libs/access/matrix.ts";
import { reportingKinds } from "../../../libs/access/reporting-kinds.ts";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { reportingView } from "../../../libs/contract/names.ts";

const { id, instant, past, text } = fields;
const cls = z.enum(informationClasses);
/** Nobody consents to, shares or asks for these: a private note is released by its author, rules about access are nobody's to give. */
const shareable = cls.exclude(["private-notes", "limited-access", "administration", "reference", "session", "logs"]);
const reason = text(500);
const until = instant.optional();
const period = { id: z.string(), from: instant, to: instant.nullable() };

/** Why somebody broke the glass. */
export const glassReasons = ["risk-to-life", "risk-to-child", "court-order", "urgent-hearing", "other"] as const;
const recipient = z.strictObject({ kind: z.enum(["agency", "team", "person"]), id });
const disclosure = z.strictObject({
  ...period,
  byAgencyId: id,
  class: cls,
  caseId: id.nullable(),
  recipient,
  reason: z.string(),
  conditions: z.string().nullable(),
  recalled: z.strictObject({ at: instant, reason: z.string() }).nullable(),
});
const consent = z.strictObject({
  ...period,
  classes: z.array(cls),
  agencyIds: z.array(id),
  purpose: z.string(),
  recordedByAgencyId: id,
});
const request = z.strictObject({
  id: z.string(),
  defendantId: id,
  byAgencyId: id,
  toAgencyId: id,
  class: cls,
  reason: z.string(),
  askedAt: instant,
  answer: z
    .strictObject({ kind: z.enum(["shared", "withheld", "none-held"]), reason: z.string().nullable(), at: instant })
    .nullable(),
});
const limit = z.strictObject({
  ...period,
  kind: z.enum(["exclusion", "restriction", "seal"]),
  personIds: z.array(id),
  reason: z.string(),
});
const brokenGlass = z.strictObject({
  ...period,
  defendantId: id,
  personId: id,
  agencyId: id,
  reasonCode: z.enum(glassReasons),
  text: z.string(),
  state: z.enum(["to-review", "overdue", "reviewed"]),
  reviewDueOn: z.string(),
  review: z.strictObject({ finding: z.enum(["justified", "not-justified"]), at: instant, text: z.string() }).nullable(),
});
const because = z.strictObject({
  effect: z.enum(["full", "limited", "none"]),
  asOf: instant.nullable(),
  rule: z.string(),
  cell: z.string().nullable(),
  fact: z.string().nullable(),
  text: z.string(),
});
const lifted = z.strictObject({ id: z.string(), to: instant });
const thing = z.strictObject({ class: shareable, agencyId: id, caseId: id.optional() });

/** Who may see a file, as people decide it: sharing, consent, limits, emergencies, and why something is or is not seen. */
export const fileAccessContracts = {
  share: contract(
    "defendants.share",
    "Share what your agency holds of a class in this file with an agency, a team or a person",
    z.strictObject({
      id,
      class: shareable,
      caseId: id.optional(),
      recipient,
      reason,
      conditions: text(500).optional(),
      from: instant.optional(),
      until,
    }),
    disclosure,
  ),
  recall: contract(
    "defendants.recall",
    "Recall what your agency shares; it works everywhere before the answer",
    z.strictObject({ id, disclosureId: z.string().max(80), reason }),
    lifted,
  ),
  consent: contract(
    "defendants.consent",
    "Record the person's consent that agencies read confidential classes about them",
    z.strictObject({
      id,
      classes: z.array(z.enum(["drug-tests", "treatment", "health"])).min(1),
      agencyIds: z.array(id).min(1).max(20),
      purpose: text(300),
      givenAt: past.optional(),
      until,
    }),
    consent,
  ),
  withdraw: contract(
    "defendants.withdraw",
    "Record that a consent was withdrawn; it works everywhere before the answer",
    z.strictObject({ id, consentId: z.string().max(80), reason }),
    lifted,
  ),
  ask: contract(
    "defendants.ask",
    "Ask an agency at the table for what it holds of a class",
    z.strictObject({ id, agencyId: id, class: shareable, reason }),
    request,
  ),
  answer: contract(
    "defendants.answer",
    "Answer another agency's question: shared, withheld (with or without a reason), or none held",
    z.strictObject({
      id,
      requestId: z.string().max(80),
      answer: z.enum(["shared", "withheld", "none-held"]),
      reason: reason.optional(),
      until,
    }),
    request,
  ),
  sharing: contract(
    "defendants.sharing",
    "What is shared, consented to and asked for in this file, as far as your agency is part of it",
    z.strictObject({ id }),
    z.strictObject({
      disclosures: z.array(disclosure),
      consents: z.array(consent),
      requests: z.array(request),
      reportingRestrictions: z.array(reportingView),
      brokenGlass: z.array(brokenGlass),
    }),
  ),
  exclude: contract(
    "defendants.exclude",
    "Name a person who may not see this file, whatever else is allowed",
    z.strictObject({ id, personId: id, reason, until }),
    limit,
  ),
  restrict: contract(
    "defendants.restrict",
    "Name the only people who may see this file",
    z.strictObject({ id, personIds: z.array(id).min(1).max(50), reason, until }),
    limit,
  ),
  seal: contract(
    "defendants.seal",
    "Seal this file: the bench and its legal advisers only",
    z.strictObject({ id, reason, until }),
    limit,
  ),
  lift: contract(
    "defendants.lift",
    "Lift an exclusion, a restriction or a seal",
    z.strictObject({ id, limitId: z.string().max(80), reason }),
    lifted,
  ),
  limits: contract(
    "defendants.limits",
    "The exclusions, restrictions and seals of this file",
    z.strictObject({ id }),
    z.strictObject({ items: z.array(limit) }),
  ),
  leave: contract(
    "defendants.leave",
    "End an agency's involvement; it goes on seeing what it saw then, and nothing newer",
    z.strictObject({ id, involvementId: z.string().max(120), reason }),
    lifted,
  ),
  restrictReporting: contract(
    "defendants.restrictReporting",
    "Record a reporting restriction, which travels with every view",
    z.strictObject({ id, kind: z.enum(reportingKinds), caseId: id.optional(), until }),
    reportingView,
  ),
  freeReporting: contract(
    "defendants.freeReporting",
    "Record that a reporting restriction was lifted",
    z.strictObject({ id, restrictionId: z.string().max(80) }),
    lifted,
  ),
  breakGlass: contract(
    "defendants.breakGlass",
    "Read one file for an hour in an emergency; those who answer for it are told at once",
    z.strictObject({ id, reasonCode: z.enum(glassReasons), text: text(1_000) }),
    brokenGlass,
  ),
  listBrokenGlass: contract(
    "defendants.listBrokenGlass",
    "Emergencies to review, the oldest first, each with what was read under it; overdue after five working days",
    z.strictObject({ state: z.enum(["open", "reviewed"]).default("open") }),
    z.strictObject({ items: z.array(brokenGlass.extend({ uses: emergencyUsesSchema })).max(emergenciesMax) }),
  ),
  reviewGlass: contract(
    "defendants.reviewGlass",
    "Say whether an emergency reading was justified",
    z.strictObject({
      id,
      glassId: z.string().max(80),
      finding: z.enum(["justified", "not-justified"]),
      text: text(2_000),
    }),
    brokenGlass,
  ),
  explain: contract(
    "defendants.explain",
    "Why you can, or cannot, see what an agency holds of a class in this file",
    z.strictObject({ id, ...thing.shape }),
    because,
  ),
  explainFor: contract(
    "defendants.explainFor",
    "Why somebody can, or cannot, see what an agency holds of a class in a file: for information governance",
    z.strictObject({ defendantId: id, personId: id, ...thing.shape }),
    because.extend({ enabled: z.boolean() }),
  ),
  narrowed: narrowedContract,
};
