import type { Model } from "mongoose";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Change, Committed, Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import { assertAdministers, assertNational } from "./administration.rules.ts";
import type { Client } from "./agencies.schema.ts";
import { revokedBy } from "./people.store.ts";

/** What administrators change about agencies' systems, each in one write. */
export function clientsStore({ clients }: { readonly clients: Model<Client> }, committer: Committer) {
  function change(
    id: string,
    by: Person,
    command: Command,
    decide: (client: Client) => Change<Client>,
  ): Promise<Committed<Client>> {
    return committer.change<Client>(
      clients,
      id,
      command,
      async current => assertAdministers(by, current?.agencyId),
      decide,
    );
  }

  /** Suspending and resuming is the ministry's: it stands between agencies. */
  async function nationally(
    id: string,
    by: Person,
    command: Command,
    decide: (client: Client) => Change<Client>,
  ): Promise<Committed<Client>> {
    const authorize = async (current: Client | null) => {
      assertAdministers(by, current?.agencyId);
      assertNational(by);
    };
    return committer.change<Client>(clients, id, command, authorize, decide);
  }

  return {
    list(agencyId: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Client[]> {
      return clients
        .find({ agencyId, ...(cursor && { _id: { $gt: cursor } }) }, withoutBookkeeping)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Client[]>();
    },

    async get(id: string, by: Person): Promise<Client> {
      const client = await clients.findById(id).lean<Client>();
      assertAdministers(by, client?.agencyId);
      return client ?? fail("NOT_FOUND");
    },

    suspend: (id: string, by: Person, command: Command) =>
      nationally(id, by, command, client =>
        client.suspendedAt
          ? { events: [] }
          : {
              set: { suspendedAt: command.at, revoked: revokedBy(client, command) },
              events: [{ type: "client.suspended", data: { agencyId: client.agencyId } }],
            },
      ),

    resume: (id: string, by: Person, command: Command) =>
      nationally(id, by, command, client =>
        client.suspendedAt
          ? { set: { suspendedAt: null }, events: [{ type: "client.resumed", data: { agencyId: client.agencyId } }] }
          : { events: [] },
      ),

    rotateSecret: (id: string, by: Person, secretDigest: string, command: Command) =>
      change(id, by, command, client => ({
        set: { secretDigest, revoked: revokedBy(client, command) },
        events: [{ type: "client.secret-rotated", data: { agencyId: client.agencyId } }],
      })),

    changeKey: (
      id: string,
      by: Person,
      bound: Pick<Client, "keyThumbprint" | "certificateThumbprint">,
      command: Command,
    ) =>
      change(id, by, command, client => ({
        set: { ...bound, revoked: revokedBy(client, command) },
        events: [{ type: "client.key-changed", data: { agencyId: client.agencyId } }],
      })),
  };
}
export type ClientsStore = ReturnType<typeof clientsStore>;
