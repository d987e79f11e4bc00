import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer, NewEvent } from "../../../libs/record/commit.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { effectsOf, stateAfter } from "../flow/flow.ts";
import { type ObligationsStore, obligationIdOf } from "../obligations/obligations.store.ts";
import type { referralsContracts } from "./referrals.contract.ts";
import { referralTable } from "./referrals.rules.ts";
import type { Referral } from "./referrals.schema.ts";
import { referralsPart } from "./referrals.views.ts";

type Moved = RecordEvent<"referral.appointment-set" | "referral.started" | "referral.revoked" | "referral.cancelled">;
type Input = z.output<(typeof referralsContracts)["moveReferral"]["input"]>;

/** What becomes of a referral, between its sender and the provider. */
export function referralsStore(
  { referrals }: CasesModels,
  committer: Committer,
  files: Files,
  obligations: ObligationsStore,
) {
  const appointmentOf = (event: RecordEvent) => obligationIdOf(event.recordId, "first appointment");
  const effects = {
    "expect-appointment": async (event: Moved) => {
      if (!("firstAppointmentAt" in event.data)) return;
      const { defendantId, caseId, courtId, providerAgencyId: agencyId, firstAppointmentAt: dueAt } = event.data;
      const { recordId: sourceId, occurredAt } = event;
      const about = { defendantId, caseId, courtId, agencyId, occurredAt, sourceId };
      await obligations.expectAfter(event, { ...about, kind: "provider-appointment", dueAt }, appointmentOf(event));
    },
    "appointment-kept": (event: Moved) => obligations.settleAfter(event, appointmentOf(event), "attended-complied"),
    "appointment-off": (event: Moved) => obligations.settleAfter(event, appointmentOf(event), "not-held"),
  };

  return {
    async followMove(event: Moved): Promise<void> {
      for (const effect of effectsOf(referralTable, event.type)) await effects[effect](event);
    },

    async moveReferral({ id, move }: Input, person: Person, command: Command): Promise<Referral> {
      const authorize = (stored: Referral | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: referralsPart },
          referralTable,
          move.name,
          ({ agencyId, providerAgencyId }) => ({ sender: agencyId, providers: [providerAgencyId] }),
        );
      const { record } = await committer.change<Referral>(referrals, id, command, authorize, current =>
        moved(current, move, command),
      );
      return record;
    },
  };
}

/** What one move makes of a referral. Pure; fails with RULE_BROKEN. */
function moved(current: Referral, move: Input["move"], { at: recordedAt, by }: Command): Change<Referral> {
  const at = move.at ? new Date(move.at) : recordedAt;
  const status = stateAfter("The referral", referralTable, move.name, current.status);
  const firstAppointmentAt =
    move.name === "set-first-appointment" ? new Date(move.appointmentAt) : current.firstAppointmentAt;
  const outcome = move.name === "end" ? move.outcome : null;
  const reason = move.name === "reject" ? move.reason : null;
  return {
    set: {
      ...{ status, firstAppointmentAt, outcome, rejection: reason },
      ...(move.name === "send" && { isUnsent: false }),
    },
    push: {
      log: [
        {
          at: recordedAt,
          by: by.id,
          move: move.name,
          state: status,
          text: "note" in move ? (move.note ?? null) : null,
        },
      ],
    },
    events: [told(current, move, at)],
  };
}

/** The event that a move is told by. */
function told(current: Referral, move: Input["move"], occurredAt: Date): NewEvent {
  const { defendantId, caseId, courtId, providerAgencyId, need, basis } = current;
  const data = { defendantId, caseId, courtId, providerAgencyId, need, basis };
  switch (move.name) {
    case "reject":
      return { type: "referral.rejected", occurredAt, data: { ...data, reason: move.reason } };
    case "set-first-appointment":
      return {
        type: "referral.appointment-set",
        occurredAt,
        data: { ...data, firstAppointmentAt: new Date(move.appointmentAt) },
      };
    case "end":
      return { type: "referral.ended", occurredAt, data: { ...data, outcome: move.outcome } };
    default:
      return { type: referralTable[move.name].tells[0], occurredAt, data };
  }
}
