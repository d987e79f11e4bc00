import mongoose, { type Connection, type Model } from "mongoose";
import { recordModel, type Stored } from "../../libs/record/record.ts";
import { type AncillaryOrder, ancillaryOrderModel } from "./ancillary-orders/ancillary-orders.schema.ts";
import type { BailEntry } from "./bail/bail.rules.ts";
import type { BasisOfPlea } from "./basis-of-plea/basis-of-plea.rules.ts";
import type {
  disposals,
  needDomains,
  pleas,
  RequirementType,
  reportFormats,
  riskLevels,
  treatmentTypes,
} from "./cases.reference.ts";
import type { CaseStatus, ReportStatus } from "./cases.rules.ts";
import { type Custody, custodyModel } from "./custody/custody.schema.ts";
import { type DrugTest, drugTestModel } from "./drug-tests/drug-tests.schema.ts";
import { type Enforcement, enforcementModel } from "./enforcement/enforcement.schema.ts";
import { type Hearing, hearingModel } from "./hearings/hearings.schema.ts";
import { byFile, type InCase, type InFile, inFileFields, requiredText } from "./in-file.ts";
import { type Marker, markerModel } from "./markers/markers.schema.ts";
import { type Meeting, meetingModel } from "./meetings/meetings.schema.ts";
import { type Obligation, obligationModel } from "./obligations/obligations.schema.ts";
import { type Order, type OrderTerms, orderModel } from "./orders/orders.schema.ts";
import { type PaybackProject, paybackProjectModel } from "./payback-projects/payback-projects.schema.ts";
import { type Payment, paymentModel } from "./payments/payments.schema.ts";
import type { ProsecutionSummary } from "./prosecution/prosecution.rules.ts";
import { type Provision, provisionModel } from "./provision/provision.schema.ts";
import { type Referral, referralModel } from "./referrals/referrals.schema.ts";
import { type RestorativeMeeting, restorativeModel } from "./restorative/restorative.schema.ts";
import type { pleaStages, ResultKind, verdicts } from "./results/results.reference.ts";
import type { ResultDraft, SharedResults } from "./results/results.rules.ts";
import { type BehaviourResponse, type ProgressReport, type Review, reviewModels } from "./reviews/reviews.schema.ts";
import { type Snapshot, type SnapshotRef, snapshotModel } from "./snapshots/snapshots.schema.ts";
import type { TakenIntoConsideration } from "./tics/tics.rules.ts";
import { type TreatmentEpisode, treatmentModel } from "./treatment/treatment.schema.ts";
import { type UnpaidWork, unpaidWorkModel } from "./unpaid-work/unpaid-work.schema.ts";
import { type VictimContact, victimContactModel } from "./victims/victims.schema.ts";
import { type Warrant, warrantModel } from "./warrants/warrants.schema.ts";
import { type Task, taskModel } from "./worklists/worklists.schema.ts";

export interface Offence {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly wording: string | null;
  readonly category: string;
  readonly date: string;
  readonly plea: {
    readonly value: (typeof pleas)[number];
    readonly at: Date;
    readonly stage: (typeof pleaStages)[number];
    readonly basis?: BasisOfPlea;
  } | null;
  readonly verdict: { readonly value: (typeof verdicts)[number]; readonly at: Date } | null;
  /** The final result that stands now, and the shared version it is of. */
  readonly result: {
    readonly code: string;
    readonly text: string;
    readonly at: Date;
    readonly kind: ResultKind;
    readonly version: number;
  } | null;
}
export interface Sentence {
  readonly at: Date;
  readonly hearingId: string;
  readonly disposal: string;
  readonly order: OrderTerms | null;
  /** What the court was shown; null for a sentence of the time before that was kept. */
  readonly snapshot: SnapshotRef | null;
}
/** One defendant on one case: the unit of work. */
export interface DefendantCase {
  readonly defendantId: string;
  readonly asn: string | null;
  /** When they were charged, or the charge was laid. */
  readonly chargedAt: Date;
  readonly bail: string;
  readonly status: CaseStatus;
  readonly offences: readonly Offence[];
  readonly sentence: Sentence | null;
  /** What the court has written down and nobody else has been told. */
  readonly draft: ResultDraft | null;
  /** What has been shared, version after version. */
  readonly shared: readonly SharedResults[];
  /** What the court said about where the case goes, in order. */
  readonly moves: readonly CaseMove[];
  /** What the defendant admits beside what is charged. */
  readonly takenIntoConsideration?: readonly TakenIntoConsideration[];
  /** What the prosecution told the court, version after version. */
  readonly prosecution?: readonly ProsecutionSummary[];
  /** Bail and custody as the court set them, in order; `bail` is what stands. */
  readonly bailSet: readonly BailEntry[];
}
export interface CaseMove {
  readonly move: string;
  readonly from: CaseStatus;
  readonly to: CaseStatus;
  readonly at: Date;
  readonly by: string;
  readonly ground: string | null;
  readonly reason: string | null;
}
export interface Case extends Stored {
  readonly agencyId: string;
  readonly occurredAt: Date;
  readonly urn: string;
  readonly courtId: string;
  readonly initiation: string;
  readonly ward: string | null;
  readonly defendantIds: readonly string[];
  readonly defendants: readonly DefendantCase[];
}
/** A pre-sentence report: asked of an agency, then delivered by it. */
export interface PreSentenceReport extends InCase {
  readonly requestedBy: string;
  readonly format: (typeof reportFormats)[number];
  readonly dueAt: Date;
  readonly status: ReportStatus;
  readonly report: {
    readonly author: string;
    readonly summary: string;
    readonly proposal: string;
    /** The same as codes, where it proposes one sentence, so that what was passed can be compared with it. */
    readonly proposedDisposal?: (typeof disposals)[number] | undefined;
    readonly proposedRequirements: readonly RequirementType[];
    /** What the defendant said of treatment; a report of an earlier release has none. */
    readonly willingness?: readonly {
      readonly requirementType: (typeof treatmentTypes)[number];
      readonly willing: boolean;
    }[];
    readonly riskOfHarm: (typeof riskLevels)[number];
    readonly likelihoodOfReoffending: (typeof riskLevels)[number];
    readonly deliveredAt: Date;
  } | null;
}
export interface Need extends InFile {
  readonly domain: (typeof needDomains)[number];
  readonly severity: number;
  readonly summary: string;
}

export interface CasesModels {
  readonly cases: Model<Case>;
  readonly hearings: Model<Hearing>;
  readonly reports: Model<PreSentenceReport>;
  readonly orders: Model<Order>;
  readonly obligations: Model<Obligation>;
  readonly enforcements: Model<Enforcement>;
  readonly reviews: Model<Review>;
  readonly meetings: Model<Meeting>;
  readonly progressReports: Model<ProgressReport>;
  readonly responses: Model<BehaviourResponse>;
  readonly referrals: Model<Referral>;
  readonly episodes: Model<TreatmentEpisode>;
  readonly victimContacts: Model<VictimContact>;
  readonly restorativeMeetings: Model<RestorativeMeeting>;
  readonly markers: Model<Marker>;
  readonly custody: Model<Custody>;
  readonly unpaidWork: Model<UnpaidWork>;
  readonly projects: Model<PaybackProject>;
  readonly provision: Model<Provision>;
  readonly ancillaryOrders: Model<AncillaryOrder>;
  readonly tests: Model<DrugTest>;
  readonly needs: Model<Need>;
  readonly warrants: Model<Warrant>;
  readonly payments: Model<Payment>;
  readonly snapshots: Model<Snapshot>;
  readonly tasks: Model<Task>;
}

export function casesModels(db: Connection): CasesModels {
  const { Mixed } = mongoose.Schema.Types;
  return {
    cases: recordModel<Case>(
      db,
      "case",
      {
        agencyId: requiredText,
        occurredAt: Date,
        urn: requiredText,
        courtId: requiredText,
        initiation: requiredText,
        ward: String,
        defendantIds: [String],
        defendants: [Mixed],
      },
      [{ defendantIds: 1, occurredAt: 1 }, { urn: 1 }, { courtId: 1, "defendants.status": 1, occurredAt: 1 }],
    ),
    hearings: hearingModel(db),
    reports: recordModel<PreSentenceReport>(
      db,
      "pre-sentence-report",
      {
        ...inFileFields,
        requestedBy: requiredText,
        format: requiredText,
        dueAt: Date,
        status: requiredText,
        report: Mixed,
      },
      [...byFile, { agencyId: 1, status: 1, dueAt: 1 }, { courtId: 1, status: 1, dueAt: 1 }],
    ),
    orders: orderModel(db),
    obligations: obligationModel(db),
    enforcements: enforcementModel(db),
    ...reviewModels(db),
    meetings: meetingModel(db),
    ancillaryOrders: ancillaryOrderModel(db),
    episodes: treatmentModel(db),
    victimContacts: victimContactModel(db),
    restorativeMeetings: restorativeModel(db),
    markers: markerModel(db),
    custody: custodyModel(db),
    snapshots: snapshotModel(db),
    unpaidWork: unpaidWorkModel(db),
    projects: paybackProjectModel(db),
    provision: provisionModel(db),
    referrals: referralModel(db),
    tests: drugTestModel(db),
    warrants: warrantModel(db),
    payments: paymentModel(db),
    tasks: taskModel(db),
    needs: recordModel<Need>(
      db,
      "need",
      { ...inFileFields, domain: requiredText, severity: Number, summary: requiredText },
      byFile,
    ),
  };
}
