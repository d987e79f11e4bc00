import { readerFor, writesForJudge } from "../../../libs/access/for-judge.ts";
import type { Role } from "../../../libs/access/roles.ts";
import { isKnown } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";

/** Only a legal adviser of a court has something put together by a judge's reach, and only to have it frozen. */
const court = "00000000-0000-4000-8000-00000000000c";
const judge = { id: "judge", teamIds: ["bench"] };
const person = (roles: Role[], over: Partial<Person> = {}): Person => ({
  ...{ kind: "person", id: "asker", agencyId: court, agencyType: "court", courtId: court, roles, teamIds: ["own"] },
  ...{ sessionId: "session", signedInAtSeconds: 0 },
  ...over,
});
const adviser = person(["LA"]);

test("a legal adviser: the judge's person, role and teams, at the adviser's court", () => {
  const { id, roles, teamIds, agencyId, courtId } = readerFor(adviser, judge);
  expect([id, roles, teamIds, agencyId, courtId]).toEqual(["judge", ["JUD"], ["bench"], court, court]);
  expect(readerFor(adviser, undefined)).toBe(adviser);
});

test.each<[string, Person]>([
  ["a judge, who is shown what they are shown", person(["JUD"])],
  ["a judge who is an adviser too", person(["LA", "JUD"])],
  ["listing", person(["LST"])],
  ["the police", person(["POL"], { courtId: null })],
  ["an adviser of no court", person(["LA"], { courtId: null })],
  ["a system", person(["LA"], { kind: "client" })],
])("not %s", (_who, asker) => {
  expect(writesForJudge(asker)).toBe(false);
  let type = "allowed";
  try {
    readerFor(asker, judge);
  } catch (error) {
    type = isKnown(error) ? error.type : String(error);
  }
  expect(type).toBe("ACCESS_DENIED");
  expect(readerFor(asker, undefined)).toBe(asker);
});
