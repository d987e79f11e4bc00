import { internalToken, open, takeKey } from "../attack/support/forge.ts";
import { Stored } from "../attack/support/stored.ts";
import { Thief } from "../attack/support/thief.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { caseOf, chargedDefendant, fresh, makeWorld, person, usualPeople, type World } from "../support/world.ts";
import { problem, requests, requestsOf, word } from "./asking.ts";

const rig = sharedRig();
let world: World;
let defendantId: string;
let caseId: string;
let file: string;
let surname: string;

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "governance", "victims", "defence", "health"]);
});
beforeEach(async () => {
  // Of a name of their own: a search looks at the first fifty of a name and a day of birth, and other suites search.
  surname = word("Surname");
  const charged = await chargedDefendant(world, { name: { forenames: ["Mary"], surname }, dateOfBirth: "1990-04-12" });
  defendantId = charged.defendant.id;
  caseId = charged.case.id;
  file = `/v1/defendants/${defendantId}`;
});

const { record, tryMove, move, shown, packOf } = requestsOf(
  () => world.governance,
  () => defendantId,
);
const invite = (agencyId: string) =>
  world.coordinator.post(`${file}/involvements`, { agencyId, caseId, reason: "support" });

describe("what only a pack may ask for, asked past the gateway with keys that were stolen", () => {
  const internal = takeKey(rig, "gateway", "internal");
  const claims = (who: Caller) => open(who.token).claims.who;
  const asking = (who: Json, audience: string) => ({
    params: { input: { defendantId } },
    meta: { token: internalToken(internal, who, [audience]) },
  });

  test.each(["cases.partForSubject", "notes.partForSubject"])("%s", async action => {
    const thief = await Thief.holding(rig, "defendants");
    const gateway = await Thief.holding(rig, "gateway");
    try {
      const asked = async (who: Json, audience = action) => {
        const { success, error } = await thief.ask(action, asking(who, audience));
        return success ? "answered" : error?.type;
      };
      const officer = claims(world.governance);
      expect(await asked(officer)).toBe("answered");
      expect(await asked(officer, "defendants.getSubjectRequest")).toBe("UNAUTHENTICATED");
      expect(await asked(officer, "defendants.file")).toBe("UNAUTHENTICATED");
      expect(await asked(claims(world.judge))).toBe("ACCESS_DENIED");
      expect(await asked(claims(world.police))).toBe("ACCESS_DENIED");
      expect(await asked({ ...officer, kind: "client" })).toBe("NOT_FOUND");
      await world.judge.create(`${file}/exclusions`, { personId: world.governance.me.id, reason: "His brother" });
      expect(await asked(officer)).toBe("NOT_FOUND");
      expect(await gateway.publish(`MOL.REQB.${action}`)).toBe("refused");
    } finally {
      await Promise.all([thief.close(), gateway.close()]);
    }
  });
});

test("while a pack is sent it is asked whether it may be made still, and the answer ends with the officer's right to the file", async () => {
  const id = await shown();
  const action = "defendants.maySubjectPack";
  const key = takeKey(rig, "gateway", "internal");
  const gateway = await Thief.holding(rig, "gateway");
  const asked = async (who: Caller) => {
    const meta = { token: internalToken(key, open(who.token).claims.who, [action]) };
    const { success, error } = await gateway.ask(action, { params: { input: { id } }, meta });
    return success ? "answered" : error?.type;
  };
  try {
    expect(await asked(world.governance)).toBe("answered");
    expect(await asked(world.judge)).toBe("ACCESS_DENIED");
    const sealed = await world.judge.create(`${file}/seals`, { reason: "A protected witness" });
    expect(await asked(world.governance)).toBe("RULE_BROKEN");
    await world.judge.post(`${file}/limits/${sealed.id}/lifting`, { reason: "The witness has spoken" });
    expect(await asked(world.governance)).toBe("answered");
    await world.judge.create(`${file}/exclusions`, { personId: world.governance.me.id, reason: "His brother" });
    expect(await asked(world.governance)).toBe("NOT_FOUND");
  } finally {
    await gateway.close();
  }
});

describe("the pack", () => {
  const canary = {
    alias: word("alias"),
    ward: word("ward"),
    wording: word("wording"),
    risk: word("risk"),
    need: word("need"),
    result: word("result"),
    remarks: word("remarks"),
    agencyNote: word("agencynote"),
    document: word("document"),
    victimDocument: word("victimdocument"),
    courtNote: word("courtnote"),
    victimNote: word("victimnote"),
    privateNote: word("privatenote"),
    purpose: word("purpose"),
    exclusion: word("exclusion"),
    otherSurname: word("zother"),
    otherWording: word("otherwording"),
    otherAlone: word("otheralone"),
    compared: word("compared"),
  };
  const ownBirth = fresh.birth();
  /** Of a name that sounds like nobody's: who is compared with this person are those that this test makes. */
  const ownSurname = [...crypto.randomUUID().replaceAll("-", "")]
    .map(digit => "bdfgjklmnprstvwz"[Number.parseInt(digit, 16)])
    .join("");
  let otherId: string;
  let sharedCase: Json;
  let id: string;
  let namesake: Json;
  let test1: Json;

  /** A person with something of every class that can be recorded, beside a co-defendant, and notes of many hands. */
  beforeAll(async () => {
    const other = await world.police.create(
      "/v1/defendants",
      person({ name: { forenames: ["Zed"], surname: canary.otherSurname.replace(/\d/g, "q") } }),
    );
    otherId = other.id;
    const mine = await world.police.create(
      "/v1/defendants",
      person({
        name: { forenames: ["Mary", "Anne"], surname: ownSurname },
        dateOfBirth: ownBirth,
        identifiers: [{ kind: "pnc", value: fresh.pnc() }],
        aliases: [{ type: "alias", forenames: [], surname: canary.alias.replace(/\d/g, "q") }],
      }),
    );
    defendantId = mine.id;
    file = `/v1/defendants/${defendantId}`;
    const one = caseOf(defendantId, world.courtId);
    const offence = { code: "TH68001", title: "Theft", category: "either-way", date: "2026-03-02" };
    sharedCase = await world.police.create("/v1/cases", {
      ...one,
      ward: canary.ward,
      defendants: [
        { ...one.defendants[0], offences: [{ ...offence, wording: canary.wording }] },
        {
          ...one.defendants[0],
          defendantId: otherId,
          asn: fresh.asn(),
          offences: [{ ...offence, wording: canary.otherWording }],
        },
      ],
    });
    caseId = sharedCase.id;
    for (const agencyId of [world.agencies.treatment, world.agencies.probation, world.agencies.victim])
      await invite(agencyId);
    const hearing = { day: "2026-03-10", session: "morning", room: "1", type: "sentence", order: 1 };
    const listed = await world.lister.create(`/v1/cases/${caseId}/hearings`, {
      ...hearing,
      defendantIds: [defendantId, otherId],
    });
    const asked = await world.legalAdviser.create(`/v1/cases/${caseId}/pre-sentence-reports`, {
      defendantId,
      agencyId: world.agencies.probation,
      format: "oral",
      dueAt: "2026-03-10T10:00:00Z",
    });
    await world.probation.post(`/v1/pre-sentence-reports/${asked.id}/delivery`, {
      author: "P. Officer",
      summary: canary.risk,
      proposal: "A community order",
      riskOfHarm: "low",
      likelihoodOfReoffending: "medium",
    });
    await world.probation.create("/v1/needs", {
      defendantId,
      caseId,
      domain: "accommodation",
      severity: 2,
      summary: canary.need,
    });
    await sentence(listed.id);
    await world.coordinator.create("/v1/referrals", {
      defendantId,
      caseId,
      providerAgencyId: world.agencies.treatment,
      need: "finance",
      basis: "voluntary",
    });
    test1 = await world.treatment.create("/v1/drug-tests", {
      defendantId,
      caseId,
      takenAt: "2026-03-02T09:00:00Z",
      sample: "urine",
      outcome: "positive",
      positiveFor: ["opiates"],
    });
    const note = (who: Caller, kind: string, text: string, of = defendantId) =>
      who.create("/v1/notes", { defendantId: of, caseId, kind, text, shareWith: [] });
    await note(world.probation, "agency", canary.agencyNote);
    await note(world.victims, "agency", canary.victimNote);
    const document = (who: Caller, cls: string, title: string) =>
      who.create("/v1/documents", {
        ...{ defendantId, caseId, class: cls, title, type: "text/plain" },
        contentBase64: Buffer.from(title).toString("base64"),
      });
    await document(world.probation, "risk", canary.document);
    await document(world.victims, "victim-statement", canary.victimDocument);
    await note(world.legalAdviser, "court", canary.courtNote);
    await note(world.legalAdviser, "court", canary.courtNote);
    await note(world.police, "agency", canary.otherAlone, otherId);
    await world.judge.create(`${file}/private-notes`, { text: canary.privateNote });
    await world.treatment.create(`${file}/consents`, {
      classes: ["drug-tests"],
      agencyIds: [world.agencies.probation],
      purpose: canary.purpose,
    });
    namesake = await compared();
    await world.judge.create(`${file}/exclusions`, { personId: world.police.me.id, reason: canary.exclusion });
    id = (await shownFor(defendantId)).id;
  });
  /** Two are found alike; of one the police say that it is somebody else. */
  const compared = async () => {
    const alike = person({ name: { forenames: ["Mary", "Anne"], surname: ownSurname }, dateOfBirth: ownBirth });
    const [one] = [
      await world.police.create("/v1/defendants", alike),
      await world.police.create("/v1/defendants", alike),
    ];
    await eventually("two pairs", async () => (await world.police.get(file)).candidates.length === 2);
    const reason = { decision: "different", reason: canary.compared };
    await world.police.post(`/v1/defendants/${one.id}/candidates/${defendantId}/decision`, reason);
    return one;
  };
  /** The person pleads guilty, is sentenced, and misses the first appointment. */
  const sentence = async (hearingId: string) => {
    const own = sharedCase.defendants.find((found: Json) => found.defendantId === defendantId);
    const offenceId = own.offences[0].id;
    const pleaded = await world.legalAdviser.post(`/v1/cases/${caseId}/pleas`, {
      defendantId,
      pleas: [{ offenceId, plea: "guilty" }],
    });
    const body = {
      defendantId,
      hearingId,
      disposal: "community-order",
      results: [{ offenceId, code: "1002", text: canary.result }],
      order: {
        supervisedBy: world.agencies.probation,
        endsOn: "2027-03-11",
        requirements: [{ type: "unpaid-work", length: 83 }],
      },
    };
    await world.judge.post(`/v1/cases/${caseId}/sentence`, body, { ifMatch: pleaded.version });
    const whole = await world.probation.get(`${file}/file`);
    const [first] = whole.parts.find(({ part }: Json) => part === "obligations").items;
    const missed = { outcome: "absent-unacceptable", remarks: canary.remarks };
    await world.probation.post(`/v1/obligations/${first.id}/outcome`, missed);
  };
  const shownFor = async (of: string) => {
    const made = await record({ defendantId: of });
    return move(made.id, "show-identity", { how: "Passport seen" });
  };
  const latest = async () => (await world.governance.get(`${requests}/${id}`)).log.at(-1);

  test("holds what every agency recorded, each item with its source, marking and class", async () => {
    const { status, text, body } = await packOf(id);
    expect(status).toBe(200);
    const { alias, ward, wording, result, risk, need, remarks, agencyNote, document, purpose } = canary;
    const given = {
      alias: alias.replace(/\d/g, "q"),
      ward,
      wording,
      result,
      risk,
      need,
      remarks,
      agencyNote,
      document,
      purpose,
      test: test1.id,
      order: "2027-03-11",
      referral: '"need":"finance"',
    };
    expect(Object.entries(given).flatMap(([name, value]) => (text.includes(value) ? [] : [name]))).toEqual([]);
    expect(body.identity).toMatchObject({
      id: body.defendantId,
      class: "identity",
      source: { agencyId: world.agencies.police },
      marking: { nature: "fact" },
      name: { forenames: ["Mary", "Anne"], surname: ownSurname },
    });
    const counted = body.parts.map(({ part, class: cls, more, items }: Json) => [part, cls, more, items.length]);
    expect(counted).toEqual([
      ["cases", "case", false, 1],
      ["hearings", "case", false, 1],
      ["pre-sentence-reports", "risk", false, 1],
      ["orders", "supervision", false, 1],
      ["referrals", "needs", false, 1],
      ["drug-tests", "drug-tests", false, 1],
      ["needs", "needs", false, 1],
      ["warrants", "case", false, 0],
      ["payments", "results", false, 0],
      ["obligations", "compliance", false, 2],
      ["court-obligations", "compliance", false, 1],
      ["report-obligations", "risk", false, 1],
      ["plan-obligations", "needs", false, 0],
      ["enforcement", "supervision", false, 1],
      ["reviews", "supervision", false, 0],
      ["progress-reports", "compliance", false, 0],
      ["drug-rehabilitation-reports", "drug-tests", false, 0],
      ["responses", "compliance", false, 0],
      ["meetings", "needs", false, 0],
      ["unpaid-work", "compliance", false, 1],
      ["ancillary-orders", "supervision", false, 0],
      ["treatment", "compliance", false, 0],
      ["treatment-detail", "treatment", false, 0],
      ["restorative-meetings", "needs", false, 0],
      ["markers", "identity", false, 0],
      ["welfare-markers", "needs", false, 0],
      ["case-markers", "case", false, 0],
      ["risk-markers", "risk", false, 0],
      ["remand", "case", false, 0],
      ["custody", "supervision", false, 0],
      ["antecedents", "antecedents", false, 0],
      ["agency-notes", "agency-notes", false, 1],
      ["risk-documents", "risk", false, 1],
      ["equality", "equality", false, 0],
      ["matches", "identity", false, 2],
    ]);
    for (const { class: cls, items } of body.parts)
      for (const item of items) {
        expect(item.class).toBe(cls);
        expect(Object.keys(item.source)).toEqual(["agencyId", "occurredAt", "recordedAt"]);
        expect(item.marking.legalBasis).not.toBe("");
      }
    expect(body.recipients).toEqual(["court", "police", "probation", "treatment"]);
    expect(body.exemptions.map(({ ground }: Json) => ground)).toEqual([
      "judicial-capacity",
      "prevention-of-crime",
      "others-rights",
    ]);
  });

  test("holds nothing that the law exempts, no private note, and nobody else", async () => {
    const { text } = await packOf(id);
    const kept = {
      courtNote: canary.courtNote,
      victimNote: canary.victimNote,
      victimDocument: canary.victimDocument,
      victimAgency: world.agencies.victim,
      privateNote: canary.privateNote,
      privateNoteAuthor: world.judge.me.id,
      privateNotes: "private-notes",
      exclusion: canary.exclusion,
      excludedPerson: world.police.me.id,
      otherId,
      otherSurname: canary.otherSurname.replace(/\d/g, "q"),
      otherWording: canary.otherWording,
      otherAsn: sharedCase.defendants.find((found: Json) => found.defendantId === otherId).asn,
      otherAlone: canary.otherAlone,
      coDefendants: "coDefendants",
      comparedWith: namesake.id,
      comparedBecause: canary.compared,
      alikeBy: "same-surname",
    };
    expect(Object.entries(kept).flatMap(([name, value]) => (text.includes(value) ? [name] : []))).toEqual([]);
  });

  test("is written down each time it is made, with what was left out and why; private notes are not counted", async () => {
    const before = (await world.governance.get(`${requests}/${id}`)).log.length;
    await packOf(id);
    await packOf(id);
    const { log, handledBy } = await world.governance.get(`${requests}/${id}`);
    expect(log).toHaveLength(before + 2);
    expect(handledBy).toBe(world.governance.me.id);
    const made = await latest();
    expect(made).toMatchObject({ what: "make-pack", by: world.governance.me.id });
    expect(Math.abs(Date.parse(made.at) - Date.now())).toBeLessThan(60_000);
    expect(made.leftOut).toEqual([
      { class: "court-notes", count: 2, ground: "judicial-capacity" },
      { class: "victim-statement", count: 1, ground: "others-rights" },
      { class: "agency-notes", count: 1, ground: "others-rights" },
      { class: "identity", count: 2, ground: "others-rights" },
      { class: "limited-access", count: 1, ground: "others-rights" },
    ]);
    const texts = JSON.stringify(log);
    expect(texts).not.toContain(canary.courtNote);
    expect(texts).not.toContain("private-notes");
    const stored = await Stored.open(rig);
    const places = () => stored.placesOf(`subject-request:${id}:`);
    await eventually("the making stands among the events", async () =>
      (await places()).includes("defendants/events"),
    ).finally(() => stored.close());
  });

  test("tells nothing by what is not there: a judge's note more or less makes the same pack", async () => {
    const without = (body: Json) => ({ ...body, madeAt: "" });
    const before = (await packOf(id)).body;
    const leftOut = (await latest()).leftOut;
    await world.judge.create(`${file.replace(/[^/]+$/, before.defendantId)}/private-notes`, { text: "One more" });
    expect(without((await packOf(id)).body)).toEqual(without(before));
    expect((await latest()).leftOut).toEqual(leftOut);
  });

  test("says that the person was compared, how it stands and which agency said so; and not with whom, since when or by what", async () => {
    const matches = async (ofRequest: string) =>
      (await packOf(ofRequest)).body.parts.find(({ part }: Json) => part === "matches").items;
    const mine = await matches(id);
    const said = { said: "different", agencyId: world.agencies.police, at: expect.any(String) };
    expect(mine.map(({ state, decisions }: Json) => [state, decisions]).sort()).toEqual([
      ["different", [said]],
      ["proposed", []],
    ]);
    const { identity } = (await packOf(id)).body;
    for (const { id: pairId, ...item } of mine)
      expect({ ...item, pairId: typeof pairId }).toEqual({
        ...{ class: "identity", source: identity.source, pairId: "string" },
        marking: { ...identity.marking, nature: "opinion" },
        ...{ state: item.state, decisions: item.decisions },
      });
    // Two packs side by side: the same pair has another name in each.
    const theirs = await matches((await shownFor(namesake.id)).id);
    expect(theirs).toHaveLength(2);
    const ids = [...mine, ...theirs].map(({ id: pairId }: Json) => pairId);
    expect(new Set(ids).size).toBe(4);
  });

  test("of the co-defendant is the co-defendant's", async () => {
    const { text, status } = await packOf((await shownFor(otherId)).id);
    expect(status).toBe(200);
    expect(text).toContain(canary.otherWording);
    for (const mine of [canary.wording, canary.agencyNote, canary.risk]) expect(text).not.toContain(mine);
  });
});

describe("when a pack is made", () => {
  test("not before identity is shown, and not when it is over, but again after the answer", async () => {
    const made = await record();
    const early = await packOf(made.id);
    expect([problem(early), early.body.detail]).toEqual([
      [422, "RULE_BROKEN"],
      'This request (access) is received, so "make-pack" is not possible; possible now: show-identity, refuse, withdraw.',
    ]);
    await move(made.id, "show-identity", { how: "Passport seen" });
    const answer = { name: "answer", outcome: "supplied" };
    expect(problem(await tryMove(made.id, answer))).toEqual([422, "RULE_BROKEN"]);
    expect((await packOf(made.id)).status).toBe(200);
    expect((await move(made.id, "answer", { outcome: "supplied" })).state).toBe("answered");
    expect((await packOf(made.id)).status).toBe(200);
  });

  test.each([
    ["refuse", { ground: "excessive", reason: "The fifth this week" }],
    ["withdraw", { reason: "They said so" }],
  ])("not after %s", async (name, over) => {
    const id = await shown();
    await move(id, name, over);
    expect(problem(await packOf(id))).toEqual([422, "RULE_BROKEN"]);
  });

  test.each(["rectification", "restriction"])("not for %s", async kind => {
    expect(problem(await packOf(await shown({ kind })))).toEqual([422, "RULE_BROKEN"]);
  });
});
