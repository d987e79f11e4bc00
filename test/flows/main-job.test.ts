import { randomUUID } from "node:crypto";
import { type Caller, eventually, type Json, send, sharedRig } from "../support/client.ts";
import { caseOf, fresh, makeWorld, person, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let defendant: Json;
let sent: Json;
let hearing: Json;
let report: Json;
const noteText = "Gave way when spoken to about his daughter. Try a review in four weeks.";

beforeAll(async () => {
  world = await makeWorld(rig);
});

const file = (caller: Caller, query = ""): Promise<Json> => caller.get(`/v1/defendants/${defendant.id}/file${query}`);
const partOf = (whole: Json, name: string): Json => whole.parts.find((part: Json) => part.part === name);

describe("the main job, each step by another agency's person", () => {
  test("1. police record a defendant and send a case; a repeated key makes one of each", async () => {
    const key = randomUUID();
    const body = person({
      dateOfBirth: "1990-04-12",
      identifiers: [
        { kind: "pnc", value: "02/73319Z" },
        { kind: "cro", value: fresh.cro() },
      ],
      aliases: [{ type: "alias", forenames: ["Molly"], surname: "Neil" }],
      addresses: [{ type: "home", lines: ["1 Boundary Street"], postcode: "L5 9XP", from: "2024-01-01" }],
    });
    defendant = await world.police.create("/v1/defendants", body, { key });
    expect(defendant.identifiers[0]).toEqual({
      kind: "pnc",
      value: "2002/0073319Z",
      raw: "02/73319Z",
      valid: true,
      reason: null,
      warning: null,
      sourceAgencyId: world.agencies.police,
    });
    expect(defendant.addresses).toHaveLength(1);
    expect((await world.police.create("/v1/defendants", body, { key })).id).toBe(defendant.id);

    const caseKey = randomUUID();
    const caseBody = caseOf(defendant.id, world.courtId);
    sent = await world.police.create("/v1/cases", caseBody, { key: caseKey });
    expect(sent.defendants[0].status).toBe("received");
    expect((await world.police.create("/v1/cases", caseBody, { key: caseKey })).id).toBe(sent.id);
    expect(partOf(await file(world.police), "cases").items).toHaveLength(1);
  });

  test("1b. another key with the same PNC ID makes a candidate to decide, not a second person in silence", async () => {
    const second = await world.police.create(
      "/v1/defendants",
      person({
        name: { forenames: ["Mary"], surname: "Neal" },
        dateOfBirth: "1990-12-04",
        identifiers: [{ kind: "pnc", value: "2002/0073319Z" }],
      }),
    );
    expect(second.status).toBe("needs-attention");
    expect(second.candidates).toContainEqual({
      defendantId: defendant.id,
      score: 0.99,
      reasons: [
        { rule: "same-pnc", weight: 30 },
        { rule: "part-of-surname", weight: 4 },
        { rule: "same-forename", weight: 4 },
        { rule: "birth-day-and-month-swapped", weight: 7 },
      ],
      state: "proposed",
    });
    const decided = await world.police.post(`/v1/defendants/${second.id}/candidates/${defendant.id}/decision`, {
      decision: "different",
      reason: "Fingerprints differ",
    });
    expect(decided.candidates.find((candidate: Json) => candidate.defendantId === defendant.id).state).toBe(
      "different",
    );
  });

  test("1c. fifty people recorded at once with one PNC ID: every one but the first is flagged", async () => {
    const pnc = fresh.pnc();
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        world.police.create(
          "/v1/defendants",
          person({
            name: { forenames: ["A"], surname: `Surname${"abcdefghijklmnopqrst"[n]}` },
            identifiers: [{ kind: "pnc", value: pnc }],
          }),
        ),
      ),
    );
    const now = await Promise.all(made.map(({ id }) => world.police.get(`/v1/defendants/${id}`)));
    expect(now.filter(({ status }) => status === "active").length).toBeLessThanOrEqual(1);
  });

  test("1d. a correction needs the version it was made from, is safe to send twice, and keeps what was there before", async () => {
    const path = `/v1/defendants/${defendant.id}`;
    const { version } = await world.police.get(path);
    const body = { dateOfBirth: "1990-04-21", reason: "Birth certificate shown" };
    expect((await world.police.send("PATCH", path, { body })).status).toBe(428);
    const first = await world.police.send("PATCH", path, { body, ifMatch: version });
    const repeated = await world.police.send("PATCH", path, { body, ifMatch: version });
    expect([first.status, first.headers.get("etag"), repeated.status, repeated.text]).toEqual([
      200,
      `"${version + 1}"`,
      200,
      first.text,
    ]);
    expect(
      (await world.police.send("PATCH", path, { body: { ...body, dateOfBirth: "1990-04-22" }, ifMatch: version }))
        .status,
    ).toBe(412);
    const back = await world.police.send("PATCH", path, {
      body: { dateOfBirth: "1990-04-12", reason: "Read wrongly" },
      ifMatch: version + 1,
    });
    expect(back.body).toMatchObject({ version: version + 2, dateOfBirth: "1990-04-12" });
  });

  test("2. the court lists a hearing; court and police are involved", async () => {
    hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      day: "2026-03-10",
      session: "morning",
      room: "1",
      type: "sentence",
      defendantIds: [defendant.id],
    });
    expect(hearing.status).toBe("listed");
    const whole = await file(world.police);
    const involved = whole.involved.map((row: Json) => `${row.agencyId} ${row.reason}`);
    expect(involved).toEqual(
      expect.arrayContaining([
        `${world.agencies.police} charge`,
        `${world.courtId} receipt`,
        `${world.courtId} listing`,
      ]),
    );
    expect(whole.agencies.map((agency: Json) => agency.id)).toEqual(
      expect.arrayContaining([world.agencies.police, world.courtId]),
    );
    expect(partOf(whole, "cases").items[0].status).toBe("listed");
  });

  test("3. probation is asked for a report and delivers it", async () => {
    report = await world.legalAdviser.create(`/v1/cases/${sent.id}/pre-sentence-reports`, {
      defendantId: defendant.id,
      agencyId: world.agencies.probation,
      format: "fast-delivery",
      dueAt: "2026-03-09T16:00:00Z",
    });
    expect(partOf(await file(world.judge), "pre-sentence-reports").state).toBe("requested");
    const delivered = await world.probation.post(`/v1/pre-sentence-reports/${report.id}/delivery`, {
      author: "P. Officer",
      summary: "Offends to pay for heroin.",
      proposal: "Community order with drug rehabilitation",
      willingness: [{ requirementType: "drug-rehabilitation", willing: true }],
      riskOfHarm: "low",
      likelihoodOfReoffending: "high",
    });
    expect(delivered.status).toBe("delivered");
    expect(partOf(await file(world.judge), "pre-sentence-reports").items[0].report.proposal).toBe(
      "Community order with drug rehabilitation",
    );
  });

  test("3b. the treatment centre records a referral and a drug test, a support adviser a need; each adds its notes", async () => {
    await world.coordinator.post(`/v1/defendants/${defendant.id}/involvements`, {
      agencyId: world.agencies.treatment,
      caseId: sent.id,
      reason: "support",
    });
    await world.coordinator.post(`/v1/defendants/${defendant.id}/involvements`, {
      agencyId: world.agencies.support,
      caseId: sent.id,
      reason: "support",
    });
    await world.treatment.create("/v1/referrals", {
      defendantId: defendant.id,
      caseId: sent.id,
      providerAgencyId: world.agencies.treatment,
      need: "drugs",
      basis: "voluntary",
    });
    await world.treatment.create("/v1/drug-tests", {
      defendantId: defendant.id,
      caseId: sent.id,
      takenAt: "2026-03-08T09:00:00Z",
      sample: "oral-fluid",
      outcome: "positive",
      positiveFor: ["opiates"],
      shareWith: [],
    });
    await world.support.create("/v1/needs", {
      defendantId: defendant.id,
      caseId: sent.id,
      domain: "accommodation",
      severity: 2,
      summary: "Sofa-surfing since January",
    });
    await world.support.create("/v1/notes", {
      defendantId: defendant.id,
      caseId: sent.id,
      kind: "agency",
      text: "Wants a flat near her daughter",
      shareWith: [world.courtId],
    });
    await world.treatment.create("/v1/notes", {
      defendantId: defendant.id,
      caseId: sent.id,
      kind: "agency",
      text: "Kept to ourselves",
      shareWith: [],
    });
    await world.probation.create("/v1/notes", {
      defendantId: defendant.id,
      caseId: sent.id,
      kind: "agency",
      text: "Shared with the court",
      shareWith: [world.courtId],
    });
    await world.legalAdviser.create("/v1/notes", {
      defendantId: defendant.id,
      caseId: sent.id,
      kind: "court",
      text: "Interpreter not needed",
      shareWith: [],
    });
  });

  test("4. the judge writes a personal note and opens the whole file", async () => {
    await world.judge.create(`/v1/defendants/${defendant.id}/private-notes`, { text: noteText });
    const whole = await file(world.judge);
    expect(whole.privateNotes.items.map((note: Json) => note.text)).toEqual([noteText]);
    const states = Object.fromEntries(whole.parts.map((part: Json) => [part.part, part.state]));
    expect(states).toEqual({
      antecedents: "none-held",
      cases: "supplied",
      hearings: "supplied",
      "pre-sentence-reports": "supplied",
      orders: "none-held",
      obligations: "none-held",
      "court-obligations": "supplied",
      "report-obligations": "supplied",
      "plan-obligations": "none-held",
      enforcement: "none-held",
      reviews: "none-held",
      "progress-reports": "none-held",
      "drug-rehabilitation-reports": "none-held",
      responses: "none-held",
      meetings: "none-held",
      "unpaid-work": "none-held",
      "ancillary-orders": "none-held",
      treatment: "none-held",
      "victim-contact": "none-held",
      "restorative-meetings": "none-held",
      markers: "none-held",
      "welfare-markers": "none-held",
      "case-markers": "none-held",
      "risk-markers": "none-held",
      "victim-markers": "none-held",
      remand: "none-held",
      custody: "none-held",
      referrals: "supplied",
      "drug-tests": "withheld",
      needs: "supplied",
      warrants: "none-held",
      payments: "none-held",
      "agency-notes": "supplied",
      "court-notes": "supplied",
    });
    expect(partOf(whole, "drug-tests")).toMatchObject({
      items: [],
      alsoHeldBy: [world.agencies.treatment],
      asOf: null,
    });
    expect(
      partOf(whole, "agency-notes")
        .items.map((note: Json) => note.text)
        .sort(),
    ).toEqual(["Shared with the court", "Wants a flat near her daughter"]);
    expect(partOf(whole, "agency-notes").alsoHeldBy).toEqual([world.agencies.treatment]);
    for (const part of whole.parts)
      for (const item of part.items)
        expect(item.source).toMatchObject({
          agencyId: expect.any(String),
          occurredAt: expect.any(String),
          recordedAt: expect.any(String),
        });
  });

  test("4b. the timeline has one order over all agencies, in pages that add up", async () => {
    const all = (await file(world.judge, "?limit=200")).timeline;
    expect(all.next).toBeNull();
    const instants = all.items.map((entry: Json) => entry.at);
    expect(instants).toEqual([...instants].sort().reverse());
    const paged: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { timeline } = await file(world.judge, `?limit=3${cursor && `&cursor=${cursor}`}`);
      paged.push(...timeline.items.map((entry: Json) => entry.id));
      cursor = timeline.next;
    }
    expect(paged).toEqual(all.items.map((entry: Json) => entry.id));
    expect(new Set(paged).size).toBe(paged.length);
  });

  test("4c. the judge passes sentence from the version before the court; an order with requirements exists", async () => {
    const before = await world.judge.get(`/v1/cases/${sent.id}`);
    const offenceId = before.defendants[0].offences[0].id;
    const body = {
      defendantId: defendant.id,
      hearingId: hearing.id,
      disposal: "community-order",
      results: [{ offenceId, code: "1002", text: "Community order for 12 months" }],
      order: {
        supervisedBy: world.agencies.probation,
        endsOn: "2027-03-10",
        requirements: [
          { type: "drug-rehabilitation", length: 6, providerAgencyId: world.agencies.treatment },
          { type: "unpaid-work", length: 80 },
        ],
        reviewEveryDays: 28,
      },
    };
    const early = await world.judge.send("POST", `/v1/cases/${sent.id}/sentence`, { body, ifMatch: before.version });
    expect(early.status).toBe(422);
    expect(early.body.detail).toBe(
      'The case is listed, so "sentence" is not possible; possible now: deny, convict, acquit, issue-warrant, adjourn-sine-die, send, transfer, withdraw.',
    );
    expect(early.body.allowed).toContain("convict");

    const pleaded = await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, {
      defendantId: defendant.id,
      pleas: [{ offenceId, plea: "guilty" }],
    });
    expect((await world.judge.send("POST", `/v1/cases/${sent.id}/sentence`, { body })).status).toBe(428);
    expect(
      (await world.judge.send("POST", `/v1/cases/${sent.id}/sentence`, { body, ifMatch: before.version })).status,
    ).toBe(412);
    const passed = await world.judge.post(`/v1/cases/${sent.id}/sentence`, body, { ifMatch: pleaded.version });
    expect(passed.defendants[0]).toMatchObject({ status: "sentenced", sentence: { disposal: "community-order" } });

    const orders = partOf(await file(world.judge), "orders");
    expect(orders.items).toHaveLength(1);
    expect(
      orders.items[0].requirements.map((requirement: Json) => [requirement.type, requirement.length, requirement.unit]),
    ).toEqual([
      ["drug-rehabilitation", 6, "months"],
      ["unpaid-work", 80, "hours"],
    ]);
  });

  test("5. probation records an attendance and a missed appointment; the file shows both at once", async () => {
    const whole = await file(world.probation);
    const order = partOf(whole, "orders").items[0];
    const expected = partOf(whole, "obligations").items;
    expect(expected.map(({ kind, outcome }: Json) => [kind, outcome]).sort()).toEqual([
      ["appointment", "awaiting"],
      ["unpaid-work", "awaiting"],
    ]);
    const first = expected.find(({ kind }: Json) => kind === "appointment");
    await world.probation.post(`/v1/obligations/${first.id}/outcome`, { outcome: "attended-complied" });
    const next = await world.probation.create(`/v1/orders/${order.id}/obligations`, {
      kind: "appointment",
      dueAt: "2026-04-01T10:00:00Z",
      place: "Bootle office",
    });
    await world.probation.post(`/v1/obligations/${next.id}/outcome`, { outcome: "absent-unacceptable" });
    const again = await world.probation.send("POST", `/v1/obligations/${next.id}/outcome`, {
      body: { outcome: "attended-complied" },
    });
    expect(again.status).toBe(422);
    expect(
      partOf(await file(world.judge), "obligations")
        .items.map((item: Json) => item.outcome)
        .sort(),
    ).toEqual(["absent-unacceptable", "attended-complied", "awaiting"]);
  });

  test("5b. a test taken under the drug rehabilitation requirement reaches the court by law; a voluntary one does not", async () => {
    const [order] = partOf(await file(world.treatment), "orders").items;
    await world.treatment.create("/v1/drug-tests", {
      defendantId: defendant.id,
      orderId: order.id,
      takenAt: "2026-03-20T09:00:00Z",
      sample: "urine",
      outcome: "negative",
      shareWith: [],
    });
    expect(partOf(await file(world.judge), "drug-tests").items.map((item: Json) => item.outcome)).toEqual(["negative"]);
  });

  test("6. nobody but the author sees that the judge's note exists", async () => {
    const snapshot = async () =>
      Promise.all(
        [
          world.police,
          world.lister,
          world.probation,
          world.treatment,
          world.support,
          world.legalAdviser,
          world.coordinator,
        ].map(async caller => (await caller.send("GET", `/v1/defendants/${defendant.id}/file`)).text),
      );
    const before = await snapshot();
    await world.judge.create(`/v1/defendants/${defendant.id}/private-notes`, { text: "A second private note" });
    expect(await snapshot()).toEqual(before);
    for (const text of before) expect(text).not.toMatch(/privateNotes|private/);
    for (const caller of [world.police, world.legalAdviser, world.probation])
      expect((await caller.send("GET", `/v1/defendants/${defendant.id}/private-notes`)).status).toBe(403);
  });

  test("6b. an uninvolved agency sees nothing, exactly as if the ids had never been; an anonymous caller gets 401", async () => {
    const stranger = await makeWorld(rig, ["police", "judge"]);
    const requestId = "same-request-id";
    const paths = [
      `/v1/defendants/${defendant.id}`,
      `/v1/defendants/${defendant.id}/file`,
      `/v1/cases/${sent.id}`,
      `/v1/hearings/${hearing.id}`,
      `/v1/pre-sentence-reports/${report.id}`,
    ];
    for (const path of paths) {
      const never = path.replace(/[0-9a-f-]{36}/, randomUUID());
      const [real, absent] = await Promise.all(
        [path, never].map(each => stranger.judge.send("GET", each, { headers: { "x-request-id": requestId } })),
      );
      expect([real?.status, real?.text]).toEqual([404, absent?.text]);
      expect((await send(rig.url, "GET", path)).status).toBe(401);
    }
    expect((await stranger.judge.send("GET", `/v1/defendants/${defendant.id}/private-notes`)).status).toBe(404);
  });

  test("7. the two reports are built from the events", async () => {
    const list = await eventually("the hearing on the daily list", async () => {
      const { rows } = await world.lister.get("/v1/reports/daily-court-list?day=2026-03-10");
      return rows.length === 1 && rows[0].packPercent === 100 && rows[0];
    });
    expect(list).toMatchObject({
      defendant: "Mary Anne O'Neill",
      room: "1",
      type: "sentence",
      offences: ["TH68001"],
      tags: ["PSR"],
      missing: [],
    });
    const today = new Date();
    const from = new Date(today.getTime() - 86_400_000).toISOString().slice(0, 10);
    const to = new Date(today.getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
    const rows: Json[] = await eventually("the case in the throughput report", async () => {
      const answer = await world.judge.get(`/v1/reports/case-throughput?from=${from}&to=${to}`);
      return answer.rows.some((row: Json) => row.disposed === 1) && answer.rows;
    });
    expect(rows.reduce((sum, row) => sum + row.received, 0)).toBe(1);
    expect(rows.at(-1).pendingAtEnd).toBe(0);
  });
});
