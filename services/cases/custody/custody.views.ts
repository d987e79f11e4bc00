import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { iso } from "../iso.ts";
import { type CustodyKind, custodyKinds, daysHeld } from "./custody.rules.ts";
import type { Custody } from "./custody.schema.ts";

/** Times in custody of one kind. Those with a limited view learn that and since when, not where. */
function partOf(kind: CustodyKind): PartDefinition<Custody> {
  const { part, class: cls } = custodyKinds[kind];
  return {
    part,
    class: cls,
    category: () => (kind === "sentence" ? "convicted" : "suspect"),
    held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({ class: cls, agencyId, caseId, occurredAt, recordedAt }),
    view: (stored, view) => ({
      ...{ caseId: stored.caseId, kind: stored.kind, status: stored.status },
      ...{ from: iso(stored.occurredAt), releasedAt: iso(stored.releasedAt) },
      ...(view === "full" && {
        ...{ establishment: stored.establishment, expectedReleaseOn: stored.expectedReleaseOn },
        releaseReason: stored.releaseReason,
        ...(kind === "remand" && { days: daysHeld(stored.occurredAt, stored.releasedAt ?? clock.now()) }),
        licence: stored.licence && { endsOn: stored.licence.endsOn, conditions: [...stored.licence.conditions] },
        log: stored.log.map(({ at, move, establishment }) => ({ at: iso(at), move, establishment })),
      }),
    }),
    entries: ({ occurredAt, recordedAt, log }) => [
      { at: occurredAt, recordedAt, what: kind === "remand" ? "Remanded in custody" : "In custody under sentence" },
      ...log.map(({ at, recordedAt: told, move }) => ({ at, recordedAt: told, what: `Custody: ${move}` })),
    ],
  };
}

const definitions: Readonly<Record<CustodyKind, PartDefinition<Custody>>> = {
  remand: partOf("remand"),
  sentence: partOf("sentence"),
};

/** Both parts; a time in custody stands in that of its class. */
export const custodyParts = Object.values(definitions);

/** The part that a time in custody stands in; one that never was is looked for as a remand. */
export const custodyPart = (stored: Pick<Custody, "class"> | null): PartDefinition<Custody> =>
  custodyParts.find(definition => definition.class === stored?.class) ?? definitions.remand;
