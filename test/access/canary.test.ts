import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { routes } from "../../gateway/routes/routes.ts";
import { type Caller, sharedRig } from "../support/client.ts";
import { fresh, makeWorld, person, usualPeople, type Who, type World } from "../support/world.ts";
import { filesBelow, formsOf, wordsBelow, wordsIn } from "./canary.ts";
import { charged, invite, type Prepared, recorded } from "./prepared.ts";

const rig = sharedRig();
/** Letters and digits only, so that no form of one is part of another; none is an English word. */
const word = (what: string) => `${what}Zq${randomBytes(9).toString("hex")}Xj`;
const words = {
  address: word("Street"),
  probationNote: word("Probation"),
  treatmentNote: word("Treatment"),
  supportNote: word("Support"),
  policeNote: word("Police"),
  courtNote: word("Court"),
  remarks: word("Remarks"),
  need: word("Need"),
  report: word("Report"),
  basis: word("Basis"),
  prosecution: word("Prosecution"),
  claim: word("Claim"),
} as const;
type Canary = keyof typeof words;

/** Who reads a case in full. */
const ofCase: readonly Who[] = [
  ...(["judge", "legalAdviser", "lister", "coordinator", "police", "intelligence"] as const),
  ...(["prosecutor", "probation", "youth"] as const),
];

/** Who may read each of them: hand-written; all others must meet it nowhere. */
const readers: Readonly<Record<Canary, readonly Who[]>> = {
  address: [
    "judge",
    "legalAdviser",
    "lister",
    "coordinator",
    "police",
    "intelligence",
    "prosecutor",
    "probation",
    "youth",
  ],
  probationNote: ["probation"],
  treatmentNote: ["treatment"],
  supportNote: ["support"],
  policeNote: ["police", "intelligence"],
  courtNote: ["judge", "legalAdviser", "lister", "coordinator"],
  remarks: ["judge", "legalAdviser", "coordinator", "probation", "youth", "treatment"],
  need: ["judge", "legalAdviser", "coordinator", "defence", "probation", "youth", "treatment", "health", "support"],
  report: ["judge", "legalAdviser", "prosecutor", "defence", "probation", "youth"],
  basis: ofCase,
  prosecution: ofCase,
  claim: ofCase,
};
const atTable = [
  ...usualPeople,
  "intelligence",
  "defence",
  "youth",
  "health",
  "victims",
  "asb",
  "analyst",
  "governance",
  "operations",
] as const;

const dateOfBirth = fresh.birth();
let home: World;
let outside: World;
let about: Prepared;
let noteIds: readonly string[];

beforeAll(async () => {
  [home, outside] = await Promise.all([makeWorld(rig, atTable), makeWorld(rig, usualPeople)]);
  const there = await charged(home, { dateOfBirth });
  for (const agencyId of Object.values(home.agencies)) await invite(home, there.defendantId, agencyId, there.caseId);
  const [{ offences }] = (await home.judge.get(`/v1/cases/${there.caseId}`)).defendants;
  await home.prosecutor.post(`/v1/cases/${there.caseId}/defendants/${there.defendantId}/prosecution-summaries`, {
    summary: words.prosecution,
    compensation: [{ offenceId: offences[0].id, amountPence: 1_200, what: words.claim }],
  });
  about = await recorded(home, there, { basis: { text: words.basis, state: "served" } });
  const { defendantId, caseId, ids } = about;
  await home.police.post(`/v1/defendants/${defendantId}/details`, {
    addresses: [{ type: "bail", lines: [words.address], postcode: "L5 9XP" }],
  });
  const note = async (who: Caller, text: string, kind = "agency") =>
    (await who.create("/v1/notes", { defendantId, caseId, kind, text })).id;
  noteIds = [
    await note(home.probation, words.probationNote),
    await note(home.treatment, words.treatmentNote),
    await note(home.support, words.supportNote),
    await note(home.police, words.policeNote),
    await note(home.lister, words.courtNote, "court"),
  ];
  await home.probation.post(`/v1/obligations/${ids.compliance}/outcome`, {
    outcome: "absent-unacceptable",
    remarks: words.remarks,
  });
  const need = { defendantId, caseId, domain: "drugs", severity: 2, summary: words.need };
  await home.coordinator.create("/v1/needs", need);
  const asked = await home.legalAdviser.create(`/v1/cases/${caseId}/pre-sentence-reports`, {
    defendantId,
    agencyId: home.agencies.probation,
    format: "fast-delivery",
    dueAt: "2026-03-09T16:00:00Z",
  });
  await home.probation.post(`/v1/pre-sentence-reports/${asked.id}/delivery`, {
    author: "P. Officer",
    summary: words.report,
    proposal: "Community order",
    riskOfHarm: "low",
    likelihoodOfReoffending: "high",
  });
}, 120_000);

/** Everything that this file answers to somebody on every route that reads, found or not, by every id there is. */
async function allBytes(who: Caller): Promise<string> {
  const whole = await home.judge.get(`/v1/defendants/${about.defendantId}/file?limit=200`);
  const idsOf = (part: string): string[] =>
    whole.parts.find((found: { part: string }) => found.part === part)?.items.map(({ id }: { id: string }) => id) ?? [];
  const { sentence } = (await home.judge.get(`/v1/cases/${about.caseId}`)).defendants[0];
  const idsFor: Readonly<Record<string, readonly string[]>> = {
    defendants: [about.defendantId],
    cases: [about.caseId, about.otherCaseId],
    snapshots: [sentence.snapshot.id],
    hearings: idsOf("hearings"),
    "pre-sentence-reports": idsOf("pre-sentence-reports"),
    orders: idsOf("orders"),
    obligations: idsOf("obligations"),
    referrals: [about.defendantId],
    "drug-tests": [about.ids["drug-tests"]],
    needs: idsOf("needs"),
    notes: [...noteIds, about.ids["agency-notes"], about.ids["court-notes"]],
    reports: ["daily-court-list?day=2026-03-10", "case-throughput?from=2026-01-01&to=2027-01-01"],
  };
  const reading = routes.filter(({ kind }) => kind === "read");
  const paths = reading.flatMap(({ path }) => {
    if (!path.includes("{")) return [path];
    const ids = idsFor[path.split("/")[2] ?? ""] ?? [];
    const query = path.endsWith("/explanation") ? `?class=case&agencyId=${home.agencies.police}` : "";
    return ids.map(id => path.replace(/\{\w+\}/, id) + query);
  });
  const answers = await Promise.all(paths.map(path => who.send("GET", path)));
  const { surname } = person().name;
  const found = await who.send("POST", "/v1/defendants/search", { body: { surname, dateOfBirth }, key: null });
  return [...answers, found].map(({ headers, text }) => `${JSON.stringify([...headers])}\n${text}`).join("\n");
}
const all = Object.values(words);

test.each(atTable)("%s at the table meets the words of what they may read, and no other", async who => {
  const expected = (Object.keys(words) as Canary[]).filter(canary => readers[canary].includes(who));
  const met = wordsIn(await allBytes(home[who]), all);
  expect(met.sort()).toEqual(expected.map(canary => words[canary]).sort());
});

test.each(usualPeople)("%s of an agency that is not at the table meets none of them", async who => {
  expect(wordsIn(await allBytes(outside[who]), all)).toEqual([]);
});

test("they stand in no log", () => {
  expect(filesBelow(rig.logsFolder).length).toBeGreaterThan(0);
  expect(wordsBelow(rig.logsFolder, all)).toEqual([]);
});

test("they stand in no file of the bus", () => {
  const bus = join(dirname(rig.logsFolder), "engines", "nats");
  // The bells themselves are there, so that the search has somewhere to look.
  expect(wordsBelow(bus, [about.defendantId]).length).toBeGreaterThan(0);
  expect(wordsBelow(bus, all)).toEqual([]);
});

test("a word is found in every form it may take", () => {
  const [planted] = all;
  if (!planted) throw new Error("no words");
  const bytes = Buffer.from(`before ${planted} after`);
  const inside = JSON.stringify({ deep: `x${planted}y` });
  for (const text of [
    bytes.toString(),
    bytes.toString().toUpperCase(),
    bytes.toString().toLowerCase(),
    bytes.toString("hex"),
    inside,
    ...[0, 1, 2].map(shift => Buffer.from(`${"-".repeat(shift)}${inside}`).toString("base64")),
  ])
    expect(wordsIn(text, [planted])).toEqual([planted]);
  expect(wordsIn("nothing of it", [planted])).toEqual([]);
  expect(formsOf(planted).length).toBeGreaterThan(6);
});
