import { noFacts } from "../../../libs/access/facts.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { adultFromOf } from "../../../services/defendants/defendants.rules.ts";
import { assertMayBreakGlass, glassState } from "../../../services/defendants/file-access/file-access.rules.ts";
import type { FileAccessRecord, KeptGlass } from "../../../services/defendants/file-access/file-access.schema.ts";

const now = new Date("2026-03-10T10:00:00Z");
const seconds = now.getTime() / 1_000;
const officer: Person = {
  kind: "person",
  id: "0a000000-0000-4000-8000-000000000001",
  agencyId: "0a000000-0000-4000-8000-000000000002",
  agencyType: "probation",
  courtId: null,
  roles: ["PRB"],
  teamIds: [],
  sessionId: "0a000000-0000-4000-8000-000000000003",
  signedInAtSeconds: seconds - 10,
};
const file = (over: Partial<FileAccessRecord> = {}) => ({ ...noFacts, _id: "file", v: 1, ...over }) as FileAccessRecord;
const forEver = { id: "x", from: new Date(0), to: null };

describe("who may break the glass", () => {
  test.each([
    ["a person who has just signed in", officer, file(), undefined],
    ["five minutes after", { ...officer, signedInAtSeconds: seconds - 300 }, file(), undefined],
    ["later than that", { ...officer, signedInAtSeconds: seconds - 301 }, file(), "FRESH_SIGN_IN_NEEDED"],
    ["a system", { ...officer, kind: "client" as const }, file(), "ACCESS_DENIED"],
    ["somebody excluded", officer, file({ exclusions: [{ ...forEver, personId: officer.id }] as never }), "NOT_FOUND"],
    ["before a seal", officer, file({ seals: [forEver] as never }), "NOT_FOUND"],
    ["somebody not named", officer, file({ restrictions: [{ ...forEver, personIds: [] }] as never }), undefined],
    ["somebody who has", officer, file({ glass: [{ ...forEver, personId: officer.id }] as never }), "RULE_BROKEN"],
  ])("%s", (_who, person, access, refusal) => {
    const attempt = () => assertMayBreakGlass(person, access, now);
    if (refusal === undefined) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ type: refusal }));
  });
});

test.each([
  ["2026-03-16", null, "to-review"],
  ["2026-03-17", null, "to-review"],
  ["2026-03-18", null, "overdue"],
  ["2026-03-18", { finding: "justified" }, "reviewed"],
] as const)("an emergency to be reviewed by 17 March, on %s with review %j: %s", (today, review, state) => {
  expect(glassState({ reviewDueOn: "2026-03-17", review } as unknown as KeptGlass, today)).toBe(state);
});

test.each([
  ["2008-03-11", "2026-03-11"],
  ["2008-03-10", null],
  ["2008-02-29", null],
  ["2012-02-29", "2030-03-01"],
  ["1990-01-01", null],
])("whoever was born on %s and is recorded on 10 March 2026 is a child until %s", (born, adultFrom) => {
  expect(adultFromOf(born, now)).toBe(adultFrom);
});
