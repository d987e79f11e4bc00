import type { Involvement } from "../../libs/access/facts.ts";
import type { Tools } from "../../libs/bus/serve.ts";
import type { EventType, Payload } from "../../libs/record/event-table.ts";
import type { RecordEvent } from "../../libs/record/record.ts";

interface Reason {
  readonly defendantId: string;
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly reason: Involvement["reason"];
}

/** Which events bring which agencies to the table, and why. */
const reasons: { readonly [T in EventType]?: (event: RecordEvent<T>) => readonly Reason[] } = {
  "case.received": ({ recordId: caseId, by, data: { courtId, defendants } }) =>
    defendants.flatMap(({ defendantId }) => [
      ...(by.agencyId ? [{ defendantId, agencyId: by.agencyId, caseId, reason: "charge" as const }] : []),
      { defendantId, agencyId: courtId, caseId, reason: "receipt" as const },
    ]),
  "hearing.listed": ({ data: { caseId, courtId, defendantIds } }) =>
    defendantIds.map(defendantId => ({ defendantId, agencyId: courtId, caseId, reason: "listing" as const })),
  "psr.requested": ({ data: { defendantId, caseId, agencyId } }) => [
    { defendantId, agencyId, caseId, reason: "report" as const },
  ],
  "order.made": ({ data: { defendantId, caseId, supervisedBy, providers } }) =>
    [...new Set([supervisedBy, ...providers])].map(agencyId => ({
      defendantId,
      agencyId,
      caseId,
      reason: "order" as const,
    })),
  "ancillary-order.made": ({ data: { defendantId, caseId, supervisedBy } }) =>
    supervisedBy ? [{ defendantId, agencyId: supervisedBy, caseId, reason: "order" as const }] : [],
  "referral.sent": ({ data }: { data: Payload<"referral.sent"> }) => [
    {
      defendantId: data.defendantId,
      agencyId: data.providerAgencyId,
      caseId: data.caseId,
      reason: "referral" as const,
    },
  ],
};

/** Tells `defendants` who is involved because of an event. Safe to repeat: the involvement is named by the event. */
export function involving(call: Tools["call"]) {
  return async <T extends EventType>(event: RecordEvent<T>): Promise<void> => {
    const reasonsOf = reasons[event.type] as ((event: RecordEvent<T>) => readonly Reason[]) | undefined;
    for (const [n, { defendantId, agencyId, caseId, reason }] of (reasonsOf?.(event) ?? []).entries()) {
      await call(
        { action: "defendants.involve" },
        {
          id: `${event._id}:${n}`,
          defendantId,
          agencyId,
          caseId,
          reason,
          from: event.recordedAt.toISOString(),
          by: event.by,
        },
      );
    }
  };
}
