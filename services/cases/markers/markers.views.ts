import type { PartDefinition } from "../../../libs/access/assemble.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { iso } from "../iso.ts";
import { isInForce, type MarkerKind, markerKinds } from "./markers.rules.ts";
import type { Marker } from "./markers.schema.ts";

type PartName = (typeof markerKinds)[MarkerKind]["part"];

/** One of the parts that markers stand in, by who may know of their kinds. A limited view says that it is marked, and no more. */
function partNamed(part: PartName): PartDefinition<Marker> {
  const cls = Object.values(markerKinds).find(row => row.part === part)?.class ?? "identity";
  return {
    part,
    class: cls,
    nature: "opinion",
    held: ({ agencyId, caseId, occurredAt, recordedAt }) => ({ class: cls, agencyId, caseId, occurredAt, recordedAt }),
    view: (stored, view) => ({
      caseId: stored.caseId,
      kind: stored.kind,
      isInForce: isInForce(stored, clock.today()),
      ...(view === "full" && {
        ...{ status: stored.status, from: iso(stored.occurredAt), until: stored.until },
        mappa: stored.mappa && { category: stored.mappa.category, level: stored.mappa.level },
        renewals: stored.renewals.map(({ at, until }) => ({ at: iso(at), until })),
        ended: stored.ended && { at: iso(stored.ended.at), reason: stored.ended.reason },
      }),
    }),
    entries: ({ kind, occurredAt, recordedAt, ended }) => [
      { at: occurredAt, recordedAt, what: `Marked: ${kind}` },
      ...(ended ? [{ at: ended.at, recordedAt: ended.recordedAt, what: `Marker ended: ${kind}` }] : []),
    ],
  };
}

const definitions: Readonly<Record<PartName, PartDefinition<Marker>>> = {
  markers: partNamed("markers"),
  "welfare-markers": partNamed("welfare-markers"),
  "case-markers": partNamed("case-markers"),
  "risk-markers": partNamed("risk-markers"),
  // A timeline says the same to whoever reads the part, in full or not.
  "victim-markers": { ...partNamed("victim-markers"), category: () => "victim", entries: () => [] },
};

/** Every part; a marker stands in that of its class. */
export const markerParts = Object.values(definitions);

/** The part that a marker stands in; one that never was is looked for as one of those that most may know of. */
export const markerPart = (stored: Pick<Marker, "class"> | null): PartDefinition<Marker> =>
  markerParts.find(definition => definition.class === stored?.class) ?? definitions.markers;
