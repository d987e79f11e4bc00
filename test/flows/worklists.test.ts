import { randomUUID } from "node:crypto";
import type { Role } from "../../libs/access/roles.ts";
import { invite } from "../access/prepared.ts";
import { StoredAudit, traced } from "../support/audit.ts";
import { type Answer, type Caller, eventually, type Json, send, sharedRig } from "../support/client.ts";
import { everyPage, itemOn, listDay, prepareWork, type ToDo } from "../support/worklists.ts";
import { chargedDefendant, makePerson, makeWorld, type Who, type World } from "../support/world.ts";

const rig = sharedRig();
const people = {
  ...{ JUD: "judge", LA: "legalAdviser", LST: "lister", CO: "coordinator", POL: "police", INT: "intelligence" },
  ...{ CPS: "prosecutor", DEF: "defence", PRB: "probation", YOT: "youth", TRT: "treatment", HLT: "health" },
  ...{ SUP: "support", VIC: "victims", ASB: "asb", REP: "analyst", OPS: "operations", IGO: "governance" },
} as const satisfies Record<Exclude<Role, "ADM">, Who>;
const everybody = Object.values(people);

let world: World;
let guests: World;
let todo: ToDo;
/** The day of the list, and for those who belong to no court, whose list it is. */
let query: string;

beforeAll(async () => {
  [world, guests] = await Promise.all([
    makeWorld(rig, everybody),
    makeWorld(rig, ["judge", "lister", "coordinator", "police", "probation", "treatment", "defence"]),
  ]);
  todo = await prepareWork(world);
  query = `&asOf=${listDay}&courtId=${world.courtId}`;
  await itemOn(world.probation, "reports-to-write", todo.listed.reportId);
}, 240_000);

/** Who finds something on a list of what was prepared: written by hand from who has what to do. */
const withWork: Readonly<Record<string, readonly Who[]>> = {
  "todays-list": [
    ...["judge", "legalAdviser", "lister", "coordinator", "police", "prosecutor", "defence", "probation"],
    ...["youth", "treatment", "support"],
  ] as Who[],
  "cases-to-list": ["legalAdviser", "lister"],
  "results-to-enter": ["judge", "legalAdviser", "lister"],
  "reports-to-write": ["probation"],
  "reports-awaited": ["judge", "legalAdviser", "coordinator"],
  "progress-reports-to-write": ["probation"],
  "progress-reports-awaited": ["judge", "legalAdviser", "coordinator"],
  "reviews-due": ["judge", "legalAdviser", "coordinator"],
  "reviews-to-conclude": ["judge", "legalAdviser"],
  "reviews-of-our-orders": ["probation"],
  "failures-to-decide": ["probation"],
  "breaches-to-present": ["probation"],
  "breaches-before-court": ["judge", "legalAdviser"],
  "referrals-to-answer": ["treatment"],
  "referrals-unanswered": ["coordinator"],
  // Also whether somebody came to the drug test.
  "overdue-outcomes": ["probation", "treatment"],
  "court-outcomes-to-record": ["judge", "legalAdviser", "coordinator"],
  "plan-actions": ["support"],
  "meetings-to-hold": ["judge", "legalAdviser", "coordinator"],
  "warrants-outstanding": ["judge", "legalAdviser", "police"],
  "tests-to-take": ["treatment"],
};

describe("the law: what stands on a list may be got, and says the same", () => {
  test.each(Object.keys(withWork))(
    "%s, for every role",
    async list => {
      const found: Who[] = [];
      for (const who of everybody) {
        const answer = await world[who].send("GET", `/v1/worklists/${list}?limit=1${query}`);
        if (answer.status === 404) continue;
        const items = await everyPage(world[who], list, query, 2);
        if (items.length > 0) found.push(who);
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        for (const item of items) {
          const got = await world[who].send("GET", item.href);
          expect([who, item.href, got.status]).toEqual([who, item.href, 200]);
          const shown = Object.fromEntries(Object.keys(item.details).map(field => [field, got.body[field]]));
          expect([item.version, item.source, item.details]).toEqual([got.body.version, got.body.source, shown]);
          for (const { defendantId } of item.people)
            expect((await world[who].send("GET", `/v1/defendants/${defendantId}`)).status).toBe(200);
        }
      }
      expect(found.sort()).toEqual([...(withWork[list] ?? [])].sort());
    },
    120_000,
  );

  test("a page after another gives everything once, in the order of what is due", async () => {
    const items = await everyPage(world.judge, "court-outcomes-to-record", "", 1);
    expect(items.map(({ id }) => id)).toEqual(
      (await everyPage(world.judge, "court-outcomes-to-record")).map(({ id }) => id),
    );
    expect(items.length).toBeGreaterThan(3);
    const dues = items.map(({ dueAt }) => dueAt);
    expect(dues).toEqual([...dues].sort());
  });

  test("the counts are of what the lists show", async () => {
    for (const who of ["judge", "probation", "treatment"] as const) {
      const { items, asOf } = await world[who].get(`/v1/worklists?${query.slice(1)}`);
      expect(asOf).toBe(listDay);
      for (const { id, count, overdue, attention, more } of items) {
        const all = await everyPage(world[who], id, query);
        const late = all.filter(({ overdueDays }) => overdueDays > 0).length;
        const near = all.filter(({ needsAttention }) => needsAttention).length;
        expect([who, id, count, overdue, attention, more]).toEqual([who, id, all.length, late, near, false]);
      }
    }
  });
});

describe("who has no such list", () => {
  const told = ({ status, text }: Answer) => [status, text.replace(/"requestId":"[^"]*"/, "")];

  test.each(["intelligence", "victims", "asb", "analyst", "operations"] as const)("%s has none at all", async who => {
    expect((await world[who].get("/v1/worklists")).items).toEqual([]);
    expect((await world[who].get("/v1/reminders")).items).toEqual([]);
  });

  test("a list of another role is answered like one that never was", async () => {
    const pairs: readonly (readonly [Who, string])[] = [
      ["lister", "reports-awaited"],
      ["police", "results-to-enter"],
      ["prosecutor", "warrants-outstanding"],
      ["defence", "reports-awaited"],
      ["health", "overdue-outcomes"],
      ["support", "tests-to-take"],
      ["judge", "reports-to-write"],
      ["judge", "unmatched-people"],
      ["analyst", "todays-list"],
      ["victims", "todays-list"],
    ];
    for (const [who, list] of pairs) {
      const there = await world[who].send("GET", `/v1/worklists/${list}?courtId=${world.courtId}`);
      const never = await world[who].send("GET", `/v1/worklists/no-such-list?courtId=${world.courtId}`);
      expect([who, list, ...told(there)]).toEqual([who, list, ...told(never)]);
      expect(there.status).toBe(404);
    }
  });

  test("an administrator without another role has none", async () => {
    const name = `adm.${randomUUID().slice(0, 8)}`;
    const adm = await makePerson(rig, world.administrator, world.agencies.probation, "ADM", name);
    expect((await adm.get("/v1/worklists")).items).toEqual([]);
    expect((await adm.send("GET", "/v1/worklists/reports-to-write")).status).toBe(404);
  });

  test("nobody without a token", async () => {
    for (const path of ["/v1/worklists", "/v1/worklists/todays-list", "/v1/reminders"])
      expect((await send(rig.url, "GET", path)).status).toBe(401);
  });
});

describe("another court", () => {
  test("its people see none of it, and may not ask about the other by its id", async () => {
    for (const who of ["judge", "lister", "coordinator"] as const) {
      const own = await guests[who].get(`/v1/worklists/todays-list?asOf=${listDay}`);
      expect([own.courtId, own.items]).toEqual([guests.courtId, []]);
      for (const path of ["/v1/worklists", "/v1/worklists/todays-list", "/v1/reminders"])
        expect((await guests[who].send("GET", `${path}?courtId=${world.courtId}`)).status).toBe(404);
    }
  });

  test("agencies that sit at no table of it find its list empty", async () => {
    for (const who of ["police", "probation", "treatment", "defence"] as const)
      expect((await guests[who].get(`/v1/worklists/todays-list?${query.slice(1)}`)).items).toEqual([]);
  });

  test("whoever belongs to no court names one; until then its lists are not counted", async () => {
    const answer = await world.police.send("GET", "/v1/worklists/todays-list");
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ path: "courtId", message: "expected the id of a court" }],
    ]);
    const { items } = await world.police.get("/v1/worklists");
    expect(items.map(({ id, count }: Json) => [id, count])).toEqual([
      ["todays-list", null],
      ["warrants-outstanding", null],
    ]);
  });
});

describe("a reader whom the file is closed to", () => {
  const hearingFor = async (who: Caller, day: string): Promise<Json[]> =>
    everyPage(who, "todays-list", `&asOf=${day}&courtId=${world.courtId}`);

  /** Somebody on the list of a day of their own, seen by all who are asked. */
  async function listed(day: string): Promise<{ defendantId: string; caseId: string }> {
    const { defendant, case: sent } = await chargedDefendant(world);
    await invite(world, defendant.id, world.agencies.defence, sent.id);
    await invite(world, defendant.id, guests.agencies.probation, sent.id);
    await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      ...{ day, session: "morning", room: "2", type: "plea", defendantIds: [defendant.id] },
    });
    for (const who of [world.judge, world.coordinator, world.police, world.defence, guests.probation])
      await eventually("the hearing", async () => (await hearingFor(who, day)).length === 1);
    return { defendantId: defendant.id, caseId: sent.id };
  }

  test("who is excluded does not see the row; others do", async () => {
    const { defendantId } = await listed("2026-06-01");
    await world.legalAdviser.create(`/v1/defendants/${defendantId}/exclusions`, {
      personId: world.coordinator.me.id,
      reason: "A cousin",
    });
    expect(await hearingFor(world.coordinator, "2026-06-01")).toEqual([]);
    expect(await hearingFor(world.judge, "2026-06-01")).toHaveLength(1);
    const overview = await world.coordinator.get("/v1/worklists?asOf=2026-06-01");
    expect(overview.items.find(({ id }: Json) => id === "todays-list").count).toBe(0);
  });

  test("a restricted file is on the lists of those who are named, a sealed one on the bench's", async () => {
    const { defendantId } = await listed("2026-06-02");
    await world.legalAdviser.create(`/v1/defendants/${defendantId}/restrictions`, {
      personIds: [world.legalAdviser.me.id, world.police.me.id],
      reason: "Few",
    });
    expect(await hearingFor(world.judge, "2026-06-02")).toEqual([]);
    expect(await hearingFor(world.defence, "2026-06-02")).toEqual([]);
    expect(await hearingFor(world.police, "2026-06-02")).toHaveLength(1);
    const { defendantId: sealed } = await listed("2026-06-03");
    await world.judge.create(`/v1/defendants/${sealed}/seals`, { reason: "A protected witness" });
    for (const who of [world.lister, world.police, world.coordinator, world.defence])
      expect(await hearingFor(who, "2026-06-03")).toEqual([]);
    expect(await hearingFor(world.judge, "2026-06-03")).toHaveLength(1);
  });

  test("an agency whose involvement has ended has nothing to do there, though it may still read what it saw", async () => {
    const { defendantId } = await listed("2026-06-04");
    const [before] = await hearingFor(guests.probation, "2026-06-04");
    const { involved } = await world.coordinator.get(`/v1/defendants/${defendantId}/file`);
    const { id } = involved.find(({ agencyId }: Json) => agencyId === guests.agencies.probation);
    await world.coordinator.post(`/v1/defendants/${defendantId}/involvements/${encodeURIComponent(id)}/end`, {
      reason: "Moved away",
    });
    expect(await hearingFor(guests.probation, "2026-06-04")).toEqual([]);
    expect((await guests.probation.send("GET", before?.href)).status).toBe(200);
  });

  test("of a hearing of two, whoever may know of one sees that one only", async () => {
    const one = await chargedDefendant(world);
    const other = await world.police.create("/v1/defendants", {
      ...{ name: { forenames: ["Secret"], surname: "Person" }, dateOfBirth: "1985-01-01", sex: "male" },
    });
    const sent = await world.police.create("/v1/cases", {
      ...{ urn: "05NL0999926", courtId: world.courtId, initiation: "charge" },
      defendants: [one.defendant.id, other.id].map(defendantId => ({
        defendantId,
        offences: [{ code: "TH68001", title: "Theft", category: "either-way", date: "2026-03-02" }],
      })),
    });
    await invite(world, one.defendant.id, world.agencies.defence, sent.id);
    await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      ...{ day: "2026-06-05", session: "morning", room: "1", type: "plea", defendantIds: [one.defendant.id, other.id] },
    });
    const [seen] = await eventually("the hearing", async () => {
      const items = await hearingFor(world.defence, "2026-06-05");
      return items.length > 0 && items;
    });
    expect(seen?.people.map(({ defendantId }: Json) => defendantId)).toEqual([one.defendant.id]);
    expect(JSON.stringify(seen)).not.toContain(other.id);
    const [all] = await hearingFor(world.judge, "2026-06-05");
    expect(all?.people).toHaveLength(2);
  });
});

describe("today's list", () => {
  const today = async (who: Who): Promise<Json> => (await everyPage(world[who], "todays-list", query))[0];

  test("says what a hearing needs and what is missing to those who may read such things, and to nobody else", async () => {
    const { defendantId } = todo.listed;
    const missing = { defendantId, needed: ["pre-sentence report"], missing: ["pre-sentence report"], percent: 0 };
    const nothing = { defendantId, needed: [], missing: [], percent: null };
    for (const who of ["judge", "legalAdviser", "coordinator", "prosecutor", "defence", "probation", "youth"] as const)
      expect([who, (await today(who)).preparation]).toEqual([who, [missing]]);
    for (const who of ["lister", "police", "treatment", "support"] as const)
      expect([who, (await today(who)).preparation]).toEqual([who, [nothing]]);
  });

  test("a report that was delivered is not missing", async () => {
    await world.probation.post(`/v1/pre-sentence-reports/${todo.listed.reportId}/delivery`, {
      ...{ author: "P. Officer", summary: "S", proposal: "P", riskOfHarm: "low", likelihoodOfReoffending: "low" },
    });
    expect((await today("judge")).preparation).toEqual([
      { defendantId: todo.listed.defendantId, needed: ["pre-sentence report"], missing: [], percent: 100 },
    ]);
    expect(await everyPage(world.probation, "reports-to-write")).toEqual([]);
  });

  test("a review needs its progress report, a breach the information that was laid", async () => {
    const list = (about: { caseId: string; defendantId: string }, type: string): Promise<Json> =>
      world.lister.create(`/v1/cases/${about.caseId}/hearings`, {
        ...{ day: "2026-06-10", session: "afternoon", room: "1", type, defendantIds: [about.defendantId] },
      });
    await list(todo.failed, "review");
    await list(todo.presented, "breach");
    await list(todo.referred, "breach");
    const items = await everyPage(world.judge, "todays-list", "&asOf=2026-06-10");
    const stateOf = ({ defendantId }: { defendantId: string }) =>
      items.flatMap(({ preparation }) => preparation).find((state: Json) => state.defendantId === defendantId);
    expect(stateOf(todo.failed)).toMatchObject({ missing: ["progress report"], percent: 0 });
    expect(stateOf(todo.presented)).toMatchObject({ missing: [], percent: 100 });
    expect(stateOf(todo.referred)).toMatchObject({ missing: ["information of the breach"], percent: 0 });
  });

  test("is in the order in which it is heard, on every day that a hearing takes, without what does not take place", async () => {
    const { defendant, case: sent } = await chargedDefendant(world);
    const list = (session: string, room: string, order: number, over: object = {}): Promise<Json> =>
      world.lister.create(`/v1/cases/${sent.id}/hearings`, {
        ...{ day: "2026-06-15", session, room, order, type: "mention", defendantIds: [defendant.id] },
        ...over,
      });
    await list("afternoon", "1", 1);
    await list("morning", "2", 1, { days: ["2026-06-16"] });
    await list("morning", "1", 11);
    await list("morning", "1", 2);
    const off = await list("morning", "1", 3);
    await world.lister.post(`/v1/hearings/${off.id}/outcome`, { outcome: "vacated" }, { ifMatch: off.version });
    await list("morning", "1", 4, { planned: true });
    const places = (await everyPage(world.lister, "todays-list", "&asOf=2026-06-15", 1)).map(
      ({ details: { session, room, order } }) => `${session} ${room} ${order}`,
    );
    expect(places).toEqual(["morning 1 2", "morning 1 11", "morning 2 1", "afternoon 1 1"]);
    expect(await everyPage(world.lister, "todays-list", "&asOf=2026-06-16")).toHaveLength(1);
  });
});

describe("what is due", () => {
  test("is told by the day that is asked about, and the same bytes again", async () => {
    const path = `/v1/worklists/tests-to-take?asOf=${listDay}`;
    const [one, again] = [await world.treatment.send("GET", path), await world.treatment.send("GET", path)];
    expect(one.text).toBe(again.text);
    // Due on Good Friday, 3 April; a working day before is Thursday the 2nd.
    expect(one.body.items[0]).toMatchObject({
      dueAt: "2026-04-03T09:00:00.000Z",
      overdueDays: 38,
      remindFrom: "2026-04-02",
      needsAttention: true,
    });
    const earlier = await world.treatment.get("/v1/worklists/tests-to-take?asOf=2026-04-01");
    expect(earlier.items[0]).toMatchObject({ overdueDays: 0, needsAttention: false });
  });

  test("an outcome is asked for once its time has come, and is late after five working days", async () => {
    // The first appointment is due on Tuesday 17 March 2026.
    const of = async (day: string) =>
      (await everyPage(world.probation, "overdue-outcomes", `&asOf=${day}`)).find(({ people: [who] }: Json) => {
        return who.defendantId === todo.drugs.defendantId;
      });
    expect(await of("2026-03-16")).toBeUndefined();
    expect(await of("2026-03-17")).toMatchObject({ overdueDays: 0, remindFrom: "2026-03-19", needsAttention: false });
    expect(await of("2026-03-24")).toMatchObject({ overdueDays: 0, needsAttention: true });
    expect(await of("2026-03-25")).toMatchObject({ dueAt: "2026-03-24T11:00:00.000Z", overdueDays: 1 });
  });

  test("reminders are what needs attention of all one's lists, the most urgent first", async () => {
    const { items, more } = await world.treatment.get(`/v1/reminders?asOf=${listDay}`);
    expect(more).toBe(false);
    expect(items.map(({ worklist }: Json) => worklist)).toContain("tests-to-take");
    expect(items.every(({ needsAttention }: Json) => needsAttention)).toBe(true);
    expect(items.map(({ dueAt }: Json) => dueAt)).toEqual(items.map(({ dueAt }: Json) => dueAt).sort());
    expect((await world.treatment.get("/v1/reminders?asOf=2026-04-01")).items).toEqual([]);
  });

  test.each([
    ["a cursor that is none", "cursor=x"],
    ["a cursor of another list", `cursor=${Buffer.from('["morning","1",1,"x"]').toString("base64url")}`],
    ["no day", "asOf=soon"],
    ["no page", "limit=0"],
    ["too much", "limit=101"],
    ["whose", "assignee=them"],
    ["what is no field", "sort=dueAt"],
  ])("%s is refused", async (_what, wrong) => {
    expect((await world.treatment.send("GET", `/v1/worklists/tests-to-take?${wrong}`)).status).toBe(400);
  });
});

describe("who is shown on a list", () => {
  let stored: StoredAudit;
  beforeAll(async () => {
    stored = await StoredAudit.open(rig);
  });
  afterAll(() => stored.close());

  test("is a consultation of each of them, by what let the reader in", async () => {
    const { body, requestId } = await traced(world.judge, "GET", "/v1/worklists/breaches-before-court");
    const rows = await stored.kept("cases", requestId);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ action: "cases.openWorklist", operation: "consultation", outcome: "ok" });
    expect(rows[0].decision.because).toContain("supervision × JUD");
    expect(rows[0].objects).toEqual(
      body.items.map(({ id, source, people: [one] }: Json) => ({
        ...{ class: "supervision", fileId: one.defendantId, recordId: id, holderAgencyIds: [source.agencyId] },
      })),
    );
    expect(body.items).toHaveLength(1);
  });

  test("what may not be reported goes with the name", async () => {
    const { defendantId } = todo.presented;
    await world.judge.create(`/v1/defendants/${defendantId}/reporting-restrictions`, { kind: "yjcea-1999-s45" });
    const [item] = (await world.judge.get("/v1/worklists/breaches-before-court")).items;
    expect(item.people).toEqual([
      { defendantId, name: "Mary Anne O'Neill", reportingRestrictions: ["yjcea-1999-s45"] },
    ]);
  });
});

describe("people who may be recorded twice", () => {
  test("are on the list of information governance, each a pair that it is given to decide", async () => {
    const body = {
      ...{ name: { forenames: ["Una"], surname: `Q${randomUUID().slice(0, 4).replace(/\d/g, "a")}illan` } },
      ...{ dateOfBirth: "1971-02-13", sex: "female" },
    };
    const one = await world.police.create("/v1/defendants", body);
    const other = await guests.police.create("/v1/defendants", body);
    const isPair = ({ people: pair }: Json) => pair.some(({ defendantId }: Json) => defendantId === one.id);
    const found = await eventually("the pair", async () =>
      (await everyPage(world.governance, "unmatched-people")).find(isPair),
    );
    expect(found.people.map(({ defendantId }: Json) => defendantId).sort()).toEqual([one.id, other.id].sort());
    expect(found).toMatchObject({ kind: "match", href: null, class: "identity", details: { state: "proposed" } });
    const { items } = await world.governance.get("/v1/match-tasks");
    expect(items.map(({ id }: Json) => id)).toContain(found.id);
    await world.governance.post(`/v1/match-tasks/${found.id}/decision`, { decision: "different", reason: "Compared" });
    expect((await everyPage(world.governance, "unmatched-people")).filter(isPair)).toEqual([]);
  });

  test("of those in a restricted or sealed file nothing is on it", async () => {
    const body = {
      ...{ name: { forenames: ["Ora"], surname: `V${randomUUID().slice(0, 4).replace(/\d/g, "e")}ellan` } },
      ...{ dateOfBirth: "1972-03-14", sex: "female" },
    };
    const { defendant } = await chargedDefendant(world, body);
    await guests.police.create("/v1/defendants", body);
    const isPair = ({ people: pair }: Json) => pair.some(({ defendantId }: Json) => defendantId === defendant.id);
    await eventually("the pair", async () => (await everyPage(world.governance, "unmatched-people")).find(isPair));
    await world.judge.create(`/v1/defendants/${defendant.id}/seals`, { reason: "A protected witness" });
    expect((await everyPage(world.governance, "unmatched-people")).filter(isPair)).toEqual([]);
  });
});
