import { randomUUID } from "node:crypto";
import { StoredAudit, traced } from "../support/audit.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { caseOf, fresh, makePerson, makeWorld, person, type World } from "../support/world.ts";

/** Who is charged together with somebody, and what became of them: in the file and on the judge's screen, by HTTP. */
const rig = sharedRig();
const word = () => `Kanarie${randomUUID().replace(/[^a-f]/g, "")}`;
const names = { dee: word(), cee: word() };
const wording = word();
let world: World;
let audit: StoredAudit;
let caseId: string;
let dee: string;
let cee: string;
let hearingId: string;
let screen: string;

const casesOf = (answer: Json): Json[] => {
  const parts: Json[] = answer.parts ?? answer.blocks.flatMap((block: Json) => block.parts);
  return parts.find(({ part }) => part === "cases")?.items ?? [];
};
const file = (about: string) => `/v1/defendants/${about}/file`;
const versionOf = async () => (await world.judge.get(`/v1/cases/${caseId}`)).version;

/** Two people charged with one theft, as police send it. */
async function together() {
  const [first, second] = await Promise.all(
    [names.dee, names.cee].map(surname =>
      world.police.create("/v1/defendants", person({ name: { forenames: ["Jo"], surname } })),
    ),
  );
  const sent = caseOf(first?.id, world.courtId);
  const [one] = sent.defendants;
  const offences = one?.offences.map(offence => ({ ...offence, wording: `Stole with another ${wording}` }));
  const other = { ...one, offences, defendantId: second?.id, asn: fresh.asn() };
  const made = await world.police.create("/v1/cases", { ...sent, defendants: [one, other] });
  return { first: first?.id, second: second?.id, made };
}

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "legalAdviser", "lister", "coordinator", "police", "probation", "treatment"]);
  audit = await StoredAudit.open(rig);
  const { first, second, made } = await together();
  [dee, cee, caseId] = [first, second, made.id];
  screen = `/v1/defendants/${dee}/sentencing-view`;
  const hearing = await world.lister.create(`/v1/cases/${caseId}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [dee, cee] },
  });
  hearingId = hearing.id;
  const { defendants } = await world.judge.get(`/v1/cases/${caseId}`);
  for (const { defendantId, offences } of defendants)
    await world.legalAdviser.post(`/v1/cases/${caseId}/pleas`, {
      ...{ defendantId, pleas: [{ offenceId: offences[0].id, plea: "guilty" }] },
    });
  const [offence] = defendants.find((found: Json) => found.defendantId === cee).offences;
  const results = [{ offenceId: offence.id, code: "1015", text: "Fined £80" }];
  await world.judge.post(
    `/v1/cases/${caseId}/sentence`,
    { ...{ defendantId: cee, hearingId, disposal: "fine", results }, passedAt: "2026-03-10T11:00:00Z" },
    { ifMatch: await versionOf() },
  );
  for (const agencyId of [world.agencies.probation, world.agencies.treatment])
    await world.coordinator.post(`/v1/defendants/${dee}/involvements`, { agencyId, caseId, reason: "support" });
}, 60_000);
afterAll(() => audit.close());

test("the court reads of the other by name what was charged, what became of it and the sentence, and no more", async () => {
  const expected = {
    ...{ defendantId: cee, name: `Jo ${names.cee}`, status: "sentenced", reportingRestrictions: [] },
    offences: [{ code: "TH68001", title: "Theft from a shop", result: "Fined £80" }],
    sentence: { at: "2026-03-10T11:00:00.000Z", disposal: "fine" },
  };
  for (const path of [screen, file(dee)]) {
    const answer = await world.judge.send("GET", path);
    const [shown] = casesOf(answer.body);
    expect([shown.coDefendants, shown.coDefendantCases]).toEqual([1, [expected]]);
    expect(answer.text).not.toContain(wording);
  }
  const [ofOther] = casesOf(await world.judge.get(file(cee)));
  expect(ofOther.coDefendantCases).toMatchObject([
    { defendantId: dee, status: "convicted", offences: [{ result: null }], sentence: null },
  ]);
});

test("a look at one is a look at the other, and stands so in the audit", async () => {
  const { requestId } = await traced(world.judge, "GET", screen);
  const objectsOf = (rows: Json[], action: string) => rows.find(row => row.action === action)?.objects ?? [];
  const ofCases = objectsOf(await audit.kept("cases", requestId), "cases.part");
  const agencyIds = [world.agencies.police];
  expect(ofCases).toContainEqual({ class: "case", fileId: cee, recordId: caseId, holderAgencyIds: agencyIds });
  const ofNames = objectsOf(await audit.kept("defendants", requestId), "defendants.sentencingView");
  expect(ofNames).toContainEqual({ class: "identity", fileId: cee, recordId: null, holderAgencyIds: agencyIds });
  expect(ofNames.map(({ fileId }: Json) => fileId)).toEqual([dee, cee]);
});

/** All that somebody is answered about the one of the two. */
const seenBy = async (who: Caller): Promise<string> => {
  const answers = await Promise.all([file(dee), screen, `/v1/cases/${caseId}`].map(path => who.send("GET", path)));
  expect(answers[0]?.status).toBe(200);
  return answers.map(({ text }) => text).join();
};

test("who is at the table of one alone learns of the other that there is one, and who sees a case in part not even that", async () => {
  const [ofProbation] = casesOf(await world.probation.get(file(dee)));
  expect([ofProbation.coDefendants, ofProbation.coDefendantCases]).toEqual([1, []]);
  const [ofTreatment] = casesOf(await world.treatment.get(file(dee)));
  expect(Object.keys(ofTreatment).filter(name => /codefendant/i.test(name))).toEqual([]);
  for (const who of [world.probation, world.treatment]) {
    const text = await seenBy(who);
    for (const trace of [cee, names.cee, "Fined £80"]) expect(text).not.toContain(trace);
  }
  const { requestId } = await traced(world.probation, "GET", file(dee));
  const rows = [...(await audit.kept("cases", requestId)), ...(await audit.kept("defendants", requestId))];
  expect(JSON.stringify(rows)).not.toContain(cee);
});

/** Each way to close the other's file, to whom it is closed, and who still reads it. */
const closings = [
  ["exclusions", (who: Caller) => ({ personId: who.me.id, reason: "Knows the family" })],
  ["restrictions", () => ({ personIds: [world.legalAdviser.me.id], reason: "A member of staff" })],
] as const;

test.each(closings)(
  "what is closed to a judge by %s leaves no trace on the screen but the count, and is there again when that is lifted",
  async (limit, body) => {
    const tag = randomUUID().slice(0, 8);
    const judge = await makePerson(rig, world.administrator, world.courtId, "JUD", `closed.${tag}`);
    expect(await seenBy(judge)).toContain(names.cee);
    const { id } = await world.legalAdviser.create(`/v1/defendants/${cee}/${limit}`, body(judge));
    const text = await seenBy(judge);
    for (const trace of [cee, names.cee, "Fined £80"]) expect(text).not.toContain(trace);
    const [shown] = casesOf(await judge.get(screen));
    expect([shown.coDefendants, shown.coDefendantCases]).toEqual([1, []]);
    expect(casesOf(await world.legalAdviser.get(screen))[0]?.coDefendantCases).toHaveLength(1);
    await world.legalAdviser.post(`/v1/defendants/${cee}/limits/${id}/lifting`, { reason: "No longer" });
    expect(await seenBy(judge)).toContain(names.cee);
  },
);

test("a sealed file is for the bench, here too", async () => {
  expect(await seenBy(world.police)).toContain(names.cee);
  const { id } = await world.judge.create(`/v1/defendants/${cee}/seals`, { reason: "Threatened" });
  const text = await seenBy(world.police);
  for (const trace of [cee, names.cee, "Fined £80"]) expect(text).not.toContain(trace);
  expect(casesOf(await world.judge.get(screen))[0]?.coDefendantCases).toHaveLength(1);
  await world.judge.post(`/v1/defendants/${cee}/limits/${id}/lifting`, { reason: "Safe" });
});

test("the owner of files has the last word, where the copy of what it decided is behind", async () => {
  const facts = audit.collection("defendants", "file-access");
  const exclusions = { id: randomUUID(), personId: world.judge.me.id, from: new Date(), to: null };
  // Past every rule, so that nobody hears of it but the owner.
  await facts.updateOne({ _id: cee }, { $push: { exclusions } } as never);
  const { body, text, requestId } = await traced(world.judge, "GET", screen);
  await facts.updateOne({ _id: cee }, { $pull: { exclusions: { id: exclusions.id } } } as never);
  const [shown] = casesOf(body);
  expect([shown.coDefendants, shown.coDefendantCases]).toEqual([1, []]);
  for (const trace of [cee, names.cee, "Fined £80"]) expect(text).not.toContain(trace);
  expect(JSON.stringify(await audit.kept("defendants", requestId))).not.toContain(cee);
  expect(casesOf(await world.judge.get(screen))[0]?.coDefendantCases).toHaveLength(1);
});

test("what may not be reported of the other stands beside the name", async () => {
  await world.judge.create(`/v1/defendants/${cee}/reporting-restrictions`, { kind: "yjcea-1999-s45" });
  const restricted = await eventually("the restriction", async () => {
    const [shown] = casesOf(await world.judge.get(screen));
    return shown?.coDefendantCases[0].reportingRestrictions.length > 0 && shown?.coDefendantCases[0];
  });
  expect(restricted.reportingRestrictions).toMatchObject([{ kind: "yjcea-1999-s45", caseId: null }]);
});

test("whose case is theirs alone has no co-defendants, and nobody is looked for", async () => {
  const { id } = await world.police.create("/v1/defendants", person());
  await world.police.create("/v1/cases", caseOf(id, world.courtId));
  const [shown] = casesOf(await world.judge.get(file(id)));
  expect([shown.coDefendants, "coDefendantCases" in shown]).toEqual([0, false]);
});

test("of the other nothing is frozen with a sentence but that there is one", async () => {
  const { defendants } = await world.judge.get(`/v1/cases/${caseId}`);
  const [offence] = defendants.find((found: Json) => found.defendantId === dee).offences;
  const results = [{ offenceId: offence.id, code: "1015", text: "Fined £90" }];
  const body = { defendantId: dee, hearingId, disposal: "fine", results, passedAt: "2026-03-10T11:30:00Z" };
  const passed = await traced(world.judge, "POST", `/v1/cases/${caseId}/sentence`, {
    body,
    ifMatch: await versionOf(),
  });
  expect(passed.status).toBe(200);
  const { id } = passed.body.defendants.find((found: Json) => found.defendantId === dee).sentence.snapshot;
  const read = await world.judge.send("GET", `/v1/snapshots/${id}`);
  expect(read.body.complete).toBe(true);
  const [frozen] = casesOf(read.body.content.view);
  expect([frozen.coDefendants, "coDefendantCases" in frozen]).toEqual([1, false]);
  const stored = JSON.stringify(await audit.collection("cases", "snapshot").findOne({ _id: id }));
  for (const trace of [cee, names.cee, "Fined £80"]) {
    expect(read.text).not.toContain(trace);
    expect(stored).not.toContain(trace);
  }
});
