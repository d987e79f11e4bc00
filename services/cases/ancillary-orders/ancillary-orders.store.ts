import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { atHour, dayOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { stateAfter } from "../flow/flow.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import type { ancillaryOrdersContracts } from "./ancillary-orders.contract.ts";
import { type AncillaryTerms, ancillaryTable, ancillaryTypeOf, tableOf, wrongTerms } from "./ancillary-orders.rules.ts";
import type { AncillaryOrder, AncillaryTerm } from "./ancillary-orders.schema.ts";
import { ancillaryOrdersPart } from "./ancillary-orders.views.ts";

type Input = z.output<(typeof ancillaryOrdersContracts)["moveAncillaryOrder"]["input"]>;
const ordersMax = 100;
const logMax = 100;

/** The order that one offence has by one code, and what it says by its place in it. */
export const ancillaryOrderIdOf = (caseId: string, defendantId: string, offenceId: string, code: string): string =>
  uuidFrom("ancillary-order", [caseId, defendantId, offenceId, code].join("|"));
export const ancillaryTermIdOf = (orderId: string, n: number): string => uuidFrom("term", `${orderId}|${n}`);

const deferralOf = (id: string) => obligationIdOf(id, "deferred sentence");

/** Orders that results make beside a sentence, or before one. */
export function ancillaryOrdersStore(
  { cases, ancillaryOrders: orders }: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
  ledger: ObligationsStore,
) {
  return {
    /** The orders that these results make: each once, whatever is amended afterwards; the court varies or ends them. */
    async makeAfter(event: RecordEvent<"result.shared"> | RecordEvent<"result.amended">): Promise<void> {
      const { caseId, courtId, defendantId, version } = event.data;
      const stored = (await cases.findById(caseId).lean<Case>()) ?? fail("INTERNAL");
      const current = stored.defendants.find(found => found.defendantId === defendantId);
      const sheet = current?.shared.find(shared => shared.version === version);
      for (const { offenceId, code, terms } of sheet?.lines ?? []) {
        const type = ancillaryTypeOf(code);
        if (!sheet || !type || !terms) continue;
        const id = ancillaryOrderIdOf(caseId, defendantId, offenceId, code);
        const command = followCommand(event, `order ${id}`);
        const before = await orders.findById(id, { created: 1 }).lean<Pick<AncillaryOrder, "created">>();
        if (before && before.created.key !== command.id) continue;
        const { occurredAt } = event;
        const { endsOn = null, supervisedBy = null } = terms;
        const about = { defendantId, caseId, courtId, offenceId, type, supervisedBy };
        await committer.create<AncillaryOrder>(
          orders,
          {
            ...{ ...about, agencyId: courtId, occurredAt, hearingId: sheet.hearingId, status: "in-force" },
            ...{ madeOn: dayOf(occurredAt), endsOn, isUnder18: terms.isUnder18 },
            ...{ terms: termsOf(id, terms), endedAt: null, log: [] },
          },
          [{ type: "ancillary-order.made", occurredAt, data: { ...about, endsOn } }],
          command,
          id,
        );
      }
    },

    /** The day to which a sentence is deferred is one on which the court has something to do. */
    async expect(event: RecordEvent<"ancillary-order.made">): Promise<void> {
      const { defendantId, caseId, courtId, type, endsOn } = event.data;
      if (type !== "deferred-sentence" || endsOn === null) return;
      const { recordId: sourceId, occurredAt } = event;
      const about = { defendantId, caseId, courtId, agencyId: courtId, occurredAt, sourceId };
      const dueAt = atHour(endsOn, 10);
      await ledger.expectAfter(event, { ...about, kind: "deferred-sentence", dueAt }, deferralOf(sourceId));
    },

    /** With the sentence, what was deferred is dealt with. */
    async dealWith(event: RecordEvent<"sentence.passed">): Promise<void> {
      const { defendantId, caseId } = event.data;
      const deferred = await orders
        .find({ defendantId, caseId, type: "deferred-sentence", status: "in-force" })
        .limit(ordersMax)
        .lean<AncillaryOrder[]>();
      for (const { _id } of deferred)
        await committer.change<AncillaryOrder>(
          orders,
          _id,
          followCommand(event, `deal with ${_id}`),
          async () => {},
          stored =>
            stored.status === "in-force"
              ? ended(stored, "deal-with", "dealt-with", event.occurredAt, event.by.id, null)
              : { events: [] },
        );
    },

    settle: (event: RecordEvent<"ancillary-order.ended">) =>
      ledger.settleAfter(event, deferralOf(event.recordId), "attended-complied"),

    async moveAncillaryOrder({ id, move }: Input, person: Person, command: Command): Promise<AncillaryOrder> {
      if (move.name === "vary" && move.terms.supervisedBy)
        await directory.assertAgencies("move.terms.supervisedBy", [move.terms.supervisedBy]);
      const authorize = (stored: AncillaryOrder | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: ancillaryOrdersPart },
          ancillaryTable,
          move.name,
          ({ courtId, supervisedBy }) => ({ courtId, supervisor: supervisedBy }),
        );
      const { record } = await committer.change<AncillaryOrder>(orders, id, command, authorize, stored =>
        moved(stored, move, command),
      );
      return record;
    },
  };
}

const termsOf = (id: string, { prohibitions, requirements }: AncillaryTerms): AncillaryTerm[] =>
  [
    ...prohibitions.map(text => ({ kind: "prohibition" as const, text })),
    ...requirements.map(text => ({ kind: "requirement" as const, text })),
  ].map((term, n) => ({ ...term, id: ancillaryTermIdOf(id, n), isMet: null }));

const whose = ({ defendantId, caseId, courtId, offenceId, type, supervisedBy }: AncillaryOrder) => ({
  ...{ defendantId, caseId, courtId, offenceId, type, supervisedBy },
});

/** What one move makes of an order. Pure; fails with RULE_BROKEN, VALIDATION. */
function moved(stored: AncillaryOrder, move: Input["move"], command: Command): Change<AncillaryOrder> {
  const state = stateAfter("The order", tableOf(stored.type), move.name, stored.status);
  const at = move.at ? new Date(move.at) : command.at;
  if (stored.log.length >= logMax) fail("RULE_BROKEN", { detail: `At most ${logMax} entries are kept of one order.` });
  const entry = (text: string | null) => [{ at, by: command.by.id, move: move.name, state, text }];
  if (move.name === "report") {
    const { termId, isMet, note } = move;
    if (!stored.terms.some(term => term.id === termId && term.kind === "requirement"))
      fail("VALIDATION", { errors: [{ path: "move.termId", message: "expected a requirement of this order" }] });
    return {
      set: { terms: stored.terms.map(term => (term.id === termId ? { ...term, isMet } : term)) },
      push: { log: entry(note) },
      events: [{ type: "ancillary-order.reported", occurredAt: at, data: { ...whose(stored), termId, isMet } }],
    };
  }
  if (move.name === "vary") {
    const { terms } = move;
    const errors = wrongTerms(stored.type, { ...terms, isUnder18: stored.isUnder18 }, stored.madeOn).map(
      ([field, message]) => ({ path: `move.terms.${field}`, message }),
    );
    if (errors.length > 0) fail("VALIDATION", { errors });
    const { endsOn = null, supervisedBy = null } = terms;
    const changed = { endsOn, supervisedBy, terms: termsOf(`${stored._id}|${command.id}`, terms) };
    return {
      set: changed,
      push: { log: entry(move.reason) },
      events: [{ type: "ancillary-order.varied", occurredAt: at, data: { ...whose(stored), supervisedBy, endsOn } }],
    };
  }
  if (move.name === "expire" && (stored.endsOn === null || dayOf(at) <= stored.endsOn))
    fail("RULE_BROKEN", {
      detail: stored.endsOn ? `The order runs until ${stored.endsOn}.` : "The order runs until further order.",
    });
  return ended(stored, move.name, state, at, command.by.id, move.name === "discharge" ? move.reason : null);
}

function ended(
  stored: AncillaryOrder,
  move: AncillaryOrder["log"][number]["move"],
  state: AncillaryOrder["status"],
  at: Date,
  by: string,
  text: string | null,
): Change<AncillaryOrder> {
  return {
    set: { status: state, endedAt: at },
    push: { log: [{ at, by, move, state, text }] },
    events: [{ type: "ancillary-order.ended", occurredAt: at, data: { ...whose(stored), status: state } }],
  };
}
