import mongoose, { type Connection, type Model } from "mongoose";
import type { IdentifierKind } from "../../libs/identifiers/identifiers.ts";
import { recordModel, type Stored } from "../../libs/record/record.ts";
import { type EqualityDeclaration, equalityModel } from "./equality/equality.schema.ts";
import { type FileAccessRecord, fileAccessModel } from "./file-access/file-access.schema.ts";
import { type MatchPair, matchesModel } from "./matching/matching.schema.ts";
import { type Retention, retentionModel } from "./retention/retention.schema.ts";
import { type SubjectRequest, subjectRequestsModel } from "./subject-requests/subject-requests.schema.ts";

export interface Identifier {
  readonly kind: IdentifierKind;
  readonly raw: string;
  readonly canonical: string | null;
  readonly valid: boolean;
  readonly matchable: boolean;
  readonly reason: string | null;
  readonly warning: string | null;
  readonly agencyId: string;
}
export interface Alias {
  readonly type: string;
  readonly forenames: readonly string[];
  readonly surname: string;
}
export interface Address {
  readonly type: string;
  readonly lines: readonly string[];
  readonly postcode?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
/** That something was put right, by whom and why; what it was before stands in the events. */
export interface Correction {
  readonly at: Date;
  readonly by: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** One person as the courts meet them. */
export interface Defendant extends Stored {
  readonly agencyId: string;
  readonly occurredAt: Date;
  readonly name: {
    readonly title?: string | undefined;
    readonly forenames: readonly string[];
    readonly surname: string;
  };
  /** The surname as it is searched: folded to lower case without accents. */
  readonly surnameKey: string;
  readonly dateOfBirth: string;
  readonly dateOfBirthEstimated: boolean;
  readonly sex: "female" | "male" | "not-known" | "not-specified";
  readonly languages: readonly string[];
  readonly interpreter: boolean;
  readonly aliases: readonly Alias[];
  readonly addresses: readonly Address[];
  readonly identifiers: readonly Identifier[];
  /** `pnc:2002/0073319Z`: what may be matched on. */
  readonly matchKeys: readonly string[];
  /** What the records of people like this one are found by (matching.rules.ts). */
  readonly blockKeys: readonly string[];
  readonly corrections: readonly Correction[];
}

export interface DefendantsModels {
  readonly defendants: Model<Defendant>;
  readonly files: Model<FileAccessRecord>;
  readonly subjectRequests: Model<SubjectRequest>;
  readonly matches: Model<MatchPair>;
  readonly equality: Model<EqualityDeclaration>;
  readonly retentions: Model<Retention>;
}

export function defendantsModels(db: Connection): DefendantsModels {
  const text = { type: String, required: true };
  const { Mixed } = mongoose.Schema.Types;
  return {
    defendants: recordModel<Defendant>(
      db,
      "defendant",
      {
        agencyId: text,
        occurredAt: Date,
        name: Mixed,
        surnameKey: text,
        dateOfBirth: text,
        dateOfBirthEstimated: Boolean,
        sex: text,
        languages: [String],
        interpreter: Boolean,
        aliases: [Mixed],
        addresses: [Mixed],
        identifiers: [Mixed],
        matchKeys: [String],
        blockKeys: [String],
        corrections: [Mixed],
      },
      [{ matchKeys: 1 }, { blockKeys: 1 }, { surnameKey: 1, dateOfBirth: 1 }, { occurredAt: 1, _id: 1 }],
    ),
    files: fileAccessModel(db),
    subjectRequests: subjectRequestsModel(db),
    matches: matchesModel(db),
    equality: equalityModel(db),
    retentions: retentionModel(db),
  };
}
