import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makePerson, makeWorld, usualPeople, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let defendantId: string;
let caseId: string;
let file: string;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "health", "defence"]);
});
beforeEach(async () => {
  const charged = await chargedDefendant(world);
  defendantId = charged.defendant.id;
  caseId = charged.case.id;
  file = `/v1/defendants/${defendantId}`;
  for (const agencyId of [
    world.agencies.treatment,
    world.agencies.probation,
    world.agencies.health,
    world.agencies.defence,
  ])
    await world.coordinator.post(`${file}/involvements`, { agencyId, caseId, reason: "support" });
});

const part = (whole: Json, name: string) => whole.parts.find((found: Json) => found.part === name);
const fileOf = (who: keyof World & ("judge" | "probation" | "police" | "treatment" | "defence")) =>
  world[who].get(`${file}/file`);
const test1 = (over: object = {}) => ({
  defendantId,
  caseId,
  takenAt: "2026-03-02T09:00:00Z",
  sample: "urine",
  outcome: "positive",
  positiveFor: ["opiates"],
  ...over,
});

describe("a drug test that treatment holds", () => {
  test("is withheld from the judge until it is shared, and again from the moment it is recalled", async () => {
    const made = await world.treatment.create("/v1/drug-tests", test1());
    expect(part(await fileOf("judge"), "drug-tests")).toMatchObject({ state: "withheld", items: [] });
    expect((await world.judge.send("GET", `/v1/drug-tests/${made.id}`)).status).toBe(404);

    const shared = await world.treatment.post(`/v1/drug-tests/${made.id}/disclosures`, {
      recipient: { kind: "agency", id: world.courtId },
      reason: "Asked for by the court",
      conditions: "Not to be read out",
    });
    expect(part(await fileOf("judge"), "drug-tests")).toMatchObject({ state: "supplied" });
    expect((await world.judge.get(`/v1/drug-tests/${made.id}`)).outcome).toBe("positive");

    const recall = `/v1/drug-tests/${made.id}/disclosures/${shared.id}/recall`;
    await world.treatment.post(recall, { reason: "Shared with the wrong court" });
    expect(part(await fileOf("judge"), "drug-tests")).toMatchObject({ state: "withheld", items: [] });
    expect((await world.judge.send("GET", `/v1/drug-tests/${made.id}`)).status).toBe(404);
    const again = await world.treatment.send("POST", recall, { body: { reason: "Twice" } });
    expect([again.status, again.body.type]).toEqual([422, "urn:tracker:error:RULE_BROKEN"]);
  });

  test("is shared by the agency that holds it and nobody else", async () => {
    const made = await world.treatment.create("/v1/drug-tests", test1({ shareWith: [world.courtId] }));
    const body = { recipient: { kind: "agency", id: world.agencies.police }, reason: "They asked" };
    const answer = await world.judge.send("POST", `/v1/drug-tests/${made.id}/disclosures`, { body });
    expect([answer.status, answer.body.type]).toEqual([403, "urn:tracker:error:ACCESS_DENIED"]);
  });
});

/** One thing of each kind that is shared by itself, held by the agency that records it and shared with the court as it does. */
const items = {
  notes: () =>
    world.probation.create("/v1/notes", {
      ...{ defendantId, caseId, kind: "agency", text: "Moves on Friday", shareWith: [world.courtId] },
    }),
  documents: () =>
    world.probation.create("/v1/documents", {
      ...{ defendantId, caseId, class: "risk", title: "Plan", type: "text/plain", contentBase64: "VA==" },
      shareWith: [world.courtId],
    }),
  "drug-tests": () => world.treatment.create("/v1/drug-tests", test1({ shareWith: [world.courtId] })),
} as const;

describe.each(Object.keys(items) as (keyof typeof items)[])("with whom one of the %s is shared", kind => {
  test("its agency sees, with what it took back; readers and others are not told", async () => {
    const made = await items[kind]();
    const holder = kind === "drug-tests" ? world.treatment : world.probation;
    const path = `/v1/${kind}/${made.id}/disclosures`;
    const recipient = { kind: "agency", id: world.agencies.defence };
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const later = await holder.post(path, { recipient, reason: "For the plea", conditions: "Not copied", until });
    await holder.post(`${path}/${made.id}:0/recall`, { reason: "Wrong court" });

    const { items: all, ...of } = await holder.get(path);
    const cls = { notes: "agency-notes", documents: "risk", "drug-tests": "drug-tests" }[kind];
    expect(of).toEqual({ id: made.id, version: 3, source: made.source, defendantId, class: cls });
    expect(all).toMatchObject([
      {
        ...{ id: `${made.id}:0`, byAgencyId: made.source.agencyId, recipient: { kind: "agency", id: world.courtId } },
        ...{ conditions: null, recalled: { reason: "Wrong court" } },
      },
      { ...later, reason: "For the plea", conditions: "Not copied", to: until, recalled: null },
    ]);
    expect(all[0].to).toBe(all[0].recalled.at);
    expect(all).toHaveLength(2);

    const reader = await world.defence.send("GET", path);
    expect([reader.status, reader.body.type]).toEqual([403, "urn:tracker:error:ACCESS_DENIED"]);
    expect((await world.judge.send("GET", path)).status).toBe(kind === "documents" ? 403 : 404);
    expect((await world.health.send("GET", path)).status).toBe(404);
    expect((await holder.send("GET", `/v1/${kind}/${crypto.randomUUID()}/disclosures`)).status).toBe(404);
  });
});

describe("a note", () => {
  test("shared with one judge is read by that judge and no other of the court", async () => {
    const other = await makePerson(rig, world.administrator, world.courtId, "JUD", `other.${defendantId.slice(0, 8)}`);
    const note = await world.probation.create("/v1/notes", {
      defendantId,
      caseId,
      kind: "agency",
      text: "Spoke of leaving the city",
      shareWith: [],
    });
    await world.probation.post(`/v1/notes/${note.id}/disclosures`, {
      recipient: { kind: "person", id: world.judge.me.id },
      reason: "For the hearing",
    });
    expect((await world.judge.get(`/v1/notes/${note.id}`)).text).toBe("Spoke of leaving the city");
    expect((await other.send("GET", `/v1/notes/${note.id}`)).status).toBe(404);
  });

  test("ends to be shared by the clock", async () => {
    const note = await world.probation.create("/v1/notes", {
      defendantId,
      caseId,
      kind: "agency",
      text: "For a second",
      shareWith: [],
    });
    await world.probation.post(`/v1/notes/${note.id}/disclosures`, {
      recipient: { kind: "agency", id: world.courtId },
      reason: "For a moment",
      until: new Date(Date.now() + 1_500).toISOString(),
    });
    expect((await world.judge.send("GET", `/v1/notes/${note.id}`)).status).toBe(200);
    while ((await world.judge.send("GET", `/v1/notes/${note.id}`)).status !== 404);
  });

  test("the last item taken back: the agency sees who it was, and no longer follows who it is", async () => {
    const outside = await makeWorld(rig, ["probation"]);
    const recipient = { kind: "agency", id: outside.agencies.probation };
    const [first, second] = await Promise.all(
      ["One", "Two"].map(text =>
        world.probation.create("/v1/notes", { defendantId, caseId, kind: "agency", text, shareWith: [] }),
      ),
    );
    const about = await world.treatment.create("/v1/drug-tests", test1());
    const shareAll = async () => {
      const paths = [`/v1/notes/${first.id}`, `/v1/notes/${second.id}`];
      const given = { recipient, reason: "Moves there" };
      const ids = [];
      for (const path of paths) ids.push([path, (await world.probation.post(`${path}/disclosures`, given)).id]);
      return ids.map(([path, id]) => `${path}/disclosures/${id}/recall`);
    };
    const [one = "", two = ""] = await shareAll();
    const testPath = `/v1/drug-tests/${about.id}`;
    const test = await world.treatment.post(`${testPath}/disclosures`, { recipient, reason: "Moves there" });
    const rowsOf = async () =>
      (await world.police.get(`${file}/file`)).involved.filter(
        (row: Json) => row.agencyId === recipient.id && row.reason === "disclosure",
      );
    await eventually("both services to bring them", async () => (await rowsOf()).length === 2);
    const live = async () => (await rowsOf()).filter((row: Json) => row.to === null).length;
    const why = { reason: "Did not move" };

    await world.probation.post(one, why);
    await world.probation.post(two, why);
    await eventually("the notes' own to end", async () => (await live()) === 1);
    const correct = async (sex: string) => {
      const { version } = await world.police.get(file);
      const body = { reason: "Told so", sex };
      expect((await world.police.send("PATCH", file, { body, ifMatch: version })).status).toBe(200);
    };
    await correct("male");
    expect((await outside.probation.get(file)).sex).toBe("male"); // The test is still shared.

    await world.treatment.post(`${testPath}/disclosures/${test.id}/recall`, why);
    await eventually("the other to end", async () => (await live()) === 0);
    await correct("female");
    expect((await outside.probation.get(file)).sex).toBe("male");
    for (const { id } of [first, second])
      expect((await outside.probation.send("GET", `/v1/notes/${id}`)).status).toBe(404);

    await shareAll();
    await eventually("they are back", async () => (await live()) === 1);
    expect((await outside.probation.get(file)).sex).toBe("female");
  });

  test("of two that are shared one is taken back: the agency stays", async () => {
    const outside = await makeWorld(rig, ["probation"]);
    const recipient = { kind: "agency", id: outside.agencies.probation };
    const recalls = [];
    for (const text of ["One", "Two"]) {
      const note = { defendantId, caseId, kind: "agency", text, shareWith: [] };
      const { id } = await world.probation.create("/v1/notes", note);
      const shared = await world.probation.post(`/v1/notes/${id}/disclosures`, { recipient, reason: "Moves there" });
      recalls.push(`/v1/notes/${id}/disclosures/${shared.id}/recall`);
    }
    await eventually("they are there", async () => (await outside.probation.send("GET", file)).status === 200);
    await world.probation.post(recalls[0] ?? "", { reason: "Not that one" });
    // What follows from a recall is done in the order of the recalls: when the second has ended it, the first has not.
    const involved = async () =>
      (await world.police.get(`${file}/file`)).involved.filter((row: Json) => row.agencyId === recipient.id);
    expect(await involved()).toMatchObject([{ to: null }]);
    await world.probation.post(recalls[1] ?? "", { reason: "Nor that" });
    await eventually("it has ended", async () => (await involved())[0].to !== null);
    expect(await involved()).toHaveLength(1);
  });

  test("served on the defence is read by them; without that they learn only that it is there", async () => {
    const note = await world.probation.create("/v1/notes", {
      defendantId,
      caseId,
      kind: "agency",
      text: "Attended well",
      shareWith: [world.courtId],
    });
    expect((await world.defence.send("GET", `/v1/notes/${note.id}`)).status).toBe(404);
    await world.probation.post(`/v1/notes/${note.id}/disclosures`, {
      recipient: { kind: "agency", id: world.agencies.defence },
      reason: "Served before the hearing",
    });
    expect((await world.defence.get(`/v1/notes/${note.id}`)).text).toBe("Attended well");
  });
});

test.each([
  ["police", "agency"],
  ["prosecutor", "agency"],
  ["legalAdviser", "court"],
] as const)(
  "a note of %s is not shared: the role may not, neither while it is written nor later",
  async (who, kind) => {
    await world.coordinator.post(`${file}/involvements`, { agencyId: world.agencies.cps, caseId, reason: "support" });
    const note = { defendantId, caseId, kind, text: "Ours", shareWith: [world.agencies.defence] };
    expect((await world[who].send("POST", "/v1/notes", { body: note })).status).toBe(403);
    const made = await world[who].create("/v1/notes", { ...note, shareWith: [] });
    const body = { recipient: { kind: "agency", id: world.agencies.defence }, reason: "Please" };
    expect((await world[who].send("POST", `/v1/notes/${made.id}/disclosures`, { body })).status).toBe(403);
    expect((await world.defence.send("GET", `/v1/notes/${made.id}`)).status).toBe(404);
  },
);

describe("all that an agency holds of a class", () => {
  const share = (over: object = {}) => ({
    class: "drug-tests",
    recipient: { kind: "agency", id: world.courtId },
    reason: "Agreed at the table",
    ...over,
  });

  test("is shared at once and for what comes later, and recalled within five seconds everywhere", async () => {
    await world.treatment.create("/v1/drug-tests", test1());
    const shared = await world.treatment.create(`${file}/disclosures`, share());
    await world.treatment.create("/v1/drug-tests", test1({ outcome: "negative", positiveFor: [] }));
    expect(part(await fileOf("judge"), "drug-tests").items).toHaveLength(2);
    expect((await world.judge.get(`${file}/sharing`)).disclosures).toMatchObject([
      { id: shared.id, byAgencyId: world.agencies.treatment, class: "drug-tests", recalled: null },
    ]);
    await world.treatment.post(`${file}/disclosures/${shared.id}/recall`, { reason: "No longer agreed" });
    expect(part(await fileOf("judge"), "drug-tests")).toMatchObject({ state: "withheld", items: [] });
  });

  test("reaches an agency that is not at the table, and nothing else does", async () => {
    const outside = await makeWorld(rig, ["probation"]);
    await world.probation.create(
      `${file}/disclosures`,
      share({ class: "risk", recipient: { kind: "agency", id: outside.agencies.probation } }),
    );
    const whole = await outside.probation.send("GET", `${file}/file`);
    expect(whole.status).toBe(404); // Who the person is was not shared.
    const explained = await outside.probation.get(
      `${file}/explanation?class=risk&agencyId=${world.agencies.probation}`,
    );
    expect(explained).toMatchObject({ effect: "full", rule: "disclosure" });
    const cases = await outside.probation.send("GET", `/v1/cases/${caseId}`);
    expect(cases.status).toBe(404);
  });

  test.each([
    ["a class that the role may not share", "coordinator", { class: "risk" }, 403],
    ["a private note", "judge", { class: "private-notes" }, 400],
    ["an end before the start", "treatment", { until: "2020-01-01T00:00:00Z" }, 400],
    ["more than two years", "treatment", { until: "2036-01-01T00:00:00Z" }, 400],
  ] as const)("is not shared: %s", async (_what, who, over, status) => {
    const answer = await world[who].send("POST", `${file}/disclosures`, { body: share(over) });
    expect(answer.status).toBe(status);
    expect((await world.judge.get(`${file}/sharing`)).disclosures).toEqual([]);
  });

  test("is recalled by the agency that shares it and nobody else: to others it is not there", async () => {
    const shared = await world.treatment.create(`${file}/disclosures`, share());
    const answer = await world.probation.send("POST", `${file}/disclosures/${shared.id}/recall`, {
      body: { reason: "No" },
    });
    expect(answer.status).toBe(404);
    expect((await world.judge.get(`${file}/sharing`)).disclosures).toMatchObject([{ recalled: null }]);
  });

  test("the same key twice shares once", async () => {
    const key = crypto.randomUUID();
    const first = await world.treatment.create(`${file}/disclosures`, share(), { key });
    expect(await world.treatment.create(`${file}/disclosures`, share(), { key })).toEqual(first);
    expect((await world.treatment.get(`${file}/sharing`)).disclosures).toHaveLength(1);
  });
});

describe("consent", () => {
  const consent = (over: object = {}) => ({
    classes: ["drug-tests"],
    agencyIds: [world.agencies.probation, world.courtId],
    purpose: "So that the court knows how treatment goes",
    ...over,
  });

  test("lets those named read, until it is withdrawn", async () => {
    const made = await world.treatment.create("/v1/drug-tests", test1());
    expect((await world.judge.send("GET", `/v1/drug-tests/${made.id}`)).status).toBe(404);
    const given = await world.treatment.create(`${file}/consents`, consent());
    expect((await world.judge.send("GET", `/v1/drug-tests/${made.id}`)).status).toBe(200);
    expect((await world.police.send("GET", `/v1/drug-tests/${made.id}`)).status).not.toBe(200);
    await world.treatment.post(`${file}/consents/${given.id}/withdrawal`, { reason: "The person said so" });
    expect((await world.judge.send("GET", `/v1/drug-tests/${made.id}`)).status).toBe(404);
    expect(part(await fileOf("judge"), "drug-tests")).toMatchObject({ state: "withheld" });
  });

  test("is recorded by those who hold the information", async () => {
    const answer = await world.probation.send("POST", `${file}/consents`, { body: consent() });
    expect([answer.status, answer.body.type]).toEqual([403, "urn:tracker:error:ACCESS_DENIED"]);
  });
});

describe("asking for information", () => {
  test("is answered by sharing, and both parties see question and answer", async () => {
    await world.treatment.create("/v1/drug-tests", test1());
    const asked = await world.judge.create(`${file}/information-requests`, {
      agencyId: world.agencies.treatment,
      class: "drug-tests",
      reason: "For sentence today",
    });
    expect(part(await fileOf("judge"), "drug-tests").state).toBe("requested");
    const answer = `${file}/information-requests/${asked.id}/answer`;
    await world.treatment.post(answer, { answer: "shared" });
    expect(part(await fileOf("judge"), "drug-tests").state).toBe("supplied");
    expect((await world.judge.get(`${file}/sharing`)).requests).toMatchObject([
      { id: asked.id, answer: { kind: "shared" } },
    ]);
    expect((await world.probation.get(`${file}/sharing`)).requests).toEqual([]);
  });

  test("is answered with nothing given and no reason said: the file says withheld, never a blank", async () => {
    const asked = await world.judge.create(`${file}/information-requests`, {
      agencyId: world.agencies.treatment,
      class: "drug-tests",
      reason: "For sentence today",
    });
    expect(part(await fileOf("judge"), "drug-tests").state).toBe("requested");
    await world.treatment.post(`${file}/information-requests/${asked.id}/answer`, { answer: "withheld" });
    expect(part(await fileOf("judge"), "drug-tests").state).toBe("withheld");
    expect((await world.judge.get(`${file}/sharing`)).requests).toMatchObject([
      { answer: { kind: "withheld", reason: null } },
    ]);
  });

  test("is answered by the agency that was asked and nobody else", async () => {
    const asked = await world.judge.create(`${file}/information-requests`, {
      agencyId: world.agencies.treatment,
      class: "drug-tests",
      reason: "For sentence today",
    });
    for (const who of ["probation", "judge"] as const) {
      const answer = await world[who].send("POST", `${file}/information-requests/${asked.id}/answer`, {
        body: { answer: "withheld" },
      });
      expect(answer.status).toBe(404);
    }
  });

  test("is not asked of an agency that is not at the table", async () => {
    const outside = await makeWorld(rig, ["treatment"]);
    const body = { agencyId: outside.agencies.treatment, class: "drug-tests", reason: "Perhaps" };
    const answer = await world.judge.send("POST", `${file}/information-requests`, { body });
    expect([answer.status, answer.body.type]).toEqual([422, "urn:tracker:error:RULE_BROKEN"]);
  });
});

test("twenty recalls, each working everywhere before its answer: within five seconds", async () => {
  const made = await world.treatment.create("/v1/drug-tests", test1());
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const shared = await world.treatment.create(`${file}/disclosures`, {
      class: "drug-tests",
      recipient: { kind: "agency", id: world.courtId },
      reason: "Agreed",
    });
    expect((await world.judge.send("GET", `/v1/drug-tests/${made.id}`)).status).toBe(200);
    const startedAt = performance.now();
    await world.treatment.post(`${file}/disclosures/${shared.id}/recall`, { reason: "Not any more" });
    times.push(performance.now() - startedAt);
    expect((await world.judge.send("GET", `/v1/drug-tests/${made.id}`)).status).toBe(404);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
  process.stdout.write(`recalls confirmed by every service: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms\n`);
  expect(at(1)).toBeLessThanOrEqual(5_000);
});
