import {
  assertRoom,
  bounds,
  type Did,
  foldSteps,
  forSearch,
  getOpenNote,
  isRepeated,
  type Step,
  shownNotes,
} from "../../../services/notes/private-notes.rules.ts";
import { refusalOf } from "../../support/refusal.ts";

const step = (id: string, noteId: string, did: Did, text: string | null = null): Step => ({
  id,
  fingerprint: `print of ${id}`,
  noteId,
  defendantId: "file",
  did,
  at: `2026-03-01T09:00:0${id}.000Z`,
  writtenAt: text === null ? null : `2026-03-01T08:00:0${id}.000Z`,
  text,
});
describe("steps", () => {
  const steps = [
    step("1", "a", "wrote", "first"),
    step("2", "b", "wrote", "other"),
    step("3", "a", "edited", "second"),
    step("4", "a", "pinned"),
    step("5", "c", "wrote", "third"),
    step("6", "b", "withdrew"),
  ];

  test("make notes: the last text counts, versions count steps, pins and withdrawals bring no text", () => {
    expect(
      foldSteps(steps).map(({ id, version, text, textStep, pinned, withdrawn }) => [
        id,
        version,
        text,
        textStep,
        pinned,
        withdrawn,
      ]),
    ).toEqual([
      ["a", 3, "second", "3", true, false],
      ["b", 2, "other", "2", false, true],
      ["c", 1, "third", "5", false, false],
    ]);
    expect(foldSteps(steps)[0]).toMatchObject({
      writtenAt: "2026-03-01T08:00:03.000Z",
      textAt: "2026-03-01T09:00:03.000Z",
    });
  });

  test("are shown pinned first and newest first, without the withdrawn", () => {
    expect(shownNotes(foldSteps(steps)).map(({ id }) => id)).toEqual(["a", "c"]);
    expect(shownNotes(foldSteps([...steps, step("7", "a", "unpinned")])).map(({ id }) => id)).toEqual(["c", "a"]);
  });

  test.each<[string, string, number | undefined, string]>([
    ["one's own, at its version", "a", 3, "done"],
    ["one's own, at any version", "a", undefined, "done"],
    ["one's own, at an older version", "a", 2, "STALE_VERSION"],
    ["withdrawn", "b", 2, "RULE_BROKEN"],
    ["somebody else's", "z", undefined, "NOT_FOUND"],
    ["somebody else's, whatever the version", "z", 1, "NOT_FOUND"],
  ])("a note that is %s", (_, id, version, expected) => {
    expect(refusalOf(() => getOpenNote(foldSteps(steps), id, version))).toBe(expected);
  });

  test("a command that came before is known by its id, and refused with another content", () => {
    expect(isRepeated(steps, { id: "3", fingerprint: "print of 3" })).toBe(true);
    expect(isRepeated(steps, { id: "8", fingerprint: "print of 3" })).toBe(false);
    expect(refusalOf(() => isRepeated(steps, { id: "3", fingerprint: "another" }))).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  test.each<[string, Parameters<typeof assertRoom>[0], Parameters<typeof assertRoom>[1], string]>([
    ["the 500th note", { steps: 499, bytes: 0, notes: 499 }, { bytes: 1, note: true }, "done"],
    ["the 501st note", { steps: 500, bytes: 0, notes: 500 }, { bytes: 1, note: true }, "RULE_BROKEN"],
    ["an edit of one of 500", { steps: 500, bytes: 0, notes: 500 }, { bytes: 1, note: false }, "done"],
    ["the 2,001st step", { steps: 2_000, bytes: 0, notes: 1 }, { bytes: 1, note: false }, "RULE_BROKEN"],
    ["the last byte", { steps: 1, bytes: 4_194_303, notes: 1 }, { bytes: 1, note: false }, "done"],
    ["one byte more", { steps: 1, bytes: 4_194_304, notes: 1 }, { bytes: 1, note: false }, "RULE_BROKEN"],
  ])("%s", (_, held, adding, expected) => {
    expect(refusalOf(() => assertRoom(held, adding))).toBe(expected);
  });
});

test.each<[string, string]>([
  ["Liège", "LIEGE"],
  ["Liège", "LIEGE"],
  ["straße", "STRASSE"],
  ["İstanbul", "ISTANBUL"],
  ["Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"],
  ["O’Brien", "O'BRIEN"],
  ["two\n\tlines", "TWO LINES"],
  ["ﬁne", "FINE"],
])("%s is looked for as %s", (text, expected) => {
  expect(forSearch(text)).toBe(expected);
});

test("the bounds are those that the documents promise", () => {
  expect(bounds).toEqual({
    notesMax: 500,
    stepsMax: 2_000,
    sealedBytesMax: 4_194_304,
    releasesMax: 200,
    releaseDaysMax: 366,
  });
});
