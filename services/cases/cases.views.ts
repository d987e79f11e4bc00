import { type Item, markingOf, type PartDefinition, sourceOf } from "../../libs/access/assemble.ts";
import type { Held, View } from "../../libs/access/decide.ts";
import type { ReportingRestriction } from "../../libs/access/facts.ts";
import { agenciesSharedWith } from "../../libs/access/item-disclosures.ts";
import { clock } from "../../libs/clock/clock.ts";
import { basisView } from "./basis-of-plea/basis-of-plea.views.ts";
import type {
  Case,
  DefendantCase,
  DrugTest,
  Hearing,
  Need,
  Order,
  PreSentenceReport,
  Referral,
  Requirement,
} from "./cases.schema.ts";
import type { CoDefendants } from "./co-defendants/co-defendants.ts";
import { standingAttendance } from "./hearings/hearings.rules.ts";
import { iso } from "./iso.ts";
import { prosecutionView } from "./prosecution/prosecution.views.ts";
import { refView, sharedView } from "./results/results.views.ts";

function defendantCaseView(
  {
    defendantId,
    asn,
    chargedAt,
    bail,
    bailSet,
    status,
    offences,
    sentence,
    shared,
    moves,
    takenIntoConsideration = [],
    prosecution = [],
  }: DefendantCase,
  view: View,
) {
  const always = {
    defendantId,
    status,
    offences: offences.map(({ id, code, title, category, date }) => ({ id, code, title, category, date })),
  };
  if (view === "limited") return always;
  return {
    ...always,
    asn,
    chargedAt: iso(chargedAt),
    bail,
    offences: offences.map(({ id, code, title, wording, category, date, plea, verdict, result }) => ({
      id,
      code,
      title,
      wording,
      category,
      date,
      plea: plea && {
        ...{ value: plea.value, at: iso(plea.at), stage: plea.stage },
        basis: plea.basis ? basisView(plea.basis) : null,
      },
      verdict: verdict && { value: verdict.value, at: iso(verdict.at) },
      result: result && { code: result.code, text: result.text, at: iso(result.at), version: result.version },
    })),
    takenIntoConsideration: takenIntoConsideration.map(({ id, code, title, date, admittedAt, withdrawn }) => ({
      ...{ id, code, title, date, admittedAt: iso(admittedAt) },
      withdrawn: withdrawn && { at: iso(withdrawn.at), reason: withdrawn.reason },
    })),
    ...prosecutionView(prosecution),
    bailSet: bailSet.map(({ status: set, conditions, at, correction }) => ({
      status: set,
      conditions: conditions.map(({ kind, text }) => ({ kind, text })),
      at: iso(at),
      correction,
    })),
    results: shared.map(sharedView),
    moves: moves.map(({ move, to, at, ground, reason }) => ({ move, to, at: iso(at), ground, reason })),
    sentence: sentence && {
      at: iso(sentence.at),
      hearingId: sentence.hearingId,
      disposal: sentence.disposal,
      snapshot: sentence.snapshot ? refView(sentence.snapshot) : null,
    },
  };
}

/** A case for a reader who may see these defendants of it. */
export function caseView(
  stored: Case,
  view: View,
  isVisible: (defendantId: string) => boolean,
  reporting: readonly ReportingRestriction[] = [],
) {
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    urn: stored.urn,
    courtId: stored.courtId,
    initiation: stored.initiation,
    ward: view === "full" ? stored.ward : null,
    reportingRestrictions: reporting.map(reportingView),
    defendants: stored.defendants
      .filter(({ defendantId }) => isVisible(defendantId))
      .map(defendant => defendantCaseView(defendant, view)),
  };
}

const reportingView = ({ id, kind, caseId }: ReportingRestriction) => ({ id, kind, caseId });

const convictedStates: ReadonlySet<string> = new Set([
  "convicted",
  "awaiting-sentence",
  "sentenced",
  "order-in-force",
  "closed",
]);

function isConvicted({ status }: DefendantCase): boolean {
  return convictedStates.has(status);
}

/** A hearing for a reader who may see these defendants of it. */
export function hearingView(
  stored: Hearing,
  isVisible: (defendantId: string) => boolean,
  reporting: readonly ReportingRestriction[],
) {
  const { caseId, courtId, day, days, session, room, order, type, status, bench } = stored;
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    caseId,
    courtId,
    day,
    days: [...days],
    session,
    room,
    order,
    type,
    status,
    bench: [...bench],
    defendantIds: stored.defendantIds.filter(isVisible),
    present: stored.present.filter(isVisible),
    attendance: attendanceOf(stored, isVisible),
    ...endOf(stored),
    previousHearingId: stored.previousHearingId,
    nextHearingId: stored.nextHearingId,
    reportingRestrictions: reporting.map(reportingView),
  };
}

const attendanceOf = ({ attendance }: Hearing, isVisible: (defendantId: string) => boolean) =>
  standingAttendance(attendance)
    .filter(({ defendantId }) => isVisible(defendantId))
    .map(({ defendantId, day, attendance: value, reason }) => ({ defendantId, day, attendance: value, reason }));

const endOf = ({ ended, trial }: Hearing) => ({
  ended: ended && { reason: ended.reason, agency: ended.agency, remarks: ended.remarks },
  trial: trial && { classification: trial.classification, reason: trial.reason, party: trial.party },
});

/** One item of the file by itself. */
export function itemView<T extends Item & { readonly defendantId: string }>(
  definition: PartDefinition<T>,
  stored: T,
  view: View,
) {
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    marking: markingOf(definition, stored),
    defendantId: stored.defendantId,
    ...definition.view(stored, view),
  };
}

interface InFile {
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}
const inFile = ({ agencyId, caseId, occurredAt, recordedAt }: InFile) => ({
  agencyId,
  caseId,
  occurredAt,
  recordedAt,
});
const convicted = () => "convicted" as const;

/**
 * The cases of one defendant, as they appear in that defendant's file: in full with how many others are charged, and
 * what of them was looked for and may be seen.
 */
export function casesPart(defendantId: string, coDefendants: CoDefendants = new Map()): PartDefinition<Case> {
  return {
    part: "cases",
    class: "case",
    held: stored => ({ class: "case", ...inFile({ ...stored, caseId: stored._id }) }),
    category: stored =>
      stored.defendants.some(found => found.defendantId === defendantId && isConvicted(found))
        ? "convicted"
        : "suspect",
    view: (stored, view) => {
      const { urn, courtId, initiation, ward, defendants } = caseView(stored, view, id => id === defendantId);
      const own = { urn, courtId, initiation, ward, ...defendants[0] };
      const others = coDefendants.get(stored._id);
      return view === "limited"
        ? own
        : { ...own, coDefendants: stored.defendants.length - 1, ...(others && { coDefendantCases: [...others] }) };
    },
    entries: stored => {
      const own = stored.defendants.find(defendant => defendant.defendantId === defendantId);
      return [
        { at: stored.occurredAt, recordedAt: stored.recordedAt, what: `Case ${stored.urn} received` },
        ...(own?.shared ?? []).map(({ version, at, reason }) => ({
          at,
          recordedAt: at,
          what: reason === null ? `Results shared, version ${version}` : `Results amended, version ${version}`,
          agencyId: stored.courtId,
        })),
        ...(own?.bailSet ?? []).map(({ status, at, correction }) => ({
          at,
          recordedAt: at,
          what: correction === null ? `Bail: ${status}` : `Bail corrected: ${status}`,
          agencyId: stored.courtId,
        })),
        ...(own?.moves ?? []).map(({ to, at }) => ({
          at,
          recordedAt: at,
          what: `Case: ${to}`,
          agencyId: stored.courtId,
        })),
        ...(own?.sentence
          ? [
              {
                at: own.sentence.at,
                recordedAt: own.sentence.at,
                what: `Sentence passed: ${own.sentence.disposal}`,
                agencyId: stored.courtId,
              },
            ]
          : []),
      ];
    },
  };
}

/** The hearings of one defendant, as they appear in that defendant's file. */
export function hearingsPart(defendantId: string): PartDefinition<Hearing> {
  return {
    part: "hearings",
    class: "case",
    held: heldHearing,
    tally: ({ status, courtId, day, bench }) => [
      { key: `${status} ${courtId}`, day },
      ...bench.map(judgeId => ({ key: `${status} ${courtId} ${judgeId}`, day })),
    ],
    view: stored => {
      const { caseId, courtId, day, days, session, room, order, type, status, heldAt } = stored;
      const attendance = attendanceOf(stored, id => id === defendantId).map(
        ({ day: on, attendance: value, reason }) => ({
          day: on,
          attendance: value,
          reason,
        }),
      );
      const listed = { caseId, courtId, day, days: [...days], session, room, order, type, status };
      return { ...listed, heldAt: iso(heldAt), attendance, ...endOf(stored) };
    },
    entries: ({ occurredAt, recordedAt, changedAt, type, day, status, heldAt, ended, trial }) => [
      {
        at: occurredAt,
        recordedAt,
        what: `Hearing ${status === "planned" ? "planned" : "listed"} for ${day}: ${type}`,
      },
      ...(status === "listed" || status === "planned"
        ? []
        : [{ at: ended?.at ?? heldAt ?? changedAt, recordedAt: changedAt, what: `Hearing ${status}: ${type}` }]),
      ...(trial?.at ? [{ at: trial.at, recordedAt: changedAt, what: `Trial ${trial.classification}` }] : []),
    ],
  };
}

export const heldHearing = (stored: Hearing): Held => ({ class: "case", ...inFile(stored) });

export const reportsPart: PartDefinition<PreSentenceReport> = {
  part: "pre-sentence-reports",
  class: "risk",
  nature: "opinion",
  category: convicted,
  held: stored => ({ class: "risk", ...inFile(stored) }),
  view: ({ caseId, format, dueAt, status, requestedBy, report }, view) => ({
    caseId,
    format,
    dueAt: iso(dueAt),
    status,
    requestedBy,
    report: view === "full" && report ? { ...report, deliveredAt: iso(report.deliveredAt) } : null,
  }),
  entries: ({ occurredAt, recordedAt, changedAt, format, requestedBy, report }) => [
    { at: occurredAt, recordedAt, what: `Pre-sentence report asked for (${format})`, agencyId: requestedBy },
    ...(report ? [{ at: report.deliveredAt, recordedAt: changedAt, what: "Pre-sentence report delivered" }] : []),
  ],
  isAwaited: ({ status }) => status === "requested",
};

const requirementView = ({
  id,
  type,
  length,
  unit,
  providerAgencyId,
  willingSaidAt = null,
  status,
  startedAt,
  ended,
}: Requirement) => ({
  id,
  type,
  length,
  unit,
  providerAgencyId,
  willingSaidAt: iso(willingSaidAt),
  status,
  startedAt: iso(startedAt),
  ended: ended && { at: iso(ended.at), reason: ended.reason },
});

export const ordersPart: PartDefinition<Order> = {
  part: "orders",
  class: "supervision",
  category: convicted,
  held: stored => ({ class: "supervision", ...inFile(stored) }),
  view: (
    { caseId, courtId, type, supervisedBy, madeOn, endsOn, status, reviewEveryDays, requirements, moves },
    view,
  ) => ({
    caseId,
    courtId,
    type,
    supervisedBy,
    madeOn,
    endsOn,
    status,
    ...(view === "full" && {
      reviewEveryDays,
      requirements: requirements.map(requirementView),
      moves: moves.map(({ move, to, at, agencyId, reason }) => ({ move, to, at: iso(at), agencyId, reason })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, type, requirements, moves }) => [
    { at: occurredAt, recordedAt, what: `Order made: ${type}, ${requirements.length} requirements` },
    ...moves.map(({ move, to, at, agencyId }) => ({
      ...{ at, recordedAt: at, agencyId },
      what: move === "complete-plan" ? `Sentence plan completed: ${type}` : `Order ${to}: ${type}`,
    })),
    ...requirements.flatMap(({ ended, status, type: of }) =>
      ended ? [{ at: ended.at, recordedAt: ended.at, what: `Requirement ${status}: ${of}` }] : [],
    ),
  ],
};

export const referralsPart: PartDefinition<Referral> = {
  part: "referrals",
  class: "needs",
  held: stored => ({ class: "needs", ...inFile(stored), isDraft: stored.isUnsent ?? stored.status === "draft" }),
  view: ({ caseId, providerAgencyId, need, basis, status, firstAppointmentAt, outcome, rejection, log }, view) => ({
    ...{ caseId, providerAgencyId, need, basis, status },
    ...(view === "full" && {
      ...{ firstAppointmentAt: iso(firstAppointmentAt), outcome, rejection },
      log: log.map(({ at, move, state, text }) => ({ at: iso(at), move, state, text })),
    }),
  }),
  entries: ({ occurredAt, recordedAt, need, log, status, providerAgencyId }) => [
    { at: occurredAt, recordedAt, what: `Referral ${log.length > 0 ? "made" : status}: ${need}` },
    ...log.map(({ at, state }) => ({
      ...{ at, recordedAt: at, what: `Referral ${state}: ${need}`, agencyId: providerAgencyId },
    })),
  ],
};

export const testsPart: PartDefinition<DrugTest> = {
  part: "drug-tests",
  class: "drug-tests",
  held: stored => ({
    class: "drug-tests",
    ...inFile(stored),
    disclosures: stored.disclosures,
    statutes: stored.statutory ? ["testing-requirement"] : [],
  }),
  view: ({ caseId, orderId, sample, status, dueAt, outcome, positiveFor, disclosures, log, corrections }) => ({
    caseId,
    orderId,
    sample,
    outcome,
    positiveFor: [...positiveFor],
    ...{ status, dueAt: iso(dueAt) },
    log: log.map(({ at, move, state, text }) => ({ at: iso(at), move, state, text })),
    corrections: corrections.map(({ at, from, to, reason }) => ({ at: iso(at), from, to, reason })),
    sharedWith: agenciesSharedWith(disclosures, clock.now()),
  }),
  entries: ({ occurredAt, recordedAt, outcome, status, log }) => [
    { at: occurredAt, recordedAt, what: `Drug test: ${status === "scheduled" ? "scheduled" : outcome}` },
    ...log.map(({ at, state }) => ({ at, recordedAt: at, what: `Drug test: ${state}` })),
  ],
  isAwaited: ({ outcome, status }) => outcome === "awaiting" && status !== "cancelled-by-provider",
};

export const needsPart: PartDefinition<Need> = {
  part: "needs",
  class: "needs",
  nature: "opinion",
  held: stored => ({ class: "needs", ...inFile(stored) }),
  view: ({ caseId, domain, severity, summary }, view) => ({
    caseId,
    domain,
    severity,
    ...(view === "full" && { summary }),
  }),
  entries: ({ occurredAt, recordedAt, domain, severity }) => [
    { at: occurredAt, recordedAt, what: `Need: ${domain}, severity ${severity}` },
  ],
};
