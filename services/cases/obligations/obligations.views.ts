import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import { iso } from "../iso.ts";
import { isOutcomeOverdue, type ObligationKind, obligationLedger, standings } from "./obligations.rules.ts";
import type { Obligation } from "./obligations.schema.ts";

type PartName = (typeof obligationLedger)[ObligationKind]["part"];

/** One of the parts that obligations stand in, by who may see their kinds. */
function partNamed(part: PartName): PartDefinition<Obligation> {
  const kinds = Object.values(obligationLedger).filter(row => row.part === part);
  const cls = kinds[0]?.class ?? "compliance";
  return {
    part,
    class: cls,
    tally: ({ outcome }) => [{ key: outcome }],
    category: ({ orderId, kind }) => (orderId || kind === "payment" ? "convicted" : "suspect"),
    held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({ class: cls, agencyId, caseId, occurredAt, recordedAt }),
    view: (stored, view) => ({
      caseId: stored.caseId,
      orderId: stored.orderId,
      requirementId: stored.requirementId,
      sourceId: stored.sourceId,
      kind: stored.kind,
      dueAt: iso(stored.dueAt),
      outcome: stored.outcome,
      standing: standings[stored.outcome],
      isOutcomeOverdue: isOutcomeOverdue(stored, clock.now()),
      ...(view === "full" && {
        place: stored.place,
        ...(stored.kind === "unpaid-work" && {
          hoursOffered: stored.hoursOffered ?? null,
          hoursCredited: stored.hoursCredited ?? null,
          projectId: stored.projectId ?? null,
          ward: stored.ward ?? null,
        }),
        happenedAt: iso(stored.happenedAt),
        outcomeRecordedAt: iso(stored.outcomeRecordedAt),
        remarks: stored.remarks,
        rearrangedBy: stored.rearrangedBy,
        supersedes: stored.supersedes,
        supersededBy: stored.supersededBy,
        corrections: stored.corrections.map(({ at, from, to, reason }) => ({ at: iso(at), from, to, reason })),
      }),
    }),
    entries: ({ occurredAt, recordedAt, kind, dueAt, outcome, happenedAt, outcomeRecordedAt, corrections }) => [
      { at: occurredAt, recordedAt, what: `Expected: ${kind}, due ${dayOf(dueAt)}` },
      ...(outcomeRecordedAt
        ? [{ at: happenedAt ?? outcomeRecordedAt, recordedAt: outcomeRecordedAt, what: `${kind}: ${outcome}` }]
        : []),
      ...corrections.map(({ at, from, to }) => ({
        at,
        recordedAt: at,
        what: `${kind}: corrected from ${from} to ${to}`,
      })),
    ],
  };
}

const definitions: Readonly<Record<PartName, PartDefinition<Obligation>>> = {
  obligations: partNamed("obligations"),
  "court-obligations": partNamed("court-obligations"),
  "report-obligations": partNamed("report-obligations"),
  "plan-obligations": partNamed("plan-obligations"),
};

/** The part that an obligation stands in. */
export const obligationPart = ({ kind }: Pick<Obligation, "kind">): PartDefinition<Obligation> =>
  definitions[obligationLedger[kind].part];

/** Every part with the kinds that stand in it. */
export const obligationParts = Object.values(definitions).map(definition => ({
  definition,
  kinds: Object.entries(obligationLedger).flatMap(([kind, { part }]) => (part === definition.part ? [kind] : [])),
}));
