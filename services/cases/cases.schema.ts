import mongoose, { type Connection, type Model } from "mongoose";
import type { ItemDisclosure } from "../../libs/access/item-disclosures.ts";
import { recordModel, type Stored } from "../../libs/record/record.ts";
import type {
  disposals,
  hearingTypes,
  needDomains,
  pleas,
  RequirementType,
  reportFormats,
  riskLevels,
  testOutcomes,
} from "./cases.reference.ts";
import type { CaseStatus, HearingStatus, OrderStatus, ReportStatus } from "./cases.rules.ts";
import type { DrugTestMove, DrugTestState } from "./drug-tests/drug-tests.rules.ts";
import { type Enforcement, enforcementModel } from "./enforcement/enforcement.schema.ts";
import type { Correction } from "./in-file.ts";
import { type Meeting, meetingModel } from "./meetings/meetings.schema.ts";
import { type Obligation, obligationModel } from "./obligations/obligations.schema.ts";
import type { ReferralMove, ReferralState, referralEndings, referralRejections } from "./referrals/referrals.rules.ts";
import { type BehaviourResponse, type ProgressReport, type Review, reviewModels } from "./reviews/reviews.schema.ts";

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
  readonly plea: { readonly value: (typeof pleas)[number]; readonly at: Date } | null;
  readonly result: { readonly code: string; readonly text: string; readonly at: Date } | null;
}
export interface OrderTerms {
  readonly supervisedBy: string;
  readonly endsOn: string;
  readonly requirements: readonly {
    readonly type: RequirementType;
    readonly length: number;
    readonly providerAgencyId?: string | undefined;
  }[];
  readonly reviewEveryDays?: number | undefined;
}
export interface Sentence {
  readonly at: Date;
  readonly hearingId: string;
  readonly disposal: (typeof disposals)[number];
  readonly order: OrderTerms | null;
}
/** One defendant on one case: the unit of work. */
export interface DefendantCase {
  readonly defendantId: string;
  readonly asn: string | null;
  readonly bail: string;
  readonly status: CaseStatus;
  readonly offences: readonly Offence[];
  readonly sentence: Sentence | null;
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
  readonly type: (typeof hearingTypes)[number];
  readonly status: HearingStatus;
  readonly present: readonly string[];
  readonly heldAt: Date | null;
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
}
export interface Order extends InCase {
  readonly type: string;
  readonly supervisedBy: string;
  readonly madeOn: string;
  readonly endsOn: string;
  readonly status: OrderStatus;
  readonly reviewEveryDays: number | null;
  readonly requirements: readonly Requirement[];
}
export interface Referral extends InFile {
  readonly providerAgencyId: string;
  readonly need: (typeof needDomains)[number];
  readonly basis: string;
  readonly status: ReferralState;
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
  readonly tests: Model<DrugTest>;
  readonly needs: Model<Need>;
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
      [{ defendantIds: 1, occurredAt: 1 }, { urn: 1 }],
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
      },
      [
        { defendantIds: 1, occurredAt: 1 },
        { courtId: 1, day: 1 },
      ],
    ),
    reports: recordModel<PreSentenceReport>(
      db,
      "pre-sentence-report",
      { ...inFile, requestedBy: text, format: text, dueAt: Date, status: text, report: Mixed },
      byFile,
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
      },
      byFile,
    ),
    obligations: obligationModel(db),
    enforcements: enforcementModel(db),
    ...reviewModels(db),
    meetings: meetingModel(db),
    referrals: recordModel<Referral>(
      db,
      "referral",
      {
        ...inFile,
        providerAgencyId: text,
        need: text,
        basis: text,
        status: text,
        firstAppointmentAt: Date,
        outcome: String,
        rejection: String,
        log: [Mixed],
      },
      byFile,
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
      byFile,
    ),
    needs: recordModel<Need>(db, "need", { ...inFile, domain: text, severity: Number, summary: text }, byFile),
  };
}
