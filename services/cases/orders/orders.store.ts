import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { assertWho, moved } from "../../../libs/contract/states.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer, NewEvent } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { orderTransitions, requirementTransitions } from "../cases.states.ts";
import { courtAuthority } from "../court.authority.ts";
import type { ordersContracts } from "./orders.contract.ts";
import { assertOnce, assertReason, endingOf } from "./orders.rules.ts";
import type { Order, Requirement } from "./orders.schema.ts";

type Input<K extends keyof typeof ordersContracts> = z.output<(typeof ordersContracts)[K]["input"]>;
type RequirementMove = keyof typeof requirementTransitions;

/** How orders go on and end, and their requirements with them. */
export function ordersStore(models: CasesModels, committer: Committer, files: Files) {
  const { orders, cases } = models;
  const { authorizeCourt } = courtAuthority(models, files);

  /** The court of the order, or the agency that supervises it; to others it is not there. */
  const authorize = (person: Person, id: string) => async (stored: Order | null) => {
    if (person.roles.includes("JUD") || person.roles.includes("LA"))
      return authorizeCourt(person, stored && (await cases.findById(stored.caseId).lean<Case>()), [
        stored?.defendantId ?? id,
      ]);
    await files.openToWrite(person, stored?.defendantId ?? id, {
      class: "supervision",
      caseId: stored?.caseId ?? null,
    });
    if (stored?.supervisedBy !== person.agencyId) fail("NOT_FOUND");
  };

  return {
    async moveOrder({ id, move, reason: why, movedAt }: Input<"moveOrder">, person: Person, command: Command) {
      const reason = why ?? null;
      const { record } = await committer.change<Order>(orders, id, command, authorize(person, id), stored => {
        assertWho(orderTransitions, move, person.roles);
        const to = moved("The order", orderTransitions, move, stored.status);
        assertReason(move, reason);
        assertOnce(move, stored.moves);
        const at = movedAt ? new Date(movedAt) : command.at;
        const goesOn = to === "active" || to === "suspended-by-appeal";
        const data = { ...whose(stored), type: stored.type, move, status: to };
        const ended = goesOn ? [] : stored.requirements.map(found => endedBy(found, endingOf(found, move), reason, at));
        const changed = ended.length > 0 ? ended : stored.requirements;
        const endedNow = changed.filter((found, n) => found !== stored.requirements[n]);
        return {
          set: { status: to, requirements: [...changed] },
          push: { moves: [{ move, to, at, agencyId: person.agencyId, reason }] },
          events: [
            {
              type:
                move === "complete-plan" ? "sentence-plan.completed" : goesOn ? "order.amended" : "order.terminated",
              occurredAt: at,
              data,
            },
            ...endedNow.map(found => told(stored, found, move, at)),
          ],
        };
      });
      return record;
    },

    async moveRequirement(
      { id, requirementId, move, reason: why, movedAt }: Input<"moveRequirement">,
      person: Person,
      command: Command,
    ) {
      const reason = why ?? null;
      const { record } = await committer.change<Order>(orders, id, command, authorize(person, id), stored => {
        const found = stored.requirements.find(each => each.id === requirementId) ?? fail("NOT_FOUND");
        assertWho(requirementTransitions, move, person.roles);
        if (stored.status !== "active")
          fail("RULE_BROKEN", { detail: `The order is ${stored.status}, so its requirements stay as they are.` });
        assertReason(move, reason);
        const at = movedAt ? new Date(movedAt) : command.at;
        const changed = isBeginning(move)
          ? {
              ...found,
              status: moved("The requirement", requirementTransitions, move, found.status),
              startedAt: found.startedAt ?? at,
            }
          : endedBy(found, move, reason, at);
        return {
          set: { requirements: stored.requirements.map(each => (each === found ? changed : each)) },
          events: [told(stored, changed, reason === null ? null : move, at)],
        };
      });
      return record;
    },
  };
}

const isBeginning = (move: RequirementMove) => move === "start" || move === "continue";

const whose = ({ defendantId, caseId, courtId }: Order) => ({ defendantId, caseId, courtId });

/** The requirement after it ended by this transition; as it was where there is none. */
function endedBy(
  found: Requirement,
  transition: RequirementMove | undefined,
  reason: string | null,
  at: Date,
): Requirement {
  if (!transition) return found;
  const status = moved("The requirement", requirementTransitions, transition, found.status);
  return { ...found, status, ended: { at, reason } };
}

function told(order: Order, { id, type, status, ended }: Requirement, reason: string | null, at: Date): NewEvent {
  const data = { ...whose(order), requirementId: id, type, status, reason };
  return ended
    ? { type: "requirement.terminated", occurredAt: at, data }
    : { type: "requirement.started", occurredAt: at, data };
}
