import type { AgencyType, Role } from "../../libs/access/roles.ts";
import { clock } from "../../libs/clock/clock.ts";
import { fail } from "../../libs/errors/errors.ts";
import { revocationSeconds } from "../../libs/identity/access-claims.ts";
import { isDuplicateKey } from "../../libs/mongo/errors.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import type { AttemptCount } from "./agencies.rules.ts";
import type { AgenciesModels, Agency, AgencyPerson, Client, Session } from "./agencies.schema.ts";
import { revokedBy } from "./people.store.ts";

const agenciesMax = 2_000;

/** Every query on the directory of agencies, people and clients. */
export function directoryStore({ agencies, people, clients }: AgenciesModels, committer: Committer) {
  return {
    async createAgency(
      fields: { type: AgencyType; name: string; ouCode: string | null },
      command: Command,
    ): Promise<Agency> {
      const { record } = await committer.create<Agency>(
        agencies,
        { ...fields, suspendedAt: null, revoked: null },
        [{ type: "agency.recorded", data: {} }],
        command,
      );
      return record;
    },

    async createPerson(
      fields: { agencyId: string; username: string; name: string; roles: readonly Role[]; passwordHash: string },
      command: Command,
    ): Promise<AgencyPerson> {
      await this.getAgency(fields.agencyId);
      try {
        const { record } = await committer.create<AgencyPerson>(
          people,
          { ...fields, teamIds: [], totp: null, disabledAt: null, oneTimeUntil: null, revoked: null },
          [{ type: "person.recorded", data: { agencyId: fields.agencyId, roles: [...fields.roles] } }],
          command,
        );
        return record;
      } catch (error) {
        return isTaken(error) ? fail("CONFLICT", { detail: "That username is taken." }) : Promise.reject(error);
      }
    },

    async createClient(
      fields: Pick<Client, "agencyId" | "name" | "roles" | "secretDigest" | "keyThumbprint" | "certificateThumbprint">,
      command: Command,
    ): Promise<{ record: Client; replayed: boolean }> {
      await this.getAgency(fields.agencyId);
      return committer.create<Client>(
        clients,
        { ...fields, suspendedAt: null, revoked: null },
        [{ type: "client.recorded", data: { agencyId: fields.agencyId, roles: [...fields.roles] } }],
        command,
      );
    },

    /** Suspends an agency, or lets it work again, as two administrators decided. */
    async changeSuspension(id: string, isSuspended: boolean, approvalId: string, command: Command): Promise<void> {
      await committer.change<Agency>(
        agencies,
        id,
        command,
        async () => {},
        agency => {
          const data = { agencyId: agency._id, approvalId };
          if (isSuspended === Boolean(agency.suspendedAt)) return { events: [] };
          return isSuspended
            ? {
                set: { suspendedAt: command.at, revoked: revokedBy(agency, command) },
                events: [{ type: "agency.suspended", data }],
              }
            : { set: { suspendedAt: null }, events: [{ type: "agency.resumed", data }] };
        },
      );
    },

    async getAgency(id: string): Promise<Agency> {
      return (await agencies.findById(id).lean<Agency>()) ?? fail("NOT_FOUND");
    },

    listAgencies(type?: AgencyType): Promise<Agency[]> {
      return agencies
        .find(type ? { type } : {})
        .sort({ type: 1, name: 1 })
        .limit(agenciesMax)
        .lean<Agency[]>();
    },

    describe(ids: readonly string[]): Promise<Agency[]> {
      return agencies.find({ _id: { $in: [...ids] } }).lean<Agency[]>();
    },

    async getPerson(id: string): Promise<AgencyPerson> {
      return (await people.findById(id).lean<AgencyPerson>()) ?? fail("NOT_FOUND");
    },

    findPerson(id: string): Promise<AgencyPerson | null> {
      return people.findById(id).lean<AgencyPerson>();
    },

    describePeople(ids: readonly string[]): Promise<AgencyPerson[]> {
      return people.find({ _id: { $in: [...ids] } }, withoutBookkeeping).lean<AgencyPerson[]>();
    },

    /** Those of these people who work, or have worked, for an agency. */
    colleagues(ids: readonly string[], agencyId: string): Promise<Pick<AgencyPerson, "_id" | "name">[]> {
      return people
        .find({ _id: { $in: [...ids] }, agencyId }, { name: 1 })
        .lean<Pick<AgencyPerson, "_id" | "name">[]>();
    },

    findByUsername(username: string): Promise<AgencyPerson | null> {
      return people.findOne({ username }).lean<AgencyPerson>();
    },

    findClient(id: string): Promise<Client | null> {
      return clients.findById(id).lean<Client>();
    },

    async changeTotp(personId: string, totp: AgencyPerson["totp"], command: Command): Promise<void> {
      await committer.change<AgencyPerson>(
        people,
        personId,
        command,
        async () => {},
        () => ({ set: { totp }, events: [{ type: "person.changed", data: { fields: ["totp"] } }] }),
      );
    },
  };
}

/** Sessions and attempts: what signing in needs to remember. */
export function sessionStore({ sessions, attempts }: AgenciesModels) {
  return {
    async open(session: Omit<Session, "endedAt">): Promise<void> {
      await sessions.create([{ ...session, endedAt: null }]);
    },

    /** Swaps the one good refresh token for the next; the session, or null when that token is not the good one. */
    rotate(id: string, refreshDigest: string, next: string) {
      return sessions
        .findOneAndUpdate(
          { _id: id, refreshDigest, endedAt: null, expiresAt: { $gt: clock.now() } },
          { $set: { refreshDigest: next } },
        )
        .lean();
    },

    /** Another refresh token for a session that goes on, in which the password was given just now; null when it has ended. */
    signInAgain(id: string, personId: string, refreshDigest: string): Promise<Session | null> {
      const now = clock.now();
      return sessions
        .findOneAndUpdate(
          { _id: id, personId, endedAt: null, expiresAt: { $gt: now } },
          { $set: { refreshDigest, signedInAt: now } },
          { returnDocument: "after" },
        )
        .lean<Session>();
    },

    /** Its tokens are refused from now on; it is remembered for as long as one of them could still be shown. */
    async end(id: string): Promise<void> {
      const now = clock.now();
      const rememberedUntil = new Date(now.getTime() + revocationSeconds * 1_000);
      await sessions.updateOne(
        { _id: id, endedAt: null },
        { $set: { endedAt: now }, $max: { expiresAt: rememberedUntil } },
      );
    },

    /** The attempts under a name that still count; null when there are none. */
    findAttempts(name: string): Promise<AttemptCount | null> {
      return attempts.findOne({ _id: name, expiresAt: { $gt: clock.now() } }).lean();
    },

    /** Remembers one more attempt; false when somebody else made one meanwhile, and nothing was written. */
    async swapAttempts(
      name: string,
      before: AttemptCount | null,
      next: AttemptCount,
      seconds: number,
    ): Promise<boolean> {
      const expiresAt = new Date(clock.now().getTime() + seconds * 1_000);
      const filter = before
        ? { _id: name, count: before.count, lockedUntil: before.lockedUntil }
        : { _id: name, expiresAt: { $lte: clock.now() } }; // Over, and not yet forgotten by the database.
      try {
        const { matchedCount, upsertedCount } = await attempts.updateOne(
          filter,
          { $set: { ...next, expiresAt } },
          { upsert: before === null },
        );
        return matchedCount + upsertedCount === 1;
      } catch (error) {
        return isDuplicateKey(error) ? false : Promise.reject(error);
      }
    },

    /** True the first time it is asked for a name, false ever after until `seconds` have passed. */
    async useOnce(name: string, seconds: number): Promise<boolean> {
      try {
        await attempts.create([
          { _id: name, count: 1, lockedUntil: null, expiresAt: new Date(clock.now().getTime() + seconds * 1_000) },
        ]);
        return true;
      } catch (error) {
        return isDuplicateKey(error) ? false : Promise.reject(error);
      }
    },

    async forgive(name: string): Promise<void> {
      await attempts.deleteOne({ _id: name });
    },
  };
}

export type DirectoryStore = ReturnType<typeof directoryStore>;
export type SessionStore = ReturnType<typeof sessionStore>;

/** A username that is taken is a duplicate key too, beside a command that came twice. */
function isTaken(error: unknown): boolean {
  return isDuplicateKey(error) || (error instanceof Error && "type" in error && error.type === "CONFLICT");
}
