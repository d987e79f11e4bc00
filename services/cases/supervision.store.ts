import type { z } from "zod";
import { type Files, nothingHeld } from "../../libs/access/files.ts";
import { disclose, type ItemDisclosure, recall, sharedAtWriting } from "../../libs/access/item-disclosures.ts";
import type { InformationClass } from "../../libs/access/matrix.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { dayOf } from "../../libs/clock/day.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { followCommand } from "../../libs/record/follow.ts";
import type { RecordEvent } from "../../libs/record/record.ts";
import type { casesContracts } from "./cases.contract.ts";
import { requirementTypes } from "./cases.reference.ts";
import type { Case, CasesModels, Need } from "./cases.schema.ts";
import { stateOf } from "./drug-tests/drug-tests.rules.ts";
import type { DrugTest } from "./drug-tests/drug-tests.schema.ts";
import { testsPart } from "./drug-tests/drug-tests.views.ts";
import type { Order } from "./orders/orders.schema.ts";
import type { Referral } from "./referrals/referrals.schema.ts";
import { intervalOf } from "./reviews/reviews.rules.ts";

type Input<K extends keyof typeof casesContracts> = z.output<(typeof casesContracts)[K]["input"]>;

const itemsMax = 2_000;

/** What happens after and beside court: orders and what is expected under them, referrals, tests, needs. */
export function supervisionStore(
  { cases, orders, referrals, tests, needs }: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
) {
  /** Where a thing about a person belongs: to the case named, which must be one of theirs, or to the file alone. */
  async function placeIn(
    person: Person,
    cls: InformationClass,
    defendantId: string,
    caseId: string | undefined,
  ): Promise<{ caseId: string | null; courtId: string | null }> {
    await files.openToWrite(person, defendantId, { class: cls, caseId: caseId ?? null });
    if (caseId === undefined) return { caseId: null, courtId: null };
    const stored = await cases.findById(caseId).lean<Case>();
    if (!stored?.defendantIds.includes(defendantId)) return fail("NOT_FOUND");
    return { caseId, courtId: stored.courtId };
  }

  const openTest = (person: Person, id: string) => async (stored: DrugTest | null) =>
    void (await files.openToRead(
      person,
      stored?.defendantId ?? id,
      stored ? testsPart.held(stored) : nothingHeld("drug-tests"),
    ));

  return {
    /** The order that a sentence makes, with its own id; what the sentence said stands in the case. */
    async makeOrder(event: RecordEvent<"sentence.passed">): Promise<void> {
      const { caseId, courtId, defendantId, disposal } = event.data;
      const stored = (await cases.findById(caseId).lean<Case>()) ?? fail("INTERNAL");
      const terms = stored.defendants.find(found => found.defendantId === defendantId)?.sentence?.order;
      if (!terms) return;
      const id = uuidFrom("order", event._id);
      const requirements = terms.requirements.map(({ type, length, providerAgencyId, willing }, n) => ({
        id: uuidFrom("requirement", `${id}|${n}`),
        type,
        length,
        unit: requirementTypes[type].unit,
        providerAgencyId: providerAgencyId ?? null,
        willingSaidAt: willing ? new Date(willing.saidAt) : null,
        status: "imposed" as const,
        startedAt: null,
        ended: null,
      }));
      const fields = {
        defendantId,
        caseId,
        courtId,
        agencyId: courtId,
        occurredAt: event.occurredAt,
        type: disposal,
        supervisedBy: terms.supervisedBy,
        madeOn: dayOf(event.occurredAt),
        endsOn: terms.endsOn,
        status: "active" as const,
        reviewEveryDays: terms.reviewEveryDays ?? null,
        requirements,
        moves: [],
      };
      const drugs = requirements.find(({ type }) => type === "drug-rehabilitation");
      const data = {
        defendantId,
        caseId,
        courtId,
        type: disposal,
        supervisedBy: terms.supervisedBy,
        endsOn: terms.endsOn,
        requirements: requirements.map(({ type }) => type),
        imposed: requirements.map(({ id: requirementId, type, length, unit, providerAgencyId }) => ({
          requirementId,
          type,
          length,
          unit,
          providerAgencyId,
        })),
        providers: requirements.flatMap(({ providerAgencyId }) => providerAgencyId ?? []),
        reviewEveryDays: intervalOf(fields.reviewEveryDays, drugs?.length ?? null),
      };
      await committer.create<Order>(
        orders,
        fields,
        [{ type: "order.made", occurredAt: event.occurredAt, data }],
        followCommand(event, "order"),
        id,
      );
    },

    async refer(
      { defendantId, caseId, providerAgencyId, need, basis, referredAt, draft }: Input<"refer">,
      person: Person,
      command: Command,
    ): Promise<Referral> {
      const place = await placeIn(person, "needs", defendantId, caseId);
      await directory.assertAgencies(
        "providerAgencyId",
        [providerAgencyId],
        ["treatment", "support", "health", "victim"],
      );
      const at = referredAt ? new Date(referredAt) : command.at;
      const given = providerAgencyId === person.agencyId ? ("received" as const) : ("sent" as const);
      const status = draft ? ("draft" as const) : given;
      const fields = {
        ...place,
        defendantId,
        agencyId: person.agencyId,
        occurredAt: at,
        providerAgencyId,
        need,
        basis,
        status,
        isUnsent: status === "draft",
        ...{ firstAppointmentAt: null, outcome: null, rejection: null, log: [] },
      };
      const { record } = await committer.create<Referral>(
        referrals,
        fields,
        [
          {
            type: status === "draft" ? "referral.drafted" : `referral.${status}`,
            occurredAt: at,
            data: { ...place, defendantId, providerAgencyId, need, basis },
          },
        ],
        command,
      );
      return record;
    },

    async recordTest(
      { defendantId, caseId, orderId, takenAt, sample, outcome, positiveFor, shareWith }: Input<"recordTest">,
      person: Person,
      command: Command,
    ): Promise<DrugTest> {
      const order = orderId === undefined ? null : await orders.findById(orderId).lean<Order>();
      const place = await placeIn(person, "drug-tests", defendantId, caseId ?? order?.caseId);
      // An order of another case of the same person may be out of reach, and what it requires with it.
      const isOfThis = order?.defendantId === defendantId && order.caseId === place.caseId;
      if (orderId !== undefined && !isOfThis) fail("NOT_FOUND");
      if ((outcome === "positive") !== positiveFor.length > 0)
        fail("VALIDATION", {
          errors: [{ path: "positiveFor", message: "expected the substances of a positive test, and none otherwise" }],
        });
      await directory.assertAgencies("shareWith", shareWith);
      const at = new Date(takenAt);
      const disclosures = sharedAtWriting(shareWith, "drug-tests", person, command);
      const statutory = order?.requirements.some(({ type }) => requirementTypes[type].testing) ?? false;
      const fields = {
        ...place,
        defendantId,
        agencyId: person.agencyId,
        occurredAt: at,
        orderId: orderId ?? null,
        sample,
        outcome,
        positiveFor,
        disclosures,
        statutory,
        ...{ status: stateOf(outcome), dueAt: null, log: [], corrections: [] },
      };
      const { record } = await committer.create<DrugTest>(
        tests,
        fields,
        [
          {
            type: "drugtest.outcome",
            occurredAt: at,
            data: {
              ...{ ...place, defendantId, agencyId: person.agencyId, orderId: orderId ?? null, sample, dueAt: null },
              ...{ outcome, positiveFor, isConfirmed: false, isStatutory: statutory },
            },
          },
          ...disclosures.map(({ recipient }) => ({
            type: "drugtest.shared" as const,
            data: { ...place, defendantId, recipient },
          })),
        ],
        command,
      );
      return record;
    },

    async shareTest({ id, ...input }: Input<"shareTest">, person: Person, command: Command): Promise<ItemDisclosure> {
      await directory.assertRecipient(input.recipient);
      const { record } = await committer.change<DrugTest>(tests, id, command, openTest(person, id), stored => {
        const made = disclose(stored, "drug-tests", input, person, command);
        const { defendantId, caseId, courtId } = stored;
        return {
          push: { disclosures: [made] },
          events: [{ type: "drugtest.shared", data: { defendantId, caseId, courtId, recipient: made.recipient } }],
        };
      });
      return record.disclosures.find(kept => kept.id === command.id) ?? fail("INTERNAL");
    },

    /** On this service's own account, for what follows from a recall. */
    testsOf: (defendantId: string) =>
      tests.find({ defendantId }, { disclosures: 1 }).limit(itemsMax).lean<Pick<DrugTest, "_id" | "disclosures">[]>(),

    async recallTest({ id, ...input }: Input<"recallTest">, person: Person, command: Command): Promise<ItemDisclosure> {
      const { record } = await committer.change<DrugTest>(tests, id, command, openTest(person, id), stored => {
        const { defendantId, caseId, courtId } = stored;
        return {
          set: { disclosures: recall(stored, input, person, command) },
          events: [{ type: "drugtest.recalled", data: { defendantId, caseId, courtId } }],
        };
      });
      return record.disclosures.find(kept => kept.id === input.disclosureId) ?? fail("INTERNAL");
    },

    async identifyNeed(
      { defendantId, caseId, domain, severity, summary, identifiedAt }: Input<"identifyNeed">,
      person: Person,
      command: Command,
    ): Promise<Need> {
      const place = await placeIn(person, "needs", defendantId, caseId);
      const at = identifiedAt ? new Date(identifiedAt) : command.at;
      const fields = { ...place, defendantId, agencyId: person.agencyId, occurredAt: at, domain, severity, summary };
      const { record } = await committer.create<Need>(
        needs,
        fields,
        [{ type: "need.identified", occurredAt: at, data: { ...place, defendantId, domain, severity } }],
        command,
      );
      return record;
    },
  };
}
