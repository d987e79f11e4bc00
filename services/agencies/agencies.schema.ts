import mongoose, { type Connection, type Model } from "mongoose";
import type { AgencyType, Role } from "../../libs/access/roles.ts";
import { recordModel, type Stored, strict } from "../../libs/record/record.ts";
import { type AdministrationModels, administrationModels } from "./administration.schema.ts";

/** What the last change that took something away refuses: tokens made from a version below `beforeVersion`. */
export interface Revoked {
  readonly at: Date;
  readonly beforeVersion: number;
}

// Fields that a record of an earlier release lacks are optional below.

/** An agency round the table. A court is an agency of type `court`, and its id is the court's id everywhere. */
export interface Agency extends Stored {
  readonly type: AgencyType;
  readonly name: string;
  readonly ouCode: string | null;
  readonly suspendedAt?: Date | null;
  readonly revoked?: Revoked | null;
}

export interface AgencyPerson extends Stored {
  readonly agencyId: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly teamIds: readonly string[];
  readonly passwordHash: string;
  /** The authenticator's secret, sealed; it counts once it has been confirmed. */
  readonly totp: { readonly sealed: string; readonly confirmed: boolean } | null;
  readonly disabledAt: Date | null;
  /** Until when a one-time password is good; null when the person chose the password. */
  readonly oneTimeUntil?: Date | null;
  readonly revoked?: Revoked | null;
  /** Sessions opened from an earlier version of the person are over. */
  readonly sessionsFromVersion?: number;
}

/** An agency's own system. Its secret is random and long, so a plain digest of it is kept. */
export interface Client extends Stored {
  readonly agencyId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly secretDigest: string;
  /** RFC 7638 thumbprint of the key that it proves to hold with each request; null when it has none. */
  readonly keyThumbprint?: string | null;
  /** RFC 8705 thumbprint of the certificate that it connects with; null when it need not. */
  readonly certificateThumbprint?: string | null;
  readonly suspendedAt?: Date | null;
  readonly revoked?: Revoked | null;
}

/** A signed-in person. Only the digest of the one refresh token that is good now is kept. */
export interface Session {
  readonly _id: string;
  readonly personId: string;
  /** The version of the person that it was opened from. */
  readonly personVersion?: number;
  readonly refreshDigest: string;
  readonly openedAt: Date;
  /** When the password was last given in it. */
  readonly signedInAt?: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

/** Attempts to sign in under one name, whether or not anyone has it. */
export interface Attempts {
  readonly _id: string;
  readonly count: number;
  readonly lockedUntil: Date | null;
  readonly expiresAt: Date;
}

export interface AgenciesModels extends AdministrationModels {
  readonly agencies: Model<Agency>;
  readonly people: Model<AgencyPerson>;
  readonly clients: Model<Client>;
  readonly sessions: Model<Session>;
  readonly attempts: Model<Attempts>;
}

export function agenciesModels(db: Connection): AgenciesModels {
  const text = { type: String, required: true };
  const { Mixed } = mongoose.Schema.Types;
  const people = recordModel<AgencyPerson>(db, "person", {
    agencyId: text,
    username: text,
    name: text,
    roles: [String],
    teamIds: [String],
    passwordHash: text,
    totp: Mixed,
    disabledAt: Date,
    oneTimeUntil: Date,
    revoked: Mixed,
    sessionsFromVersion: Number,
  });
  people.schema.index({ username: 1 }, { unique: true });
  people.schema.index({ agencyId: 1, _id: 1 });
  people.schema.index({ "revoked.at": 1 });
  const sessions = expiringModel<Session>(db, "session", {
    _id: String,
    personId: String,
    personVersion: Number,
    refreshDigest: String,
    openedAt: Date,
    signedInAt: Date,
    expiresAt: Date,
    endedAt: Date,
  });
  sessions.schema.index({ endedAt: 1 });
  return {
    agencies: recordModel<Agency>(
      db,
      "agency",
      { type: text, name: text, ouCode: String, suspendedAt: Date, revoked: Mixed },
      [{ type: 1, name: 1 }, { "revoked.at": 1 }],
    ),
    people,
    clients: recordModel<Client>(
      db,
      "client",
      {
        agencyId: text,
        name: text,
        roles: [String],
        secretDigest: text,
        keyThumbprint: String,
        certificateThumbprint: String,
        suspendedAt: Date,
        revoked: Mixed,
      },
      [{ agencyId: 1, _id: 1 }, { "revoked.at": 1 }],
    ),
    sessions,
    ...administrationModels(db),
    attempts: expiringModel<Attempts>(db, "attempt", {
      _id: String,
      count: Number,
      lockedUntil: Date,
      expiresAt: Date,
    }),
  };
}

/** Short-lived bookkeeping that the database forgets by itself after `expiresAt`. */
function expiringModel<T>(db: Connection, name: string, fields: mongoose.SchemaDefinition): Model<T> {
  const schema = new mongoose.Schema(fields, { ...strict, collection: `${name}s` });
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return db.model(name, schema) as unknown as Model<T>;
}
