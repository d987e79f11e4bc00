import { type Item, markingOf, type PartDefinition, sourceOf } from "../../libs/access/assemble.ts";
import type { View } from "../../libs/access/decide.ts";
import type { ReportingRestriction } from "../../libs/access/facts.ts";
import { basisEntries, basisView } from "./basis-of-plea/basis-of-plea.views.ts";
import type { Case, DefendantCase, Need, PreSentenceReport } from "./cases.schema.ts";
import type { CoDefendants } from "./co-defendants/co-defendants.ts";
import { convicted, inFile } from "./held.ts";
import { iso } from "./iso.ts";
import { prosecutionEntries, prosecutionView } from "./prosecution/prosecution.views.ts";
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

export const reportingView = ({ id, kind, caseId }: ReportingRestriction) => ({ id, kind, caseId });

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
    entries: (stored, view) => {
      const own = stored.defendants.find(defendant => defendant.defendantId === defendantId);
      return [
        { at: stored.occurredAt, recordedAt: stored.recordedAt, what: `Case ${stored.urn} received` },
        ...(own && view === "full" ? [...prosecutionEntries(own), ...basisEntries(own, stored.courtId)] : []),
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
