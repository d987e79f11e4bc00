import mongoose, { type Connection, type Model } from "mongoose";
import type { ItemDisclosure } from "../../libs/access/item-disclosures.ts";
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
  testOutcomes,
  treatmentTypes,
} from "./cases.reference.ts";
import type { CaseStatus, HearingStatus, OrderStatus, ReportStatus } from "./cases.rules.ts";
import type { RequirementStatus, TrialStatus, WarrantStatus } from "./cases.states.ts";
import { type Custody, custodyModel } from "./custody/custody.schema.ts";
import type { DrugTestMove, DrugTestState } from "./drug-tests/drug-tests.rules.ts";
import { type Enforcement, enforcementModel } from "./enforcement/enforcement.schema.ts";
import type { AttendanceEntry, NextListing } from "./hearings/hearings.rules.ts";
import type { Correction } from "./in-file.ts";
import { type Marker, markerModel } from "./markers/markers.schema.ts";
import { type Meeting, meetingModel } from "./meetings/meetings.schema.ts";
import { type Obligation, obligationModel } from "./obligations/obligations.schema.ts";
import { type PaybackProject, paybackProjectModel } from "./payback-projects/payback-projects.schema.ts";
import type { paymentKinds } from "./payments/payments.reference.ts";
import type { Instalment, PaymentEntry } from "./payments/payments.rules.ts";
import type { ProsecutionSummary } from "./prosecution/prosecution.rules.ts";
import { type Provision, provisionModel } from "./provision/provision.schema.ts";
import type { ReferralMove, ReferralState, referralEndings, referralRejections } from "./referrals/referrals.rules.ts";
import { type RestorativeMeeting, restorativeModel } from "./restorative/restorative.schema.ts";
import type { pleaStages, ResultKind, verdicts } from "./results/results.reference.ts";
import type { ResultDraft, SharedResults } from "./results/results.rules.ts";
import { type BehaviourResponse, type ProgressReport, type Review, reviewModels } from "./reviews/reviews.schema.ts";
import { type Snapshot, type SnapshotRef, snapshotModel } from "./snapshots/snapshots.schema.ts";
import type { TakenIntoConsideration } from "./tics/tics.rules.ts";
import { type TreatmentEpisode, treatmentModel } from "./treatment/treatment.schema.ts";
import { type UnpaidWork, unpaidWorkModel } from "./unpaid-work/unpaid-work.schema.ts";
import { type VictimContact, victimContactModel } from "./victims/victims.schema.ts";
import type { warrantReasons, warrantTypes } from "./warrants/warrants.reference.ts";
import { type Task, taskModel } from "./worklists/worklists.schema.ts";

/** What every kind of record here has: whose file, which case and court, who recorded it, when it happened. */
interface InFile extends Stored {
  readonly defendantId: string;
  readonly caseId: string | null;
  readonly courtId: string | null;
  /** The agency that holds it. */
  readonly agencyId: string;
  readonly occurredAt: Date;
}
interface InCase extends InFile {
  readonly caseId: string;
  readonly courtId: string;
}

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
export interface OrderTerms {
  readonly supervisedBy: string;
  readonly endsOn: string;
  readonly requirements: readonly {
    readonly type: RequirementType;
    readonly length: number;
    readonly providerAgencyId?: string | undefined;
    /** That they said before this court that they are willing to comply. */
    readonly willing?: { readonly saidAt: string } | undefined;
  }[];
  readonly reviewEveryDays?: number | undefined;
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
export interface Hearing extends Stored {
  readonly agencyId: string;
  readonly occurredAt: Date;
  readonly caseId: string;
  readonly courtId: string;
  readonly defendantIds: readonly string[];
  readonly day: string;
  readonly session: "morning" | "afternoon";
  readonly room: string;
  readonly order: number;
  readonly type: string;
  readonly status: HearingStatus;
  readonly present: readonly string[];
  readonly heldAt: Date | null;
  /** Every day it takes, the first one too. */
  readonly days: readonly string[];
  /** The judges or magistrates who sit, by their ids. */
  readonly bench: readonly string[];
  /** All that was recorded of who attended, corrections after what they correct. */
  readonly attendance: readonly AttendanceEntry[];
  /** Why it was moved, vacated or adjourned. */
  readonly ended: {
    readonly reason: string;
    readonly agency: string;
    readonly remarks: string | null;
    readonly at: Date;
  } | null;
  readonly next: NextListing | null;
  readonly nextHearingId: string | null;
  readonly previousHearingId: string | null;
  /** How a listing for trial ended; null for a hearing of another type. */
  readonly trial: {
    readonly classification: TrialStatus;
    readonly reason: string | null;
    readonly party: string | null;
    readonly at: Date | null;
  } | null;
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
export interface Requirement {
  readonly id: string;
  readonly type: RequirementType;
  readonly length: number;
  readonly unit: string;
  readonly providerAgencyId: string | null;
  /** When they said in court that they are willing; null where a report says so, and where nothing is asked. */
  readonly willingSaidAt?: Date | null;
  readonly status: RequirementStatus;
  readonly startedAt: Date | null;
  /** When it ended, and why where it ended before its time. */
  readonly ended: { readonly at: Date; readonly reason: string | null } | null;
}
export interface Order extends InCase {
  readonly type: string;
  readonly supervisedBy: string;
  readonly madeOn: string;
  readonly endsOn: string;
  readonly status: OrderStatus;
  readonly reviewEveryDays: number | null;
  readonly requirements: readonly Requirement[];
  /** What was said about where it goes, in order; the last one says how it ended. */
  readonly moves: readonly OrderMoveMade[];
}
export interface OrderMoveMade {
  readonly move: string;
  readonly to: OrderStatus;
  readonly at: Date;
  readonly agencyId: string;
  readonly reason: string | null;
}
export interface Referral extends InFile {
  readonly providerAgencyId: string;
  readonly need: (typeof needDomains)[number];
  readonly basis: string;
  readonly status: ReferralState;
  /** Drafted, and not sent since: not told to anybody. */
  readonly isUnsent?: boolean;
  readonly firstAppointmentAt: Date | null;
  readonly outcome: (typeof referralEndings)[number] | null;
  readonly rejection: (typeof referralRejections)[number] | null;
  readonly log: readonly { at: Date; by: string; move: ReferralMove; state: ReferralState; text: string | null }[];
}
export interface DrugTest extends InFile {
  readonly orderId: string | null;
  readonly sample: string;
  readonly status: DrugTestState;
  /** When it was to be taken; null for one that was recorded without a schedule. */
  readonly dueAt: Date | null;
  readonly outcome: (typeof testOutcomes)[number] | "awaiting";
  readonly positiveFor: readonly string[];
  readonly disclosures: readonly ItemDisclosure[];
  /** Taken under a requirement that gives the court the results by law. */
  readonly statutory: boolean;
  readonly log: readonly { at: Date; by: string; move: DrugTestMove; state: DrugTestState; text: string | null }[];
  readonly corrections: readonly Correction<string>[];
}
export interface Need extends InFile {
  readonly domain: (typeof needDomains)[number];
  readonly severity: number;
  readonly summary: string;
}

export interface Warrant extends InCase {
  readonly type: (typeof warrantTypes)[number];
  readonly reason: (typeof warrantReasons)[number];
  readonly ward: string | null;
  readonly status: WarrantStatus;
  readonly endedAt: Date | null;
  readonly remarks: string | null;
}
/** Money that a court has ordered somebody to pay, and what became of it. */
export interface Payment extends InCase {
  readonly kind: (typeof paymentKinds)[number];
  readonly amountPence: number;
  readonly dueOn: string;
  readonly instalment: Instalment | null;
  readonly entries: readonly PaymentEntry[];
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
  const text = { type: String, required: true } as const;
  const { Mixed } = mongoose.Schema.Types;
  const inFile = {
    defendantId: text,
    caseId: String,
    courtId: String,
    agencyId: text,
    occurredAt: { type: Date, required: true },
  } as const;
  const byFile = [{ defendantId: 1, occurredAt: 1 }] as const;
  return {
    cases: recordModel<Case>(
      db,
      "case",
      {
        agencyId: text,
        occurredAt: Date,
        urn: text,
        courtId: text,
        initiation: text,
        ward: String,
        defendantIds: [String],
        defendants: [Mixed],
      },
      [{ defendantIds: 1, occurredAt: 1 }, { urn: 1 }, { courtId: 1, "defendants.status": 1, occurredAt: 1 }],
    ),
    hearings: recordModel<Hearing>(
      db,
      "hearing",
      {
        agencyId: text,
        occurredAt: Date,
        caseId: text,
        courtId: text,
        defendantIds: [String],
        day: text,
        session: text,
        room: text,
        order: Number,
        type: text,
        status: text,
        present: [String],
        heldAt: Date,
        days: [String],
        bench: [String],
        attendance: [Mixed],
        ended: Mixed,
        next: Mixed,
        nextHearingId: String,
        previousHearingId: String,
        trial: Mixed,
      },
      [
        { defendantIds: 1, occurredAt: 1 },
        { courtId: 1, day: 1 },
        { courtId: 1, days: 1 },
        { courtId: 1, status: 1, heldAt: 1 },
      ],
    ),
    reports: recordModel<PreSentenceReport>(
      db,
      "pre-sentence-report",
      { ...inFile, requestedBy: text, format: text, dueAt: Date, status: text, report: Mixed },
      [...byFile, { agencyId: 1, status: 1, dueAt: 1 }, { courtId: 1, status: 1, dueAt: 1 }],
    ),
    orders: recordModel<Order>(
      db,
      "order",
      {
        ...inFile,
        type: text,
        supervisedBy: text,
        madeOn: text,
        endsOn: text,
        status: text,
        reviewEveryDays: Number,
        requirements: [Mixed],
        moves: [Mixed],
      },
      byFile,
    ),
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
    referrals: recordModel<Referral>(
      db,
      "referral",
      {
        ...inFile,
        providerAgencyId: text,
        need: text,
        basis: text,
        status: text,
        isUnsent: Boolean,
        firstAppointmentAt: Date,
        outcome: String,
        rejection: String,
        log: [Mixed],
      },
      [...byFile, { providerAgencyId: 1, status: 1, occurredAt: 1 }, { agencyId: 1, status: 1, occurredAt: 1 }],
    ),
    tests: recordModel<DrugTest>(
      db,
      "drug-test",
      {
        ...inFile,
        orderId: String,
        sample: text,
        outcome: text,
        positiveFor: [String],
        disclosures: [Mixed],
        statutory: Boolean,
        status: text,
        dueAt: Date,
        log: [Mixed],
        corrections: [Mixed],
      },
      [...byFile, { agencyId: 1, status: 1, dueAt: 1 }],
    ),
    warrants: recordModel<Warrant>(
      db,
      "warrant",
      { ...inFile, type: text, reason: text, ward: String, status: text, endedAt: Date, remarks: String },
      [...byFile, { courtId: 1, status: 1, occurredAt: 1 }],
    ),
    payments: recordModel<Payment>(
      db,
      "payment",
      { ...inFile, kind: text, amountPence: Number, dueOn: text, instalment: Mixed, entries: [Mixed] },
      byFile,
    ),
    tasks: taskModel(db),
    needs: recordModel<Need>(db, "need", { ...inFile, domain: text, severity: Number, summary: text }, byFile),
  };
}
