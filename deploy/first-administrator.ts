import mongoose from "mongoose";
import { clock } from "../libs/clock/clock.ts";
import { type Command, uuidFrom } from "../libs/record/command.ts";
import { Committer } from "../libs/record/commit.ts";
import { agenciesModels } from "../services/agencies/agencies.schema.ts";
import { directoryStore } from "../services/agencies/agencies.store.ts";
import { hashPassword } from "../services/agencies/passwords.ts";

export interface FirstAdministrator {
  readonly mongoUri: string;
  readonly databasePrefix: string;
  readonly username: string;
  readonly password: string;
}

/**
 * The one account that cannot be made through the API, since there is nobody yet to make it: an administrator of the
 * ministry, written through the agencies service's own store. Safe to repeat; the password is set the first time only.
 */
export async function ensureFirstAdministrator({
  mongoUri,
  databasePrefix,
  username,
  password,
}: FirstAdministrator): Promise<void> {
  const db = await mongoose.createConnection(mongoUri, { dbName: `${databasePrefix}_agencies` }).asPromise();
  try {
    const models = agenciesModels(db);
    await models.people.createIndexes();
    if (await models.people.exists({ username })) return;
    // The running service's relay passes on what this leaves in the outbox.
    const directory = directoryStore(models, new Committer({ assertRoom() {}, async follow() {} }));
    const ministry = await directory.createAgency(
      { type: "moj", name: "Ministry of Justice", ouCode: null },
      commandFor("ministry"),
    );
    await directory.createPerson(
      {
        agencyId: ministry._id,
        username,
        name: "First Administrator",
        roles: ["ADM"],
        passwordHash: await hashPassword(password),
      },
      commandFor(`person ${username}`),
    );
  } finally {
    await db.close();
  }
}

function commandFor(what: string): Command {
  const id = uuidFrom("first-administrator", what);
  return { by: { id: "deploy", agencyId: null }, id, fingerprint: id, ifVersion: undefined, at: clock.now() };
}
