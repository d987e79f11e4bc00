import type { Model } from "mongoose";
import type { Role } from "../../libs/access/roles.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Change, Committed, Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import { assertAdministers, hoursAfter, oneTimePasswordHours, rolesChange } from "./administration.rules.ts";
import type { AgencyPerson, Revoked } from "./agencies.schema.ts";

/** Who asks for a change: an administrator, or nobody where a decision of two is carried out. */
type By = Person | undefined;

/** Refuses every token that was made from the record as it is now. */
export function revokedBy({ v }: { readonly v: number }, { at }: Command): Revoked {
  return { at, beforeVersion: v + 1 };
}

/** What administrators change about people, each in one write. */
export function peopleStore({ people }: { readonly people: Model<AgencyPerson> }, committer: Committer) {
  function change(
    id: string,
    by: By,
    command: Command,
    decide: (person: AgencyPerson) => Change<AgencyPerson>,
  ): Promise<Committed<AgencyPerson>> {
    const authorize = async (current: AgencyPerson | null) => {
      if (by) assertAdministers(by, current?.agencyId);
    };
    return committer.change<AgencyPerson>(people, id, command, authorize, decide);
  }

  /** Ends the person's sessions and tokens together with whatever else is set. */
  const signedOut = (person: AgencyPerson, command: Command) => ({
    revoked: revokedBy(person, command),
    sessionsFromVersion: person.v + 1,
  });

  return {
    list(agencyId: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<AgencyPerson[]> {
      return people
        .find({ agencyId, ...(cursor && { _id: { $gt: cursor } }) }, withoutBookkeeping)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<AgencyPerson[]>();
    },

    /** The person, for an administrator of theirs. Fails with NOT_FOUND. */
    async get(id: string, by: Person): Promise<AgencyPerson> {
      const person = await people.findById(id).lean<AgencyPerson>();
      assertAdministers(by, person?.agencyId);
      return person ?? fail("NOT_FOUND");
    },

    /** Whether this command has made a person before. */
    async isMade(command: Command): Promise<boolean> {
      return (await people.findById(command.id).lean()) !== null;
    },

    disable: (id: string, by: Person, command: Command) =>
      change(id, by, command, person =>
        person.disabledAt
          ? { events: [] }
          : {
              set: { disabledAt: command.at, ...signedOut(person, command) },
              events: [{ type: "person.disabled", data: { agencyId: person.agencyId } }],
            },
      ),

    enable: (id: string, by: Person, command: Command) =>
      change(id, by, command, person =>
        person.disabledAt
          ? { set: { disabledAt: null }, events: [{ type: "person.enabled", data: { agencyId: person.agencyId } }] }
          : { events: [] },
      ),

    /** Sets the roles that `decide` makes of the present ones. What takes a role away refuses the tokens there are. */
    changeRoles: (
      id: string,
      by: By,
      decide: (present: readonly Role[]) => readonly Role[],
      approvalId: string | null,
      command: Command,
    ) =>
      change(id, by, command, person => {
        const roles = decide(person.roles);
        const { added, removed } = rolesChange(person.roles, roles);
        if (added.length + removed.length === 0) return { events: [] };
        return {
          set: { roles, ...(removed.length > 0 && { revoked: revokedBy(person, command) }) },
          events: [{ type: "person.roles-changed", data: { agencyId: person.agencyId, approvalId, added, removed } }],
        };
      }),

    changeTeams: (id: string, by: Person, teamIds: readonly string[], command: Command) =>
      change(id, by, command, person => {
        const isLeaving = person.teamIds.some(teamId => !teamIds.includes(teamId));
        if (!isLeaving && teamIds.length === person.teamIds.length) return { events: [] };
        return {
          set: { teamIds, ...(isLeaving && { revoked: revokedBy(person, command) }) },
          events: [{ type: "person.teams-changed", data: { agencyId: person.agencyId, teamIds: [...teamIds] } }],
        };
      }),

    resetPassword: (id: string, by: By, passwordHash: string, approvalId: string | null, command: Command) =>
      change(id, by, command, person => ({
        set: {
          passwordHash,
          oneTimeUntil: hoursAfter(command.at, oneTimePasswordHours),
          ...signedOut(person, command),
        },
        events: [{ type: "person.password-reset", data: { agencyId: person.agencyId, approvalId } }],
      })),

    /** The person's own change from the password with hash `before`: every session there is ends, this one too. */
    changePassword: (id: string, before: string, passwordHash: string, command: Command) =>
      change(id, undefined, command, person =>
        person.passwordHash === before
          ? {
              set: { passwordHash, oneTimeUntil: null, ...signedOut(person, command) },
              events: [{ type: "person.password-changed", data: { agencyId: person.agencyId } }],
            }
          : fail("SIGN_IN_REFUSED"),
      ),

    resetSecondFactor: (id: string, approvalId: string, command: Command) =>
      change(id, undefined, command, person => ({
        set: { totp: null, ...signedOut(person, command) },
        events: [{ type: "person.second-factor-reset", data: { agencyId: person.agencyId, approvalId } }],
      })),
  };
}
export type PeopleStore = ReturnType<typeof peopleStore>;
