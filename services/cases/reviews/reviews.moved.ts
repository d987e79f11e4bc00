import type { z } from "zod";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, NewEvent } from "../../../libs/record/commit.ts";
import { stateAfter } from "../flow/flow.ts";
import { obligationIdOf } from "../obligations/obligations.store.ts";
import type { reviewMove } from "./reviews.contract.ts";
import { assertDispensable, assertInterval, nextReview, reviewTable } from "./reviews.rules.ts";
import type { Review } from "./reviews.schema.ts";

type Move = z.output<typeof reviewMove> | { readonly name: "serve-report"; readonly at: string };

/** What one move makes of a review; `judgeId` is the judge who makes it. Pure; fails with RULE_BROKEN. */
export function moved(
  current: Review,
  move: Move,
  { at: recordedAt, by }: Command,
  judgeId: string | null = null,
): Change<Review> {
  const at = move.at ? new Date(move.at) : recordedAt;
  const state = stateAfter("The review", reviewTable, move.name, current.state);
  const set = fieldsOf(current, move, at);
  return {
    set: { ...set, state },
    push: { log: [{ at: recordedAt, by: by.id, move: move.name, state, text: textOf(move) }] },
    // What follows concerns the obligation as it was: of one that is moved, the one that is superseded.
    events: [told({ ...current, ...set, obligationId: current.obligationId }, move, at, judgeId)],
  };
}

/** The event that a move is told by, of the review as it is after it. */
function told(review: Review, move: Move, occurredAt: Date, judgeId: string | null): NewEvent {
  const { obligationId, dueAt, previousAt, reportServedAt, nextDueAt } = review;
  const { defendantId, caseId, courtId, orderId, supervisedBy: agencyId, number, power } = review;
  const data = { defendantId, caseId, courtId, orderId, agencyId, number, power, dueAt };
  switch (move.name) {
    case "request-report":
      return { type: "review.report-requested", occurredAt, data: { ...data, obligationId, previousAt } };
    case "serve-report":
      return { type: "review.report-served", occurredAt, data };
    case "rearrange":
      return { type: "review.rearranged", occurredAt, data: { ...data, obligationId } };
    case "hold": {
      const held = { obligationId, attendance: move.attendance, reportServedAt, judgeId: move.judgeId ?? judgeId };
      return { type: "review.held", occurredAt, data: { ...data, ...held } };
    }
    case "conclude":
      return { type: "review.concluded", occurredAt, data: { ...data, outcome: move.outcome, nextDueAt } };
    case "dispense-with":
      return { type: "review.dispensed", occurredAt, data: { ...data, obligationId, nextDueAt } };
  }
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
