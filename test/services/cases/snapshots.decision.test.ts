import type { Decision } from "../../../libs/contract/decision.ts";
import type { Snapshot } from "../../../services/cases/snapshots/snapshots.schema.ts";
import { snapshotView } from "../../../services/cases/snapshots/snapshots.views.ts";

/** What a reader of a snapshot sees of what the court could decide with. */
const at = new Date("2026-03-10T11:00:00Z");
const provider = { id: "p", version: 1, agencyId: "clinic", placesFree: 2, nextStartOn: "2026-03-16" };
const row = (over: Partial<Decision["requirements"][number]> = {}): Decision["requirements"][number] => ({
  ...{ requirementType: "drug-rehabilitation", unit: "months", needsWillingness: true, state: "supplied" },
  ...{ earliestStartOn: "2026-03-16", willingness: null },
  providers: [{ ...provider, statedAt: "2026-03-09T09:00:00.000Z", isStale: false }],
  ...over,
});
const said = { willing: true, recordId: "report", caseId: "case", agencyId: "probation", saidAt: at.toISOString() };
const decision: Decision = {
  ...{ courtId: "north", day: "2026-03-10" },
  requirements: [
    row({ willingness: { state: "supplied", said: [said] } }),
    row({ requirementType: "alcohol-treatment", willingness: { state: "requested", said: [] } }),
    row({ requirementType: "unpaid-work" }),
  ],
};
const held = {
  ...{ recordId: "report", fileId: "person", class: "risk" as const, agencyId: "probation", caseId: "case" },
  ...{ occurredAt: at.toISOString(), recordedAt: at.toISOString(), sharedWith: [], statutes: [] },
};
const stored = (over: object): Snapshot => ({
  ...{ _id: "snapshot", v: 1, outbox: [], done: [], created: { key: "", fingerprint: "", v: 1 } },
  ...{ recordedAt: at, changedAt: at, occurredAt: at, agencyId: "north", contentHash: "hash", held: [held] },
  ...{ defendantId: "person", caseId: "case", courtId: "north" },
  content: {
    ...{ salt: "salt", caseId: "case", defendantId: "person", courtId: "north", hearingId: "hearing" },
    ...{ takenAt: at.toISOString(), shownTo: { personId: "judge", agencyId: "north", roles: ["JUD"] } },
    view: {
      ...{ form: "sentence", defendant: {}, ageYears: 35, flags: [], strip: {}, blocks: [], timeline: [] },
      agencies: [
        { id: "clinic", type: "treatment", name: "Clinic" },
        { id: "probation", type: "probation", name: "Probation" },
      ],
      ...over,
    },
  },
});
const reader = { person: { roles: ["DEF"] } } as unknown as Parameters<typeof snapshotView>[1];
const shown = (snapshot: Snapshot, mayRead: boolean) => {
  const { complete, content } = snapshotView(snapshot, reader, () => mayRead);
  return { complete, view: content.view as Snapshot["content"]["view"] };
};

test("whoever may read all of it sees all of it", () => {
  expect(shown(stored({ decision }), true)).toMatchObject({ complete: true, view: { decision } });
});

test("what the person said in a report is withheld from who may not read the report; what agencies provide is not", () => {
  const { complete, view } = shown(stored({ decision }), false);
  expect(complete).toBe(false);
  expect(view.decision?.requirements.map(({ willingness }) => willingness)).toEqual([
    { state: "withheld", said: [] },
    { state: "requested", said: [] },
    null,
  ]);
  expect(view.decision?.requirements.map(({ providers }) => providers)).toEqual(
    decision.requirements.map(({ providers }) => providers),
  );
  expect(view.agencies.map(({ id }) => id)).toEqual(["clinic"]);
  expect(JSON.stringify(view)).not.toContain('"report"');
});

test.each([true, false])("what was frozen before this was shown is read as it is: %s", mayRead => {
  const { view } = shown(stored({}), mayRead);
  expect("decision" in view).toBe(false);
});
