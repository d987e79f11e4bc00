import type { z } from "zod";
import { type Files, nothingHeld } from "../../libs/access/files.ts";
import { disclose, type ItemDisclosure, recall, sharedAtWriting } from "../../libs/access/item-disclosures.ts";
import type { InformationClass } from "../../libs/access/matrix.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { addWorkingDays } from "../../libs/clock/working-days.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { followCommand } from "../../libs/record/follow.ts";
import type { RecordEvent } from "../../libs/record/record.ts";
import type { casesContracts } from "./cases.contract.ts";
import { requirementTypes } from "./cases.reference.ts";
import { assertAwaiting, firstAppointmentWorkingDays } from "./cases.rules.ts";
import type { Case, CasesModels, DrugTest, Need, Obligation, Order, Referral } from "./cases.schema.ts";
import { testsPart } from "./cases.views.ts";

type Input<K extends keyof typeof casesContracts> = z.output<(typeof casesContracts)[K]["input"]>;

const itemsMax = 2_000;

/** What happens after and beside court: orders and what is expected under them, referrals, tests, needs. */
export function supervisionStore(
  { cases, orders, obligations, referrals, tests, needs }: CasesModels,
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

  /** The agencies that work with the defendant under an order. */
  const workers = (order: Order) => [
    order.supervisedBy,
    ...order.requirements.flatMap(({ providerAgencyId }) => providerAgencyId ?? []),
  ];

  async function authorizeWorker(person: Person, order: Order | null, id: string): Promise<Order> {
    await files.openToWrite(person, order?.defendantId ?? id, { class: "compliance", caseId: order?.caseId ?? null });
    return order && workers(order).includes(person.agencyId) ? order : fail("NOT_FOUND");
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
      const requirements = terms.requirements.map(({ type, length, providerAgencyId }, n) => ({
        id: uuidFrom("requirement", `${id}|${n}`),
        type,
        length,
        unit: requirementTypes[type].unit,
        providerAgencyId: providerAgencyId ?? null,
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
        madeOn: event.occurredAt.toISOString().slice(0, 10),
        endsOn: terms.endsOn,
        status: "active" as const,
        reviewEveryDays: terms.reviewEveryDays ?? null,
        requirements,
        moves: [],
      };
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
      };
      await committer.create<Order>(
        orders,
        fields,
        [{ type: "order.made", occurredAt: event.occurredAt, data }],
        followCommand(event, "order"),
        id,
      );
    },

    /** What every order expects first: an appointment with the supervisor. */
    async expectFirstAppointment(event: RecordEvent<"order.made">): Promise<void> {
      const { defendantId, caseId, courtId, supervisedBy } = event.data;
      const dueAt = addWorkingDays(event.occurredAt, firstAppointmentWorkingDays);
      const fields = {
        ...expected(event.recordId, null),
        defendantId,
        caseId,
        courtId,
        agencyId: supervisedBy,
        occurredAt: event.occurredAt,
        kind: "appointment" as const,
        dueAt,
        place: null,
      };
      const data = { defendantId, caseId, courtId, orderId: event.recordId, kind: "appointment", dueAt };
      await committer.create<Obligation>(
        obligations,
        fields,
        [{ type: "obligation.due", occurredAt: event.occurredAt, data }],
        followCommand(event, "first appointment"),
        uuidFrom("first-appointment", event._id),
      );
    },

    async addObligation(
      { orderId, kind, requirementId, dueAt, place, setAt }: Input<"addObligation">,
      person: Person,
      command: Command,
    ): Promise<Obligation> {
      const order = await authorizeWorker(person, await orders.findById(orderId).lean<Order>(), orderId);
      if (requirementId !== undefined && !order.requirements.some(({ id }) => id === requirementId))
        fail("VALIDATION", { errors: [{ path: "requirementId", message: "expected a requirement of this order" }] });
      const { defendantId, caseId, courtId } = order;
      const due = new Date(dueAt);
      const at = setAt ? new Date(setAt) : command.at;
      const fields = {
        ...expected(orderId, requirementId ?? null),
        defendantId,
        caseId,
        courtId,
        agencyId: person.agencyId,
        occurredAt: at,
        kind,
        dueAt: due,
        place: place ?? null,
      };
      const { record } = await committer.create<Obligation>(
        obligations,
        fields,
        [
          {
            type: "obligation.due",
            occurredAt: at,
            data: { defendantId, caseId, courtId, orderId, kind, dueAt: due },
          },
        ],
        command,
      );
      return record;
    },

    async recordOutcome(
      { id, outcome, happenedAt, remarks }: Input<"recordOutcome">,
      person: Person,
      command: Command,
    ): Promise<Obligation> {
      const authorize = async (stored: Obligation | null) =>
        void (await authorizeWorker(person, stored && (await orders.findById(stored.orderId).lean<Order>()), id));
      const { record } = await committer.change<Obligation>(
        obligations,
        id,
        command,
        authorize,
        ({ defendantId, caseId, courtId, orderId, dueAt, outcome: current }) => {
          assertAwaiting(current);
          const at = happenedAt ? new Date(happenedAt) : new Date(Math.min(dueAt.getTime(), command.at.getTime()));
          return {
            set: {
              outcome,
              happenedAt: at,
              outcomeRecordedAt: command.at,
              outcomeBy: person.id,
              remarks: remarks ?? null,
            },
            events: [
              { type: "obligation.outcome", occurredAt: at, data: { defendantId, caseId, courtId, orderId, outcome } },
            ],
          };
        },
      );
      return record;
    },

    async refer(
      { defendantId, caseId, providerAgencyId, need, basis, referredAt }: Input<"refer">,
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
      const status = providerAgencyId === person.agencyId ? ("received" as const) : ("sent" as const);
      const fields = {
        ...place,
        defendantId,
        agencyId: person.agencyId,
        occurredAt: at,
        providerAgencyId,
        need,
        basis,
        status,
      };
      const { record } = await committer.create<Referral>(
        referrals,
        fields,
        [
          {
            type: `referral.${status}`,
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
      if (orderId !== undefined && order?.defendantId !== defendantId) fail("NOT_FOUND");
      if ((outcome === "positive") !== positiveFor.length > 0)
        fail("VALIDATION", {
          errors: [{ path: "positiveFor", message: "expected the substances of a positive test, and none otherwise" }],
        });
      await directory.assertAgencies("shareWith", shareWith);
      const at = new Date(takenAt);
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
        disclosures: sharedAtWriting(shareWith, "drug-tests", person, command),
        statutory,
      };
      const { record } = await committer.create<DrugTest>(
        tests,
        fields,
        [{ type: "drugtest.outcome", occurredAt: at, data: { ...place, defendantId, outcome } }],
        command,
      );
      return record;
    },

    async shareTest({ id, ...input }: Input<"shareTest">, person: Person, command: Command): Promise<ItemDisclosure> {
      if (input.recipient.kind === "agency") await directory.assertAgencies("recipient.id", [input.recipient.id]);
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

/** An obligation about which nothing has been said yet. */
function expected(orderId: string, requirementId: string | null) {
  return {
    orderId,
    requirementId,
    outcome: "awaiting" as const,
    happenedAt: null,
    outcomeRecordedAt: null,
    outcomeBy: null,
    remarks: null,
  };
}
