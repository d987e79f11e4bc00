import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer, NewEvent } from "../../../libs/record/commit.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import { requirementTypes } from "../cases.reference.ts";
import type { CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { effectsOf, stateAfter } from "../flow/flow.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import type { Order } from "../orders/orders.schema.ts";
import type { drugTestsContracts } from "./drug-tests.contract.ts";
import { type DrugTestState, drugTestTable, stateOf, testAttendance } from "./drug-tests.rules.ts";
import type { DrugTest } from "./drug-tests.schema.ts";
import { testsPart } from "./drug-tests.views.ts";

type Input<K extends keyof typeof drugTestsContracts> = z.output<(typeof drugTestsContracts)[K]["input"]>;

/** Drug tests against their schedule: each is expected, and coming to it is one thing, what it shows another. */
export function drugTestsStore(
  { tests, orders }: CasesModels,
  committer: Committer,
  files: Files,
  obligations: ObligationsStore,
) {
  return {
    /** A scheduled test is something that is expected. */
    async expect(event: RecordEvent<"drugtest.due">): Promise<void> {
      const { defendantId, caseId, courtId, agencyId, orderId, dueAt } = event.data;
      const { recordId: sourceId, occurredAt } = event;
      const about = { defendantId, caseId, courtId, agencyId, orderId, occurredAt, sourceId };
      await obligations.expectAfter(event, { ...about, kind: "drug-test", dueAt }, obligationIdOf(sourceId, "test"));
    },

    async followMove(event: RecordEvent<"drugtest.taken" | "drugtest.cancelled" | "drugtest.outcome">): Promise<void> {
      if (!effectsOf(drugTestTable, event.type).includes("settle")) return;
      const outcome = testAttendance[stateTold(event)];
      if (outcome) await obligations.settleAfter(event, obligationIdOf(event.recordId, "test"), outcome);
    },

    async scheduleTest(
      { orderId, dueAt, sample, scheduledAt }: Input<"scheduleTest">,
      person: Person,
      command: Command,
    ): Promise<DrugTest> {
      const order = await orders.findById(orderId).lean<Order>();
      const held = { class: "drug-tests" as const, caseId: order?.caseId ?? null };
      await files.openToWrite(person, order?.defendantId ?? orderId, held);
      const { defendantId, caseId, courtId, requirements } = order ?? fail("NOT_FOUND");
      const occurredAt = scheduledAt ? new Date(scheduledAt) : command.at;
      const about = { defendantId, caseId, courtId, agencyId: person.agencyId };
      const { record } = await committer.create<DrugTest>(
        tests,
        {
          ...{ ...about, occurredAt, orderId, sample, status: "scheduled", dueAt: new Date(dueAt) },
          ...{ outcome: "awaiting", positiveFor: [], disclosures: [], log: [], corrections: [] },
          statutory: requirements.some(({ type }) => requirementTypes[type].testing),
        },
        [{ type: "drugtest.due", occurredAt, data: { ...about, orderId, sample, dueAt: new Date(dueAt) } }],
        command,
      );
      return record;
    },

    async moveTest({ id, move }: Input<"moveTest">, person: Person, command: Command): Promise<DrugTest> {
      const authorize = (stored: DrugTest | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: testsPart },
          drugTestTable,
          move.name,
          ({ agencyId }) => ({
            holder: agencyId,
          }),
        );
      const { record } = await committer.change<DrugTest>(tests, id, command, authorize, current =>
        moved(current, move, command),
      );
      return record;
    },
  };
}

/** What one move makes of a test. Pure; fails with RULE_BROKEN, VALIDATION. */
function moved(current: DrugTest, move: Input<"moveTest">["move"], { at: recordedAt, by }: Command): Change<DrugTest> {
  const at = move.at ? new Date(move.at) : recordedAt;
  const status = stateAfter("The test", drugTestTable, move.name, current.status);
  const shown = move.name === "result" || move.name === "confirm" ? move : undefined;
  if (shown && (shown.outcome === "positive") !== shown.positiveFor.length > 0)
    fail("VALIDATION", {
      errors: [{ path: "move.positiveFor", message: "expected the substances of a positive test, and none otherwise" }],
    });
  const outcome = shown?.outcome ?? outcomeOf(status, current.outcome);
  const positiveFor = shown?.positiveFor ?? current.positiveFor;
  const reason = "reason" in move ? move.reason : null;
  return {
    set: { status, outcome, positiveFor, ...(move.name === "take-sample" && { occurredAt: at }) },
    push: {
      log: [{ at: recordedAt, by: by.id, move: move.name, state: status, text: reason }],
      ...(move.name === "confirm" &&
        outcome !== current.outcome && {
          corrections: [{ at: recordedAt, by: by.id, from: current.outcome, to: outcome, reason: move.reason }],
        }),
    },
    events: [told({ ...current, outcome, positiveFor }, move.name, at)],
  };
}

/** The event that a move is told by, of the test as it is after it. */
function told(test: DrugTest, move: keyof typeof drugTestTable, occurredAt: Date): NewEvent {
  const { defendantId, caseId, courtId, agencyId, orderId, sample, dueAt, outcome, positiveFor, statutory } = test;
  const data = { defendantId, caseId, courtId, agencyId, orderId, sample, dueAt };
  const [type] = drugTestTable[move].tells;
  if (type !== "drugtest.outcome") return { type, occurredAt, data };
  const shown = { outcome, positiveFor: [...positiveFor], isConfirmed: move === "confirm", isStatutory: statutory };
  return { type, occurredAt, data: { ...data, ...shown } };
}

/** Where the test is after an event. What a sample shows is no state that settles anything. */
function stateTold(event: RecordEvent<"drugtest.taken" | "drugtest.cancelled" | "drugtest.outcome">): DrugTestState {
  if ("outcome" in event.data) return stateOf(event.data.outcome);
  return event.type === "drugtest.taken" ? "sample-provided" : "cancelled-by-provider";
}

/** What a test without a sample comes to stands as its outcome; one that is cancelled has none. */
function outcomeOf(status: DrugTestState, before: DrugTest["outcome"]): DrugTest["outcome"] {
  return status === "missed-acceptable" || status === "missed-unacceptable" || status === "refused" ? status : before;
}
