import type { z } from "zod";
import { type Files, nothingHeld } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import { assertBench } from "../court.authority.ts";
import type { DrugTest } from "../drug-tests/drug-tests.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import type { Table } from "../flow/flow.ts";
import { judgeOf } from "../flow/parties.ts";
import { standings } from "../obligations/obligations.rules.ts";
import type { Obligation } from "../obligations/obligations.schema.ts";
import { obligationIdOf } from "../obligations/obligations.store.ts";
import type { Order } from "../orders/orders.schema.ts";
import { ordersPart } from "../orders/orders.views.ts";
import type { reviewsContracts } from "./reviews.contract.ts";
import { moved } from "./reviews.moved.ts";
import {
  assertComplete,
  assertDeserved,
  intervalOf,
  nextReview,
  outcomeResponses,
  powerOf,
  reportDue,
  reviewTable,
} from "./reviews.rules.ts";
import type { BehaviourResponse, ProgressReport, Review } from "./reviews.schema.ts";
import { progressReportPart, reviewsPart } from "./reviews.views.ts";

type Input<K extends keyof typeof reviewsContracts> = z.output<(typeof reviewsContracts)[K]["input"]>;
type Plan = Pick<
  Review,
  | "defendantId"
  | "caseId"
  | "courtId"
  | "orderId"
  | "supervisedBy"
  | "number"
  | "power"
  | "everyDays"
  | "endsOn"
  | "previousAt"
  | "dueAt"
>;

const itemsMax = 500;
const reportTable: Table<string> = {
  serve: { from: [], to: "same", by: ["supervisor"], tells: ["report.progress.served"], effects: [] },
};
const responseTable: Table<string> = {
  respond: { from: [], to: "same", by: ["court", "supervisor"], tells: ["response.given"], effects: [] },
};

/** The reviews of an order are numbered from one; each has its id from both, and its report from it. */
export const reviewIdOf = (orderId: string, number: number): string => uuidFrom("review", `${orderId}|${number}`);
export const progressReportIdOf = (reviewId: string): string => uuidFrom("progress-report", reviewId);

/** Judicial reviews of orders, the reports for them, and the ledger of incentives and sanctions. */
export function reviewsStore(models: CasesModels, committer: Committer, files: Files, directory: Directory) {
  const { reviews, progressReports, responses, orders, obligations, tests } = models;

  async function plan(event: RecordEvent, planned: Plan): Promise<void> {
    const { defendantId, caseId, courtId, orderId, supervisedBy, number, power, dueAt } = planned;
    const id = reviewIdOf(orderId, number);
    await committer.create<Review>(
      reviews,
      {
        ...planned,
        agencyId: courtId ?? supervisedBy,
        occurredAt: event.occurredAt,
        state: "due",
        obligationId: obligationIdOf(id, "review"),
        ...{ reportServedAt: null, heldAt: null, attendance: null, outcome: null, nextDueAt: null, log: [] },
      },
      [
        {
          type: "review.due",
          occurredAt: event.occurredAt,
          data: { defendantId, caseId, courtId, orderId, agencyId: supervisedBy, number, power, dueAt },
        },
      ],
      followCommand(event, "review"),
      id,
    );
  }

  const follow = (event: RecordEvent, id: string, move: Parameters<typeof moved>[1]) => {
    const command = followCommand(event, move.name);
    return committer.change<Review>(
      reviews,
      id,
      command,
      async () => {},
      current => moved(current, move, command),
    );
  };

  async function respond(
    about: Pick<BehaviourResponse, "defendantId" | "caseId" | "courtId" | "agencyId" | "orderId" | "type"> &
      Pick<BehaviourResponse, "obligationId" | "reviewId" | "triggeredAt" | "reason" | "occurredAt">,
    command: Command,
  ): Promise<BehaviourResponse> {
    const { reason: _kept, occurredAt, ...data } = about;
    const events = [{ type: "response.given" as const, occurredAt, data }];
    return (await committer.create<BehaviourResponse>(responses, about, events, command)).record;
  }

  return {
    /** The first review of an order that has them. */
    async planFirst(event: RecordEvent<"order.made">): Promise<void> {
      const order = (await orders.findById(event.recordId).lean<Order>()) ?? fail("INTERNAL");
      const { defendantId, caseId, courtId, supervisedBy, endsOn, type, madeOn, requirements } = order;
      const drugs = requirements.find(requirement => requirement.type === "drug-rehabilitation");
      const everyDays = intervalOf(order.reviewEveryDays, drugs?.length ?? null);
      if (everyDays === null) return;
      const power = powerOf({ type, madeOn, hasDrugRehabilitation: drugs !== undefined });
      const dueAt = nextReview(event.occurredAt, everyDays, power, endsOn);
      if (!dueAt) return;
      const about = { defendantId, caseId, courtId, orderId: order._id, supervisedBy, power, everyDays, endsOn };
      await plan(event, { ...about, number: 1, previousAt: event.occurredAt, dueAt });
    },

    /** The review after one that was concluded or dispensed with. */
    async planNext(event: RecordEvent<"review.concluded"> | RecordEvent<"review.dispensed">): Promise<void> {
      const { nextDueAt: dueAt, number, dueAt: previousAt } = event.data;
      if (!dueAt) return;
      const stored = (await reviews.findById(event.recordId).lean<Review>()) ?? fail("INTERNAL");
      const { defendantId, caseId, courtId, orderId, supervisedBy, power, everyDays, endsOn } = stored;
      const about = { defendantId, caseId, courtId, orderId, supervisedBy, power, everyDays, endsOn };
      await plan(event, { ...about, number: number + 1, previousAt, dueAt });
    },

    /** The law asks for the report on drug rehabilitation; for others the court does. */
    async askByLaw(event: RecordEvent<"review.due">): Promise<void> {
      if (event.data.power !== "DRR") return;
      await follow(event, event.recordId, { name: "request-report", at: event.occurredAt.toISOString() });
    },

    /** A report that is waited for. */
    async askForReport(event: RecordEvent<"review.report-requested">): Promise<void> {
      const { defendantId, caseId, courtId, orderId, agencyId, power, dueAt, previousAt } = event.data;
      const about = { defendantId, caseId, courtId, orderId, agencyId };
      const due = reportDue(dueAt);
      await committer.create<ProgressReport>(
        progressReports,
        {
          ...{ ...about, occurredAt: event.occurredAt, reviewId: event.recordId, power, since: previousAt, dueAt: due },
          ...{ hasTests: power === "DRR", report: null },
        },
        [
          {
            type: "report.progress.requested",
            occurredAt: event.occurredAt,
            data: { ...about, reviewId: event.recordId, power, dueAt: due },
          },
        ],
        followCommand(event, "progress report"),
        progressReportIdOf(event.recordId),
      );
    },

    /** A report that was served moves its review on; one that comes after the hearing changes nothing of it. */
    async reportServed(event: RecordEvent<"report.progress.served">): Promise<void> {
      const command = followCommand(event, "serve-report");
      const move = { name: "serve-report" as const, at: event.occurredAt.toISOString() };
      await committer.change<Review>(
        reviews,
        event.data.reviewId,
        command,
        async () => {},
        current => (current.state === "progress-report-requested" ? moved(current, move, command) : { events: [] }),
      );
    },

    /** An outcome that is itself an answer to behaviour stands in the ledger. */
    async respondAfter(event: RecordEvent<"review.concluded">): Promise<void> {
      const { defendantId, caseId, courtId, orderId, agencyId, outcome } = event.data;
      const type = outcomeResponses[outcome];
      if (!type) return;
      const about = { defendantId, caseId, courtId, orderId, agencyId: courtId ?? agencyId, type };
      const { recordId: reviewId, occurredAt } = event;
      await respond(
        { ...about, obligationId: null, reviewId, triggeredAt: null, reason: null, occurredAt },
        followCommand(event, "response"),
      );
    },

    async moveReview({ id, move }: Input<"moveReview">, person: Person, command: Command): Promise<Review> {
      const authorize = async (stored: Review | null) => {
        const about = { id, stored, definition: reviewsPart };
        await authorizeMove(files, person, about, reviewTable, move.name, ({ courtId }) => ({ courtId }));
        if (stored && "judgeId" in move && move.judgeId)
          await assertBench(directory, stored.courtId, [move.judgeId], "move.judgeId");
      };
      const { record } = await committer.change<Review>(reviews, id, command, authorize, current =>
        moved(current, move, command, judgeOf(person)),
      );
      return record;
    },

    async serveProgressReport(
      { id, author, summary, providerViews, servedAt }: Input<"serveProgressReport">,
      person: Person,
      command: Command,
    ): Promise<ProgressReport> {
      const asked = await progressReports.findById(id).lean<ProgressReport>();
      const at = servedAt ? new Date(servedAt) : command.at;
      const under = { orderId: asked?.orderId ?? id };
      const since = asked?.since ?? command.at;
      const [taken, expected] = await Promise.all([
        tests
          .find({ ...under, occurredAt: { $gt: since, $lte: at }, outcome: { $ne: "awaiting" } }, { _id: 1 })
          .sort({ occurredAt: 1, _id: 1 })
          .limit(itemsMax)
          .lean<DrugTest[]>(),
        obligations
          .find({ ...under, dueAt: { $gt: since, $lte: at } }, { outcome: 1 })
          .limit(itemsMax)
          .lean<Obligation[]>(),
      ]);
      const authorize = (stored: ProgressReport | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: progressReportPart(stored ?? { hasTests: false }) },
          reportTable,
          "serve",
          ({ agencyId }) => ({ supervisor: agencyId }),
        );
      const { record } = await committer.change<ProgressReport>(progressReports, id, command, authorize, stored => {
        const { defendantId, caseId, courtId, orderId, agencyId, power, dueAt, reviewId } = stored;
        if (stored.report) fail("RULE_BROKEN", { detail: "This report is served already; possible now: nothing." });
        const views = providerViews ?? null;
        assertComplete(power, { tests: taken.length, providerViews: views });
        const testIds = stored.hasTests ? taken.map(({ _id }) => _id) : [];
        return {
          set: {
            report: { author, summary, providerViews: views, testIds, counts: countsOf(expected), servedAt: at },
          },
          events: [
            {
              type: "report.progress.served",
              occurredAt: at,
              data: {
                ...{ defendantId, caseId, courtId, orderId, agencyId, reviewId, power, dueAt },
                ...{ tests: testIds.length, hasProviderViews: views !== null },
              },
            },
          ],
        };
      });
      return record;
    },

    async recordResponse(
      { orderId, type, obligationId, reason, givenAt }: Input<"recordResponse">,
      person: Person,
      command: Command,
    ): Promise<BehaviourResponse> {
      const order = await orders.findById(orderId).lean<Order>();
      await files.openToRead(
        person,
        order?.defendantId ?? orderId,
        order ? { ...ordersPart.held(order), class: "compliance" } : nothingHeld("compliance"),
      );
      await authorizeMove(
        files,
        person,
        { id: orderId, stored: order, definition: ordersPart },
        responseTable,
        "respond",
        ({ supervisedBy, courtId }) => ({ supervisor: supervisedBy, courtId }),
      );
      const { defendantId, caseId, courtId } = order ?? fail("NOT_FOUND");
      const answered = obligationId === undefined ? null : await obligations.findById(obligationId).lean<Obligation>();
      if (obligationId !== undefined && answered?.orderId !== orderId)
        fail("VALIDATION", { errors: [{ path: "obligationId", message: "expected an obligation under this order" }] });
      if (answered) assertDeserved(type, answered.outcome);
      return respond(
        {
          ...{ defendantId, caseId, courtId, agencyId: person.agencyId, orderId, type, reason },
          ...{ obligationId: obligationId ?? null, reviewId: null, triggeredAt: answered?.happenedAt ?? null },
          occurredAt: givenAt ? new Date(givenAt) : command.at,
        },
        command,
      );
    },
  };
}

/** How many obligations stand how. */
function countsOf(expected: readonly Obligation[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { acceptable: 0, unacceptable: 0, "not-counted": 0, awaiting: 0 };
  for (const { outcome } of expected) counts[standings[outcome]] = (counts[standings[outcome]] ?? 0) + 1;
  return counts;
}

export type ReviewsStore = ReturnType<typeof reviewsStore>;
