import type { AgencyType, Role } from "../../../libs/access/roles.ts";
import {
  approvalState,
  isOneStep,
  isSessionOver,
  type Proposal,
  personalRoles,
  rolesChange,
  strangeRoles,
  whyNotDecide,
} from "../../../services/agencies/administration.rules.ts";

const founded = new Date("2026-03-02T09:00:00Z");
const at = (text: string) => new Date(text);

describe("a new person is made in one step", () => {
  test.each<[string, AgencyType, Role[], string, boolean]>([
    ["with ordinary roles, by their agency", "court", ["LST", "LA"], "2027-01-01T00:00:00Z", true],
    ["with no role, by their agency", "court", [], "2027-01-01T00:00:00Z", true],
    ["with ordinary roles, by the ministry", "moj", ["POL"], "2027-01-01T00:00:00Z", true],
    ["as the judge of a new court, by the ministry", "moj", ["JUD"], "2026-03-02T09:00:01Z", true],
    ["as the judge of a court on its 30th day, by the ministry", "moj", ["JUD"], "2026-04-01T08:59:59Z", true],
    ["not as a judge after 30 days, by the ministry", "moj", ["JUD"], "2026-04-01T09:00:00Z", false],
    ["not as a judge of a new court, by its own administrator", "court", ["JUD"], "2026-03-02T09:00:01Z", false],
    ["not as an administrator beside an ordinary role", "police", ["POL", "ADM"], "2026-03-02T09:00:01Z", false],
    ["not as a governance officer after 30 days", "moj", ["IGO"], "2026-05-01T09:00:00Z", false],
  ])("%s", (_what, agencyType, roles, now, expected) => {
    expect(isOneStep({ agencyType }, roles, founded, at(now))).toBe(expected);
  });
});

describe("a proposal", () => {
  const proposal: Proposal = {
    subjectId: "subject",
    proposedBy: "proposer",
    expiresAt: at("2026-03-03T09:00:00Z"),
    state: "pending",
  };
  const intime = at("2026-03-03T08:59:59Z");
  const late = at("2026-03-03T09:00:00Z");

  test.each<[string, Partial<Proposal>, string, Date, RegExp | undefined]>([
    ["is decided by another", {}, "another", intime, undefined],
    ["is not decided by who proposed it", {}, "proposer", intime, /what you proposed/],
    ["is not decided by whom it is about", {}, "subject", intime, /about you/],
    ["lapses after its day", {}, "another", late, /lapsed/],
    ["is not approved twice", { state: "approved" }, "another", intime, /approved already/],
    ["is not approved once it was declined", { state: "declined" }, "another", intime, /declined already/],
    ["that was approved does not lapse", { state: "approved" }, "another", late, /approved already/],
  ])("%s", (_what, changes, by, now, expected) => {
    const why = whyNotDecide({ ...proposal, ...changes }, by, now);
    if (expected) expect(why).toMatch(expected);
    else expect(why).toBeUndefined();
  });

  test("shows that it lapsed", () => {
    expect([approvalState(proposal, intime), approvalState(proposal, late)]).toEqual(["pending", "expired"]);
    expect(approvalState({ ...proposal, state: "declined" }, late)).toBe("declined");
  });
});

test.each<[AgencyType, Role[], string[]]>([
  ["court", ["JUD", "LA", "LST", "CO", "ADM"], []],
  ["police", ["POL", "INT", "VIC", "ADM"], []],
  ["police", ["POL", "JUD"], ["roles[1]"]],
  ["moj", ["REP", "IGO", "CO", "ADM"], []],
  ["moj", ["JUD", "POL"], ["roles[0]", "roles[1]"]],
  ["supplier", ["OPS", "IGO"], ["roles[1]"]],
])("of the roles %s may not give: %j", (type, roles, paths) => {
  expect(strangeRoles(type, roles).map(({ path }) => path)).toEqual(paths);
});

test("a system judges, inspects and administers nothing", () => {
  expect(personalRoles(["LST", "JUD", "ADM", "IGO"]).map(({ path }) => path)).toEqual([
    "roles[1]",
    "roles[2]",
    "roles[3]",
  ]);
  expect(personalRoles(["POL", "REP", "OPS"])).toEqual([]);
});

test("a change of roles is what it adds and what it takes", () => {
  expect(rolesChange(["LA", "LST"], ["LST", "JUD"])).toEqual({ added: ["JUD"], removed: ["LA"] });
  expect(rolesChange(["LA"], ["LA"])).toEqual({ added: [], removed: [] });
  expect(rolesChange(["LA"], [])).toEqual({ added: [], removed: ["LA"] });
});

test.each<[string, Parameters<typeof isSessionOver>[0], Parameters<typeof isSessionOver>[1], boolean]>([
  ["goes on", { disabledAt: null, sessionsFromVersion: 3 }, { personVersion: 3 }, false],
  ["of before the new password is over", { disabledAt: null, sessionsFromVersion: 4 }, { personVersion: 3 }, true],
  ["of a disabled person is over", { disabledAt: founded, sessionsFromVersion: 1 }, { personVersion: 3 }, true],
  [
    "that says no version is over once something ended sessions",
    { disabledAt: null, sessionsFromVersion: 2 },
    {},
    true,
  ],
  ["of an earlier release goes on", { disabledAt: null }, {}, false],
])("a session %s", (_what, person, session, expected) => {
  expect(isSessionOver(person, session)).toBe(expected);
});
