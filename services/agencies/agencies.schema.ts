import mongoose, { type Connection, type Model } from "mongoose";
import type { AgencyType, Role } from "../../libs/access/roles.ts";
import { recordModel, type Stored, strict } from "../../libs/record/record.ts";

/** An agency round the table. A court is an agency of type `court`, and its id is the court's id everywhere. */
export interface Agency extends Stored {
  readonly type: AgencyType;
  readonly name: string;
  readonly ouCode: string | null;
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
}

/** An agency's own system. Its secret is random and long, so a plain digest of it is kept. */
export interface Client extends Stored {
  readonly agencyId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly secretDigest: string;
}

/** A signed-in person. Only the digest of the one refresh token that is good now is kept. */
export interface Session {
  readonly _id: string;
  readonly personId: string;
  readonly refreshDigest: string;
  readonly openedAt: Date;
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

export interface AgenciesModels {
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
  });
  people.schema.index({ username: 1 }, { unique: true });
  people.schema.index({ agencyId: 1 });
  return {
    agencies: recordModel<Agency>(db, "agency", { type: text, name: text, ouCode: String }, [{ type: 1, name: 1 }]),
    people,
    clients: recordModel<Client>(db, "client", { agencyId: text, name: text, roles: [String], secretDigest: text }),
    sessions: expiringModel<Session>(db, "session", {
      _id: String,
      personId: String,
      refreshDigest: String,
      openedAt: Date,
      expiresAt: Date,
      endedAt: Date,
    }),
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
