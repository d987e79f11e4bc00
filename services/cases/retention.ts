import type { Connection } from "mongoose";
import { dayOf } from "../../libs/clock/day.ts";
import { heldIn, type ServiceFacts } from "../../libs/retention/retention.facts.ts";
import type { AncillaryOrder } from "./ancillary-orders/ancillary-orders.schema.ts";
import type { Case, CasesModels } from "./cases.schema.ts";
import type { CaseStatus, OrderStatus } from "./cases.states.ts";
import type { Custody } from "./custody/custody.schema.ts";
import type { Order } from "./orders/orders.schema.ts";
import { outstandingPence } from "./payments/payments.rules.ts";
import type { Payment } from "./payments/payments.schema.ts";
import type { TreatmentEpisode } from "./treatment/treatment.schema.ts";
import type { Warrant } from "./warrants/warrants.schema.ts";

/** Of one person and kind; whoever has more keeps the file by the first of them. */
const readMax = 2_000;
/** A case in one of these waits for nothing of its own; whether an order is over, the order says. */
const overCases: ReadonlySet<CaseStatus> = new Set([
  "closed",
  "not-convicted",
  "withdrawn",
  "transferred",
  "sentenced",
  "order-in-force",
]);
const liveOrders: ReadonlySet<OrderStatus> = new Set([
  "made",
  "active",
  "suspended-by-appeal",
  "expired-breach-pending",
]);

const lastOf = (days: readonly (string | undefined)[]) =>
  days.reduce<string | undefined>((last, one) => (one !== undefined && one > (last ?? "") ? one : last), undefined);

/** What is known here of a file that its keeping depends on. */
export async function retentionFacts(db: Connection, models: CasesModels, fileId: string): Promise<ServiceFacts> {
  const ofFile = { defendantId: fileId, erased: null };
  const [held, cases, orders, warrants, payments, ancillary, episodes, custody] = await Promise.all([
    heldIn(db, fileId),
    models.cases.find({ defendantIds: fileId }).limit(readMax).lean<Case[]>(),
    models.orders.find(ofFile).limit(readMax).lean<Order[]>(),
    models.warrants
      .find({ ...ofFile, status: "issued" })
      .limit(readMax)
      .lean<Warrant[]>(),
    models.payments.find(ofFile).limit(readMax).lean<Payment[]>(),
    models.ancillaryOrders.find(ofFile).limit(readMax).lean<AncillaryOrder[]>(),
    models.episodes.find(ofFile).limit(readMax).lean<TreatmentEpisode[]>(),
    models.custody.find(ofFile).limit(readMax).lean<Custody[]>(),
  ]);
  const own = cases.flatMap(({ defendants, changedAt }) =>
    defendants.flatMap(one => (one.defendantId === fileId ? [{ ...one, changedAt }] : [])),
  );
  const disposal = lastOf(own.map(({ sentence }) => sentence && dayOf(sentence.at)).map(found => found ?? undefined));
  const acquittal = lastOf(
    own
      .filter(({ sentence, status }) => !sentence && overCases.has(status))
      .map(({ moves, changedAt }) => dayOf(moves.at(-1)?.at ?? changedAt)),
  );
  const ended = orders.filter(({ status }) => !liveOrders.has(status));
  const liveBeside = ancillary.filter(({ status }) => status === "in-force");
  const orderEnded = lastOf([
    ...ended.map(({ moves, endsOn }) => (moves.length > 0 ? dayOf(lastMove(moves)) : endsOn)),
    ...ancillary.map(({ endedAt }) => (endedAt ? dayOf(endedAt) : undefined)),
    ...episodes.map(({ endedAt }) => (endedAt ? dayOf(endedAt) : undefined)),
    ...custody.map(({ status, log }) => (status === "released" ? dayOf(lastMove(log)) : undefined)),
  ]);
  const classes = disposal || acquittal ? [...new Set([...held.classes, "results" as const])] : held.classes;
  return {
    classes,
    last: {
      ...(held.lastContact && { "last-contact": held.lastContact }),
      ...(disposal && { disposal }),
      ...(acquittal && { acquittal }),
      ...(orderEnded && { "order-ended": orderEnded }),
    },
    liveCases: own.filter(({ status }) => !overCases.has(status)).length,
    liveOrders: orders.length - ended.length + liveBeside.length,
    openTreatments: episodes.filter(({ status }) => status === "in-treatment").length,
    inCustody: custody.filter(({ status }) => status !== "released").length,
    outstandingWarrants: warrants.length,
    owedPence: payments.reduce((sum, payment) => sum + Math.max(0, outstandingPence(payment)), 0),
  };
}

const lastMove = (moves: readonly { readonly at: Date }[]) =>
  moves.reduce((last, { at }) => (at > last ? at : last), new Date(0));
