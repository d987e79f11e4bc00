import {
  decideRead,
  decideWrite,
  emergencyFor,
  type Held,
  isAtTable,
  mayKnow,
  mayShare,
} from "../../../libs/access/decide.ts";
import { type FileAccess, noFacts } from "../../../libs/access/facts.ts";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import type { AgencyType, Role } from "../../../libs/access/roles.ts";
import type { Person } from "../../../libs/identity/subject.ts";

const now = new Date("2026-03-10T10:00:00Z");
const mine = "11111111-1111-4111-8111-111111111111";
const theirs = "22222222-2222-4222-8222-222222222222";
const thisCase = "33333333-3333-4333-8333-333333333333";
const otherCase = "44444444-4444-4444-8444-444444444444";
const me = "55555555-5555-4555-8555-555555555555";
const myTeam = "66666666-6666-4666-8666-666666666666";

const someone = (role: Role, agencyType: AgencyType, over: Partial<Person> = {}): Person => ({
  kind: "person",
  id: me,
  agencyId: mine,
  agencyType,
  courtId: agencyType === "court" ? mine : null,
  roles: [role],
  teamIds: [myTeam],
  sessionId: mine,
  signedInAtSeconds: 0,
  ...over,
});

const since = (from: string, to: string | null = null) => ({ from: new Date(from), to: to ? new Date(to) : null });
const always = since("2026-01-01T00:00:00Z");
const over = since("2026-01-01T00:00:00Z", "2026-03-10T10:00:00Z");

/** A file in which my agency is involved with the given case, in the given time. */
const file = (caseId: string | null, period = always, facts: Partial<FileAccess> = {}): FileAccess => ({
  ...noFacts,
  _id: "file",
  v: 1,
  involvements: [{ id: "involvement", agencyId: mine, caseId, reason: "charge", ...period }],
  ...facts,
});
const nobodys = (facts: Partial<FileAccess> = {}): FileAccess => file(null, always, { involvements: [], ...facts });
const held = (cls: InformationClass, more: Partial<Held> = {}): Held => ({
  class: cls,
  agencyId: theirs,
  caseId: thisCase,
  occurredAt: new Date("2026-02-01T09:00:00Z"),
  recordedAt: new Date("2026-02-01T09:00:00Z"),
  ...more,
});
const toAgency = { kind: "agency", id: mine } as const;
const shared = (recipient: { kind: "agency" | "team" | "person"; id: string } = toAgency, period = always) => [
  { id: "disclosure", byAgencyId: theirs, recipient, ...period },
];
const seen = (decision: ReturnType<typeof decideRead>) => [decision.view, decision.because.rule];

/** class · role · its agency's type · what is held beside class and case · what may be seen, written by hand from the matrix. */
const rows: readonly [InformationClass, Role, AgencyType, Partial<Held>, "full" | "limited" | undefined][] = [
  ["identity", "POL", "police", {}, "full"],
  ["identity", "TRT", "treatment", {}, "limited"],
  ["identity", "OPS", "supplier", {}, undefined],
  ["identity", "REP", "moj", {}, undefined],
  ["case", "JUD", "court", {}, "full"],
  ["case", "SUP", "support", {}, "limited"],
  ["results", "PRB", "probation", {}, "full"],
  ["supervision", "LST", "court", {}, undefined],
  ["supervision", "POL", "police", {}, "full"],
  ["risk", "POL", "police", {}, undefined],
  ["risk", "POL", "police", { disclosures: shared() }, "full"],
  ["risk", "LST", "court", {}, undefined],
  ["risk", "LST", "court", { disclosures: shared() }, undefined],
  ["compliance", "POL", "police", {}, "limited"],
  ["compliance", "POL", "police", { disclosures: shared() }, "limited"],
  ["compliance", "LST", "court", {}, undefined],
  ["compliance", "SUP", "support", {}, undefined],
  ["compliance", "SUP", "support", { agencyId: mine }, "full"],
  ["drug-tests", "JUD", "court", {}, undefined],
  ["drug-tests", "JUD", "court", { disclosures: shared() }, "full"],
  ["drug-tests", "JUD", "court", { disclosures: shared({ kind: "agency", id: theirs }) }, undefined],
  ["drug-tests", "JUD", "court", { statutes: ["testing-requirement"] }, "full"],
  ["drug-tests", "CO", "court", { statutes: ["testing-requirement"] }, undefined],
  ["drug-tests", "POL", "police", { disclosures: shared() }, undefined],
  ["treatment", "JUD", "court", { disclosures: shared() }, undefined],
  ["intelligence", "JUD", "court", { disclosures: shared() }, undefined],
  ["intelligence", "POL", "police", {}, "limited"],
  ["private-notes", "JUD", "court", {}, undefined],
  ["private-notes", "LA", "court", { disclosures: shared() }, undefined],
  ["court-notes", "LST", "court", {}, "full"],
  ["court-notes", "PRB", "probation", {}, "limited"],
  ["court-notes", "POL", "police", {}, undefined],
  ["agency-notes", "JUD", "court", {}, undefined],
  ["agency-notes", "JUD", "court", { disclosures: shared() }, "full"],
  ["agency-notes", "PRB", "probation", {}, undefined],
  ["agency-notes", "PRB", "probation", { disclosures: shared() }, undefined],
  ["agency-notes", "PRB", "probation", { agencyId: mine }, "full"],
  ["needs", "DEF", "defence", {}, "full"],
  ["equality", "JUD", "court", {}, undefined],
];

describe("what may be read", () => {
  test.each(rows)("%s by %s of %s, held %j: %s", (cls, role, agencyType, more, expected) => {
    expect(decideRead(someone(role, agencyType), file(thisCase), held(cls, more), now).view).toBe(expected);
  });

  test.each<[string, FileAccess | undefined, string | undefined, string]>([
    ["no file is known", undefined, undefined, "unknown"],
    ["nobody of the agency is involved", nobodys(), undefined, "not-involved"],
    ["the involvement begins later", file(thisCase, since("2026-03-10T10:00:01Z")), undefined, "not-involved"],
    ["the involvement begins now", file(thisCase, since("2026-03-10T10:00:00Z")), "full", "involvement"],
    ["it is another case", file(otherCase), undefined, "not-involved"],
    ["it is the file but not the case", file(null), undefined, "not-involved"],
    [
      "only something was shared with the agency",
      file(thisCase, always, {
        involvements: [{ id: "i", agencyId: mine, caseId: null, reason: "disclosure", ...always }],
      }),
      undefined,
      "not-involved",
    ],
  ])("police and a case, when %s", (_when, access, expected, rule) => {
    expect(seen(decideRead(someone("POL", "police"), access, held("case"), now))).toEqual([expected, rule]);
  });

  test("what its agency has not sent to anybody is there for that agency, and unknown to all others", () => {
    const draft = (more: object) => ({ ...held("needs", more), isDraft: true });
    const by = (more: object) => seen(decideRead(someone("PRB", "probation"), file(thisCase), draft(more), now));
    expect(by({ agencyId: mine })).toEqual(["full", "involvement"]);
    expect(by({})).toEqual([undefined, "unknown"]);
    expect(by({ disclosures: shared() })).toEqual([undefined, "unknown"]);
    expect(seen(decideRead(someone("JUD", "court"), file(thisCase), draft({}), now))).toEqual([undefined, "unknown"]);
  });

  test("a bench with one live case reads the whole file; an agency its own cases; identity and needs follow the person", () => {
    const view = (role: Role, type: AgencyType, access: FileAccess, thing: Held) =>
      decideRead(someone(role, type), access, thing, now).view;
    expect(view("JUD", "court", file(otherCase), held("case"))).toBe("full");
    expect(view("PRB", "probation", file(otherCase), held("case"))).toBeUndefined();
    expect(view("PRB", "probation", file(otherCase), held("identity"))).toBe("full");
    expect(view("PRB", "probation", file(otherCase), held("needs"))).toBe("full");
    expect(view("PRB", "probation", file(null), held("case", { caseId: null }))).toBe("full");
  });

  test("whoever was only shared something with learns who the person is", () => {
    const access = file(null, always, {
      involvements: [{ id: "i", agencyId: mine, caseId: null, reason: "disclosure", ...always }],
    });
    expect(decideRead(someone("PRB", "probation"), access, held("identity"), now).view).toBe("full");
    expect(decideRead(someone("PRB", "probation"), access, held("needs", { caseId: null }), now).view).toBeUndefined();
    expect(decideWrite(someone("PRB", "probation"), access, held("needs", { caseId: null }), now)).toBe(false);
  });
});

describe("an agency that has left the table", () => {
  const left = file(thisCase, over);
  test.each([
    ["2026-02-01T09:00:00Z", "full"],
    ["2026-03-10T09:59:59Z", "full"],
    ["2026-03-10T10:00:00Z", undefined],
  ] as const)("sees what was recorded at %s: %s, as it was when it left", (recordedAt, expected) => {
    const decision = decideRead(
      someone("POL", "police"),
      left,
      held("case", { recordedAt: new Date(recordedAt) }),
      now,
    );
    expect(decision.view).toBe(expected);
    if (decision.view) expect([decision.asOf, decision.because.rule]).toEqual([over.to, "past-involvement"]);
  });

  test("writes nothing, and may still know of the file", () => {
    expect(decideWrite(someone("POL", "police"), left, held("case"), now)).toBe(false);
    expect(mayKnow(someone("POL", "police"), left, now)).toBe(true);
  });

  test("sees it as it is when it has come back", () => {
    const back = file(thisCase, always, { involvements: [...left.involvements, ...file(thisCase).involvements] });
    expect(decideRead(someone("POL", "police"), back, held("case"), now)).toMatchObject({ view: "full", asOf: null });
  });
});

describe("sharing by the agency that holds it", () => {
  const classDisclosure = { ...shared()[0]!, class: "risk" as const, caseId: null };
  test.each<[string, Partial<typeof classDisclosure>, string | undefined]>([
    ["with my agency", {}, "full"],
    ["with my team", { recipient: { kind: "team", id: myTeam } as never }, "full"],
    ["with me", { recipient: { kind: "person", id: me } as never }, "full"],
    ["with another team", { recipient: { kind: "team", id: theirs } as never }, undefined],
    ["with a colleague", { recipient: { kind: "person", id: theirs } as never }, undefined],
    ["of another class", { class: "health" as never }, undefined],
    ["by an agency that does not hold it", { byAgencyId: mine }, undefined],
    ["of another case", { caseId: otherCase as never }, undefined],
    ["of this case", { caseId: thisCase as never }, "full"],
    ["until now", over, undefined],
    ["from later on", since("2026-03-10T10:00:01Z"), undefined],
  ])("of a class %s reaches an agency that is not at the table: %j", (_what, more, expected) => {
    const access = nobodys({ disclosures: [{ ...classDisclosure, ...more }] });
    expect(decideRead(someone("POL", "police"), access, held("risk"), now).view).toBe(expected);
  });

  test("never reaches a cell that is blank, and never makes a limited one full", () => {
    const to = (cls: InformationClass) => nobodys({ disclosures: [{ ...classDisclosure, class: cls }] });
    expect(decideRead(someone("JUD", "court"), to("intelligence"), held("intelligence"), now).view).toBeUndefined();
    expect(decideRead(someone("TRT", "treatment"), to("case"), held("case"), now).view).toBe("limited");
  });
});

describe("consent", () => {
  const consent = (more: object = {}) => ({
    id: "consent",
    classes: ["health" as const],
    agencyIds: [mine],
    ...always,
    ...more,
  });
  test.each<[string, object, string | undefined]>([
    ["given to my agency", {}, "full"],
    ["withdrawn", over, undefined],
    ["for another class", { classes: ["treatment"] }, undefined],
    ["given to another agency", { agencyIds: [theirs] }, undefined],
  ])("%s", (_what, more, expected) => {
    const access = file(thisCase, always, { consents: [consent(more)] });
    expect(decideRead(someone("PRB", "probation"), access, held("health"), now).view).toBe(expected);
  });

  test("gives nothing to a role that the class is nothing to", () => {
    const access = file(thisCase, always, { consents: [consent()] });
    expect(decideRead(someone("POL", "police"), access, held("health"), now).view).toBeUndefined();
  });
});

describe("who may not, whatever else is allowed", () => {
  const glass = { id: "glass", personId: me, agencyId: mine, ...always };
  const everything = { disclosures: [{ ...shared()[0]!, class: "case" as const, caseId: null }], glass: [glass] };
  const exclusion = (more: object = {}) => ({ exclusions: [{ id: "x", personId: me, ...always, ...more }] });
  const restriction = (personIds: string[], period = always) => ({ restrictions: [{ id: "r", personIds, ...period }] });
  const seal = (period = always) => ({ seals: [{ id: "s", ...period }] });

  test.each<[string, Role, AgencyType, Partial<FileAccess>, string | undefined, string]>([
    ["excluded", "POL", "police", exclusion(), undefined, "excluded"],
    ["excluded, with everything given", "POL", "police", { ...everything, ...exclusion() }, undefined, "excluded"],
    ["excluded and named", "POL", "police", { ...exclusion(), ...restriction([me]) }, undefined, "excluded"],
    ["excluded until now", "POL", "police", exclusion(over), "full", "involvement"],
    ["a colleague is excluded", "POL", "police", exclusion({ personId: theirs }), "full", "involvement"],
    ["the judge is excluded", "JUD", "court", exclusion(), undefined, "excluded"],
    ["not named", "POL", "police", restriction([theirs]), undefined, "restricted"],
    ["named", "POL", "police", restriction([me]), "full", "involvement"],
    [
      "not named, with the glass broken",
      "POL",
      "police",
      { ...restriction([theirs]), glass: [glass] },
      "full",
      "involvement",
    ],
    ["not named, until now", "POL", "police", restriction([theirs], over), "full", "involvement"],
    ["the judge is not named", "JUD", "court", restriction([theirs]), undefined, "restricted"],
    ["sealed", "POL", "police", seal(), undefined, "sealed"],
    ["sealed, with the glass broken", "POL", "police", { ...seal(), glass: [glass] }, undefined, "sealed"],
    ["sealed, and the bench", "JUD", "court", seal(), "full", "involvement"],
    ["sealed, and the listing officer", "LST", "court", seal(), undefined, "sealed"],
    ["sealed until now", "POL", "police", seal(over), "full", "involvement"],
  ])("%s: %s of %s", (_what, role, type, facts, expected, rule) => {
    const access = file(thisCase, always, facts);
    const person = someone(role, type);
    expect(seen(decideRead(person, access, held("case"), now))).toEqual([expected, rule]);
    expect(mayKnow(person, access, now)).toBe(expected !== undefined);
    if (expected === undefined) expect(decideWrite(person, access, held("case"), now)).toBe(false);
  });

  test("who reads past a restriction by an emergency writes nothing, has no seat, and the emergency is named", () => {
    const person = someone("POL", "police");
    const access = file(thisCase, always, { ...restriction([theirs]), glass: [glass] });
    expect(decideWrite(person, access, held("case"), now)).toBe(false);
    expect(isAtTable(person, access, now)).toBe(false);
    const { because } = decideRead(person, access, held("case"), now);
    expect(emergencyFor(person, access, because, now)).toBe("glass");
    const named = file(thisCase, always, { ...restriction([me]), glass: [glass] });
    expect(emergencyFor(person, named, because, now)).toBeUndefined();
    expect(decideWrite(person, named, held("case"), now)).toBe(true);
  });
});

describe("breaking the glass", () => {
  const glass = (more: object = {}) =>
    nobodys({ glass: [{ id: "g", personId: me, agencyId: mine, ...always, ...more }] });
  test.each<[InformationClass, Role, AgencyType, string | undefined]>([
    ["case", "POL", "police", "full"],
    ["case", "TRT", "treatment", "limited"],
    ["health", "PRB", "probation", "full"],
    ["private-notes", "JUD", "court", undefined],
    ["intelligence", "PRB", "probation", undefined],
    ["treatment", "POL", "police", undefined],
  ])("lets %s be read by %s of %s: %s", (cls, role, type, expected) => {
    expect(decideRead(someone(role, type), glass(), held(cls), now).view).toBe(expected);
  });

  test("is one person's, ends by the clock, and never writes", () => {
    expect(decideRead(someone("POL", "police"), glass({ personId: theirs }), held("case"), now).view).toBeUndefined();
    expect(decideRead(someone("POL", "police"), glass(over), held("case"), now).view).toBeUndefined();
    expect(decideWrite(someone("POL", "police"), glass(), held("case"), now)).toBe(false);
  });
});

describe("the defence", () => {
  const forDefence = [{ id: "served", byAgencyId: theirs, recipient: toAgency, ...always }];
  test.each<[InformationClass, Partial<Held>, string | undefined]>([
    ["agency-notes", {}, undefined],
    ["agency-notes", { disclosures: forDefence }, "full"],
    ["court-notes", { disclosures: forDefence }, "full"],
    ["victim-contact", { disclosures: forDefence }, "limited"],
    ["private-notes", { disclosures: forDefence }, undefined],
    ["intelligence", { disclosures: forDefence }, undefined],
    ["treatment", { disclosures: forDefence }, undefined],
  ])("reads what the court is shown once it is served, and no more: %s, held %j: %s", (cls, more, expected) => {
    expect(decideRead(someone("DEF", "defence"), file(thisCase), held(cls, more), now).view).toBe(expected);
    expect(decideRead(someone("DEF", "defence"), file(otherCase), held(cls, more), now).view).toBeUndefined();
  });
});

describe("what happened before the eighteenth birthday", () => {
  const access = file(thisCase, always, { adultFrom: "2026-02-15" });
  const before = held("case");
  const after = held("case", { occurredAt: new Date("2026-02-15T00:00:00Z") });
  test.each<[Role, AgencyType, string | undefined, string]>([
    ["JUD", "court", "full", "full"],
    ["LST", "court", "limited", "full"],
    ["PRB", "probation", "limited", "full"],
    ["YOT", "youth", "full", "full"],
    ["TRT", "treatment", undefined, "limited"],
    ["ASB", "asb", "limited", "limited"],
  ])("is a youth record to %s of %s: %s, afterwards %s", (role, type, young, grown) => {
    expect(decideRead(someone(role, type), access, before, now).view).toBe(young);
    expect(decideRead(someone(role, type), access, after, now).view).toBe(grown);
  });

  test("one's own agency recorded stays full", () => {
    const own = held("needs", { agencyId: mine });
    expect(decideRead(someone("TRT", "treatment"), access, own, now).view).toBe("full");
  });
});

describe("an agency's system", () => {
  const system = (role: Role, type: AgencyType) => someone(role, type, { kind: "client" });
  test.each<[InformationClass, Role, AgencyType, string | undefined]>([
    ["case", "POL", "police", "full"],
    ["victim-contact", "POL", "police", undefined],
    ["intelligence", "INT", "police", undefined],
    ["court-notes", "LST", "court", undefined],
  ])("reads %s as %s of %s: %s", (cls, role, type, expected) => {
    expect(decideRead(system(role, type), file(thisCase), held(cls), now).view).toBe(expected);
  });

  test("writes and shares no more than systems may", () => {
    expect(decideWrite(system("LA", "court"), file(thisCase), held("court-notes"), now)).toBe(false);
    expect(decideWrite(system("POL", "police"), file(thisCase), held("case"), now)).toBe(true);
    expect(mayShare(system("VIC", "victim"), "victim-contact")).toBe(false);
    expect(mayShare(someone("VIC", "victim"), "victim-contact")).toBe(true);
  });
});

describe("what may be written", () => {
  test.each([
    ["identity", "POL", "police", true],
    ["identity", "JUD", "court", false],
    ["case", "LST", "court", true],
    ["case", "PRB", "probation", false],
    ["results", "LA", "court", true],
    ["results", "LST", "court", false],
    ["risk", "PRB", "probation", true],
    ["risk", "JUD", "court", false],
    ["drug-tests", "TRT", "treatment", true],
    ["drug-tests", "PRB", "probation", false],
    ["needs", "SUP", "support", true],
    ["needs", "LST", "court", false],
    ["court-notes", "JUD", "court", true],
    ["court-notes", "PRB", "probation", false],
    ["agency-notes", "PRB", "probation", true],
    ["agency-notes", "JUD", "court", false],
  ] as const)("%s by %s of %s: %s", (cls, role, agencyType, expected) => {
    const thing = { class: cls, caseId: thisCase };
    expect(decideWrite(someone(role, agencyType), file(thisCase), thing, now)).toBe(expected);
    expect(decideWrite(someone(role, agencyType), nobodys(), thing, now)).toBe(false);
  });
});

test("whoever is involved with anything in the file may know that it is there, and nobody else", () => {
  expect(mayKnow(someone("SUP", "support"), file(otherCase), now)).toBe(true);
  expect(mayKnow(someone("SUP", "support"), undefined, now)).toBe(false);
  expect(mayKnow(someone("SUP", "support"), nobodys(), now)).toBe(false);
  expect(mayKnow(someone("SUP", "support"), file(thisCase, since("2026-03-10T10:00:01Z")), now)).toBe(false);
});

test("every decision names the rule, the cell of the matrix and the fact", () => {
  expect(decideRead(someone("POL", "police"), file(thisCase), held("risk"), now).because).toEqual({
    rule: "matrix",
    cell: "risk × POL: c",
    fact: "involvement",
  });
  expect(decideRead(someone("POL", "police"), file(thisCase), held("case"), now).because).toEqual({
    rule: "involvement",
    cell: "case × POL: RWS",
    fact: "involvement",
  });
});
