import type { Model } from "mongoose";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import { assertAdministers } from "./administration.rules.ts";
import type { Team } from "./administration.schema.ts";

/** Every query on teams. */
export function teamsStore({ teams }: { readonly teams: Model<Team> }, committer: Committer) {
  const administers = (by: Person) => async (current: Team | null) => assertAdministers(by, current?.agencyId);
  const assertOpen = ({ closedAt }: Team): void => {
    if (closedAt) fail("RULE_BROKEN", { detail: "The team is closed." });
  };

  return {
    async add(fields: { agencyId: string; name: string }, command: Command): Promise<Team> {
      const events = [{ type: "team.recorded", data: { agencyId: fields.agencyId } }] as const;
      return (await committer.create<Team>(teams, { ...fields, closedAt: null }, events, command)).record;
    },

    list(agencyId: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Team[]> {
      return teams
        .find({ agencyId, ...(cursor && { _id: { $gt: cursor } }) }, withoutBookkeeping)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Team[]>();
    },

    async get(id: string, by: Person): Promise<Team> {
      const team = await teams.findById(id).lean<Team>();
      assertAdministers(by, team?.agencyId);
      return team ?? fail("NOT_FOUND");
    },

    /** Which of these teams are open and of this agency. */
    async openOf(agencyId: string, ids: readonly string[]): Promise<string[]> {
      if (ids.length === 0) return [];
      const found = await teams.find({ _id: { $in: [...ids] }, agencyId }, { closedAt: 1 }).lean<Team[]>();
      const open = new Set(found.filter(({ closedAt }) => !closedAt).map(({ _id }) => _id));
      return ids.filter(id => open.has(id));
    },

    /** Which of these teams are open, and whose they are. */
    async openAmong(ids: readonly string[]): Promise<{ id: string; agencyId: string }[]> {
      const found = await teams.find({ _id: { $in: [...ids] } }, { closedAt: 1, agencyId: 1 }).lean<Team[]>();
      return found.flatMap(({ _id: id, agencyId, closedAt }) => (closedAt ? [] : { id, agencyId }));
    },

    rename: (id: string, by: Person, name: string, command: Command) =>
      committer.change<Team>(teams, id, command, administers(by), team => {
        assertOpen(team);
        return { set: { name }, events: [{ type: "team.renamed", data: { agencyId: team.agencyId } }] };
      }),

    close: (id: string, by: Person, command: Command) =>
      committer.change<Team>(teams, id, command, administers(by), team => {
        assertOpen(team);
        return { set: { closedAt: command.at }, events: [{ type: "team.closed", data: { agencyId: team.agencyId } }] };
      }),
  };
}
export type TeamsStore = ReturnType<typeof teamsStore>;
