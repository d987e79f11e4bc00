import { z } from "zod";
import { fail } from "../../libs/errors/errors.ts";
import { forSearch, type PrivateNote } from "./private-notes.rules.ts";
import type { ScanPlace } from "./private-notes.store.ts";

/** One search looks at no more than this; then it gives what it has found and where to go on. */
const notesMax = 5_000;
const charactersMax = 8_000_000;
const searchMs = 1_000;

const placeSchema = z.strictObject({ document: z.string().max(64), note: z.string().max(64) });

/**
 * The notes with this text in them, case and accents aside, of those that `scan` gives and `mayOpen` lets through; and
 * the cursor of the next page, null at the end. Fails with VALIDATION for a cursor that is none.
 */
export async function searchNotes(
  { text, limit, cursor }: { text: string; limit: number; cursor?: string | undefined },
  scan: (after: ScanPlace | undefined) => AsyncIterable<{ place: ScanPlace; note: PrivateNote }>,
  mayOpen: (defendantId: string) => Promise<boolean>,
): Promise<{ items: PrivateNote[]; next: string | null }> {
  const wanted = forSearch(text);
  const giveUpAt = performance.now() + searchMs;
  const items: PrivateNote[] = [];
  let [notes, characters] = [0, 0];
  for await (const { place, note } of scan(cursor === undefined ? undefined : readCursor(cursor))) {
    if (forSearch(note.text).includes(wanted) && (await mayOpen(note.defendantId))) items.push(note);
    notes += 1;
    characters += note.text.length;
    const enough = items.length >= limit || notes >= notesMax || characters >= charactersMax;
    if (enough || performance.now() > giveUpAt) return { items, next: writeCursor(place) };
  }
  return { items, next: null };
}

const writeCursor = (place: ScanPlace): string => Buffer.from(JSON.stringify(place)).toString("base64url");

function readCursor(cursor: string): ScanPlace {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    return fail("VALIDATION", { errors: [{ path: "cursor", message: "expected the `next` of an earlier page" }] });
  }
}
