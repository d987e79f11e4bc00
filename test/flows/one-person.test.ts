import { randomInt, randomUUID } from "node:crypto";
import { invite } from "../access/prepared.ts";
import { StoredAudit } from "../support/audit.ts";
import { type Answer, type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, fresh, makePerson, makeWorld, person, type World } from "../support/world.ts";

const rig = sharedRig();
let home: World;
let away: World;
let officer: Caller;

beforeAll(async () => {
  home = await makeWorld(rig, ["judge", "legalAdviser", "coordinator", "police", "probation", "support", "governance"]);
  away = await makeWorld(rig, ["police", "probation"]);
  const tag = randomUUID().slice(0, 8);
  officer = await makePerson(rig, home.administrator, home.agencies.probation, "PRB", `officer.${tag}`);
}, 120_000);

const file = (id: string) => `/v1/defendants/${id}`;
const letters = (count: number) => Array.from({ length: count }, () => "bdfgklmnprt"[randomInt(11)]).join("a");
/** Somebody like nobody else. */
const someone = (over: object = {}) =>
  person({
    name: { forenames: ["Mary"], surname: `Z${letters(6)}` },
    dateOfBirth: `19${randomInt(60, 99)}-0${randomInt(1, 9)}-${randomInt(13, 28)}`,
    ...over,
  });
const record = (who: Caller, body: object = someone()) => who.create("/v1/defendants", body);
const candidatesOf = async (who: Caller, id: string) => (await who.get(file(id))).candidates;
const say = (who: Caller, id: string, otherId: string, what: "merge" | "unmerge", ask = {}) =>
  who.send("POST", `${file(id)}/${what}`, { body: { otherId, reason: "Fingerprints compared" }, ...ask });
const override = (who: Caller, id: string, otherId: string, match: "always" | "never") =>
  who.send("POST", `${file(id)}/overrides`, { body: { otherId, match, reason: "Known to the officer" } });
const decide = (who: Caller, id: string, candidateId: string, decision: string) =>
  who.send("POST", `${file(id)}/candidates/${candidateId}/decision`, { body: { decision, reason: "Compared" } });
const bytes = ({ status, text, headers }: Answer) => [
  status,
  text.replace(/"requestId":"[^"]*"/, ""),
  headers.get("etag"),
];

/** Two records of one name and birth, both of the home police. */
async function two(): Promise<readonly [string, string]> {
  const body = someone();
  const one = await record(home.police, body);
  const other = await record(home.police, body);
  return [one.id, other.id];
}

describe("candidates", () => {
  test("both records show the other, with the rules and their weights, and a human decides once", async () => {
    const [one, other] = await two();
    for (const [id, otherId] of [
      [one, other],
      [other, one],
    ] as const)
      expect(await home.police.get(file(id))).toMatchObject({
        status: "needs-attention",
        version: 1,
        candidates: [
          {
            defendantId: otherId,
            score: 0.99,
            reasons: [
              { rule: "same-surname", weight: 7 },
              { rule: "same-forename", weight: 4 },
              { rule: "same-birth", weight: 9 },
            ],
            state: "proposed",
          },
        ],
      });
    expect((await decide(home.police, one, other, "different")).body).toMatchObject({ status: "active" });
    expect(await candidatesOf(home.police, other)).toMatchObject([{ defendantId: one, state: "different" }]);
    const again = await decide(home.police, other, one, "same");
    expect([again.status, again.body.type]).toEqual([422, expect.stringMatching(/RULE_BROKEN|rule-broken/i)]);
  });

  test("nobody is decided on whom nothing has proposed", async () => {
    const [one, other] = [await record(home.police), await record(home.police)];
    expect((await decide(home.police, one.id, other.id, "same")).status).toBe(422);
    expect((await decide(home.police, one.id, randomUUID(), "same")).status).toBe(404);
  });

  test("a correction that makes two people alike proposes them; what is not compared does not", async () => {
    const body = someone();
    const one = await record(home.police, body);
    const other = await record(home.police, someone());
    expect(other.candidates).toEqual([]);
    const corrected = await home.police.send("PATCH", file(other.id), {
      body: { name: body.name, dateOfBirth: body.dateOfBirth, reason: "Gave a false name" },
      ifMatch: 1,
    });
    expect([corrected.status, corrected.headers.get("etag")]).toEqual([200, '"2"']);
    expect(corrected.body.candidates).toMatchObject([{ defendantId: one.id }]);
  });

  test("an identifier that fails its rule is kept as quoted, with the reason, and matches nobody", async () => {
    const quoted = [{ kind: "pnc", value: "2000/1234567A" }];
    const refused = await home.police.send("POST", "/v1/defendants", { body: someone({ identifiers: quoted }) });
    expect([refused.status, refused.text.includes("should be V, not A")]).toEqual([400, true]);
    const kept = quoted.map(given => ({ ...given, asQuoted: true }));
    await record(home.police, someone({ identifiers: kept }));
    const second = await record(home.police, someone({ identifiers: kept }));
    expect(second.candidates).toEqual([]);
    expect(second.identifiers).toEqual([
      {
        kind: "pnc",
        value: "2000/1234567A",
        raw: "2000/1234567A",
        valid: false,
        reason: expect.stringContaining("should be V, not A"),
        warning: null,
        sourceAgencyId: home.agencies.police,
      },
    ]);
  });
});

describe("candidates that the caller may not know", () => {
  const told = ({ status, text, headers }: Answer) => [
    status,
    headers.get("etag"),
    text
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "an id")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "an instant")
      .replace(/2019\/\d{7}[A-Z]|19\/\d{1,7}[A-Z]/g, "a PNC ID"),
  ];
  const recorded = (pnc: string, body: Json) =>
    home.police.send("POST", "/v1/defendants", {
      body: { ...body, identifiers: [{ kind: "pnc", value: pnc }] },
    });
  const tasks = async () => (await home.governance.get("/v1/match-tasks")).items;

  test("the answer is the same in every byte, and the pair goes to the matching role, who decides once", async () => {
    const pnc = fresh.pnc();
    const hidden = await record(away.police, someone({ identifiers: [{ kind: "pnc", value: pnc }] }));
    const [first, second] = [someone(), someone()];
    const beside = await recorded(pnc, first);
    const alone = await recorded(fresh.pnc(), { ...second, name: first.name, dateOfBirth: "1959-01-30" });
    expect(told(beside)).toEqual(
      told({ ...alone, text: alone.text.replace("1959-01-30", first.dateOfBirth) } as Answer),
    );
    const read = await home.police.get(file(beside.body.id));
    expect(read).toMatchObject({ status: "active", version: 1, candidates: [] });

    const task = (await tasks()).find((found: Json) => found.people.some(({ id }: Json) => id === hidden.id));
    expect(task).toMatchObject({ state: "proposed" });
    expect(task.people.map(({ id }: Json) => id).sort()).toEqual([hidden.id, beside.body.id].sort());
    expect(Object.keys(task.people[0]).sort()).toEqual(["dateOfBirth", "id", "name"]);
    for (const who of [home.police, home.judge, home.administrator]) {
      expect((await who.send("GET", "/v1/match-tasks")).status).toBe(403);
      const tried = await who.send("POST", `/v1/match-tasks/${task.id}/decision`, {
        body: { decision: "same", reason: "Guessed" },
      });
      expect(tried.status).toBe(403);
    }
    const body = { decision: "different", reason: "Two people used one number" };
    const decided = await home.governance.post(`/v1/match-tasks/${task.id}/decision`, body);
    expect(decided.state).toBe("different");
    expect((await home.governance.send("POST", `/v1/match-tasks/${task.id}/decision`, { body })).status).toBe(422);
    expect((await tasks()).some(({ id }: Json) => id === task.id)).toBe(false);
    expect(bytes(await home.police.send("GET", file(beside.body.id)))).toEqual([200, JSON.stringify(read), '"1"']);
  });

  test("a pair that the recorder knows is no task, and a restricted file is in none for those it is closed to", async () => {
    const [one, other] = await two();
    const pnc = fresh.pnc();
    const hidden = await record(away.police, someone({ identifiers: [{ kind: "pnc", value: pnc }] }));
    await home.governance.create(`${file(hidden.id)}/restrictions`, {
      personIds: [away.police.me.id],
      reason: "A protected witness",
    });
    await recorded(pnc, someone());
    const named = (await tasks()).flatMap((task: Json) => task.people.map(({ id }: Json) => id));
    expect([one, other, hidden.id].filter(id => named.includes(id))).toEqual([]);
  });

  test("a task that never was is not found", async () => {
    const body = { decision: "same", reason: "Guessed" };
    const answer = await home.governance.send("POST", `/v1/match-tasks/${randomUUID()}/decision`, { body });
    expect(answer.status).toBe(404);
  });
});

describe("overrides", () => {
  test("never: they are not proposed again whatever is added, not merged, and not decided anew", async () => {
    const [one, other] = [await record(home.police), await record(home.police)];
    expect((await override(home.police, one.id, other.id, "never")).body.state).toBe("different");
    const identifiers = [{ kind: "pnc", value: fresh.pnc() }];
    for (const { id } of [one, other]) await home.police.post(`${file(id)}/details`, { identifiers });
    expect(await home.police.get(file(one.id))).toMatchObject({ status: "active" });
    expect(await candidatesOf(home.police, one.id)).toMatchObject([{ defendantId: other.id, state: "different" }]);
    expect((await decide(home.police, one.id, other.id, "same")).status).toBe(422);
    const merged = await say(home.police, one.id, other.id, "merge");
    expect([merged.status, merged.body.detail]).toEqual([422, expect.stringContaining("possible now: always, never")]);
  });

  test("always: two whom no rule would propose are one, and the last word counts", async () => {
    const [one, other] = [await record(home.police), await record(home.police)];
    await override(home.police, one.id, other.id, "never");
    expect((await override(home.police, other.id, one.id, "always")).body.state).toBe("same");
    expect((await say(home.police, one.id, other.id, "merge")).status).toBe(200);
    expect((await override(home.police, one.id, other.id, "never")).status).toBe(422);
  });

  test("a repeated key says it once; nobody overrides themselves, or whom they may not write about", async () => {
    const [one, other] = [await record(home.police), await record(home.police)];
    const hidden = await record(away.police);
    const body = { otherId: other.id, match: "always", reason: "Known" };
    const key = randomUUID();
    const first = await home.police.send("POST", `${file(one.id)}/overrides`, { body, key });
    const again = await home.police.send("POST", `${file(one.id)}/overrides`, { body, key });
    expect(again.text).toBe(first.text);
    expect((await override(home.police, one.id, one.id, "always")).status).toBe(400);
    const refused = await override(home.police, one.id, hidden.id, "never");
    expect(refused.status).toBe(404);
    expect(bytes(refused)).toEqual(bytes(await override(home.police, one.id, randomUUID(), "never")));
    const turned = await override(home.police, hidden.id, one.id, "never");
    expect(bytes(turned)).toEqual(bytes(await override(home.police, randomUUID(), one.id, "never")));
  });
});

describe("a merge", () => {
  test("links two records, loses neither, and is undone with nothing lost", async () => {
    const [one, other] = await two();
    const before = await home.police.get(file(other));
    const key = randomUUID();
    const merged = await say(home.police, one, other, "merge", { key });
    expect(merged.body).toMatchObject({ defendantId: one, otherId: other, state: "merged", to: null, toPlace: null });
    expect((await say(home.police, one, other, "merge", { key })).text).toBe(merged.text);
    expect(await home.police.get(file(one))).toMatchObject({
      status: "active",
      merged: [{ defendantId: other, since: merged.body.from }],
      mergedInto: null,
      candidates: [{ defendantId: other, state: "merged" }],
    });
    expect(await home.police.get(file(other))).toEqual({
      ...before,
      status: "merged-into",
      mergedInto: one,
      candidates: [{ ...before.candidates[0], state: "merged" }],
    });

    const undone = await say(home.police, one, other, "unmerge");
    expect(undone.body).toMatchObject({
      state: "unmerged",
      toPlace: { since: merged.body.from, until: undone.body.to },
    });
    expect(await home.police.get(file(other))).toEqual({
      ...before,
      candidates: [{ ...before.candidates[0], state: "to-place" }],
    });
    expect((await say(home.police, one, other, "unmerge")).status).toBe(422);
    expect((await say(home.police, one, other, "merge")).status).toBe(422);
    expect((await decide(home.police, one, other, "same")).status).toBe(422);
    expect((await decide(home.police, one, other, "different")).body.status).toBe("active");
  });

  test("is refused with oneself, of or into what is merged, and of what others were merged into", async () => {
    const [survivor, absorbed] = await two();
    const third = (await record(home.police)).id;
    expect((await say(home.police, survivor, survivor, "merge")).status).toBe(400);
    expect((await say(home.police, survivor, absorbed, "unmerge")).status).toBe(422);
    expect((await say(home.police, survivor, absorbed, "merge")).status).toBe(200);
    const refused: (readonly [string, string, string])[] = [
      [survivor, absorbed, "merge"],
      [absorbed, survivor, "merge"],
      [third, absorbed, "merge"],
      [absorbed, third, "merge"],
      [third, survivor, "merge"],
      [absorbed, survivor, "unmerge"],
      [survivor, third, "unmerge"],
    ];
    for (const [id, otherId, what] of refused)
      expect([id, otherId, what, (await say(home.police, id, otherId, what as "merge")).status]).toEqual([
        id,
        otherId,
        what,
        422,
      ]);
    // A second one may still be merged into the survivor, and each is undone by itself.
    expect((await say(home.police, survivor, third, "merge")).status).toBe(200);
    expect((await say(home.police, survivor, absorbed, "unmerge")).status).toBe(200);
    expect((await home.police.get(file(survivor))).merged).toMatchObject([{ defendantId: third }]);
  });

  test("of two into each other at once leaves one link", async () => {
    const [one, other] = await two();
    const answers = await Promise.all([say(home.police, one, other, "merge"), say(home.police, other, one, "merge")]);
    expect(answers.filter(({ status }) => ![200, 422].includes(status))).toEqual([]);
    await eventually("one link, told on both sides", async () => {
      const files = await Promise.all([one, other].map(id => home.police.get(file(id))));
      const links = files.flatMap(({ merged }) => merged);
      const gone = files.flatMap(({ mergedInto }) => mergedInto ?? []);
      const isOne = links.length === 1 && gone.length === 1 && links[0].defendantId !== gone[0];
      return isOne && files.every(({ candidates }) => candidates[0].state === "merged") ? true : undefined;
    });
  });

  test("is not for those who may not write who people are, nor for those outside; both are told the same as of nobody", async () => {
    const { defendant } = await chargedDefendant(home, someone());
    const { defendant: second } = await chargedDefendant(home, someone());
    const hidden = await record(away.police);
    for (const who of [home.judge, home.support, away.police]) {
      const answer = await say(who, defendant.id, second.id, "merge");
      expect([who.me.id, ...bytes(answer)]).toEqual([
        who.me.id,
        ...bytes(await say(who, randomUUID(), second.id, "merge")),
      ]);
      expect(answer.status).toBe(404);
    }
    const there = await say(home.police, defendant.id, hidden.id, "merge");
    const never = await say(home.police, defendant.id, randomUUID(), "merge");
    expect(bytes(there)).toEqual(bytes(never));
    expect(there.status).toBe(404);
    expect((await say(home.legalAdviser, defendant.id, second.id, "merge")).status).toBe(200);
  });

  test("stands in the audit as a combination, of both files", async () => {
    const audit = await StoredAudit.open(rig);
    const [one, other] = await two();
    for (const what of ["merge", "unmerge"] as const) {
      const { headers } = await say(home.police, one, other, what);
      const rows = await audit.kept("defendants", headers.get("x-request-id") ?? "");
      expect(rows).toMatchObject([{ action: `defendants.${what}`, operation: "combination", outcome: "ok" }]);
      expect(rows[0].objects.map(({ fileId }: Json) => fileId).sort()).toEqual([one, other].sort());
    }
    await audit.close();
  });
});

describe("what a merge opens and closes", () => {
  /** The first with the home probation at the table, the second without; both charged at the home court. */
  async function pair() {
    const [first, second] = [await chargedDefendant(home, someone()), await chargedDefendant(home, someone())];
    await invite(home, first.defendant.id, home.agencies.probation, first.case.id);
    return { first, second };
  }
  const sees = async (who: Caller, id: string) => (await who.send("GET", file(id))).status;
  const casesOf = async (who: Caller, id: string) => {
    const { parts } = await who.get(`${file(id)}/file`);
    return parts.find(({ part }: Json) => part === "cases").items.map((item: Json) => item.id);
  };

  test.each([
    ["into the file they know", true],
    ["into the one they do not", false],
  ])("nobody learns of a file by a merge %s", async (_which, isInto) => {
    const { first, second } = await pair();
    const [survivor, absorbed] = isInto ? [first, second] : [second, first];
    const known = first.defendant.id;
    const paths = [file(known), `${file(known)}/file`, file(second.defendant.id), `${file(second.defendant.id)}/file`];
    const asked = async () =>
      Promise.all(paths.map(async path => bytes(await home.probation.send("GET", path)).slice(0, 2)));
    const before = await asked();
    expect((await say(home.police, survivor.defendant.id, absorbed.defendant.id, "merge")).status).toBe(200);
    expect(await asked()).toEqual(before);
    expect(await sees(home.probation, second.defendant.id)).toBe(404);
    expect((await home.probation.send("GET", `/v1/cases/${second.case.id}`)).status).toBe(404);
  });

  test("whoever may know both reads one file of both, and two again when it is undone", async () => {
    const { first, second } = await pair();
    const [one, other] = [first.defendant.id, second.defendant.id];
    await say(home.police, one, other, "merge");
    expect((await casesOf(home.judge, one)).sort()).toEqual([first.case.id, second.case.id].sort());
    expect(await casesOf(home.judge, other)).toEqual([second.case.id]);
    expect(await casesOf(home.probation, one)).toEqual([first.case.id]);
    const { timeline } = await home.judge.get(`${file(one)}/file?limit=200`);
    expect(timeline.items.map(({ recordId }: Json) => recordId)).toEqual(
      expect.arrayContaining([first.case.id, second.case.id]),
    );
    await say(home.police, one, other, "unmerge");
    expect(await casesOf(home.judge, one)).toEqual([first.case.id]);
  });

  test("whoever is excluded from one of two is out of both while they are merged, and of one again after", async () => {
    const { first, second } = await pair();
    await invite(home, second.defendant.id, home.agencies.probation, second.case.id);
    const [one, other] = [first.defendant.id, second.defendant.id];
    const exclude = (id: string) =>
      home.legalAdviser.create(`${file(id)}/exclusions`, { personId: officer.me.id, reason: "A relation" });
    const seen = async () => [await sees(officer, one), await sees(officer, other)];

    await exclude(other);
    expect(await seen()).toEqual([200, 404]);
    await say(home.police, one, other, "merge");
    expect(await seen()).toEqual([404, 404]);
    expect((await officer.send("GET", `/v1/cases/${first.case.id}`)).status).toBe(404);
    expect(await sees(home.probation, one)).toBe(200);
    await say(home.police, one, other, "unmerge");
    expect(await seen()).toEqual([200, 404]);
  });

  test("an exclusion made while two are merged holds for both, and its lifting too", async () => {
    const { first, second } = await pair();
    await invite(home, second.defendant.id, home.agencies.probation, second.case.id);
    const [one, other] = [first.defendant.id, second.defendant.id];
    await say(home.police, one, other, "merge");
    for (const id of [one, other]) {
      const made = await home.legalAdviser.create(`${file(id)}/exclusions`, {
        personId: officer.me.id,
        reason: "A relation",
      });
      expect([await sees(officer, one), await sees(officer, other)]).toEqual([404, 404]);
      await home.legalAdviser.post(`${file(id)}/limits/${made.id}/lifting`, { reason: "Mistaken" });
      expect([await sees(officer, one), await sees(officer, other)]).toEqual([200, 200]);
    }
  });
});

describe("a search", () => {
  const search = (who: Caller, body: object) => who.send("POST", "/v1/defendants/search", { body, key: null });
  const idsOf = ({ body }: Answer) => body.items.map(({ id }: Json) => id);

  test("by sound finds what the spelling does not, within one's reach only", async () => {
    const tail = letters(4);
    const surname = `Ph${tail}`;
    const dateOfBirth = `19${randomInt(60, 99)}-04-12`;
    const mine = await record(home.police, person({ name: { forenames: ["Mary"], surname }, dateOfBirth }));
    const theirs = await record(away.police, person({ name: { forenames: ["Mary"], surname }, dateOfBirth }));
    const heard = { surname: `F${tail}`, dateOfBirth: dateOfBirth.replace("-04-12", "-12-04") };
    expect(idsOf(await search(home.police, heard))).toEqual([]);
    expect(idsOf(await search(home.police, { ...heard, alike: true }))).toEqual([mine.id]);
    expect(idsOf(await search(away.police, { ...heard, alike: true }))).toEqual([theirs.id]);
    expect(idsOf(await search(home.probation, { ...heard, alike: true }))).toEqual([]);
  });

  test("A10: shows an account so many people an hour and then nobody, says when, and leaves a row; others go on", async () => {
    const { defendant, case: sent } = await chargedDefendant(home, someone());
    await invite(home, defendant.id, home.agencies.support, sent.id);
    const body = { surname: defendant.name.surname, dateOfBirth: defendant.dateOfBirth };
    const statuses: number[] = [];
    for (let n = 0; n < 60; n++) statuses.push((await search(home.support, body)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await search(home.support, body);
    expect([refused.status, refused.body.items]).toEqual([429, undefined]);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(3_000);
    expect(seconds).toBeLessThanOrEqual(3_600);
    // Nor somebody who is not there: the hour says nothing about who is.
    expect((await search(home.support, { ...body, surname: "Nobody" })).status).toBe(429);
    expect((await search(home.police, body)).status).toBe(200);
    const audit = await StoredAudit.open(rig);
    const rows = await audit.kept("defendants", refused.headers.get("x-request-id") ?? "");
    expect(rows).toMatchObject([{ action: "defendants.search", outcome: "TOO_MANY_REQUESTS", objects: [] }]);
    expect(rows[0].decision.effect).toBe("deny");
    await audit.close();
  });
});
