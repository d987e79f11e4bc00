import { createHash, randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { expectProblem } from "../attack/support/problem.ts";
import { type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makePerson, makeWorld, type World } from "../support/world.ts";

/** What the court was shown when it passed sentence, by HTTP and as it lies in the database. */
const rig = sharedRig();
const secret = `kanarie${randomUUID().replaceAll("-", "")}`;
let world: World;
let client: MongoClient;
let defendantId: string;
let caseId: string;
let hearingId: string;
let ids: Record<"conviction" | "test" | "testShare" | "served" | "unserved" | "agencyNote", string>;
let consentId: string;
let screenBefore: Json;
let passed: Json;
let path: string;

const collection = (name: string) => client.db(`${rig.databasePrefix}_cases`).collection<Json>(name);
const storedOf = (ofCase: string): Promise<Json[]> => collection("snapshot").find({ caseId: ofCase }).toArray();

/** Written a second time here: JSON with the keys of every object in the order of their UTF-16 units (RFC 8785). */
function inOrder(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map(name => `${JSON.stringify(name)}:${inOrder(value[name])}`).join(",")}}`;
}
const hashOf = (content: Json) => createHash("sha256").update(inOrder(content)).digest("hex");
const partOf = (content: Json, name: string): Json =>
  content.view.blocks.flatMap(({ parts }: Json) => parts).find(({ part }: Json) => part === name);
const idsIn = (content: Json, name: string) => partOf(content, name)?.items.map(({ id }: Json) => id);

/** Somebody charged with one theft, listed and guilty by plea; and the version that stands then. */
async function guilty() {
  const { defendant, case: sent } = await chargedDefendant(world);
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "sentence",
    defendantIds: [defendant.id],
  });
  const offenceId = (await world.judge.get(`/v1/cases/${sent.id}`)).defendants[0].offences[0].id;
  const { version } = await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, {
    defendantId: defendant.id,
    pleas: [{ offenceId, plea: "guilty" }],
  });
  return { defendantId: defendant.id, caseId: sent.id, hearingId: hearing.id, offenceId, version };
}
type Guilty = Awaited<ReturnType<typeof guilty>>;
const fine = (on: Pick<Guilty, "defendantId" | "hearingId" | "offenceId">, over: object = {}) => ({
  defendantId: on.defendantId,
  hearingId: on.hearingId,
  disposal: "fine",
  results: [{ offenceId: on.offenceId, code: "1015", text: "Fined" }],
  ...over,
});

beforeAll(async () => {
  client = await new MongoClient(rig.mongoUri).connect();
  world = await makeWorld(rig, [
    ...(["judge", "legalAdviser", "lister", "coordinator", "police", "prosecutor"] as const),
    ...(["probation", "treatment", "defence", "health"] as const),
  ]);
  const on = await guilty();
  ({ defendantId, caseId, hearingId } = on);
  const file = `/v1/defendants/${defendantId}`;
  const about = { defendantId, caseId };
  for (const agencyId of [
    world.agencies.treatment,
    world.agencies.probation,
    world.agencies.defence,
    world.agencies.cps,
  ])
    await world.coordinator.post(`${file}/involvements`, { agencyId, caseId, reason: "support" });
  await world.coordinator.create("/v1/needs", { ...about, domain: "drugs", severity: 2, summary: "Uses daily" });
  const report = await world.legalAdviser.create(`/v1/cases/${caseId}/pre-sentence-reports`, {
    defendantId,
    agencyId: world.agencies.probation,
    format: "oral",
    dueAt: "2026-03-10T09:00:00Z",
  });
  await world.probation.post(`/v1/pre-sentence-reports/${report.id}/delivery`, {
    author: "P. Officer",
    summary: "Offends to pay for heroin.",
    proposal: "Fine",
    riskOfHarm: "low",
    likelihoodOfReoffending: "medium",
  });
  const conviction = await world.police.create("/v1/convictions", {
    defendantId,
    convictedOn: "2015-05-06",
    court: "Wirral",
    offences: [{ title: "Theft from a shop" }],
    disposals: [{ kind: "fine" }],
  });
  const tested = (outcome: string) => ({ ...about, takenAt: "2026-03-08T09:00:00Z", sample: "urine", outcome });
  const test1 = await world.treatment.create("/v1/drug-tests", tested("negative"));
  const recipient = { kind: "agency", id: world.courtId };
  const shared = await world.treatment.post(`/v1/drug-tests/${test1.id}/disclosures`, { recipient, reason: "Asked" });
  const noted = (text: string, shareWith: readonly string[]) =>
    world.probation.create("/v1/notes", { ...about, kind: "agency", text, shareWith });
  const served = await noted("Came to every appointment", [world.courtId, world.agencies.defence]);
  const unserved = await noted("Spoke of leaving the city", [world.courtId]);
  const agencyNote = await noted("For ourselves", []);
  ids = {
    conviction: conviction.id,
    test: test1.id,
    testShare: shared.id,
    served: served.id,
    unserved: unserved.id,
    agencyNote: agencyNote.id,
  };
  const consent = { classes: ["drug-tests"], agencyIds: [world.courtId], purpose: "For the sentence" };
  consentId = (await world.treatment.create(`${file}/consents`, consent)).id;
  await world.judge.create(`${file}/private-notes`, { text: secret });
  const { privateNotes: _mine, releasedNotes: _released, ...screen } = await world.judge.get(`${file}/sentencing-view`);
  screenBefore = screen;
  passed = await world.judge.post(`/v1/cases/${caseId}/sentence`, fine(on), { ifMatch: on.version });
  path = `/v1/snapshots/${passed.defendants[0].sentence.snapshot.id}`;
}, 120_000);
afterAll(() => client.close());

describe("what was shown", () => {
  test("is what the judge had on the screen, with each source and version, and has the hash that the sentence names", async () => {
    const read = await world.judge.get(path);
    const { view, ...frame } = read.content;
    expect({ ...view, agencies: undefined }).toEqual({ ...screenBefore, agencies: undefined });
    expect(new Set(view.agencies.map(({ id }: Json) => id))).toEqual(
      new Set(screenBefore.agencies.map(({ id }: Json) => id)),
    );
    expect(frame).toMatchObject({
      ...{ caseId, defendantId, hearingId, courtId: world.courtId },
      shownTo: { personId: world.judge.me.id, agencyId: world.courtId, roles: ["JUD"] },
    });
    for (const { parts } of view.blocks)
      for (const { state, asOf, items } of parts) {
        expect(["supplied", "requested", "withheld", "none-held"]).toContain(state);
        expect(asOf === null).toBe(items.length === 0);
        for (const { version, source } of items)
          expect([typeof version, typeof source.agencyId]).toEqual(["number", "string"]);
      }
    expect(idsIn(read.content, "drug-tests")).toEqual([ids.test]);
    expect(idsIn(read.content, "agency-notes").sort()).toEqual([ids.served, ids.unserved].sort());
    const { contentHash } = passed.defendants[0].sentence.snapshot;
    expect([read.complete, read.contentHash, hashOf(read.content)]).toEqual([true, contentHash, contentHash]);
  });

  test("is named by the event of the sentence and by the shared version, and is one document of JSON", async () => {
    const { id, contentHash } = passed.defendants[0].sentence.snapshot;
    expect(passed.defendants[0].results).toEqual([
      expect.objectContaining({ version: 1, snapshot: { id, contentHash } }),
    ]);
    const [{ outbox }] = (await collection("case").find({ _id: caseId }).toArray()) as Json[];
    const told = [
      ...outbox,
      ...(await collection("events").find({ recordId: caseId, type: "sentence.passed" }).toArray()),
    ];
    const event = told.find(({ type }: Json) => type === "sentence.passed");
    expect(event.data).toMatchObject({ snapshotId: id, contentHash });
    const [stored, ...others] = await storedOf(caseId);
    expect(others).toEqual([]);
    expect(JSON.parse(JSON.stringify(stored.content))).toEqual((await world.judge.get(path)).content);
  });

  test("holds nothing of private notes, and no sign that there are any", async () => {
    const text = JSON.stringify(await storedOf(caseId));
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/private|released/i);
    for (const who of ["judge", "legalAdviser", "prosecutor", "defence"] as const)
      expect((await world[who].send("GET", path)).text).not.toMatch(new RegExp(`${secret}|private|released`, "i"));
  });
});

describe("who may read it", () => {
  test.each(["lister", "coordinator", "police", "probation", "treatment"] as const)("not %s: 403", async who => {
    expectProblem(await world[who].send("GET", path), 403, "ACCESS_DENIED");
  });

  test("nobody outside: it is answered like one that never was", async () => {
    const outside = await makeWorld(rig, ["judge", "prosecutor", "defence"]);
    for (const who of ["judge", "prosecutor", "defence"] as const) {
      const [there, never] = await Promise.all(
        [path, `/v1/snapshots/${randomUUID()}`].map(each => outside[who].send("GET", each)),
      );
      const told = (answer: typeof there) => [answer?.status, answer?.text.replace(/"requestId":"[^"]*"/, "")];
      expect(told(there)).toEqual(told(never));
      expect(there?.status).toBe(404);
    }
  });

  test("the defence reads what is served on it or open to it, each as the judge read it, and no more", async () => {
    const read = await world.defence.get(path);
    expect(read.complete).toBe(false);
    expect(read.contentHash).toBe(passed.defendants[0].sentence.snapshot.contentHash);
    expect(partOf(read.content, "pre-sentence-reports").items[0].report.summary).toBe("Offends to pay for heroin.");
    expect(partOf(read.content, "needs").items[0].summary).toBe("Uses daily");
    expect(idsIn(read.content, "agency-notes")).toEqual([ids.served]);
    expect(partOf(read.content, "drug-tests")).toMatchObject({
      state: "withheld",
      items: [],
      alsoHeldBy: [world.agencies.treatment],
    });
    expect(partOf(read.content, "court-notes")).toBeUndefined();
    expect([read.content.salt, read.content.view.strip, read.content.view.defendant]).toEqual([undefined, null, null]);
    const text = JSON.stringify(read);
    for (const hidden of [ids.unserved, ids.test, ids.conviction]) expect(text).not.toContain(hidden);
  });

  test("the prosecutor reads the classes of the role, and what is shared with the court alone stays with the court", async () => {
    const read = await world.prosecutor.get(path);
    expect(read.complete).toBe(false);
    expect(idsIn(read.content, "spent-convictions")).toEqual([ids.conviction]);
    expect(read.content.view.defendant.name.surname).toBe("O'Neill");
    const text = JSON.stringify(read);
    for (const hidden of [ids.served, ids.unserved, ids.test, "Uses daily"]) expect(text).not.toContain(hidden);
  });

  test("the legal adviser of the court reads all of it", async () => {
    const read = await world.legalAdviser.get(path);
    expect([read.complete, hashOf(read.content)]).toEqual([true, read.contentHash]);
  });

  test("nobody who is excluded, whatever they could see then; lifted, they read it again", async () => {
    const tag = randomUUID().slice(0, 8);
    const other = await makePerson(rig, world.administrator, world.courtId, "JUD", `excluded.${tag}`);
    expect((await other.get(path)).complete).toBe(true);
    const limit = await world.judge.create(`/v1/defendants/${defendantId}/exclusions`, {
      personId: other.me.id,
      reason: "Related to the victim",
    });
    expectProblem(await other.send("GET", path), 404, "NOT_FOUND");
    await world.judge.post(`/v1/defendants/${defendantId}/limits/${limit.id}/lifting`, { reason: "A mistake" });
    expect((await other.send("GET", path)).status).toBe(200);
  });

  test("nobody, when no sentence names it", async () => {
    const [stored] = await storedOf(caseId);
    const orphan = randomUUID();
    await collection("snapshot").insertOne({ ...stored, _id: orphan });
    expectProblem(await world.judge.send("GET", `/v1/snapshots/${orphan}`), 404, "NOT_FOUND");
    await collection("snapshot").deleteOne({ _id: orphan });
  });

  test("nobody, when it is not what was frozen any more", async () => {
    const id = passed.defendants[0].sentence.snapshot.id;
    await collection("snapshot").updateOne({ _id: id }, { $set: { "content.view.ageYears": 17 } });
    expectProblem(await world.judge.send("GET", path), 500, "INTERNAL");
    const { ageYears } = screenBefore;
    await collection("snapshot").updateOne({ _id: id }, { $set: { "content.view.ageYears": ageYears } });
    expect((await world.judge.send("GET", path)).status).toBe(200);
  });
});

test("nothing that comes later changes it: amendment, correction, recall, withdrawn consent, new details", async () => {
  const [judges, defences] = await Promise.all([world.judge.send("GET", path), world.defence.send("GET", path)]);
  const [before] = await storedOf(caseId);
  const file = `/v1/defendants/${defendantId}`;
  const versionOf = async (of: string) => (await world.judge.get(of)).version;
  const offenceId = passed.defendants[0].offences[0].id;
  const amended = await world.legalAdviser.post(
    `/v1/cases/${caseId}/defendants/${defendantId}/results/amendments`,
    { lines: [{ offenceId, code: "1015", text: "Fined less" }], reason: "Wrong column" },
    { ifMatch: await versionOf(`/v1/cases/${caseId}`) },
  );
  expect(amended.shared.map(({ snapshot }: Json) => snapshot?.id ?? null)).toEqual([before._id, null]);
  await world.police.post(`/v1/convictions/${ids.conviction}/correction`, {
    court: "Liverpool",
    reason: "Wrong court",
  });
  await world.treatment.post(`/v1/drug-tests/${ids.test}/disclosures/${ids.testShare}/recall`, { reason: "Mixed up" });
  await world.treatment.post(`${file}/consents/${consentId}/withdrawal`, { reason: "Withdrawn" });
  const corrected = await world.police.send("PATCH", file, {
    body: { dateOfBirth: "1991-04-12", reason: "Passport seen" },
    ifMatch: await versionOf(file),
  });
  expect(corrected.status).toBe(200);
  await world.police.post(`${file}/details`, { aliases: [{ type: "alias", forenames: [], surname: "Other" }] });

  // The live things are other, or gone.
  expect((await world.judge.send("GET", `/v1/drug-tests/${ids.test}`)).status).toBe(404);
  expect((await world.judge.get(file)).dateOfBirth).toBe("1991-04-12");
  // Who could see them then still reads what was shown, byte for byte.
  expect((await world.judge.send("GET", path)).text).toBe(judges.text);
  expect((await world.defence.send("GET", path)).text).toBe(defences.text);
  expect(await storedOf(caseId)).toEqual([before]);
});

describe("no snapshot, no sentence; no sentence, no snapshot", () => {
  test("a refused sentence stores none", async () => {
    const on = await guilty();
    const sentence = `/v1/cases/${on.caseId}/sentence`;
    expectProblem(
      await world.judge.send("POST", sentence, { body: fine(on), ifMatch: on.version - 1 }),
      412,
      "STALE_VERSION",
    );
    const nobodys = fine({ ...on, offenceId: randomUUID() });
    expectProblem(await world.judge.send("POST", sentence, { body: nobodys, ifMatch: on.version }), 400, "VALIDATION");
    expect((await world.legalAdviser.send("POST", sentence, { body: fine(on), ifMatch: on.version })).status).toBe(403);
    expect(await storedOf(on.caseId)).toEqual([]);
  });

  test("the same key twice: one sentence, one snapshot, the same answer", async () => {
    const on = await guilty();
    const ask = { body: fine(on), ifMatch: on.version, key: randomUUID() };
    const answers = await Promise.all(
      [1, 2].map(() => world.judge.send("POST", `/v1/cases/${on.caseId}/sentence`, ask)),
    );
    const again = await world.judge.send("POST", `/v1/cases/${on.caseId}/sentence`, ask);
    const named = [...answers, again].map(({ status, body }) => [status, body.defendants[0].sentence.snapshot.id]);
    expect(new Set(named.map(String)).size).toBe(1);
    expect(named[0]?.[0]).toBe(200);
  });

  test("results that pass sentence freeze it as well, and results that do not, do not", async () => {
    const on = await guilty();
    const results = `/v1/cases/${on.caseId}/defendants/${on.defendantId}/results`;
    const share = async () =>
      world.legalAdviser.post(
        `${results}/sharing`,
        {},
        { ifMatch: (await world.judge.get(`/v1/cases/${on.caseId}`)).version },
      );
    const draft = (code: string, more: object = {}) =>
      world.legalAdviser.post(`${results}/draft`, {
        hearingId: on.hearingId,
        lines: [{ offenceId: on.offenceId, code, text: "Said" }],
        ...more,
      });
    await draft("4506");
    expect((await share()).shared).toEqual([expect.objectContaining({ version: 1, snapshot: null })]);
    expect(await storedOf(on.caseId)).toEqual([]);
    await draft("1015", { disposal: "fine" });
    const { snapshot } = (await share()).shared[1];
    const read = await world.judge.get(`/v1/snapshots/${snapshot.id}`);
    expect([read.complete, read.contentHash, hashOf(read.content)]).toEqual([
      true,
      snapshot.contentHash,
      snapshot.contentHash,
    ]);
    expect(read.content.shownTo.personId).toBe(world.legalAdviser.me.id);
  });

  test("what only the person's consent gave stays readable in it when that is withdrawn", async () => {
    const on = await guilty();
    const file = `/v1/defendants/${on.defendantId}`;
    const guest = { agencyId: world.agencies.treatment, caseId: on.caseId, reason: "support" };
    await world.coordinator.post(`${file}/involvements`, guest);
    const sample = await world.treatment.create("/v1/drug-tests", {
      ...{ defendantId: on.defendantId, caseId: on.caseId, takenAt: "2026-03-08T09:00:00Z" },
      ...{ sample: "urine", outcome: "negative" },
    });
    const consent = { classes: ["drug-tests"], agencyIds: [world.courtId], purpose: "For the sentence" };
    const { id } = await world.treatment.create(`${file}/consents`, consent);
    const sentence = `/v1/cases/${on.caseId}/sentence`;
    const { defendants } = await world.judge.post(sentence, fine(on), { ifMatch: on.version });
    await world.treatment.post(`${file}/consents/${id}/withdrawal`, { reason: "Withdrawn" });
    expect((await world.judge.send("GET", `/v1/drug-tests/${sample.id}`)).status).toBe(404);
    const read = await world.judge.get(`/v1/snapshots/${defendants[0].sentence.snapshot.id}`);
    expect([read.complete, idsIn(read.content, "drug-tests")]).toEqual([true, [sample.id]]);
  });

  describe("where the legal adviser records what a judge has decided", () => {
    async function decided(bench: readonly string[]) {
      const on = await guilty();
      const hearing = await world.lister.create(`/v1/cases/${on.caseId}/hearings`, {
        ...{
          day: "2026-03-11",
          session: "morning",
          room: "1",
          type: "sentence",
          defendantIds: [on.defendantId],
          bench,
        },
      });
      await world.coordinator.post(`/v1/defendants/${on.defendantId}/involvements`, {
        ...{ agencyId: world.agencies.treatment, caseId: on.caseId, reason: "support" },
      });
      const test1 = await world.treatment.create("/v1/drug-tests", {
        ...{ defendantId: on.defendantId, caseId: on.caseId, takenAt: "2026-03-08T09:00:00Z" },
        ...{ sample: "urine", outcome: "negative" },
      });
      const recipient = { kind: "person", id: world.judge.me.id };
      await world.treatment.post(`/v1/drug-tests/${test1.id}/disclosures`, { recipient, reason: "For this judge" });
      const results = `/v1/cases/${on.caseId}/defendants/${on.defendantId}/results`;
      await world.legalAdviser.post(`${results}/draft`, {
        ...{ hearingId: hearing.id, disposal: "fine" },
        lines: [{ offenceId: on.offenceId, code: "1015", text: "Fined" }],
      });
      const { version } = await world.judge.get(`/v1/cases/${on.caseId}`);
      const share = () => world.legalAdviser.send("POST", `${results}/sharing`, { body: {}, ifMatch: version });
      return { ...on, testId: test1.id, share };
    }

    test("it is what the judge who sat is shown, what was shared with the judge by name among it, which the adviser reads not even here", async () => {
      const { share, testId, defendantId: of } = await decided([world.judge.me.id]);
      const {
        privateNotes: _mine,
        releasedNotes: _released,
        ...screen
      } = await world.judge.get(`/v1/defendants/${of}/sentencing-view`);
      const { status, body } = await share();
      expect(status).toBe(200);
      const snapshotPath = `/v1/snapshots/${body.shared[0].snapshot.id}`;
      const [mine, advisers] = await Promise.all([world.judge.get(snapshotPath), world.legalAdviser.get(snapshotPath)]);
      expect([mine.complete, mine.content.shownTo]).toEqual([
        true,
        { personId: world.judge.me.id, agencyId: world.courtId, roles: ["JUD"] },
      ]);
      const { view } = mine.content;
      expect({ ...view, agencies: undefined }).toEqual({ ...screen, agencies: undefined });
      expect(idsIn(mine.content, "drug-tests")).toEqual([testId]);
      expect([advisers.complete, idsIn(advisers.content, "drug-tests")]).toEqual([false, []]);
    });

    test("a judge whom the file is closed to was shown nothing, and no sentence of theirs is recorded", async () => {
      const { share, defendantId: of, caseId: on } = await decided([world.judge.me.id]);
      const personId = world.judge.me.id;
      const reason = "Knows the family";
      await world.legalAdviser.create(`/v1/defendants/${of}/exclusions`, { personId, reason });
      const { status, body } = await share();
      expect([status, body.detail]).toEqual([
        422,
        "The judge of the hearing may not open this file, so no sentence of theirs is recorded.",
      ]);
      expect(await storedOf(on)).toEqual([]);
    });

    test("where nobody says who sat it is the adviser's, and says so", async () => {
      const { share } = await decided([]);
      const { body } = await share();
      const read = await world.judge.get(`/v1/snapshots/${body.shared[0].snapshot.id}`);
      expect(read.content.shownTo).toMatchObject({ personId: world.legalAdviser.me.id, roles: ["LA"] });
      expect(idsIn(read.content, "drug-tests")).toEqual([]);
    });
  });

  test("a sentence that is set aside and passed again has a snapshot of its own; the first one stays", async () => {
    const on = await guilty();
    const ofCase = `/v1/cases/${on.caseId}`;
    const version = async () => (await world.judge.get(ofCase)).version;
    const first = await world.judge.post(`${ofCase}/sentence`, fine(on), { ifMatch: on.version });
    const moves = `${ofCase}/defendants/${on.defendantId}/moves`;
    const reopening = { move: "reopen", ground: "sentence-set-aside" };
    await world.judge.post(moves, reopening, { ifMatch: await version() });
    await world.judge.post(moves, { move: "await-sentence" }, { ifMatch: await version() });
    const second = await world.judge.post(`${ofCase}/sentence`, fine(on), { ifMatch: await version() });
    const [one, other] = [first, second].map(answer => answer.defendants[0].sentence.snapshot.id);
    expect(one).not.toBe(other);
    for (const id of [one, other]) expect((await world.judge.send("GET", `/v1/snapshots/${id}`)).status).toBe(200);
  });
});
