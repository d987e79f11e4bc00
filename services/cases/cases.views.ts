import { type Item, markingOf, type PartDefinition, sourceOf } from "../../libs/access/assemble.ts";
import type { View } from "../../libs/access/decide.ts";
import type { ReportingRestriction } from "../../libs/access/facts.ts";
import { agenciesSharedWith } from "../../libs/access/item-disclosures.ts";
import { clock } from "../../libs/clock/clock.ts";
import type {
  Case,
  DefendantCase,
  DrugTest,
  Hearing,
  Need,
  Order,
  PreSentenceReport,
  Referral,
} from "./cases.schema.ts";
import { iso } from "./iso.ts";

function defendantCaseView({ defendantId, asn, bail, status, offences, sentence }: DefendantCase, view: View) {
  const always = {
    defendantId,
    status,
    offences: offences.map(({ id, code, title, category, date }) => ({ id, code, title, category, date })),
  };
  if (view === "limited") return always;
  return {
    ...always,
    asn,
    bail,
    offences: offences.map(({ id, code, title, wording, category, date, plea, result }) => ({
      id,
      code,
      title,
      wording,
      category,
      date,
      plea: plea && { value: plea.value, at: iso(plea.at) },
      result: result && { code: result.code, text: result.text, at: iso(result.at) },
    })),
    sentence: sentence && { at: iso(sentence.at), hearingId: sentence.hearingId, disposal: sentence.disposal },
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

function isConvicted({ status }: DefendantCase): boolean {
  return status === "awaiting-sentence" || status === "sentenced";
}

export function hearingView(stored: Hearing, reporting: readonly ReportingRestriction[]) {
  const { caseId, courtId, day, session, room, order, type, status } = stored;
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    caseId,
    courtId,
    day,
    session,
    room,
    order,
    type,
    status,
    defendantIds: [...stored.defendantIds],
    present: [...stored.present],
    reportingRestrictions: reporting.map(reportingView),
  };
}

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

/** The cases of one defendant, as they appear in that defendant's file. */
export function casesPart(defendantId: string): PartDefinition<Case> {
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
      return { urn, courtId, initiation, ward, ...defendants[0], coDefendants: stored.defendants.length - 1 };
    },
    entries: stored => {
      const own = stored.defendants.find(defendant => defendant.defendantId === defendantId);
      return [
        { at: stored.occurredAt, recordedAt: stored.recordedAt, what: `Case ${stored.urn} received` },
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

export const hearingsPart: PartDefinition<Hearing> = {
  part: "hearings",
  class: "case",
  held: stored => ({ class: "case", ...inFile(stored) }),
  view: stored => {
    const { caseId, courtId, day, session, room, order, type, status } = stored;
    return { caseId, courtId, day, session, room, order, type, status, heldAt: iso(stored.heldAt) };
  },
  entries: ({ occurredAt, recordedAt, changedAt, type, day, status, heldAt }) => [
    { at: occurredAt, recordedAt, what: `Hearing listed for ${day}: ${type}` },
    ...(status === "listed"
      ? []
      : [{ at: heldAt ?? changedAt, recordedAt: changedAt, what: `Hearing ${status}: ${type}` }]),
  ],
};

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

export const ordersPart: PartDefinition<Order> = {
  part: "orders",
  class: "supervision",
  category: convicted,
  held: stored => ({ class: "supervision", ...inFile(stored) }),
  view: ({ caseId, courtId, type, supervisedBy, madeOn, endsOn, status, reviewEveryDays, requirements }, view) => ({
    caseId,
    courtId,
    type,
    supervisedBy,
    madeOn,
    endsOn,
    status,
    ...(view === "full" && { reviewEveryDays, requirements: requirements.map(requirement => ({ ...requirement })) }),
  }),
  entries: ({ occurredAt, recordedAt, type, requirements }) => [
    { at: occurredAt, recordedAt, what: `Order made: ${type}, ${requirements.length} requirements` },
  ],
};

export const referralsPart: PartDefinition<Referral> = {
  part: "referrals",
  class: "needs",
  held: stored => ({ class: "needs", ...inFile(stored) }),
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
