import { z } from "zod";
import { confirmContract } from "../../libs/access/copied-files.ts";
import { endedSharingContract } from "../../libs/access/ended-sharing.ts";
import { itemDisclosureView, itemRecall, itemSharing, itemSharingView } from "../../libs/access/item-disclosures.ts";
import { subjectPartContract } from "../../libs/access/subject-parts.ts";
import { reachContract } from "../../libs/access/within-reach.ts";
import { contract, fields } from "../../libs/contract/contract.ts";
import { partInput, partOutput, sourceSchema } from "../../libs/contract/views.ts";
import { checkIdentifier, type IdentifierKind } from "../../libs/identifiers/identifiers.ts";
import { eraseContract } from "../../libs/record/erase-file.ts";
import { retentionFactsContract } from "../../libs/retention/retention.facts.ts";
import { ancillaryOrdersContracts } from "./ancillary-orders/ancillary-orders.contract.ts";
import { antecedentsContracts } from "./antecedents/antecedents.contract.ts";
import { bailContracts } from "./bail/bail.contract.ts";
import { basisContracts, basisInput } from "./basis-of-plea/basis-of-plea.contract.ts";
import {
  disposals,
  hearingTypes,
  needDomains,
  orderTypes,
  pleas,
  reportFormats,
  requirementTypes,
  riskLevels,
  substances,
  testOutcomes,
  treatmentTypes,
} from "./cases.reference.ts";
import { custodyContracts } from "./custody/custody.contract.ts";
import { drugTestsContracts } from "./drug-tests/drug-tests.contract.ts";
import { enforcementContracts } from "./enforcement/enforcement.contract.ts";
import {
  bench,
  furtherDays,
  hearingsContracts,
  hearingView,
  reportingRestrictions,
} from "./hearings/hearings.contract.ts";
import { movingReasonNames } from "./hearings/hearings.reference.ts";
import { itemView } from "./item-view.ts";
import { markersContracts } from "./markers/markers.contract.ts";
import { meetingsContracts } from "./meetings/meetings.contract.ts";
import { obligationsContracts } from "./obligations/obligations.contract.ts";
import { ordersContracts } from "./orders/orders.contract.ts";
import { paybackProjectsContracts } from "./payback-projects/payback-projects.contract.ts";
import { paymentsContracts } from "./payments/payments.contract.ts";
import { prosecutionContracts } from "./prosecution/prosecution.contract.ts";
import { provisionContracts } from "./provision/provision.contract.ts";
import { referralsContracts } from "./referrals/referrals.contract.ts";
import { restorativeContracts } from "./restorative/restorative.contract.ts";
import { orderTerms, resultsContracts } from "./results/results.contract.ts";
import { pleaStages } from "./results/results.reference.ts";
import { reviewsContracts } from "./reviews/reviews.contract.ts";
import { snapshotsContracts } from "./snapshots/snapshots.contract.ts";
import { ticsContracts } from "./tics/tics.contract.ts";
import { treatmentContracts } from "./treatment/treatment.contract.ts";
import { victimsContracts } from "./victims/victims.contract.ts";
import { warrantsContracts } from "./warrants/warrants.contract.ts";
import { worklistsContracts } from "./worklists/worklists.contract.ts";

/** An identifier in its canonical form; refused with the reason, which names the check letter it should have. */
const identifier = (kind: IdentifierKind) =>
  z
    .string()
    .trim()
    .max(64)
    .transform((raw, context) => {
      const { canonical, reason } = checkIdentifier(kind, raw);
      if (canonical) return canonical;
      context.addIssue({ code: "custom", message: reason ?? "is not valid" });
      return z.NEVER;
    });

const { id, instant, past, day, text } = fields;
const room = fields.text(20);
const agencyIds = z.array(id).max(20).default([]);
const base = { id, version: z.int(), source: sourceSchema };
const anything = z.record(z.string(), z.unknown());

export const caseView = z.strictObject({
  ...base,
  urn: z.string(),
  courtId: id,
  initiation: z.string(),
  ward: z.string().nullable(),
  reportingRestrictions,
  defendants: z.array(anything),
});

/** What the cases service takes and gives: everything that happens to a defendant between charge and the end of an order. */
export const casesContracts = {
  ...obligationsContracts,
  ...enforcementContracts,
  ...reviewsContracts,
  ...meetingsContracts,
  ...referralsContracts,
  ...drugTestsContracts,
  ...treatmentContracts,
  ...victimsContracts,
  ...markersContracts,
  ...custodyContracts,
  ...restorativeContracts,
  ...ancillaryOrdersContracts,
  ...paybackProjectsContracts,
  ...provisionContracts,
  receive: contract(
    "cases.receive",
    "Send a case to court: its defendants and their offences",
    z.strictObject({
      urn: identifier("urn"),
      courtId: id,
      initiation: z.enum(["charge", "summons", "postal-requisition"]),
      receivedAt: past.optional(),
      ward: text(60).optional(),
      defendants: z
        .array(
          z.strictObject({
            defendantId: id,
            asn: identifier("asn").optional(),
            bail: z
              .enum(["unconditional-bail", "conditional-bail", "custody", "not-applicable"])
              .default("not-applicable"),
            /** When they were charged, if that was before the case was sent. */
            chargedAt: past.optional(),
            offences: z
              .array(
                z.strictObject({
                  code: identifier("offence-code"),
                  title: text(200),
                  wording: text(1_000).optional(),
                  category: z.enum(["summary", "either-way", "indictable"]),
                  date: day,
                }),
              )
              .min(1)
              .max(30),
          }),
        )
        .min(1)
        .max(20),
    }),
    caseView,
  ),
  get: contract("cases.get", "A case", z.strictObject({ id }), caseView),
  listHearing: contract(
    "cases.listHearing",
    "List a hearing of a case",
    z.strictObject({
      caseId: id,
      day,
      days: furtherDays,
      bench: bench.default([]),
      /** Planned only: nobody is told to come yet. */
      planned: z.boolean().default(false),
      session: z.enum(["morning", "afternoon"]),
      room,
      order: z.int().min(1).max(200).default(1),
      type: z.enum(hearingTypes),
      defendantIds: z.array(id).min(1).max(20),
      listedAt: past.optional(),
    }),
    hearingView,
  ),
  getHearing: contract("cases.getHearing", "A hearing", z.strictObject({ id }), hearingView),
  recordHearing: contract(
    "cases.recordHearing",
    "Record whether a hearing was held, and who was there",
    z.strictObject({
      id,
      outcome: z.enum(["held", "vacated"]),
      present: z.array(id).max(20).default([]),
      /** Why it does not take place. */
      reason: z.enum(movingReasonNames).optional(),
      heldAt: past.optional(),
    }),
    hearingView,
  ),
  plead: contract(
    "cases.plead",
    "Record pleas",
    z.strictObject({
      caseId: id,
      defendantId: id,
      pleas: z
        .array(z.strictObject({ offenceId: id, plea: z.enum(pleas), basis: basisInput.optional() }))
        .min(1)
        .max(30),
      /** When in the life of the case; found from its hearings where it is not said. */
      stage: z.enum(pleaStages).optional(),
      enteredAt: past.optional(),
    }),
    caseView,
  ),
  requestReport: contract(
    "cases.requestReport",
    "Ask an agency for a pre-sentence report",
    z.strictObject({
      caseId: id,
      defendantId: id,
      agencyId: id,
      format: z.enum(reportFormats),
      dueAt: instant,
      requestedAt: past.optional(),
    }),
    itemView,
  ),
  deliverReport: contract(
    "cases.deliverReport",
    "Deliver a pre-sentence report",
    z.strictObject({
      id,
      author: fields.name,
      summary: text(8_000),
      proposal: text(2_000),
      /** The proposal as codes: the sentence, and the types of requirement. */
      proposedDisposal: z.enum(disposals).optional(),
      proposedRequirements: z
        .array(z.enum(Object.keys(requirementTypes) as [keyof typeof requirementTypes]))
        .max(10)
        .default([]),
      /** What the defendant said of treatment that a requirement would ask for: whether they are willing to comply with it. */
      willingness: z
        .array(z.strictObject({ requirementType: z.enum(treatmentTypes), willing: z.boolean() }))
        .max(treatmentTypes.length)
        .refine(
          said => new Set(said.map(({ requirementType }) => requirementType)).size === said.length,
          "expected each treatment once",
        )
        .default([]),
      riskOfHarm: z.enum(riskLevels),
      likelihoodOfReoffending: z.enum(riskLevels),
      deliveredAt: past.optional(),
    }),
    itemView,
  ),
  getReport: contract("cases.getReport", "A pre-sentence report", z.strictObject({ id }), itemView),
  sentence: contract(
    "cases.sentence",
    "Pass sentence on one defendant of a case, from the version the court has before it",
    z.strictObject({
      caseId: id,
      defendantId: id,
      hearingId: id,
      disposal: z.enum(disposals),
      results: z
        .array(z.strictObject({ offenceId: id, code: identifier("result-code"), text: text(500) }))
        .min(1)
        .max(30),
      order: orderTerms.optional(),
      passedAt: past.optional(),
    }),
    caseView,
  ),
  getOrder: contract("cases.getOrder", "An order and its requirements", z.strictObject({ id }), itemView),
  refer: contract(
    "cases.refer",
    "Record a referral to a provider",
    z.strictObject({
      defendantId: id,
      caseId: id.optional(),
      providerAgencyId: id,
      need: z.enum(needDomains),
      basis: z.enum(["voluntary", "bail-condition", "order-requirement"]),
      referredAt: past.optional(),
      /** Kept by the sender until it is sent. */
      draft: z.boolean().default(false),
    }),
    itemView,
  ),
  getReferral: contract("cases.getReferral", "A referral", z.strictObject({ id }), itemView),
  recordTest: contract(
    "cases.recordTest",
    "Record a drug test and its result, and with whom to share it",
    z.strictObject({
      defendantId: id,
      caseId: id.optional(),
      orderId: id.optional(),
      takenAt: past,
      sample: z.enum(["oral-fluid", "urine"]),
      outcome: z.enum(testOutcomes),
      positiveFor: z.array(z.enum(substances)).max(7).default([]),
      shareWith: agencyIds,
    }),
    itemView,
  ),
  testSharing: contract(
    "cases.testSharing",
    "With whom your agency shares a drug test, and what of that it recalled",
    z.strictObject({ id }),
    itemSharingView,
  ),
  shareTest: contract(
    "cases.shareTest",
    "Share a drug test of your agency with an agency, a team or a person",
    z.strictObject(itemSharing),
    itemDisclosureView,
  ),
  recallTest: contract(
    "cases.recallTest",
    "Recall what your agency shares of a drug test; it works before the answer",
    z.strictObject(itemRecall),
    itemDisclosureView,
  ),
  ...antecedentsContracts,
  confirmAccess: confirmContract("cases"),
  eraseFile: eraseContract("cases"),
  retentionFacts: retentionFactsContract("cases"),
  getTest: contract("cases.getTest", "A drug test", z.strictObject({ id }), itemView),
  identifyNeed: contract(
    "cases.identifyNeed",
    "Record a need",
    z.strictObject({
      defendantId: id,
      caseId: id.optional(),
      domain: z.enum(needDomains),
      severity: z.int().min(0).max(3),
      summary: text(2_000),
      identifiedAt: past.optional(),
    }),
    itemView,
  ),
  getNeed: contract("cases.getNeed", "A need", z.strictObject({ id }), itemView),
  part: contract("cases.part", "What this service holds of one file, for one reader", partInput, partOutput),
  partForSubject: subjectPartContract("cases"),
  reach: reachContract("cases"),
  endedSharing: endedSharingContract("cases"),
  ...resultsContracts,
  ...snapshotsContracts,
  ...ticsContracts,
  ...basisContracts,
  ...prosecutionContracts,
  ...hearingsContracts,
  ...bailContracts,
  ...ordersContracts,
  ...warrantsContracts,
  ...paymentsContracts,
  ...worklistsContracts,
};

export { orderTypes };
