import { heardBy } from "../../../libs/record/event-table.ts";
import type { Told } from "../../../libs/record/history.ts";
import { factProjections } from "../../../services/reports/facts.ts";

const ids = {
  file: "11111111-1111-4111-8111-111111111111",
  case: "22222222-2222-4222-8222-222222222222",
  court: "33333333-3333-4333-8333-333333333333",
  provider: "44444444-4444-4444-8444-444444444444",
  referral: "55555555-5555-4555-8555-555555555555",
};
const projections = factProjections({} as never);
const fold = (kind: string, held: object | undefined, events: readonly Told[]): object | undefined =>
  projections.find(found => found.kind === kind)?.fold(held, events);

const told = (type: string, v: number, over: Partial<Told>): Told => ({
  data: {},
  id: `referral:${ids.referral}:${v}:0`,
  ...{ type, kind: "referral", recordId: ids.referral, v, agencyId: ids.court },
  occurredAt: new Date(`2026-03-0${v}T10:00:00Z`),
  recordedAt: new Date(`2026-03-0${v}T12:00:00Z`),
  ...over,
});
const place = { defendantId: ids.file, caseId: ids.case, courtId: ids.court };
const referral = { ...place, providerAgencyId: ids.provider, need: "drugs", basis: "voluntary" };
const sent = told("referral.sent", 1, { data: referral });
const rejected = told("referral.rejected", 2, { data: { ...referral, reason: "no-capacity" }, agencyId: ids.provider });

test("a fact keeps where it belongs and everything that was told of it, in order, with when, by whom and the codes", () => {
  expect(fold("referral", undefined, [sent, rejected])).toEqual({
    kind: "referral",
    courtId: ids.court,
    caseId: ids.case,
    defendantIds: [ids.file],
    day: null,
    class: "needs",
    lastRecordedAt: new Date("2026-03-02T12:00:00Z"),
    happened: [
      {
        type: "referral.sent",
        at: new Date("2026-03-01T10:00:00Z"),
        recordedAt: new Date("2026-03-01T12:00:00Z"),
        agencyId: ids.court,
        data: { providerAgencyId: ids.provider, need: "drugs", basis: "voluntary" },
      },
      {
        type: "referral.rejected",
        at: new Date("2026-03-02T10:00:00Z"),
        recordedAt: new Date("2026-03-02T12:00:00Z"),
        agencyId: ids.provider,
        data: { providerAgencyId: ids.provider, need: "drugs", basis: "voluntary", reason: "no-capacity" },
      },
    ],
  });
});

test("told at once or one after the other, it is the same fact", () => {
  const first = fold("referral", undefined, [sent]);
  expect(fold("referral", first, [rejected])).toEqual(fold("referral", undefined, [sent, rejected]));
});

test("sharing is told, and is nothing that was added to the file", () => {
  const test = (type: string, v: number, data: object) => told(type, v, { kind: "drug-test", data });
  const result = { agencyId: ids.provider, orderId: null, sample: "urine", dueAt: null, outcome: "negative" };
  const outcome = { ...place, ...result, positiveFor: [], isConfirmed: false, isStatutory: false };
  const shared = { ...place, recipient: { kind: "agency", id: ids.court } };
  expect(
    fold("drug-test", undefined, [test("drugtest.outcome", 1, outcome), test("drugtest.shared", 2, shared)]),
  ).toMatchObject({
    lastRecordedAt: new Date("2026-03-01T12:00:00Z"),
    happened: [{ type: "drugtest.outcome" }, { type: "drugtest.shared", data: { recipient: { id: ids.court } } }],
  });
});

test("a person is a fact about themselves, and two records that may be one person about both", () => {
  const recorded = { sex: "female", birthYear: 1990, adultFrom: null, needsInterpreter: false };
  const person = told("defendant.recorded", 1, {
    ...{ kind: "defendant", recordId: ids.file, data: { ...recorded, fields: [], identifiers: [] } },
  });
  expect(fold("defendant", undefined, [person])).toMatchObject({ defendantIds: [ids.file], courtId: null });
  const pair = told("candidate.proposed", 1, {
    ...{ kind: "match", data: { defendantIds: [ids.file, ids.case], score: 1, state: "proposed" } },
  });
  expect(fold("match", undefined, [pair])).toMatchObject({ defendantIds: [ids.file, ids.case] });
});

test("something is kept of every kind of record that reports hear of", () => {
  const heard = [...heardBy("reports").values()].flatMap(kinds => [...kinds]);
  expect(projections.map(({ kind }) => kind).sort()).toEqual([...new Set(heard)].sort());
});
