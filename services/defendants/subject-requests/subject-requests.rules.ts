import type { z } from "zod";
import { dayOf } from "../../../libs/clock/day.ts";
import { addMonths } from "../../../libs/clock/months.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change } from "../../../libs/record/commit.ts";
import type { move } from "./subject-requests.contract.ts";
import type {
  LogEntry,
  MoveName,
  Outcome,
  RequestKind,
  RequestState,
  SubjectRequest,
} from "./subject-requests.schema.ts";

export type Move = z.output<typeof move>;

/** One request is not done more with than this: packs, extensions and all else. */
const logMax = 200;
const answerMonths = 1;

interface Transition {
  readonly from: readonly RequestState[];
  /** Undefined: the state stays. */
  readonly to?: RequestState;
  readonly kinds?: readonly RequestKind[];
}

/** What may be done with a request in which state, and where it leads. */
export const requestTransitions = {
  "show-identity": { from: ["received"], to: "identity-shown" },
  extend: { from: ["identity-shown"] },
  answer: { from: ["identity-shown"], to: "answered" },
  refuse: { from: ["received", "identity-shown"], to: "refused" },
  withdraw: { from: ["received", "identity-shown"], to: "withdrawn" },
  "make-pack": { from: ["identity-shown", "answered"], kinds: ["access"] },
  "lift-restriction": { from: ["answered"], kinds: ["rectification", "restriction"] },
} as const satisfies Record<MoveName, Transition>;

/** How each kind may be answered. What must be kept as evidence is restricted rather than corrected (s. 46(4)). */
export const outcomesOf: Readonly<Record<RequestKind, readonly Outcome[]>> = {
  access: ["supplied"],
  rectification: ["corrected", "not-corrected", "restricted"],
  restriction: ["restricted", "not-restricted"],
};
const needReason: ReadonlySet<Outcome> = new Set(["not-corrected", "not-restricted"]);

type InProcess = Pick<SubjectRequest, "kind" | "state" | "dueOn" | "extendedByMonths" | "restricting" | "log">;

/** The state after a move; fails with RULE_BROKEN and what is allowed now. */
export function stateAfter(name: MoveName, { kind, state }: Pick<SubjectRequest, "kind" | "state">): RequestState {
  const allows = (transition: Transition) =>
    transition.from.includes(state) && (!transition.kinds || transition.kinds.includes(kind));
  const transition: Transition = requestTransitions[name];
  if (allows(transition)) return transition.to ?? state;
  const allowed = Object.entries(requestTransitions).flatMap(([other, row]) => (allows(row) ? [other] : []));
  return fail("RULE_BROKEN", {
    detail: `This request (${kind}) is ${state}, so "${name}" is not possible; possible now: ${allowed.join(", ") || "nothing"}.`,
  });
}

/**
 * The day by which a request must be answered: a month after the later of its receipt and the showing of identity
 * (Data Protection Act 2018, s. 54(2)-(3); UK GDPR, Art. 12(3)), and the months it was extended by.
 */
export function dueOnOf(receivedAt: Date, identityShownAt: Date, extendedByMonths: number): string {
  const start = identityShownAt > receivedAt ? identityShownAt : receivedAt;
  return addMonths(dayOf(start), answerMonths + extendedByMonths);
}

/** Whether an open request should have been answered before `today`. */
export function isOverdue({ state, dueOn }: Pick<SubjectRequest, "state" | "dueOn">, today: string): boolean {
  return state === "identity-shown" && dueOn !== null && today > dueOn;
}

/** An extension is made once, and told to the person before the first month is over (Art. 12(3)). Fails with RULE_BROKEN. */
export function assertMayExtend({ extendedByMonths, dueOn }: InProcess, today: string): void {
  if (extendedByMonths > 0) fail("RULE_BROKEN", { detail: "This request was extended already; that is done once." });
  if (dueOn !== null && today > dueOn)
    fail("RULE_BROKEN", { detail: `This request was due on ${dueOn}; it cannot be extended after that.` });
}

/**
 * Whether this answer is one for this request: `correctedAt` is when the person's own record was last corrected.
 * Fails with RULE_BROKEN, VALIDATION.
 */
export function assertAnswers(
  { kind, receivedAt, log }: Pick<SubjectRequest, "kind" | "receivedAt" | "log">,
  { outcome, reason, correctedRecordId, statement }: Move & { readonly name: "answer" },
  correctedAt: Date | undefined,
): void {
  if (!outcomesOf[kind].includes(outcome))
    fail("RULE_BROKEN", {
      detail: `A request for ${kind} is not answered "${outcome}"; possible: ${outcomesOf[kind].join(", ")}.`,
    });
  if (needReason.has(outcome) && reason === undefined) refuseField("reason", `expected a reason for "${outcome}"`);
  if (correctedRecordId !== undefined && outcome !== "corrected")
    refuseField("correctedRecordId", 'expected with "corrected" only');
  if (statement !== undefined && outcome !== "not-corrected")
    refuseField("statement", 'expected with "not-corrected" only');
  if (outcome === "supplied" && !log.some(({ what }) => what === "make-pack"))
    fail("RULE_BROKEN", { detail: "Nothing has been put together for the person yet; make the pack first." });
  const isCorrected = correctedRecordId !== undefined || (correctedAt !== undefined && correctedAt >= receivedAt);
  if (outcome === "corrected" && !isCorrected)
    fail("RULE_BROKEN", {
      detail: "The person's record has not been corrected since the request came; correct it, or name the record.",
    });
}

/** What one move makes of a request. Pure; fails with RULE_BROKEN, VALIDATION. */
export function moved(
  current: SubjectRequest,
  move: Move,
  { at, by }: Command,
  correctedAt: Date | undefined,
): Change<SubjectRequest> {
  const { defendantId } = current;
  const state = stateAfter(move.name, current);
  const outcome = move.name === "answer" ? move.outcome : null;
  const ground = move.name === "refuse" ? move.ground : null;
  const text = move.name === "show-identity" ? move.how : (move.reason ?? null);
  return {
    set: { state, handledBy: by.id, ...fieldsOf(current, move, at, correctedAt) },
    ...logged(current, { at, by: by.id, what: move.name, text, leftOut: null }),
    events: [{ type: "subject-request.moved", data: { defendantId, move: move.name, state, outcome, ground } }],
  };
}

/** What a move changes beside the state. */
function fieldsOf(
  current: SubjectRequest,
  move: Move,
  at: Date,
  correctedAt: Date | undefined,
): NonNullable<Change<SubjectRequest>["set"]> {
  switch (move.name) {
    case "show-identity": {
      const identityShownAt = move.shownAt ? new Date(move.shownAt) : at;
      return { identityShownAt, dueOn: dueOnOf(current.receivedAt, identityShownAt, 0) };
    }
    case "extend": {
      assertMayExtend(current, dayOf(at));
      const shownAt = current.identityShownAt ?? fail("INTERNAL");
      return { extendedByMonths: move.months, dueOn: dueOnOf(current.receivedAt, shownAt, move.months) };
    }
    case "answer": {
      assertAnswers(current, move, correctedAt);
      const { outcome, reason = null, correctedRecordId = null, statement = null } = move;
      return { answer: { outcome, reason, correctedRecordId, statement }, restricting: outcome === "restricted" };
    }
    case "refuse":
      return { refusal: { ground: move.ground, reason: move.reason } };
    case "lift-restriction":
      if (!current.restricting) fail("RULE_BROKEN", { detail: "This request restricts nothing now." });
      return { restricting: false };
    case "withdraw":
      return {};
  }
}

/** One more line in the log of a request. Fails with RULE_BROKEN when it is full. */
export function logged(current: SubjectRequest, entry: LogEntry) {
  if (current.log.length >= logMax)
    fail("RULE_BROKEN", { detail: `At most ${logMax} things are done with one request.` });
  return { push: { log: [entry] } };
}

function refuseField(field: string, message: string): never {
  return fail("VALIDATION", { errors: [{ path: `move.${field}`, message }] });
}
