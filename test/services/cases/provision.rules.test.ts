import { agencyTypes } from "../../../libs/access/roles.ts";
import { isKnown } from "../../../libs/errors/errors.ts";
import {
  assertNewer,
  assertProvider,
  assertStatement,
  availabilityOn,
} from "../../../services/cases/provision/provision.rules.ts";
import { type Provision, provisionIdOf } from "../../../services/cases/provision/provision.schema.ts";

function refused(work: () => unknown): string {
  try {
    work();
    return "no";
  } catch (error) {
    return isKnown(error) ? error.type : String(error);
  }
}

/** What one agency says of one type, by hand. */
const statement = (over: Partial<Provision> = {}): Provision => ({
  ...{ _id: "statement", v: 1, outbox: [], done: [], created: { key: "", fingerprint: "", v: 1 } },
  ...{ recordedAt: new Date("2026-03-01T09:00:00Z"), changedAt: new Date("2026-03-01T09:00:00Z") },
  ...{ courtId: "north", agencyId: "clinic", requirementType: "drug-rehabilitation" },
  ...{ placesFree: 4, nextStartOn: "2026-03-12", statedAt: new Date("2026-03-01T09:00:00Z"), withdrawnAt: null },
  ...over,
});
const on = (day: string, ...stated: Provision[]) => availabilityOn(stated, day);
const only = (day: string, ...stated: Provision[]) =>
  on(day, ...stated).find(({ requirementType }) => requirementType === "drug-rehabilitation");

test.each(agencyTypes)("%s says what it can provide, or does not", type => {
  const provides = ["probation", "youth", "treatment", "health", "support", "police"].includes(type);
  expect(refused(() => assertProvider({ agencyType: type }))).toBe(provides ? "no" : "ACCESS_DENIED");
});

test("all that a court can impose is listed in the order of the Act, said or not", () => {
  expect(on("2026-03-10").map(({ requirementType }) => requirementType)).toEqual([
    "unpaid-work",
    "rehabilitation-activity",
    "programme",
    "prohibited-activity",
    "curfew",
    "exclusion",
    "residence",
    "foreign-travel-prohibition",
    "mental-health-treatment",
    "drug-rehabilitation",
    "drug-testing",
    "alcohol-treatment",
    "alcohol-abstinence-and-monitoring",
    "attendance-centre",
    "electronic-compliance-monitoring",
    "electronic-whereabouts-monitoring",
  ]);
  for (const row of on("2026-03-10")) expect(row).toMatchObject({ earliestStartOn: null, providers: [] });
  const needingNobody = on("2026-03-10").filter(({ state }) => state !== "not-supplied");
  expect(needingNobody.map(({ requirementType, state }) => [requirementType, state])).toEqual([
    ["prohibited-activity", "needs-nobody"],
    ["exclusion", "needs-nobody"],
    ["foreign-travel-prohibition", "needs-nobody"],
  ]);
});

test("what is not in force on the day is not listed", () => {
  const listed = (day: string) => on(day).map(({ requirementType }) => requirementType);
  expect(listed("2022-06-27")).not.toContain("drug-testing");
  expect(listed("2022-06-28")).toContain("drug-testing");
  expect(listed("2015-01-31")).toEqual(expect.arrayContaining(["supervision", "specified-activity"]));
  expect(listed("2015-01-31")).not.toContain("rehabilitation-activity");
  expect(listed("2015-02-01")).not.toContain("supervision");
});

test("the three kinds of treatment need willingness, and nothing else does", () => {
  const needing = on("2026-03-10").filter(({ needsWillingness }) => needsWillingness);
  expect(needing.map(({ requirementType }) => requirementType)).toEqual([
    "mental-health-treatment",
    "drug-rehabilitation",
    "alcohol-treatment",
  ]);
});

test("who can begin first stands first; who is full comes after, whatever is hoped; the earliest is that of a free place", () => {
  const row = only(
    "2026-03-10",
    statement({ agencyId: "full-unknown", placesFree: 0, nextStartOn: null }),
    statement({ agencyId: "full", placesFree: 0, nextStartOn: "2026-03-11" }),
    statement({ agencyId: "later", nextStartOn: "2026-04-01" }),
    statement({ agencyId: "b-same", nextStartOn: "2026-03-20" }),
    statement({ agencyId: "a-same", nextStartOn: "2026-03-20" }),
  );
  expect(row?.providers.map(({ agencyId }) => agencyId)).toEqual(["a-same", "b-same", "later", "full", "full-unknown"]);
  expect([row?.state, row?.earliestStartOn]).toEqual(["supplied", "2026-03-20"]);
  expect(only("2026-03-10", statement({ placesFree: 0 }))?.earliestStartOn).toBeNull();
});

test("what was withdrawn is not there, and what is of another type is elsewhere", () => {
  const withdrawn = statement({ withdrawnAt: new Date("2026-03-05T09:00:00Z") });
  expect(only("2026-03-10", withdrawn)?.state).toBe("not-supplied");
  expect(only("2026-03-10", statement({ requirementType: "unpaid-work" }))?.state).toBe("not-supplied");
});

test.each([
  ["2026-03-01", false],
  ["2026-03-29", false],
  ["2026-03-30", true],
])("what was said on 1 March is stale on %s: %s", (day, isStale) => {
  expect(only(day, statement())?.providers[0]?.isStale).toBe(isStale);
});

test.each([
  ["free, and from when", {}, "no"],
  ["from the very day", { nextStartOn: "2026-03-01" }, "no"],
  ["from a day that is over", { nextStartOn: "2026-02-28" }, "VALIDATION"],
  ["free, and nobody knows from when", { nextStartOn: null }, "VALIDATION"],
  ["full, and nobody knows until when", { placesFree: 0, nextStartOn: null }, "no"],
  ["full until a day", { placesFree: 0 }, "no"],
  ["full until a day that is over", { placesFree: 0, nextStartOn: "2026-02-28" }, "VALIDATION"],
  ["for old offences only", { requirementType: "supervision" }, "VALIDATION"],
] as const)("a statement: %s", (_name, over, type) => {
  expect(refused(() => assertStatement(statement(over)))).toBe(type);
});

test("nothing older takes the place of what is newer", () => {
  const [before, then, after] = ["2026-03-01T08:59:59Z", "2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z"].map(
    at => new Date(at),
  );
  expect(refused(() => assertNewer(statement(), before as Date))).toBe("RULE_BROKEN");
  expect(refused(() => assertNewer(statement(), then as Date))).toBe("no");
  const withdrawn = statement({ withdrawnAt: after as Date });
  expect(refused(() => assertNewer(withdrawn, then as Date))).toBe("RULE_BROKEN");
  expect(refused(() => assertNewer(withdrawn, after as Date))).toBe("no");
});

test("an agency, a court and a type make one statement, and none of the three may be left out", () => {
  const ids = [
    statement(),
    statement({ agencyId: "other" }),
    statement({ courtId: "south" }),
    statement({ requirementType: "unpaid-work" }),
  ].map(provisionIdOf);
  expect(new Set(ids).size).toBe(4);
  expect(provisionIdOf(statement({ placesFree: 9, _id: "another" }))).toBe(ids[0]);
});
