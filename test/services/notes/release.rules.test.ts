import fc from "fast-check";
import type { PersonEntry } from "../../../libs/contract/people.ts";
import { foldSteps, type Step } from "../../../services/notes/private-notes.rules.ts";
import {
  assertReleasable,
  mayReadReleased,
  notesToRelease,
  type Release,
  releaseState,
} from "../../../services/notes/release.rules.ts";
import { refusalOf } from "../../support/refusal.ts";

const at = (text: string) => new Date(`2026-03-0${text}:00.000Z`);
const step = (id: string, noteId: string, did: Step["did"], text: string | null = null): Step => ({
  id,
  fingerprint: `print of ${id}`,
  noteId,
  defendantId: "file",
  did,
  at: `2026-03-01T09:00:0${id}.000Z`,
  writtenAt: text === null ? null : `2026-03-01T08:00:0${id}.000Z`,
  text,
});
const release = (over: Partial<Release> = {}): Release => ({
  id: "r",
  fingerprint: "f",
  authorId: "author",
  granteeId: "grantee",
  courtId: "court",
  defendantId: "file",
  noteIds: ["a"],
  from: "2026-03-01T09:00:00.000Z",
  until: "2026-03-05T09:00:00.000Z",
  recalledAt: null,
  ...over,
});

describe("a release", () => {
  const grantee = { id: "grantee", courtId: "court" };
  test.each<[string, Partial<Release>, { id: string; courtId: string | null }, Date, boolean]>([
    ["the named person, from its beginning", {}, grantee, at("1T09:00"), true],
    ["the named person, to its last moment", {}, grantee, new Date(at("5T09:00").getTime() - 1), true],
    ["the named person, at its end", {}, grantee, at("5T09:00"), false],
    ["the named person, before its beginning", {}, grantee, at("1T08:59"), false],
    ["the named person, recalled", { recalledAt: "2026-03-02T09:00:00.000Z" }, grantee, at("2T09:00"), false],
    [
      "the named person, recalled and by a slow clock",
      { recalledAt: "2026-03-04T09:00:00.000Z" },
      grantee,
      at("3T09:00"),
      false,
    ],
    ["the named person at another court", {}, { id: "grantee", courtId: "elsewhere" }, at("2T09:00"), false],
    ["the named person at no court", {}, { id: "grantee", courtId: null }, at("2T09:00"), false],
    ["a colleague", {}, { id: "colleague", courtId: "court" }, at("2T09:00"), false],
    ["the author, who has no need of it", {}, { id: "author", courtId: "court" }, at("2T09:00"), false],
  ])("read by %s", (_, over, reader, now, expected) => {
    expect(mayReadReleased(release(over), reader, now)).toBe(expected);
  });

  test("is in force, ended or recalled", () => {
    expect(releaseState(release(), at("2T09:00"))).toBe("in-force");
    expect(releaseState(release(), at("5T09:00"))).toBe("ended");
    expect(releaseState(release({ recalledAt: "2026-03-02T09:00:00.000Z" }), at("6T09:00"))).toBe("recalled");
  });

  const entry = (over: Partial<PersonEntry> = {}): PersonEntry => ({
    id: "grantee",
    agencyId: "court",
    roles: ["LA"],
    teamIds: [],
    enabled: true,
    ...over,
  });
  const now = at("1T09:00");
  test.each<[string, PersonEntry | undefined, string, string]>([
    ["a legal adviser", entry(), "2026-03-02T00:00:00Z", "done"],
    ["a judge", entry({ roles: ["JUD"] }), "2026-03-02T00:00:00Z", "done"],
    ["a co-ordinator who also lists", entry({ roles: ["LST", "CO"] }), "2026-03-02T00:00:00Z", "done"],
    ["a lister", entry({ roles: ["LST"] }), "2026-03-02T00:00:00Z", "VALIDATION"],
    ["a probation officer", entry({ roles: ["PRB"] }), "2026-03-02T00:00:00Z", "VALIDATION"],
    ["an officer of information governance", entry({ roles: ["IGO"] }), "2026-03-02T00:00:00Z", "VALIDATION"],
    ["a legal adviser of another court", entry({ agencyId: "elsewhere" }), "2026-03-02T00:00:00Z", "VALIDATION"],
    ["someone who has left", entry({ enabled: false }), "2026-03-02T00:00:00Z", "VALIDATION"],
    ["oneself", entry({ id: "author", roles: ["JUD"] }), "2026-03-02T00:00:00Z", "VALIDATION"],
    ["nobody", undefined, "2026-03-02T00:00:00Z", "VALIDATION"],
    ["until a year from now", entry(), "2027-03-01T09:00:00Z", "done"],
    ["until later", entry(), "2027-03-02T09:00:01Z", "VALIDATION"],
    ["until now", entry(), "2026-03-01T09:00:00Z", "VALIDATION"],
  ])("to %s", (_, person, until, expected) => {
    expect(refusalOf(() => assertReleasable({ id: "author", courtId: "court" }, person, new Date(until), now))).toBe(
      expected,
    );
  });

  test("names the author's own notes only; all to date are those that are shown", () => {
    const notes = foldSteps([step("1", "a", "wrote", "A"), step("2", "b", "wrote", "B"), step("3", "b", "withdrew")]);
    expect(notesToRelease(notes, undefined).map(({ id }) => id)).toEqual(["a"]);
    expect(notesToRelease(notes, ["a", "a"]).map(({ id }) => id)).toEqual(["a"]);
    for (const ids of [["b"], ["a", "z"], ["z"]]) expect(refusalOf(() => notesToRelease(notes, ids))).toBe("NOT_FOUND");
    expect(refusalOf(() => notesToRelease([], undefined))).toBe("RULE_BROKEN");
  });
});

/** What an author and a clock can do, in any order; readers try after each. */
type Act =
  | { readonly does: "grant"; readonly to: number; readonly minutes: number }
  | { readonly does: "recall"; readonly nth: number }
  | { readonly does: "wait"; readonly minutes: number };
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.record({ does: fc.constant("grant" as const), to: fc.nat(2), minutes: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ does: fc.constant("recall" as const), nth: fc.nat(5) }),
    fc.record({ does: fc.constant("wait" as const), minutes: fc.nat(60) }),
  ),
  { maxLength: 25 },
);

test("after any sequence of grants, recalls and waiting, exactly those read who have a release left (A8)", () => {
  const readers = ["anna", "ben", "cleo"];
  fc.assert(
    fc.property(acts, sequence => {
      const releases: Release[] = [];
      // The other account, kept by hand: minutes left for each grant, by reader.
      const left: { reader: number; minutes: number }[] = [];
      let now = at("1T09:00").getTime();
      for (const act of sequence) {
        if (act.does === "grant") {
          const until = new Date(now + act.minutes * 60_000).toISOString();
          const from = new Date(now).toISOString();
          releases.push(release({ id: String(releases.length), granteeId: readers[act.to] ?? "", from, until }));
          left.push({ reader: act.to, minutes: act.minutes });
        }
        if (act.does === "recall" && releases[act.nth]) {
          const recalled = releases[act.nth] ?? release();
          releases[act.nth] = { ...recalled, recalledAt: new Date(now).toISOString() };
          left[act.nth] = { reader: -1, minutes: 0 };
        }
        if (act.does === "wait") {
          now += act.minutes * 60_000;
          for (const [n, one] of left.entries()) left[n] = { ...one, minutes: one.minutes - act.minutes };
        }
        for (const [n, id] of readers.entries()) {
          const reads = releases.some(one => mayReadReleased(one, { id, courtId: "court" }, new Date(now)));
          expect(reads).toBe(left.some(({ reader, minutes }) => reader === n && minutes > 0));
        }
        for (const stranger of ["author", "dora"])
          expect(releases.some(one => mayReadReleased(one, { id: stranger, courtId: "court" }, new Date(now)))).toBe(
            false,
          );
      }
    }),
    { numRuns: 500 },
  );
});
