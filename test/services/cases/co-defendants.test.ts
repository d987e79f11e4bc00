import { type FileAccess, noFacts } from "../../../libs/access/facts.ts";
import { Files } from "../../../libs/access/files.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Case, DefendantCase } from "../../../services/cases/cases.schema.ts";
import { casesPart } from "../../../services/cases/cases.views.ts";
import { coDefendantsIn } from "../../../services/cases/co-defendants/co-defendants.ts";

/** Whom a reader is shown beside the person a file is about: without I/O, by the facts of each file. */
const at = (day: string) => new Date(`2026-03-${day}T10:00:00Z`);
const court = "court";
const judge = {
  ...{ kind: "person", id: "a-judge", agencyId: court, courtId: court, roles: ["JUD"], teamIds: [] },
} as unknown as Person;
const as = (over: object) => ({ ...judge, ...over }) as Person;

const seat = (agencyId: string, caseId: string | null, over: object = {}) => ({
  ...{ id: `${agencyId}-${caseId}`, agencyId, caseId, reason: "receipt" as const, from: at("01"), to: null, ...over },
});
const file = (_id: string, over: Partial<FileAccess> = {}): FileAccess => ({
  ...{ ...noFacts, _id, v: 1, involvements: [seat(court, "case-1")], ...over },
});
const during = { from: at("02"), to: null };

/** Files whose facts these are; any other was never heard of. */
const filesOf = (...facts: readonly FileAccess[]) => {
  const asked: string[] = [];
  const files = new Files({
    find: async id => {
      asked.push(id);
      return facts.find(({ _id }) => _id === id);
    },
    findMany: async () => [],
    refresh: async () => {},
    assertFresh: () => {},
  });
  return { files, asked };
};

const defendantCase = (defendantId: string, over: Partial<DefendantCase> = {}): DefendantCase => ({
  ...{ defendantId, asn: "19/05NL/01/1A", chargedAt: at("01"), bail: "custody", status: "sentenced" },
  offences: [
    {
      ...{ id: "o", code: "TH68001", title: "Theft", wording: "Stole with another", category: "either-way" },
      ...{ date: "2026-01-01", plea: null, verdict: null },
      result: { code: "1015", text: "Fined £80", at: at("10"), kind: "sentence", version: 1 },
    },
  ],
  sentence: { at: at("10"), hearingId: "h", disposal: "fine", order: null, snapshot: null },
  ...{ draft: null, shared: [], moves: [], bailSet: [] },
  ...over,
});
const caseOf = (id: string, ...others: readonly string[]) =>
  ({
    ...{ _id: id, v: 3, agencyId: "police", courtId: court, urn: "05NL0123426", initiation: "charge", ward: null },
    ...{ occurredAt: at("01"), recordedAt: at("01"), changedAt: at("10") },
    defendantIds: ["d", ...others],
    defendants: [defendantCase("d"), ...others.map(other => defendantCase(other))],
  }) as unknown as Case;

/** Of these cases of d's file, whom this person is shown, by case. */
async function shownTo(person: Person, cases: readonly Case[], ...others: readonly FileAccess[]) {
  const own = file("d", {
    involvements: ["case-1", "case-2", "case-3"].flatMap(id => [seat(court, id), seat(person.agencyId, id)]),
  });
  const { files, asked } = filesOf(own, ...others);
  const scope = await files.open(person, "d");
  asked.length = 0;
  const found = await coDefendantsIn(files, scope, cases);
  return { found, asked, ids: [...found].map(([id, shown]) => [id, shown.map(({ defendantId }) => defendantId)]) };
}

test("whoever reads both files in full is shown status, offences with results, and sentence, and nothing else", async () => {
  const { found } = await shownTo(judge, [caseOf("case-1", "c")], file("c"));
  expect([...found]).toEqual([
    [
      "case-1",
      [
        {
          ...{ defendantId: "c", status: "sentenced", reportingRestrictions: [] },
          offences: [{ code: "TH68001", title: "Theft", result: "Fined £80" }],
          sentence: { at: "2026-03-10T10:00:00.000Z", disposal: "fine" },
        },
      ],
    ],
  ]);
});

test("what may not be reported of somebody goes with them, while it may not", async () => {
  const reporting = [
    { id: "now", kind: "yjcea-1999-s45" as const, caseId: null, ...during },
    { id: "over", kind: "yjcea-1999-s45" as const, caseId: null, from: at("01"), to: at("02") },
  ];
  const { found } = await shownTo(judge, [caseOf("case-1", "c")], file("c", { reporting }));
  expect(found.get("case-1")?.[0]?.reportingRestrictions).toEqual([
    { id: "now", kind: "yjcea-1999-s45", caseId: null },
  ]);
});

/** What keeps somebody from the co-defendant's file; each leaves the same: nobody. */
const closed: readonly (readonly [string, Person, FileAccess])[] = [
  ["whoever is excluded", judge, file("c", { exclusions: [{ id: "x", personId: "a-judge", ...during }] })],
  [
    "whoever is not named in a restriction",
    judge,
    file("c", { restrictions: [{ id: "r", personIds: [], ...during }] }),
  ],
  [
    "police, where it is sealed",
    as({ agencyId: "police", courtId: null, roles: ["POL"] }),
    file("c", { involvements: [seat("police", "case-1")], seals: [{ id: "s", ...during }] }),
  ],
  [
    "probation who are at the table of the other only",
    as({ agencyId: "probation", courtId: null, roles: ["PRB"] }),
    file("c"),
  ],
  [
    "probation who are there for another case",
    as({ agencyId: "probation", courtId: null, roles: ["PRB"] }),
    file("c", { involvements: [seat("probation", "case-9")] }),
  ],
  [
    "probation who have left",
    as({ agencyId: "probation", courtId: null, roles: ["PRB"] }),
    file("c", { involvements: [seat("probation", "case-1", { to: at("05") })] }),
  ],
  ["anybody, once it is erased", judge, file("c", { erased: { at: at("11"), ground: "period", retentionId: "x" } })],
];

test.each(closed)("nobody is shown to %s", async (_who, person, other) => {
  const { ids } = await shownTo(person, [caseOf("case-1", "c")], other);
  expect(ids).toEqual([["case-1", []]]);
});

test("one who is out of reach takes nobody else away", async () => {
  const excluded = file("b", { exclusions: [{ id: "x", personId: "a-judge", ...during }] });
  const { ids } = await shownTo(judge, [caseOf("case-1", "b", "c")], excluded, file("c"));
  expect(ids).toEqual([["case-1", ["c"]]]);
});

test("whoever sees the own case in part, or as it was, is shown nobody, and nobody is looked for", async () => {
  const treatment = as({ agencyId: "treatment", courtId: null, roles: ["TRT"] });
  const open = file("c", { involvements: [seat("treatment", "case-1")] });
  const limited = await shownTo(treatment, [caseOf("case-1", "c")], open);
  expect([limited.ids, limited.asked]).toEqual([[], []]);
  const own = file("d", { involvements: [seat("probation", "case-1", { to: at("05") })] });
  const probation = as({ agencyId: "probation", courtId: null, roles: ["PRB"] });
  const { files, asked } = filesOf(own, file("c", { involvements: [seat("probation", "case-1")] }));
  const scope = await files.open(probation, "d");
  asked.length = 0;
  expect([[...(await coDefendantsIn(files, scope, [caseOf("case-1", "c")]))], asked]).toEqual([[], []]);
});

test("a file in which nobody else is charged asks for nothing, and an erased case for nobody", async () => {
  const gone = { ...caseOf("case-2", "c"), erased: { at: at("11"), ground: "period", retentionId: "x" } } as Case;
  const { ids, asked } = await shownTo(judge, [caseOf("case-1"), gone], file("c"));
  expect([ids, asked]).toEqual([[], []]);
});

test("so many are looked for and no more, in the newest cases first, each whole", async () => {
  const people = (letter: string, many: number) => Array.from({ length: many }, (_, n) => `${letter}${n}`);
  const on = (id: string, day: string, ...others: readonly string[]) =>
    ({ ...caseOf(id, ...others), occurredAt: at(day) }) as Case;
  const cases = [
    on("case-1", "01", ...people("a", 3)),
    on("case-2", "03", ...people("b", 19)),
    on("case-3", "02", ...people("c", 19)),
  ];
  const { ids, asked } = await shownTo(judge, cases);
  expect(ids).toEqual([
    ["case-2", []],
    ["case-3", []],
  ]);
  expect(new Set(asked).size).toBe(38);
});

test("in a part they stand with a full view of the case, and in a limited one there is not even their count", async () => {
  const stored = caseOf("case-1", "c");
  const { found } = await shownTo(judge, [stored], file("c"));
  const { view } = casesPart("d", found);
  expect(view(stored, "full")).toMatchObject({ coDefendants: 1, coDefendantCases: [{ defendantId: "c" }] });
  expect(Object.keys(view(stored, "limited")).filter(name => name.startsWith("coDefendant"))).toEqual([]);
  expect(Object.keys(casesPart("d").view(stored, "full"))).not.toContain("coDefendantCases");
});
