import type { PrivateNote } from "../../../services/notes/private-notes.rules.ts";
import { searchNotes } from "../../../services/notes/private-notes.search.ts";
import type { ScanPlace } from "../../../services/notes/private-notes.store.ts";

const note = (id: string, text: string, defendantId = "file"): PrivateNote => ({
  id,
  defendantId,
  version: 1,
  writtenAt: "2026-03-01T09:00:00.000Z",
  text,
  textStep: id,
  textAt: "2026-03-01T09:00:00.000Z",
  pinned: false,
  withdrawn: false,
});

/** Gives these notes from a place on, and counts how many were taken. */
function scanOf(notes: readonly PrivateNote[]) {
  const taken: string[] = [];
  async function* scan(after: ScanPlace | undefined) {
    for (const one of notes.slice(notes.findIndex(({ id }) => id === after?.note) + 1)) {
      taken.push(one.id);
      yield { place: { document: "d", note: one.id }, note: one };
    }
  }
  return { scan, taken };
}
const search = async (notes: readonly PrivateNote[], text: string, mayOpen = async (_fileId: string) => true) => {
  const { items, next } = await searchNotes({ text, limit: 50 }, scanOf(notes).scan, mayOpen);
  return [items.map(({ id }) => id), next === null];
};

test("notes on files that are out of the author's reach are not found", async () => {
  const notes = [note("1", "a word", "near"), note("2", "a word", "far"), note("3", "another", "near")];
  expect(await search(notes, "word", async fileId => fileId === "near")).toEqual([["1"], true]);
  expect(await search(notes, "word", async () => false)).toEqual([[], true]);
});

test("signs that mean something to a pattern mean themselves", async () => {
  const notes = [note("1", "cost £5.00 (approx.)"), note("2", "cost £5x00")];
  expect(await search(notes, "5.00")).toEqual([["1"], true]);
  for (const text of [".*", "(a.*", "[a", "\\d"]) expect(await search(notes, text)).toEqual([[], true]);
});

test("after 5,000 notes it stops and says where to go on, though nothing was found", async () => {
  const { scan, taken } = scanOf(
    Array.from({ length: 5_003 }, (_, n) => note(String(n), n === 5_001 ? "needle" : "hay")),
  );
  const first = await searchNotes({ text: "needle", limit: 20 }, scan, async () => true);
  expect([first.items.length, taken.length]).toEqual([0, 5_000]);
  const rest = await searchNotes({ text: "needle", limit: 20, cursor: first.next ?? "" }, scan, async () => true);
  expect([rest.items.map(({ id }) => id), rest.next]).toEqual([["5001"], null]);
});

test("after eight million letters it stops too", async () => {
  const { scan, taken } = scanOf(Array.from({ length: 20 }, (_, n) => note(String(n), "x".repeat(1_000_000))));
  const { next } = await searchNotes({ text: "needle", limit: 20 }, scan, async () => true);
  expect(next).not.toBeNull();
  expect(taken.length).toBeLessThanOrEqual(8);
});
