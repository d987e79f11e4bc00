import type { z } from "zod";
import type { Directory } from "../../../libs/bus/directory.ts";
import { clock } from "../../../libs/clock/clock.ts";
import type { ProvisionAt } from "../../../libs/contract/provision.ts";
import { fail, isKnown } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import { type Stored, withoutBookkeeping } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { provisionContracts } from "./provision.contract.ts";
import { assertNewer, assertProvider, assertStatement, availabilityOn, providersMax } from "./provision.rules.ts";
import { type Provision, provisionIdOf } from "./provision.schema.ts";

type Input<K extends keyof typeof provisionContracts> = z.output<(typeof provisionContracts)[K]["input"]>;
type Statement = Omit<Provision, keyof Stored>;

/** More than all types by all their providers. */
const statementsMax = 500;

/** What agencies can provide at courts, as they say themselves. */
export function provisionStore({ provision }: CasesModels, committer: Committer, directory: Directory) {
  /** Fails with NOT_FOUND for what is no court. */
  async function assertCourt(courtId: string): Promise<void> {
    const [found] = await directory.describe([courtId]);
    if (found?.type !== "court") fail("NOT_FOUND");
  }

  /** Fails with RULE_BROKEN where as many others provide this as a list can show. */
  async function assertRoom({ courtId, requirementType }: Statement): Promise<void> {
    const standing = await provision
      .find({ courtId, withdrawnAt: null, requirementType }, { _id: 1 })
      .limit(providersMax)
      .lean<Pick<Provision, "_id">[]>();
    if (standing.length >= providersMax)
      fail("RULE_BROKEN", { detail: `At most ${providersMax} agencies provide one type of requirement at a court.` });
  }

  return {
    async stateProvision(
      { courtId, requirementType, placesFree, nextStartOn: startOn, statedAt: given }: Input<"stateProvision">,
      person: Person,
      command: Command,
    ): Promise<Provision> {
      assertProvider(person);
      const { agencyId } = person;
      const statedAt = given ? new Date(given) : command.at;
      const nextStartOn = startOn ?? null;
      const said: Statement = {
        ...{ courtId, agencyId, requirementType, placesFree, nextStartOn, statedAt },
        withdrawnAt: null,
      };
      assertStatement(said);
      await assertCourt(courtId);
      const change: Pick<Change<Provision>, "events"> = {
        events: [
          {
            type: "provision.stated",
            occurredAt: statedAt,
            data: { courtId, agencyId, requirementType, placesFree, nextStartOn },
          },
        ],
      };
      const id = provisionIdOf(said);
      const current = await provision.findById(id, { created: 1 }).lean<Pick<Provision, "created">>();
      if (!current || current.created.key === command.id) {
        if (!current) await assertRoom(said);
        try {
          return (await committer.create<Provision>(provision, said, change.events, command, id)).record;
        } catch (error) {
          // A colleague said it first, at the same moment: what is said here follows it.
          if (current || !isKnown(error) || error.type !== "IDEMPOTENCY_KEY_REUSED") throw error;
        }
      }
      const decide = async (stored: Provision) => {
        assertNewer(stored, statedAt);
        if (stored.withdrawnAt) await assertRoom(said);
        return { set: { placesFree, nextStartOn, statedAt, withdrawnAt: null }, ...change };
      };
      return (await committer.change<Provision>(provision, id, command, async () => {}, decide)).record;
    },

    async withdrawProvision(
      { courtId, requirementType, withdrawnAt: given }: Input<"withdrawProvision">,
      person: Person,
      command: Command,
    ): Promise<Provision> {
      assertProvider(person);
      const { agencyId } = person;
      const withdrawnAt = given ? new Date(given) : command.at;
      const id = provisionIdOf({ courtId, agencyId, requirementType });
      const { record } = await committer.change<Provision>(
        provision,
        id,
        command,
        async () => {},
        stored => {
          if (stored.withdrawnAt) fail("RULE_BROKEN", { detail: "Your agency has withdrawn this already." });
          assertNewer(stored, withdrawnAt);
          const data = { courtId, agencyId, requirementType };
          return { set: { withdrawnAt }, events: [{ type: "provision.withdrawn", occurredAt: withdrawnAt, data }] };
        },
      );
      return record;
    },

    async listProvision({ courtId, day = clock.today() }: Input<"listProvision">): Promise<ProvisionAt> {
      const [stated] = await Promise.all([
        provision
          .find({ courtId, withdrawnAt: null }, withoutBookkeeping)
          .sort({ _id: 1 })
          .limit(statementsMax)
          .lean<Provision[]>(),
        assertCourt(courtId),
      ]);
      const agencies = await directory.describe(stated.map(({ agencyId }) => agencyId));
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      return { courtId, day, requirements: availabilityOn(stated, day), agencies: agencies.toSorted(byId) };
    },
  };
}
