import mongoose, { type Connection, type Model } from "mongoose";
import type { InformationClass } from "../../libs/access/matrix.ts";
import { type EventType, eventTable, type Payload, type RecordKind } from "../../libs/record/event-table.ts";
import type { Told } from "../../libs/record/history.ts";
import { defineProjection, type Holding, holdingModel, type Projection } from "../../libs/record/inbox.ts";

/** What reports hold of one record: ids, instants and coded values, folded from its events. No names, no texts. */
interface FactBase {
  readonly kind: RecordKind;
  readonly courtId: string | null;
  readonly defendantIds: readonly string[];
  readonly caseId: string | null;
  readonly day: string | null;
}
export interface CaseFact extends FactBase {
  readonly receivedAt: Date;
  readonly defendants: readonly {
    readonly defendantId: string;
    readonly offenceCodes: readonly string[];
    readonly disposedAt: Date | null;
  }[];
}
export interface HearingFact extends FactBase {
  readonly day: string;
  /** Every day it takes, the first one too; none where it was told before days were. */
  readonly days?: readonly string[];
  readonly caseId: string;
  readonly session: string;
  readonly room: string;
  readonly order: number;
  readonly type: string;
  readonly status: "planned" | "listed" | "held" | "vacated" | "moved" | "adjourned";
  readonly heldAt: Date | null;
}
export interface PreSentenceReportFact extends FactBase {
  readonly caseId: string;
  readonly requestedAt: Date;
  readonly deliveredAt: Date | null;
}
/** Anything else that was added to a file: what class it is of, and when it was last added to. */
export interface ItemFact extends FactBase {
  readonly class: InformationClass;
  readonly lastRecordedAt: Date;
}
export type Fact = CaseFact | HearingFact | PreSentenceReportFact | ItemFact;

/** A fact with its name, which tells kind and id of the record it is of. */
export type Named<F> = F & { readonly _id: string };
export const recordIdOf = ({ _id, kind }: Named<FactBase>): string => _id.slice(kind.length + 1);

/** One event as it was told, without where it belongs, which the fact says. */
export interface Happened {
  readonly type: EventType;
  readonly at: Date;
  readonly recordedAt: Date;
  /** The agency that recorded it; null for what followed by itself. */
  readonly agencyId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}
/** A fact as it is kept: with all that was told of it, in order. A definition that needs more than the fields counts from here. */
export type Kept<F> = F & { readonly happened: readonly Happened[] };
export type FactModel = Model<Holding<Kept<FactBase>>>;

export function factModel(db: Connection): FactModel {
  const { Mixed } = mongoose.Schema.Types;
  return holdingModel<Kept<FactBase>>(
    db,
    "facts",
    {
      kind: String,
      courtId: String,
      defendantIds: [String],
      caseId: String,
      day: String,
      happened: [Mixed],
      days: [String],
      receivedAt: Date,
      defendants: [Mixed],
      session: String,
      room: String,
      order: Number,
      type: String,
      status: String,
      heldAt: Date,
      requestedAt: Date,
      deliveredAt: Date,
      class: String,
      lastRecordedAt: Date,
    },
    [
      { kind: 1, courtId: 1, day: 1 },
      { kind: 1, courtId: 1, days: 1 },
      { defendantIds: 1, kind: 1 },
    ],
  );
}

/** What an event makes of a fact; that it happened is added to every fact alike, by `folding`. */
type Apply<F> = {
  readonly [T in EventType]?: (fact: F | undefined, data: Payload<T>, told: Told) => F;
};

const caseFacts: Apply<CaseFact> = {
  "case.received": (_fact, { courtId, defendants }, { recordId, occurredAt }) => ({
    kind: "case",
    courtId,
    caseId: recordId,
    day: null,
    defendantIds: defendants.map(({ defendantId }) => defendantId),
    receivedAt: occurredAt,
    defendants: defendants.map(({ defendantId, offenceCodes }) => ({ defendantId, offenceCodes, disposedAt: null })),
  }),
  "case.disposed": (fact, { defendantId }, { occurredAt }) => {
    const known = opened(fact);
    return {
      ...known,
      defendants: known.defendants.map(found =>
        found.defendantId === defendantId ? { ...found, disposedAt: occurredAt } : found,
      ),
    };
  },
};

const hearingFact = (
  status: "planned" | "listed",
  { courtId, caseId, defendantIds, day, days, session, room, order, type }: Payload<"hearing.listed">,
): HearingFact => ({
  kind: "hearing",
  courtId,
  caseId,
  defendantIds,
  day,
  days,
  session,
  room,
  order,
  type,
  status,
  heldAt: null,
});

const hearingFacts: Apply<HearingFact> = {
  "hearing.planned": (_fact, data) => hearingFact("planned", data),
  "hearing.listed": (_fact, data) => hearingFact("listed", data),
  "hearing.moved": fact => ({ ...opened(fact), status: "moved" }),
  "hearing.adjourned": fact => ({ ...opened(fact), status: "adjourned" }),
  "hearing.held": (fact, _data, { occurredAt }) => ({ ...opened(fact), status: "held", heldAt: occurredAt }),
  "hearing.vacated": fact => ({ ...opened(fact), status: "vacated" }),
};

const preSentenceReportFacts: Apply<PreSentenceReportFact> = {
  "psr.requested": (_fact, { courtId, caseId, defendantId }, { occurredAt }) => ({
    kind: "pre-sentence-report",
    courtId,
    caseId,
    defendantIds: [defendantId],
    day: null,
    requestedAt: occurredAt,
    deliveredAt: null,
  }),
  "psr.delivered": (fact, _data, { occurredAt }) => ({ ...opened(fact), deliveredAt: occurredAt }),
};

/** All other kinds, with the class that says who may know of them. Documents say theirs. */
const itemClasses = {
  defendant: "identity",
  match: "identity",
  equality: "equality",
  order: "supervision",
  warrant: "case",
  payment: "results",
  obligation: "compliance",
  enforcement: "supervision",
  review: "supervision",
  "progress-report": "compliance",
  response: "compliance",
  meeting: "needs",
  referral: "needs",
  "treatment-episode": "compliance",
  "victim-contact": "victim-contact",
  marker: "risk",
  custody: "supervision",
  "restorative-meeting": "needs",
  "ancillary-order": "supervision",
  "unpaid-work": "compliance",
  "payback-project": "reference",
  provision: "reference",
  "drug-test": "drug-tests",
  need: "needs",
  conviction: "antecedents",
  note: "agency-notes",
  document: "agency-notes",
} as const satisfies Partial<Record<RecordKind, InformationClass>>;

/** Every fold, by kind of record: the same for one event and for a rebuild from the first. */
export function factProjections(model: FactModel): Projection[] {
  return [
    folding<CaseFact>(model, "case", (fact, told) => applyOne(caseFacts, fact, told)),
    folding<HearingFact>(model, "hearing", (fact, told) => applyOne(hearingFacts, fact, told)),
    folding<PreSentenceReportFact>(model, "pre-sentence-report", (fact, told) =>
      applyOne(preSentenceReportFacts, fact, told),
    ),
    ...(Object.keys(itemClasses) as (keyof typeof itemClasses)[]).map(kind =>
      folding<ItemFact>(model, kind, (fact, told) => itemFact(kind, itemClasses[kind], fact, told)),
    ),
  ];
}

function folding<F extends FactBase>(
  model: FactModel,
  kind: RecordKind,
  apply: (fact: F | undefined, told: Told) => F | undefined,
): Projection {
  return defineProjection<Kept<F>>({
    kind,
    model: model as unknown as Model<Holding<Kept<F>>>,
    fold: (held, events) =>
      opened(
        events.reduce<Kept<F> | undefined>(
          (fact, told) => ({
            ...opened(apply(fact, told)),
            happened: [...(fact?.happened ?? []), happenedIn(told)],
          }),
          held,
        ),
      ),
  });
}

function happenedIn({ type, occurredAt: at, recordedAt, agencyId, data }: Told): Happened {
  const { defendantId: _person, caseId: _case, courtId: _court, ...rest } = parsed(type, data);
  return { type: type as EventType, at, recordedAt, agencyId, data: rest };
}

function applyOne<F>(apply: Apply<F>, fact: F | undefined, told: Told): F | undefined {
  const type = told.type as EventType;
  const step = apply[type] as ((fact: F | undefined, data: unknown, told: Told) => F) | undefined;
  return step ? step(fact, eventTable[type].payload.parse(told.data), told) : fact;
}

/** To whom a thing is shown is not a thing added. */
const ofSharing: ReadonlySet<string> = new Set([
  "note.shared",
  "note.recalled",
  "document.shared",
  "document.recalled",
  "drugtest.shared",
  "drugtest.recalled",
] satisfies EventType[]);

interface PlaceInFile {
  readonly defendantId?: string;
  readonly defendantIds?: readonly string[];
  readonly caseId?: string | null;
  readonly courtId?: string | null;
  readonly class?: InformationClass;
}
const parsed = (type: string, data: unknown) =>
  eventTable[type as EventType].payload.parse(data) as PlaceInFile & Record<string, unknown>;

/** A person is about themselves, a pair about two people, and anything else about whose file it lies in. */
function itemFact(
  kind: RecordKind,
  cls: InformationClass,
  fact: ItemFact | undefined,
  { type, data, recordId, recordedAt }: Told,
): ItemFact {
  if (fact && (ofSharing.has(type) || type.endsWith(".erased"))) return fact;
  const place = parsed(type, data);
  // What its writer keeps to itself is on nobody's list, also when it is given up before it was sent.
  const isUntold = type === "referral.drafted" || (type === "referral.withdrawn" && fact?.defendantIds.length === 0);
  return {
    kind,
    courtId: place.courtId ?? null,
    caseId: place.caseId ?? null,
    defendantIds: isUntold ? [] : (place.defendantIds ?? [place.defendantId ?? recordId]),
    day: null,
    class: place.class ?? cls,
    lastRecordedAt: recordedAt,
  };
}

function opened<F>(fact: F | undefined): F {
  if (fact === undefined) throw new Error("an event came before the one that opens its record");
  return fact;
}
