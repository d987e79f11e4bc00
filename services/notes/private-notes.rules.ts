import { fail } from "../../libs/errors/errors.ts";

/** The bounds of one author's notes on one file, and of what is released of them. */
export const bounds = {
  notesMax: 500,
  stepsMax: 2_000,
  /** Of the sealed texts together: well below what a document may hold and what one message may carry. */
  sealedBytesMax: 4 * 1024 * 1024,
  releasesMax: 200,
  releaseDaysMax: 366,
} as const;

/** What can be done with a private note. The first step writes it; after a withdrawal there is none. */
export type Did = "wrote" | "edited" | "pinned" | "unpinned" | "withdrew";

/** One step, opened. `text` and `writtenAt` where it brought a text; instants are ISO 8601 in UTC. */
export interface Step {
  readonly id: string;
  /** Of the command that brought it: its key may come again, but not with something else. */
  readonly fingerprint: string;
  readonly noteId: string;
  readonly defendantId: string;
  readonly did: Did;
  readonly at: string;
  readonly writtenAt: string | null;
  readonly text: string | null;
}

/** A private note as its steps have left it. */
export interface PrivateNote {
  readonly id: string;
  readonly defendantId: string;
  /** How many steps it has taken. */
  readonly version: number;
  readonly writtenAt: string;
  readonly text: string;
  /** The step that brought the text, and when. */
  readonly textStep: string;
  readonly textAt: string;
  readonly pinned: boolean;
  readonly withdrawn: boolean;
}

/** The notes that these steps have made, in the order in which they were begun. */
export function foldSteps(steps: readonly Step[]): PrivateNote[] {
  const notes = new Map<string, PrivateNote>();
  for (const step of steps) {
    const before = notes.get(step.noteId);
    notes.set(step.noteId, {
      id: step.noteId,
      defendantId: step.defendantId,
      version: (before?.version ?? 0) + 1,
      writtenAt: step.writtenAt ?? before?.writtenAt ?? step.at,
      text: step.text ?? before?.text ?? "",
      textStep: step.text === null ? (before?.textStep ?? step.id) : step.id,
      textAt: step.text === null ? (before?.textAt ?? step.at) : step.at,
      pinned: step.did === "pinned" || (step.did !== "unpinned" && (before?.pinned ?? false)),
      withdrawn: step.did === "withdrew" || (before?.withdrawn ?? false),
    });
  }
  return [...notes.values()];
}

/** What is shown of an author's notes: none that were withdrawn; the pinned ones first, and the newest first in each. */
export function shownNotes(notes: readonly PrivateNote[]): PrivateNote[] {
  const newestFirst = notes.filter(({ withdrawn }) => !withdrawn).reverse();
  return [...newestFirst.filter(({ pinned }) => pinned), ...newestFirst.filter(({ pinned }) => !pinned)];
}

/**
 * The note that a step may be added to. A note of somebody else is among nobody's own: NOT_FOUND, as if it had never
 * been. Fails with STALE_VERSION where `ifVersion` names another one, and RULE_BROKEN after a withdrawal.
 */
export function getOpenNote(notes: readonly PrivateNote[], id: string, ifVersion: number | undefined): PrivateNote {
  const note = notes.find(one => one.id === id) ?? fail("NOT_FOUND");
  if (ifVersion !== undefined && ifVersion !== note.version) fail("STALE_VERSION");
  if (note.withdrawn)
    fail("RULE_BROKEN", { detail: "You have withdrawn this note. Its history still shows it to you." });
  return note;
}

/** Whether this command came before and is among what it brought; fails with IDEMPOTENCY_KEY_REUSED when it asked for something else then. */
export function isRepeated(
  brought: readonly { readonly id: string; readonly fingerprint: string }[],
  command: { readonly id: string; readonly fingerprint: string },
): boolean {
  const earlier = brought.find(({ id }) => id === command.id);
  if (earlier && earlier.fingerprint !== command.fingerprint) fail("IDEMPOTENCY_KEY_REUSED");
  return earlier !== undefined;
}

/** Fails with RULE_BROKEN when one more step of this size has no room. */
export function assertRoom(
  { steps, bytes, notes }: { steps: number; bytes: number; notes: number },
  adding: { bytes: number; note: boolean },
): void {
  if (adding.note && notes >= bounds.notesMax)
    fail("RULE_BROKEN", { detail: `You have ${bounds.notesMax} private notes on this file, which is the most.` });
  if (steps >= bounds.stepsMax || bytes + adding.bytes > bounds.sealedBytesMax)
    fail("RULE_BROKEN", {
      detail: "Your private notes on this file, with their history, are as large as they may be.",
    });
}

/** Letters as they are looked for: without accents, without case, apostrophes and spaces of one kind. */
export function forSearch(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toUpperCase()
    .replace(/[\u2018\u2019\u02BC]/g, "'")
    .replace(/\s+/g, " ");
}
