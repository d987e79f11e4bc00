import type { Connection, Model } from "mongoose";
import type { InformationClass } from "../../libs/access/matrix.ts";
import type { Role } from "../../libs/access/roles.ts";
import { recordModel, type Stored } from "../../libs/record/record.ts";
import type { ApprovalKind } from "./administration.rules.ts";

export interface Team extends Stored {
  readonly agencyId: string;
  readonly name: string;
  readonly closedAt: Date | null;
}

/** What one administrator proposed, and what another made of it. */
export interface Approval extends Stored {
  /** The agency that it concerns: its administrators see it. */
  readonly agencyId: string;
  readonly kind: ApprovalKind;
  /** The person or the agency. */
  readonly subjectId: string;
  readonly roles: readonly Role[];
  readonly proposedBy: string;
  readonly expiresAt: Date;
  readonly state: "pending" | "approved" | "declined";
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Of the one-time password that was shown to whoever approved a new one. */
  readonly passwordHash: string | null;
}

/** What agencies agreed to share. Days are plain dates; an agreement holds from `from` up to and without `to`. */
export interface Agreement extends Stored {
  readonly parties: readonly string[];
  readonly classes: readonly InformationClass[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly from: string;
  readonly to: string;
  readonly endedAt: Date | null;
}

export interface AdministrationModels {
  readonly teams: Model<Team>;
  readonly approvals: Model<Approval>;
  readonly agreements: Model<Agreement>;
}

export function administrationModels(db: Connection): AdministrationModels {
  const text = { type: String, required: true } as const;
  return {
    teams: recordModel<Team>(db, "team", { agencyId: text, name: text, closedAt: Date }, [
      { agencyId: 1, _id: 1 },
      { closedAt: 1 },
    ]),
    approvals: recordModel<Approval>(
      db,
      "approval",
      {
        agencyId: text,
        kind: text,
        subjectId: text,
        roles: [String],
        proposedBy: text,
        expiresAt: Date,
        state: text,
        decidedBy: String,
        decidedAt: Date,
        passwordHash: String,
      },
      [{ agencyId: 1, _id: 1 }],
    ),
    agreements: recordModel<Agreement>(
      db,
      "agreement",
      {
        parties: [String],
        classes: [String],
        purpose: text,
        legalBasis: text,
        from: text,
        to: text,
        endedAt: Date,
      },
      [{ parties: 1, _id: 1 }],
    ),
  };
}
