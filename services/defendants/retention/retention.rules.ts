import type { z } from "zod";
import { dayOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change } from "../../../libs/record/commit.ts";
import type { ErasedAlone } from "../../../libs/retention/class-of.ts";
import {
  classesDue,
  type DueClass,
  fileDueOn,
  type HoldFacts,
  holdsOf,
  type RetentionFacts,
} from "../../../libs/retention/retention.rules.ts";
import { holdKinds } from "../../../libs/retention/retention.table.ts";
import type { retentionMove } from "./retention.contract.ts";
import type { Retention, RetentionMove, RetentionState } from "./retention.schema.ts";

export type Move = z.output<typeof retentionMove>;

/** How often one file's keeping may be spoken of. */
const logMax = 200;

interface Transition {
  readonly from: readonly RetentionState[];
  /** Undefined: the state stays. */
  readonly to?: RetentionState;
}
/** What may be said of the keeping of a file in which state, and where it leads. An erased file has no moves. */
export const retentionTransitions = {
  open: { from: ["held-only", "kept"], to: "due" },
  keep: { from: ["due"], to: "kept" },
  hold: { from: ["held-only", "due", "kept", "proposed"] },
  release: { from: ["held-only", "due", "kept", "proposed"] },
  propose: { from: ["due"], to: "proposed" },
  decline: { from: ["proposed"], to: "due" },
  approve: { from: ["proposed"], to: "approved" },
} as const satisfies Record<RetentionMove, Transition>;

/** The state after a move; fails with RULE_BROKEN and what is possible now. */
export function stateAfter(name: RetentionMove, state: RetentionState): RetentionState {
  const allows = (row: Transition) => row.from.includes(state);
  const transition: Transition = retentionTransitions[name];
  if (allows(transition)) return transition.to ?? state;
  const allowed = Object.entries(retentionTransitions).flatMap(([other, row]) => (allows(row) ? [other] : []));
  return fail("RULE_BROKEN", {
    detail: `This review is ${state}, so "${name}" is not possible; possible now: ${allowed.join(", ") || "nothing"}.`,
    allowed,
  });
}

/** What is known of the file when a move is made: what its dates are counted from, and what holds it. */
export interface Known {
  readonly fileIds: readonly string[];
  readonly facts: RetentionFacts;
  readonly due: readonly DueClass[];
  readonly holds: Omit<HoldFacts, "litigation">;
}

/** Fails with RULE_BROKEN while anything holds the file, naming each thing. */
export function assertNotHeld({ holds }: Known, litigation: Retention["holds"], now: Date): void {
  const live = litigation.filter(({ to }) => to === null || to > now).length;
  const kinds = holdsOf({ ...holds, litigation: live });
  if (kinds.length > 0)
    fail("RULE_BROKEN", {
      detail: `It is held: ${kinds.map(kind => `${kind} (${holdKinds[kind]})`).join("; ")}`,
      allowed: [],
    });
}

/** What a move makes of the record. Fails with RULE_BROKEN where it may not be made now, or not by this officer. */
export function moved(current: Retention, move: Move, known: Known, command: Command): Change<Retention> {
  const state = stateAfter(move.name, current.state);
  if (current.log.length >= logMax) fail("RULE_BROKEN", { detail: `At most ${logMax} moves are recorded.` });
  const { at, by } = command;
  const told = { defendantId: current.defendantId, fileIds: [...known.fileIds] };
  const entry = { log: [{ at, by: by.id, move: move.name }] };
  switch (move.name) {
    case "keep": {
      if (move.until <= dayOf(at)) fail("RULE_BROKEN", { detail: "Keep it until a day to come." });
      return {
        set: { state, reviewOn: move.until, keptBecause: move.because, decidedBy: by.id, decidedAt: at },
        push: entry,
        events: [{ type: "retention.kept", data: { ...told, until: move.until, reason: move.because } }],
      };
    }
    case "hold":
      return {
        push: { ...entry, holds: [{ id: command.id, reference: move.reference, by: by.id, from: at, to: null }] },
        events: [{ type: "retention.held", data: { ...told, holdId: command.id } }],
      };
    case "release": {
      const held = current.holds.find(({ id, to }) => id === move.holdId && to === null);
      if (!held) fail("VALIDATION", { errors: [{ path: "move.holdId", message: "expected a hold that stands" }] });
      return {
        set: { holds: current.holds.map(one => (one === held ? { ...one, to: at } : one)) },
        push: entry,
        events: [{ type: "retention.released", data: { ...told, holdId: move.holdId } }],
      };
    }
    case "propose": {
      const classes = move.classes ? [...new Set(move.classes)] : null;
      assertGround(move.ground, classes, known, at);
      assertNotHeld(known, current.holds, at);
      return {
        set: { state, ...lookedAt(known), ground: move.ground, classes, proposedBy: by.id, proposedAt: at },
        push: entry,
        events: [{ type: "retention.proposed", data: { ...told, ground: move.ground, ...(classes && { classes }) } }],
      };
    }
    case "decline":
      return {
        set: { state, ground: null, classes: null, proposedBy: null, proposedAt: null },
        push: entry,
        events: [{ type: "retention.declined", data: told }],
      };
    case "approve": {
      if (current.proposedBy === by.id) fail("RULE_BROKEN", { detail: "Another officer than the first one approves." });
      const ground = current.ground ?? fail("INTERNAL");
      const isSame = [...known.fileIds].sort().join() === [...current.fileIds].sort().join();
      if (!isSame)
        fail("RULE_BROKEN", {
          detail: "Files were linked or separated since this was proposed: decline, look, and propose again.",
        });
      const { classes = null } = current;
      assertGround(ground, classes, known, at);
      assertNotHeld(known, current.holds, at);
      return {
        set: { state, decidedBy: by.id, decidedAt: at },
        push: entry,
        events: [{ type: "retention.approved", data: { ...told, ground, ...(classes && { classes: [...classes] }) } }],
      };
    }
  }
}

/** What is written down of what was looked at. */
export const lookedAt = ({ fileIds, facts, due }: Known) => ({ fileIds, due, dueOn: fileDueOn(facts) });

function assertGround(ground: string, classes: readonly ErasedAlone[] | null, { facts }: Known, at: Date): void {
  const missing = classes?.filter(cls => !facts.classes.includes(cls)) ?? [];
  if (missing.length > 0) fail("RULE_BROKEN", { detail: `The file holds nothing of ${missing.join(", ")}.` });
  if (ground !== "retention-period") return;
  if (classes) {
    assertClassesOver(classes, facts, at);
    return;
  }
  const dueOn = fileDueOn(facts);
  if (dueOn === null || dueOn > dayOf(at))
    fail("RULE_BROKEN", {
      detail: dueOn === null ? "Its periods have not begun to run." : `Its last period ends on ${dueOn}.`,
    });
}

/** The period of a class may be over while that of the file is not. */
function assertClassesOver(classes: readonly ErasedAlone[], facts: RetentionFacts, at: Date): void {
  const over = new Set(classesDue(facts, dayOf(at)).map(due => due.class));
  const early = classes.filter(cls => !over.has(cls));
  if (early.length > 0) fail("RULE_BROKEN", { detail: `The period of ${early.join(", ")} is not over.` });
}
