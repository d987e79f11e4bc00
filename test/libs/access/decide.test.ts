import { decideRead, decideWrite, type FileAccess, type Held, mayKnow } from "../../../libs/access/decide.ts";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import type { AgencyType, Role } from "../../../libs/access/roles.ts";
import type { Person } from "../../../libs/identity/subject.ts";

const now = new Date("2026-03-10T10:00:00Z");
const mine = "11111111-1111-4111-8111-111111111111";
const theirs = "22222222-2222-4222-8222-222222222222";
const thisCase = "33333333-3333-4333-8333-333333333333";
const otherCase = "44444444-4444-4444-8444-444444444444";

const someone = (role: Role, agencyType: AgencyType): Person => ({
  kind: "person",
  id: mine,
  agencyId: mine,
  agencyType,
  courtId: agencyType === "court" ? mine : null,
  roles: [role],
  teamIds: [],
  sessionId: mine,
  signedInAtSeconds: 0,
});

/** A file in which my agency is involved with the given case, in the given time. */
const file = (caseId: string | null, from = "2026-01-01T00:00:00Z", to: string | null = null): FileAccess => ({
  _id: "file",
  v: 1,
  involvements: [
    { id: "i", agencyId: mine, caseId, reason: "charge", from: new Date(from), to: to ? new Date(to) : null },
  ],
});
const held = (cls: InformationClass, over: Partial<Held> = {}): Held => ({
  class: cls,
  agencyId: theirs,
  caseId: thisCase,
  ...over,
});

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
  ["risk", "POL", "police", { sharedWith: [mine] }, "full"],
  ["risk", "LST", "court", {}, undefined],
  ["compliance", "POL", "police", {}, "limited"],
  ["compliance", "LST", "court", {}, undefined],
  ["compliance", "SUP", "support", {}, undefined],
  ["compliance", "SUP", "support", { agencyId: mine }, "full"],
  ["drug-tests", "JUD", "court", {}, undefined],
  ["drug-tests", "JUD", "court", { sharedWith: [mine] }, "full"],
  ["drug-tests", "JUD", "court", { sharedWith: [theirs] }, undefined],
  ["drug-tests", "JUD", "court", { statutory: true }, "full"],
  ["drug-tests", "CO", "court", { statutory: true }, undefined],
  ["drug-tests", "POL", "police", { sharedWith: [mine] }, undefined],
  ["treatment", "JUD", "court", { sharedWith: [mine] }, undefined],
  ["intelligence", "JUD", "court", { sharedWith: [mine] }, undefined],
  ["intelligence", "POL", "police", {}, "limited"],
  ["private-notes", "JUD", "court", {}, undefined],
  ["private-notes", "LA", "court", { sharedWith: [mine] }, undefined],
  ["court-notes", "LST", "court", {}, "full"],
  ["court-notes", "PRB", "probation", {}, "limited"],
  ["court-notes", "POL", "police", {}, undefined],
  ["agency-notes", "JUD", "court", {}, undefined],
  ["agency-notes", "JUD", "court", { sharedWith: [mine] }, "full"],
  ["agency-notes", "PRB", "probation", {}, undefined],
  ["agency-notes", "PRB", "probation", { sharedWith: [mine] }, undefined],
  ["agency-notes", "PRB", "probation", { agencyId: mine }, "full"],
  ["needs", "DEF", "defence", {}, "full"],
  ["equality", "JUD", "court", {}, undefined],
];

describe("what may be read", () => {
  test.each(rows)("%s by %s of %s, held %j: %s", (cls, role, agencyType, over, expected) => {
    expect(decideRead(someone(role, agencyType), file(thisCase), held(cls, over), now)).toBe(expected);
  });

  test.each([
    ["no file is known", undefined, undefined],
    ["nobody of the agency is involved", { _id: "file", v: 1, involvements: [] }, undefined],
    [
      "another agency is involved",
      { ...file(thisCase), involvements: [{ ...file(thisCase).involvements[0], agencyId: theirs }] },
      undefined,
    ],
    ["the involvement has ended", file(thisCase, "2026-01-01T00:00:00Z", "2026-03-10T10:00:00Z"), undefined],
    ["the involvement begins later", file(thisCase, "2026-03-10T10:00:01Z"), undefined],
    ["the involvement begins now", file(thisCase, "2026-03-10T10:00:00Z"), "full"],
    ["it is another case", file(otherCase), undefined],
    ["it is the file but not the case", file(null), undefined],
  ] as const)("police and a case, when %s", (_when, access, expected) => {
    expect(decideRead(someone("POL", "police"), access as FileAccess | undefined, held("case"), now)).toBe(expected);
  });

  test("a bench with one live case reads the whole file; an agency its own cases; identity and needs follow the person", () => {
    expect(decideRead(someone("JUD", "court"), file(otherCase), held("case"), now)).toBe("full");
    expect(decideRead(someone("PRB", "probation"), file(otherCase), held("case"), now)).toBeUndefined();
    expect(decideRead(someone("PRB", "probation"), file(otherCase), held("identity"), now)).toBe("full");
    expect(decideRead(someone("PRB", "probation"), file(otherCase), held("needs"), now)).toBe("full");
    expect(decideRead(someone("PRB", "probation"), file(null), held("case", { caseId: null }), now)).toBe("full");
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
    expect(decideWrite(someone(role, agencyType), file(thisCase), { class: cls, caseId: thisCase }, now)).toBe(
      expected,
    );
    expect(
      decideWrite(
        someone(role, agencyType),
        { _id: "file", v: 1, involvements: [] },
        { class: cls, caseId: thisCase },
        now,
      ),
    ).toBe(false);
  });
});

test("whoever is involved with anything in the file may know that it is there, and nobody else", () => {
  expect(mayKnow(someone("SUP", "support"), file(otherCase), now)).toBe(true);
  expect(mayKnow(someone("SUP", "support"), undefined, now)).toBe(false);
  expect(mayKnow(someone("SUP", "support"), file(thisCase, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"), now)).toBe(
    false,
  );
});
