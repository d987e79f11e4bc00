import type { z } from "zod";
import { type Files, nothingHeld } from "../../../libs/access/files.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import { uuidFrom } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import { assertAwaiting, type ObligationStatus } from "../cases.rules.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Order } from "../orders/orders.schema.ts";
import { isOpenTo } from "../payback-projects/payback-projects.rules.ts";
import type { PaybackProject } from "../payback-projects/payback-projects.schema.ts";
import { creditedHours } from "../unpaid-work/unpaid-work.rules.ts";
import type { obligationsContracts } from "./obligations.contract.ts";
import { assertCorrectable, obligationLedger } from "./obligations.rules.ts";
import type { Obligation } from "./obligations.schema.ts";
import { obligationPart } from "./obligations.views.ts";

type Input<K extends keyof typeof obligationsContracts> = z.output<(typeof obligationsContracts)[K]["input"]>;

/** What is expected, by whom and when; what is left out is null. */
export type Expected = Pick<
  Obligation,
  "defendantId" | "caseId" | "courtId" | "agencyId" | "occurredAt" | "kind" | "dueAt"
> &
  Partial<
    Pick<
      Obligation,
      "orderId" | "requirementId" | "sourceId" | "place" | "supersedes" | "hoursOffered" | "projectId" | "ward"
    >
  >;

/** The id of the obligation that comes from one thing of one person, so that whoever settles it finds it. */
export const obligationIdOf = (sourceId: string, purpose: string): string =>
  uuidFrom("obligation", `${sourceId}|${purpose}`);

/** The ledger of what is expected: set by people, or made by what has happened, and settled once. */
export function obligationsStore({ obligations, orders, projects }: CasesModels, committer: Committer, files: Files) {
  /** The agencies that work with the defendant under an order. */
  const workers = ({ supervisedBy, requirements }: Order) => [
    supervisedBy,
    ...requirements.flatMap(({ providerAgencyId }) => providerAgencyId ?? []),
  ];

  async function authorizeWorker(person: Person, order: Order | null, id: string): Promise<Order> {
    await files.openToWrite(person, order?.defendantId ?? id, { class: "compliance", caseId: order?.caseId ?? null });
    return order && workers(order).includes(person.agencyId) ? order : fail("NOT_FOUND");
  }

  /** Whoever supervises or provides says what became of what they expect, with an order or without; of all else there is nothing here for them. */
  const authorizeOutcome = (person: Person, id: string) => async (stored: Obligation | null) => {
    const order = stored?.orderId ? await orders.findById(stored.orderId).lean<Order>() : null;
    const { defendantId, caseId } = stored ?? { defendantId: id, caseId: null };
    await files.openToWrite(person, defendantId, { class: "compliance", caseId });
    const working = order ? workers(order) : [stored?.agencyId];
    if (!working.includes(person.agencyId)) fail("NOT_FOUND");
    if (stored && obligationLedger[stored.kind].settledBy !== "worker") fail("NOT_FOUND");
  };

  /** A session of unpaid work: half hours under the requirement they count for, on a project that is open there on that day. Nothing else has any of it. Fails with VALIDATION. */
  async function workIn(
    { kind, requirementId, hoursOffered, projectId, dueAt }: Input<"addObligation">,
    order: Order,
  ): Promise<Pick<Obligation, "hoursOffered" | "projectId" | "ward">> {
    const wrong = (path: string, message: string) => fail("VALIDATION", { errors: [{ path, message }] });
    const requirement = order.requirements.find(({ id }) => id === requirementId);
    if (requirementId !== undefined && !requirement) wrong("requirementId", "expected a requirement of this order");
    if (kind !== "unpaid-work") {
      if (hoursOffered !== undefined) wrong("hoursOffered", "expected with unpaid work only");
      if (projectId !== undefined) wrong("projectId", "expected with unpaid work only");
      return { hoursOffered: null, projectId: null, ward: null };
    }
    if (requirement?.type !== "unpaid-work") wrong("requirementId", "expected the requirement of unpaid work");
    if (hoursOffered === undefined) return wrong("hoursOffered", "expected the hours that the session offers");
    if (projectId === undefined) return { hoursOffered, projectId: null, ward: null };
    const project = await projects.findById(projectId).lean<PaybackProject>();
    if (!project || !isOpenTo(project, order.courtId, dayOf(new Date(dueAt))))
      return wrong("projectId", "expected a project of this court that goes on then");
    return { hoursOffered, projectId, ward: project.ward };
  }

  async function create(expected: Expected, command: Command, id = command.id): Promise<Obligation> {
    const { defendantId, caseId, courtId, agencyId, occurredAt, kind, dueAt } = expected;
    const { orderId = null, requirementId = null, sourceId = null, place = null, supersedes = null } = expected;
    const { hoursOffered = null, projectId = null, ward = null } = expected;
    const work = { hoursOffered, hoursCredited: null, projectId, ward };
    const { record } = await committer.create<Obligation>(
      obligations,
      {
        ...{ defendantId, caseId, courtId, agencyId, occurredAt, kind, dueAt },
        ...{ orderId, requirementId, sourceId, place, supersedes, ...work },
        outcome: "awaiting",
        happenedAt: null,
        outcomeRecordedAt: null,
        outcomeBy: null,
        remarks: null,
        rearrangedBy: null,
        supersededBy: null,
        corrections: [],
      },
      [
        {
          type: "obligation.due",
          occurredAt,
          data: {
            ...{ defendantId, caseId, courtId, agencyId, orderId, requirementId, sourceId, kind, dueAt, supersedes },
            ...work,
          },
        },
      ],
      command,
      id,
    );
    return record;
  }

  /** What an outcome makes of an obligation that waits for one. */
  function settled(
    stored: Obligation,
    outcome: Exclude<ObligationStatus, "awaiting">,
    at: Date,
    command: Command,
    over: Pick<Input<"recordOutcome">, "remarks" | "rearrangedTo" | "rearrangedBy" | "hoursCredited"> = {},
  ): Change<Obligation> {
    const { defendantId, caseId, courtId, agencyId, orderId, requirementId, kind, dueAt, _id } = stored;
    assertAwaiting(stored.outcome);
    const { hoursOffered = null, projectId = null, ward = null } = stored;
    const hoursCredited = creditedHours(hoursOffered, outcome, over.hoursCredited);
    const rearrangedTo = over.rearrangedTo ? new Date(over.rearrangedTo) : null;
    const supersededBy = rearrangedTo && obligationIdOf(_id, "successor");
    return {
      set: {
        outcome,
        hoursCredited,
        happenedAt: at,
        outcomeRecordedAt: command.at,
        outcomeBy: command.by.id,
        remarks: over.remarks ?? null,
        rearrangedBy: over.rearrangedBy ?? null,
        supersededBy,
      },
      events: [
        {
          type: "obligation.outcome",
          occurredAt: at,
          data: {
            ...{ defendantId, caseId, courtId, agencyId, orderId, requirementId, kind, dueAt, outcome },
            ...{ supersededBy, rearrangedTo, rearrangedBy: over.rearrangedBy ?? null },
            ...{ hoursOffered, hoursCredited, projectId, ward },
          },
        },
      ],
    };
  }

  return {
    /** What somebody sets who may: who that is, the caller has asked. */
    expect: (expected: Expected, command: Command) => create(expected, command),

    /** What follows from an event: something is expected. The same event makes it once. */
    expectAfter: (event: RecordEvent, expected: Expected, id: string) =>
      create(expected, followCommand(event, `expect ${id}`), id),

    /** What follows from an event: it is known what became of something. One that is settled already, or that nobody expected, stays as it is. */
    async settleAfter(
      event: RecordEvent,
      id: string,
      outcome: Exclude<ObligationStatus, "awaiting" | "rearranged">,
    ): Promise<void> {
      const found = await obligations.findById(id, { _id: 1 }).lean();
      if (!found) return;
      const command = followCommand(event, `settle ${id}`);
      await committer.change<Obligation>(
        obligations,
        id,
        command,
        async () => {},
        stored =>
          stored.outcome === "awaiting" ? settled(stored, outcome, event.occurredAt, command) : { events: [] },
      );
    },

    /**
     * What follows from an event for what is known by adding up: its outcome is what all of it together says now. What
     * was known and is no longer waits again; both say why.
     */
    async accordAfter(
      event: RecordEvent,
      id: string,
      { outcome, at, reason }: { outcome: Exclude<ObligationStatus, "rearranged">; at: Date; reason: string },
    ): Promise<void> {
      const found = await obligations.findById(id, { _id: 1 }).lean();
      if (!found) return;
      const command = followCommand(event, `accord ${id}`);
      await committer.change<Obligation>(
        obligations,
        id,
        command,
        async () => {},
        stored => {
          if (stored.outcome === outcome) return { events: [] };
          if (stored.outcome === "awaiting" && outcome !== "awaiting") return settled(stored, outcome, at, command);
          const happenedAt = outcome === "awaiting" ? null : at;
          return corrected(stored, { outcome, hoursCredited: null, reason }, command, { happenedAt });
        },
      );
    },

    /** What follows from an event: something is moved to another time. */
    async rearrangeAfter(event: RecordEvent, id: string, to: Date, rearrangedBy: "court"): Promise<void> {
      const command = followCommand(event, `rearrange ${id}`);
      const over = { rearrangedTo: to.toISOString(), rearrangedBy };
      await committer.change<Obligation>(
        obligations,
        id,
        command,
        async () => {},
        stored =>
          stored.outcome === "awaiting"
            ? settled(stored, "rearranged", event.occurredAt, command, over)
            : { events: [] },
      );
    },

    /** The next in the chain of a rearranged obligation. */
    async supersede(event: RecordEvent<"obligation.outcome">): Promise<void> {
      const { supersededBy, rearrangedTo } = event.data;
      if (!supersededBy || !rearrangedTo) return;
      const stored = (await obligations.findById(event.recordId).lean<Obligation>()) ?? fail("INTERNAL");
      const { _id: supersedes, defendantId, caseId, courtId, agencyId, orderId, requirementId } = stored;
      const { sourceId, kind, place, hoursOffered = null, projectId = null, ward = null } = stored;
      const about = {
        ...{ defendantId, caseId, courtId, agencyId, orderId, requirementId, sourceId, kind, place },
        ...{ hoursOffered, projectId, ward },
      };
      const next = { ...about, supersedes, dueAt: rearrangedTo, occurredAt: event.occurredAt };
      await create(next, followCommand(event, "successor"), supersededBy);
    },

    async addObligation(input: Input<"addObligation">, person: Person, command: Command): Promise<Obligation> {
      const { orderId, kind, requirementId, dueAt, place, setAt } = input;
      const order = await authorizeWorker(person, await orders.findById(orderId).lean<Order>(), orderId);
      const work = await workIn(input, order);
      const { defendantId, caseId, courtId } = order;
      return create(
        {
          ...{ defendantId, caseId, courtId, orderId, kind, requirementId: requirementId ?? null, ...work },
          agencyId: person.agencyId,
          occurredAt: setAt ? new Date(setAt) : command.at,
          dueAt: new Date(dueAt),
          place: place ?? null,
        },
        command,
      );
    },

    async recordOutcome({ id, ...input }: Input<"recordOutcome">, person: Person, command: Command) {
      const authorize = authorizeOutcome(person, id);
      const { record } = await committer.change<Obligation>(obligations, id, command, authorize, stored =>
        settled(stored, input.outcome, happened(input.happenedAt, stored, command), command, input),
      );
      return record;
    },

    async recordCourtOutcome({ id, ...input }: Input<"recordCourtOutcome">, person: Person, command: Command) {
      const authorize = async (stored: Obligation | null) => {
        const fileId = stored?.defendantId ?? id;
        await files.openToRead(
          person,
          fileId,
          stored ? obligationPart(stored).held(stored) : nothingHeld("compliance"),
        );
        await files.openAtTable(person, fileId, stored?.caseId ?? null);
        if (stored && obligationLedger[stored.kind].settledBy !== "court")
          fail("ACCESS_DENIED", { detail: "Whoever expects this says what became of it." });
        if (stored?.courtId !== person.courtId)
          fail("ACCESS_DENIED", { detail: "Only the court of this case may do this." });
      };
      const { record } = await committer.change<Obligation>(obligations, id, command, authorize, stored =>
        settled(stored, input.outcome, happened(input.happenedAt, stored, command), command, input),
      );
      return record;
    },

    async correctOutcome(
      { id, outcome, hoursCredited: given, reason }: Input<"correctOutcome">,
      person: Person,
      command: Command,
    ): Promise<Obligation> {
      const authorize = authorizeOutcome(person, id);
      const { record } = await committer.change<Obligation>(obligations, id, command, authorize, stored => {
        assertCorrectable(stored.outcome, outcome, stored.corrections.length);
        const hoursCredited = creditedHours(stored.hoursOffered ?? null, outcome, given);
        return corrected(stored, { outcome, hoursCredited, reason }, command);
      });
      return record;
    },
  };
}

/** An outcome put right: what was recorded before stays, with why. */
function corrected(
  stored: Obligation,
  { outcome, hoursCredited, reason }: Pick<Obligation, "outcome" | "hoursCredited"> & { readonly reason: string },
  { at, by }: Command,
  also: Partial<Pick<Obligation, "happenedAt">> = {},
): Change<Obligation> {
  const { defendantId, caseId, courtId, agencyId, orderId, kind, dueAt, outcome: from } = stored;
  const { hoursOffered = null, projectId = null, ward = null } = stored;
  return {
    set: { outcome, hoursCredited, ...also },
    push: { corrections: [{ at, by: by.id, from, to: outcome, reason }] },
    events: [
      {
        type: "obligation.corrected",
        data: {
          ...{ defendantId, caseId, courtId, agencyId, orderId, kind, dueAt, from, outcome },
          ...{ hoursOffered, hoursCredited, projectId, ward },
        },
      },
    ],
  };
}

const happened = (given: string | undefined, { dueAt }: Obligation, { at }: Command): Date =>
  given ? new Date(given) : new Date(Math.min(dueAt.getTime(), at.getTime()));

export type ObligationsStore = ReturnType<typeof obligationsStore>;
