import mongoose, { type Connection, type Model } from "mongoose";
import type {
  BrokenGlass,
  ClassDisclosure,
  Consent,
  Exclusion,
  FileAccess,
  Involvement,
  ReportingRestriction,
  Restriction,
  Seal,
} from "../../../libs/access/facts.ts";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import { recordModel, type Stored } from "../../../libs/record/record.ts";
import type { glassReasons } from "./file-access.contract.ts";

/** Who made a decision about a file, and why; what other services need not know. */
interface Made {
  readonly by: string;
  readonly reason: string;
}
export interface KeptDisclosure extends ClassDisclosure, Made {
  readonly conditions: string | null;
  readonly recalled: { readonly at: Date; readonly by: string; readonly reason: string } | null;
}
export interface KeptConsent extends Consent {
  readonly by: string;
  readonly purpose: string;
  readonly recordedByAgencyId: string;
}
export interface KeptGlass extends BrokenGlass {
  readonly to: Date;
  readonly reasonCode: (typeof glassReasons)[number];
  readonly text: string;
  readonly reviewDueOn: string;
  readonly review: {
    readonly finding: "justified" | "not-justified";
    readonly text: string;
    readonly by: string;
    readonly at: Date;
  } | null;
}
export interface InformationRequest {
  readonly id: string;
  readonly byAgencyId: string;
  readonly by: string;
  readonly toAgencyId: string;
  readonly class: InformationClass;
  readonly reason: string;
  readonly askedAt: Date;
  readonly answer: {
    readonly kind: "shared" | "withheld" | "none-held";
    readonly reason: string | null;
    readonly at: Date;
    readonly by: string;
  } | null;
}
/** That this and another file are of one person, from when to when; nothing moves between them. */
export interface Link {
  readonly id: string;
  readonly otherId: string;
  readonly from: Date;
  readonly to: Date | null;
  readonly by: string;
  readonly reason: string;
  /** Why it was undone, and by whom. */
  readonly unmerged?: string;
  readonly unmergedBy?: string;
}
/** An exclusion of one of two linked files bars the person from the other too: `via` says by which link, from which. */
export interface KeptExclusion extends Exclusion, Made {
  readonly via?: { readonly linkId: string; readonly exclusionId: string };
}
export interface KeptReporting extends ReportingRestriction {
  readonly by: string;
}

/** Who may come to the file, and why: the one record that access follows from. Its id is the defendant's. */
export interface FileAccessRecord extends Stored, FileAccess {
  readonly _id: string;
  readonly v: number;
  readonly involvements: readonly Involvement[];
  readonly disclosures: readonly KeptDisclosure[];
  readonly consents: readonly KeptConsent[];
  readonly exclusions: readonly KeptExclusion[];
  readonly restrictions: readonly (Restriction & Made)[];
  readonly seals: readonly (Seal & Made)[];
  readonly glass: readonly KeptGlass[];
  readonly reporting: readonly KeptReporting[];
  readonly requests: readonly InformationRequest[];
  readonly adultFrom: string | null;
  /** The files merged into this one, past links too; and the one that this was merged into. */
  readonly linked: readonly Link[];
  readonly mergedInto: Omit<Link, "to"> | null;
  /** When somebody's access was last narrowed: what those ask for who keep copies. */
  readonly narrowedAt: Date | null;
}

export function fileAccessModel(db: Connection): Model<FileAccessRecord> {
  const { Mixed } = mongoose.Schema.Types;
  const many = { type: [Mixed], default: [] };
  return recordModel<FileAccessRecord>(
    db,
    "file-access",
    {
      involvements: many,
      disclosures: many,
      consents: many,
      exclusions: many,
      restrictions: many,
      seals: many,
      glass: many,
      reporting: many,
      requests: many,
      linked: many,
      mergedInto: { type: Mixed, default: null },
      adultFrom: String,
      narrowedAt: Date,
    },
    [{ narrowedAt: 1 }, { "glass.from": 1 }],
  );
}
