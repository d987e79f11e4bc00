import type { z } from "zod";
import { fail } from "../../../libs/errors/errors.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, NewEvent } from "../../../libs/record/commit.ts";
import { stateAfter } from "../flow/flow.ts";
import type { enforcementMove } from "./enforcement.contract.ts";
import {
  assertMayWarn,
  type EnforcementMove,
  type EnforcementState,
  enforcementTable,
  failureMove,
  stateAfterExcuse,
  undecided,
} from "./enforcement.rules.ts";
import type { Breach, Enforcement, Failure } from "./enforcement.schema.ts";

type Move = z.output<typeof enforcementMove>;
const entriesMax = 300;

interface What {
  readonly set: Partial<Pick<Enforcement, "failures" | "warnings" | "breaches">>;
  readonly state: EnforcementState;
  readonly events: readonly NewEvent[];
  readonly text: string | null;
}

/** What a new failure makes of the enforcement: it waits for a decision, or joins the breach that is on its way. */
export function failed(
  current: Enforcement,
  {
    id,
    obligationId,
    at,
    kind,
    text = null,
  }: Pick<Failure, "id" | "obligationId" | "at" | "kind"> & { readonly text?: string | null },
  command: Command,
): Change<Enforcement> {
  const move = failureMove(current.state);
  const breach = move === "join-failure" ? current.breaches.at(-1) : undefined;
  const failure: Failure = { id, obligationId, at, kind, excuse: null, ledTo: breach?.id ?? null };
  const failures = [...current.failures, failure];
  return change(current, move, command, at, {
    set: {
      failures,
      ...(breach && { breaches: withLast(current, { failureIds: [...breach.failureIds, id] }) }),
    },
    state: stateAfter("Enforcement", enforcementTable, move, current.state),
    events: [
      {
        type: "breach.failure",
        occurredAt: at,
        data: {
          ...{ ...about(current), failureId: id, obligationId, kind },
          ...{ number: undecided(failures).length, breachId: breach?.id ?? null },
        },
      },
    ],
    text,
  });
}

/** What one move makes of the enforcement of an order; `judgeId` is the judge who makes it. Pure; fails with RULE_BROKEN, VALIDATION. */
export function moved(
  current: Enforcement,
  move: Move,
  command: Command,
  judgeId: string | null = null,
): Change<Enforcement> {
  const at = move.at ? new Date(move.at) : command.at;
  if (move.name === "record-failure")
    return failed(current, { id: command.id, obligationId: null, at, kind: "other", text: move.reason }, command);
  if (move.name === "accept-excuse") return excused(current, move.failureId, move.reason, command);
  const state = stateAfter("Enforcement", enforcementTable, move.name, current.state);
  return change(current, move.name, command, at, {
    ...what(current, move, at, command.id, judgeId),
    state,
    text: textOf(move),
  });
}

/** A failure for which there was a reasonable excuse is none (Sch. 10 para. 6(1)). */
export function excused(
  current: Enforcement,
  failureId: string,
  reason: string | null,
  command: Command,
): Change<Enforcement> {
  stateAfter("Enforcement", enforcementTable, "accept-excuse", current.state);
  if (!undecided(current.failures).some(({ id }) => id === failureId))
    fail("VALIDATION", {
      errors: [{ path: "move.failureId", message: "expected a failure that waits for a decision" }],
    });
  const failures = current.failures.map(found =>
    found.id === failureId ? { ...found, excuse: "accepted" as const } : found,
  );
  return change(current, "accept-excuse", command, command.at, {
    set: { failures },
    state: stateAfterExcuse(current.state, failures, current.warnings),
    events: [{ type: "breach.excused", data: { ...about(current), failureId } }],
    text: reason,
  });
}

function what(
  current: Enforcement,
  move: Exclude<Move, { name: "record-failure" | "accept-excuse" }>,
  at: Date,
  id: string,
  judgeId: string | null,
): Pick<What, "set" | "events"> {
  switch (move.name) {
    case "warn":
      return warned(current, move.circumstances, at, id);
    case "refer":
      return referred(current, at, id);
    case "lay-information": {
      const breach = last(current);
      return {
        set: { breaches: withLast(current, { presentedAt: at, ground: move.ground }) },
        events: [
          {
            type: "breach.presented",
            occurredAt: at,
            data: { ...about(current), breachId: breach.id, ground: move.ground, failedAt: breach.failedAt },
          },
        ],
      };
    }
    case "list-breach":
      return {
        set: {},
        events: [
          {
            type: "breach.listed",
            occurredAt: at,
            data: { ...about(current), breachId: last(current).id, day: move.day },
          },
        ],
      };
    case "admit":
      return {
        set: { breaches: withLast(current, { finding: "admitted" }) },
        events: [{ type: "breach.admitted", occurredAt: at, data: ofBreach(current) }],
      };
    case "prove":
      return {
        set: { breaches: withLast(current, { finding: "proved" }) },
        events: [{ type: "breach.proved", occurredAt: at, data: ofBreach(current) }],
      };
    case "not-prove":
      return resolved(current, at, { finding: "not-proved", outcome: null, judgeId });
    case "withdraw":
      return resolved(current, at, { finding: "withdrawn", outcome: null, judgeId: null });
    case "deal-with":
      return resolved(current, at, {
        ...{ finding: last(current).finding, outcome: move.outcome, judgeId: move.judgeId ?? judgeId },
      });
    case "consider":
      return { set: {}, events: [{ type: "breach.considered", occurredAt: at, data: ofBreach(current) }] };
    case "summon":
      return { set: {}, events: [{ type: "breach.summoned", occurredAt: at, data: ofBreach(current) }] };
    case "issue-warrant": {
      const data = { ...ofBreach(current), isWithBail: move.bail };
      return { set: {}, events: [{ type: "breach.warrant-issued", occurredAt: at, data }] };
    }
  }
}

function warned(current: Enforcement, circumstances: string, at: Date, id: string): Pick<What, "set" | "events"> {
  assertMayWarn(current.warnings, current.failures);
  const failureIds = undecided(current.failures).map(failure => failure.id);
  return {
    set: {
      warnings: [...current.warnings, { id, at, circumstances, failureIds }],
      failures: ledTo(current, id),
    },
    events: [{ type: "warning.issued", occurredAt: at, data: { ...about(current), failures: failureIds.length } }],
  };
}

function referred(current: Enforcement, at: Date, id: string): Pick<What, "set" | "events"> {
  const concerned = undecided(current.failures);
  const failedAt = new Date(Math.min(...concerned.map(failure => failure.at.getTime())));
  const breach: Breach = {
    ...{ id, failureIds: concerned.map(failure => failure.id), failedAt, referredAt: at },
    ...{ presentedAt: null, ground: null, finding: null, outcome: null, resolvedAt: null },
  };
  const data = { ...about(current), breachId: id, failedAt, failures: concerned.length };
  return {
    set: { breaches: [...current.breaches, breach], failures: ledTo(current, id) },
    events: [{ type: "breach.referred", occurredAt: at, data }],
  };
}

function resolved(
  current: Enforcement,
  at: Date,
  { finding, outcome, judgeId }: Pick<Breach, "finding" | "outcome"> & { readonly judgeId: string | null },
): Pick<What, "set" | "events"> {
  const { id: breachId, failedAt, presentedAt, ground } = last(current);
  return {
    set: { breaches: withLast(current, { finding, outcome, resolvedAt: at }) },
    events: [
      {
        type: "breach.resolved",
        occurredAt: at,
        data: { ...about(current), breachId, finding, outcome, ground, failedAt, presentedAt, judgeId },
      },
    ],
  };
}

/** The state and the log, which every move changes. */
function change(
  current: Enforcement,
  move: EnforcementMove,
  { at: recordedAt, by }: Command,
  at: Date,
  { set, state, events, text }: What,
): Change<Enforcement> {
  if (current.log.length >= entriesMax)
    fail("RULE_BROKEN", { detail: `At most ${entriesMax} things are done to enforce one order.` });
  return {
    set: { ...set, state, ...(state !== current.state && { stateSince: at }) },
    push: { log: [{ at: recordedAt, by: by.id, move, state, text }] },
    events,
  };
}

const about = ({ defendantId, caseId, courtId, orderId, agencyId }: Enforcement) => ({
  ...{ defendantId, caseId, courtId, orderId, agencyId },
});
const ofBreach = (current: Enforcement) => ({ ...about(current), breachId: last(current).id });
const last = ({ breaches }: Enforcement): Breach => breaches.at(-1) ?? fail("INTERNAL");
const withLast = (current: Enforcement, over: Partial<Breach>): readonly Breach[] => [
  ...current.breaches.slice(0, -1),
  { ...last(current), ...over },
];
const ledTo = ({ failures }: Enforcement, id: string): readonly Failure[] => {
  const concerned = new Set(undecided(failures));
  return failures.map(failure => (concerned.has(failure) ? { ...failure, ledTo: id } : failure));
};

function textOf(move: Move): string | null {
  if ("reason" in move) return move.reason;
  if ("circumstances" in move) return move.circumstances;
  return move.name === "issue-warrant" ? (move.bail ? "with bail" : "without bail") : null;
}
