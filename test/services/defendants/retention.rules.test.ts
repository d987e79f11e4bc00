import { isKnown } from "../../../libs/errors/errors.ts";
import { type Known, type Move, moved, stateAfter } from "../../../services/defendants/retention/retention.rules.ts";
import type {
  Retention,
  RetentionMove,
  RetentionState,
} from "../../../services/defendants/retention/retention.schema.ts";

/** What may be said of a file's keeping in each state, by hand from decision 20; everything else is refused. */
const expected: Readonly<Record<RetentionState, Partial<Record<RetentionMove, RetentionState>>>> = {
  "held-only": { open: "due", hold: "held-only", release: "held-only" },
  due: { keep: "kept", hold: "due", release: "due", propose: "proposed" },
  kept: { open: "due", hold: "kept", release: "kept" },
  proposed: { hold: "proposed", release: "proposed", decline: "due", approve: "approved" },
  approved: {},
  erased: {},
};
const states = ["held-only", "due", "kept", "proposed", "approved", "erased"] as const;
const names = ["open", "keep", "hold", "release", "propose", "decline", "approve"] as const;
const pairs = states.flatMap(state => names.map(name => [state, name, expected[state][name]] as const));

/** What came of it: the state, or the refusal with what it says is possible. */
function outcome<T>(make: () => T): T | { refused: string; detail: unknown; allowed: unknown } {
  try {
    return make();
  } catch (error) {
    if (!isKnown(error)) throw error;
    return { refused: error.type, detail: error.data?.detail, allowed: error.data?.allowed };
  }
}

test.each(pairs)("%s: %s leads to %s", (state, name, to) => {
  const found = outcome(() => stateAfter(name, state));
  if (to !== undefined) expect(found).toBe(to);
  else expect(found).toMatchObject({ refused: "RULE_BROKEN", allowed: names.filter(one => expected[state][one]) });
});

const at = new Date("2026-11-28T12:00:00Z");
const hold = { id: "5a0c7f0e-6f2f-4f0f-8f58-6b1f3d1d0a01", reference: "CLAIM/1", by: "a", from: at, to: null };
const review = (over: Partial<Retention> = {}): Retention => ({
  ...{ _id: "review", v: 3, recordedAt: at, changedAt: at, outbox: [], done: [] },
  created: { key: "k", fingerprint: "k", v: 1 },
  ...{ defendantId: "file", fileIds: ["file"], state: "proposed", dueOn: null, due: [], reviewOn: null },
  ...{
    keptBecause: null,
    holds: [],
    classes: null,
    erasedClasses: [],
    ground: "recorded-in-error",
    proposedBy: "first",
    proposedAt: at,
  },
  ...{ decidedBy: null, decidedAt: null, erasedAt: null, log: [] },
  ...over,
});
const nothingHolds: Known["holds"] = {
  ...{
    liveCases: 0,
    liveOrders: 0,
    openTreatments: 0,
    inCustody: 0,
    outstandingWarrants: 0,
    owedPence: 0,
    openSubjectRequests: 0,
  },
  ...{ restricted: false, unreviewedEmergencies: 0, undecidedMatches: 0 },
};
const known = (over: Partial<Known> = {}): Known => ({
  ...{ fileIds: ["file"], due: [], holds: nothingHolds },
  facts: { classes: ["identity"], last: { "last-contact": "2020-11-28" }, whose: "adult" },
  ...over,
});
const by = (id: string) => ({ by: { id, agencyId: null }, id, fingerprint: id, ifVersion: undefined, at });
const say = (current: Retention, move: Move, of: Known = known(), who = "second") =>
  outcome(() => moved(current, move, of, by(who)));
const proposing: Move = { name: "propose", ground: "recorded-in-error" };

test.each([
  ["liveCases", 1, "live-case"],
  ["liveOrders", 1, "live-order"],
  ["outstandingWarrants", 1, "outstanding-warrant"],
  ["owedPence", 1, "money-owed"],
  ["openSubjectRequests", 1, "open-subject-request"],
  ["restricted", true, "processing-restricted"],
  ["unreviewedEmergencies", 1, "unreviewed-emergency"],
  ["undecidedMatches", 1, "undecided-match"],
] as const)("%s: neither proposed nor approved", (field, value, kind) => {
  const held = known({ holds: { ...nothingHolds, [field]: value } });
  for (const found of [say(review({ state: "due" }), proposing, held), say(review(), { name: "approve" }, held)])
    expect(found).toMatchObject({ refused: "RULE_BROKEN", detail: expect.stringContaining(kind) });
});

test("a hold of information governance keeps it until it is released, and no longer", () => {
  for (const [state, move] of [
    ["due", proposing],
    ["proposed", { name: "approve" }],
  ] as const) {
    expect(say(review({ state, holds: [hold] }), move)).toMatchObject({
      detail: expect.stringContaining("litigation"),
    });
    expect(say(review({ state, holds: [{ ...hold, to: at }] }), move)).toMatchObject({
      set: { state: expect.any(String) },
    });
  }
});

test("whoever proposed does not approve; anybody else does", () => {
  expect(say(review(), { name: "approve" }, known(), "first")).toMatchObject({
    refused: "RULE_BROKEN",
    detail: expect.stringContaining("Another officer"),
  });
  expect(say(review(), { name: "approve" })).toMatchObject({ set: { state: "approved", decidedBy: "second" } });
});

test.each([[["file", "linked"]], [["other"]], [[]]])(
  "linked or separated since it was proposed (%j): not approved",
  fileIds => {
    expect(say(review(), { name: "approve" }, known({ fileIds }))).toMatchObject({
      refused: "RULE_BROKEN",
      detail: expect.stringContaining("linked or separated"),
    });
  },
);

test.each([
  ["2020-11-28", true],
  ["2020-11-29", false],
  [undefined, false],
])("last contact on %s: due on the ground of its period %s", (day, isDue) => {
  const facts = { classes: ["identity" as const], last: day ? { "last-contact": day } : {}, whose: "adult" as const };
  const ground = "retention-period";
  for (const found of [
    say(review({ state: "due" }), { name: "propose", ground }, known({ facts })),
    say(review({ ground }), { name: "approve" }, known({ facts })),
  ])
    expect("refused" in found).toBe(!isDue);
});

test("kept is until a day to come; what is released is a hold that stands", () => {
  const keep = (until: string) => say(review({ state: "due" }), { name: "keep", until, because: "safeguarding" });
  expect(keep("2026-11-28")).toMatchObject({ refused: "RULE_BROKEN" });
  expect(keep("2026-11-29")).toMatchObject({ set: { state: "kept", reviewOn: "2026-11-29" } });
  const release = (holds: Retention["holds"], holdId: string) => say(review({ holds }), { name: "release", holdId });
  for (const found of [release([], hold.id), release([{ ...hold, to: at }], hold.id), release([hold], review()._id)])
    expect(found).toMatchObject({ refused: "VALIDATION" });
  expect(release([hold], hold.id)).toMatchObject({ set: { holds: [{ ...hold, to: at }] } });
});
