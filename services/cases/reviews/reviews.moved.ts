import type { z } from "zod";
import type { Command } from "../../../libs/record/command.ts";
import type { Change } from "../../../libs/record/commit.ts";
import { stateAfter } from "../flow/flow.ts";
import { obligationIdOf } from "../obligations/obligations.store.ts";
import type { reviewMove } from "./reviews.contract.ts";
import { assertDispensable, assertInterval, nextReview, reviewTable } from "./reviews.rules.ts";
import type { Review } from "./reviews.schema.ts";

type Move = z.output<typeof reviewMove> | { readonly name: "serve-report"; readonly at: string };

/** What one move makes of a review. Pure; fails with RULE_BROKEN. */
export function moved(current: Review, move: Move, { at: recordedAt, by }: Command): Change<Review> {
  const at = move.at ? new Date(move.at) : recordedAt;
  const state = stateAfter("The review", reviewTable, move.name, current.state);
  const set = fieldsOf(current, move, at);
  const after = { ...current, ...set };
  const { defendantId, caseId, courtId, orderId, supervisedBy: agencyId, number, power } = current;
  return {
    set: { ...set, state },
    push: { log: [{ at: recordedAt, by: by.id, move: move.name, state, text: textOf(move) }] },
    events: [
      {
        type: "review.moved",
        occurredAt: at,
        data: {
          ...{ defendantId, caseId, courtId, orderId, agencyId, number, power, state },
          ...{ move: move.name, from: current.state, obligationId: current.obligationId },
          ...{ dueAt: after.dueAt, attendance: after.attendance, outcome: after.outcome, nextDueAt: after.nextDueAt },
          ...{ reportServedAt: after.reportServedAt, previousAt: current.previousAt },
        },
      },
    ],
  };
}

function fieldsOf(current: Review, move: Move, at: Date): Partial<Omit<Review, "log">> {
  const { power, everyDays, endsOn, dueAt } = current;
  switch (move.name) {
    case "request-report":
      return {};
    case "serve-report":
      return { reportServedAt: at };
    case "rearrange": {
      const to = new Date(move.dueAt);
      assertInterval(power, current.previousAt, to);
      return { dueAt: to, obligationId: obligationIdOf(current.obligationId, "successor") };
    }
    case "hold":
      return { heldAt: at, attendance: move.attendance };
    case "conclude": {
      const next = move.nextDueAt ? new Date(move.nextDueAt) : nextReview(dueAt, everyDays, power, endsOn);
      if (move.outcome === "revoke") return { outcome: move.outcome, nextDueAt: null };
      if (next) assertInterval(power, dueAt, next);
      return { outcome: move.outcome, nextDueAt: next };
    }
    case "dispense-with":
      assertDispensable(power, current.state);
      return { nextDueAt: nextReview(dueAt, everyDays, power, endsOn) };
  }
}

function textOf(move: Move): string | null {
  if ("reason" in move) return move.reason;
  return move.name === "conclude" ? (move.directions ?? null) : null;
}
