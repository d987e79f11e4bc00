import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { stateAfter } from "../flow/flow.ts";
import type { Obligation } from "../obligations/obligations.schema.ts";
import type { ObligationsStore } from "../obligations/obligations.store.ts";
import type { Order } from "../orders/orders.schema.ts";
import type { Referral } from "../referrals/referrals.schema.ts";
import type { treatmentContracts } from "./treatment.contract.ts";
import { assertAfterStart, assertBegun, detailsMax, treatmentTable } from "./treatment.rules.ts";
import type { TreatmentEpisode } from "./treatment.schema.ts";
import { treatmentDetailPart } from "./treatment.views.ts";

type Input<K extends keyof typeof treatmentContracts> = z.output<(typeof treatmentContracts)[K]["input"]>;

const sessionsMax = 2_000;

/** Treatment episodes, each from a referral that started, and the sessions that are expected in them. */
export function treatmentStore(
  { episodes, referrals, orders, obligations }: CasesModels,
  committer: Committer,
  files: Files,
  ledger: ObligationsStore,
) {
  /** Fails with VALIDATION unless this agency provides this requirement of an order of the same case. */
  async function assertProvides(
    { agencyId }: Person,
    { defendantId, caseId }: Referral,
    under: Input<"startTreatment">["under"],
  ): Promise<void> {
    if (!under) return;
    const order = await orders.findById(under.orderId).lean<Order>();
    const isOfCase = order?.defendantId === defendantId && order.caseId === caseId;
    const requirement = isOfCase ? order.requirements.find(({ id }) => id === under.requirementId) : undefined;
    if (requirement?.providerAgencyId !== agencyId)
      fail("VALIDATION", {
        errors: [{ path: "under", message: "expected a requirement of an order of this case that you provide" }],
      });
  }

  return {
    async startTreatment(
      { referralId, modality, plannedEndOn, startedAt, under, detail }: Input<"startTreatment">,
      person: Person,
      command: Command,
    ): Promise<TreatmentEpisode> {
      const found = await referrals.findById(referralId).lean<Referral>();
      await files.openToWrite(person, found?.defendantId ?? referralId, {
        class: "treatment",
        caseId: found?.caseId ?? null,
      });
      const referral = found?.providerAgencyId === person.agencyId ? found : fail("NOT_FOUND");
      assertBegun(referral.status);
      await assertProvides(person, referral, under);
      const occurredAt = startedAt ? new Date(startedAt) : command.at;
      assertAfterStart("plannedEndOn", occurredAt, plannedEndOn);
      const { defendantId, caseId, courtId } = referral;
      const about = { defendantId, caseId, courtId, agencyId: person.agencyId, referralId };
      const { orderId, requirementId } = under ?? { orderId: null, requirementId: null };
      const { record } = await committer.create<TreatmentEpisode>(
        episodes,
        {
          ...{ ...about, occurredAt, orderId, requirementId, modality, plannedEndOn },
          ...{ status: "in-treatment", endedAt: null, exitReason: null },
          details: detail === undefined ? [] : [{ at: command.at, by: person.id, text: detail }],
        },
        [{ type: "treatment.started", occurredAt, data: { ...about, orderId, modality, plannedEndOn } }],
        command,
      );
      return record;
    },

    async moveTreatment({ id, move }: Input<"moveTreatment">, person: Person, command: Command) {
      const authorize = (stored: TreatmentEpisode | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: treatmentDetailPart },
          treatmentTable,
          move.name,
          ({ agencyId }) => ({ providers: [agencyId] }),
        );
      const { record } = await committer.change<TreatmentEpisode>(episodes, id, command, authorize, current =>
        moved(current, move, command),
      );
      return record;
    },

    async addTreatmentSession(
      { id, dueAt, place, setAt }: Input<"addTreatmentSession">,
      person: Person,
      command: Command,
    ): Promise<Obligation> {
      const found = await episodes.findById(id).lean<TreatmentEpisode>();
      await files.openToWrite(person, found?.defendantId ?? id, {
        class: "compliance",
        caseId: found?.caseId ?? null,
      });
      const episode = found?.agencyId === person.agencyId ? found : fail("NOT_FOUND");
      if (episode.status === "ended")
        fail("RULE_BROKEN", { detail: "The treatment has ended, so there are no more sessions." });
      const { defendantId, caseId, courtId, agencyId, orderId, requirementId } = episode;
      return ledger.expect(
        {
          ...{ defendantId, caseId, courtId, agencyId, orderId, requirementId, sourceId: id },
          kind: "treatment-session",
          occurredAt: setAt ? new Date(setAt) : command.at,
          dueAt: new Date(dueAt),
          place: place ?? null,
        },
        command,
      );
    },

    /** Sessions after the end of the treatment do not take place, which is nobody's failure. */
    async sessionsOff(event: RecordEvent<"treatment.ended">): Promise<void> {
      const open = await obligations
        .find(
          {
            defendantId: event.data.defendantId,
            sourceId: event.recordId,
            outcome: "awaiting",
            dueAt: { $gt: event.occurredAt },
          },
          { _id: 1 },
        )
        .limit(sessionsMax)
        .lean<Pick<Obligation, "_id">[]>();
      for (const { _id } of open) await ledger.settleAfter(event, _id, "not-held");
    },
  };
}

/** What one move makes of an episode. Pure; fails with RULE_BROKEN, VALIDATION. */
function moved(
  current: TreatmentEpisode,
  move: Input<"moveTreatment">["move"],
  { at: recordedAt, by }: Command,
): Change<TreatmentEpisode> {
  const status = stateAfter("The treatment", treatmentTable, move.name, current.status);
  const { defendantId, caseId, courtId, agencyId, referralId, orderId, modality, occurredAt: startedAt } = current;
  const about = { defendantId, caseId, courtId, agencyId, referralId, orderId, modality };
  const at = "at" in move && move.at ? new Date(move.at) : recordedAt;
  if (move.name === "describe") {
    if (current.details.length >= detailsMax)
      fail("RULE_BROKEN", { detail: `An episode keeps at most ${detailsMax} entries of detail.` });
    return {
      push: { details: [{ at: recordedAt, by: by.id, text: move.detail }] },
      events: [{ type: "treatment.described", data: about }],
    };
  }
  if (move.name === "replan") {
    const { plannedEndOn } = move;
    assertAfterStart("move.plannedEndOn", startedAt, plannedEndOn);
    return {
      set: { plannedEndOn },
      events: [{ type: "treatment.replanned", occurredAt: at, data: { ...about, plannedEndOn } }],
    };
  }
  const { exitReason } = move;
  assertAfterStart("move.at", startedAt, at);
  return {
    set: { status, endedAt: at, exitReason },
    events: [{ type: "treatment.ended", occurredAt: at, data: { ...about, startedAt, exitReason } }],
  };
}
