import { z } from "zod";
import { contract, fields } from "../../libs/contract/contract.ts";
import { escrowReasons, escrowStates } from "./escrow.rules.ts";

const { id, instant, past, text } = fields;
export const noteTextMax = 20_000;
const searchTextMax = 200;

const ofFile = { defendantId: id };
const ofNote = { ...ofFile, noteId: id };

/** `version` counts the note's own steps; send it in If-Match to change the note. */
const privateNote = z.strictObject({
  id,
  version: z.int(),
  writtenAt: instant,
  text: z.string(),
  pinned: z.boolean(),
});
const release = z.strictObject({
  id,
  personId: id,
  from: instant,
  until: instant,
  recalledAt: instant.nullable(),
  state: z.enum(["in-force", "ended", "recalled"]),
  /** The notes that were released, and those that can still be read under this release. */
  noteIds: z.array(id),
  readable: z.array(id),
});
const escrow = z.strictObject({
  id,
  authorId: id,
  successorId: id,
  courtId: id,
  reason: z.enum(escrowReasons),
  state: z.enum(escrowStates),
  proposedAt: instant,
  lapsesAt: instant,
  proposedBy: id,
  approvedBy: id.nullable(),
  confirmedBy: id.nullable(),
});

/** What judges do with their private notes, whom they release them to, and how they pass to a successor. */
export const privateNotesContracts = {
  addPrivate: contract(
    "notes.addPrivate",
    "Write a private note on a file; nobody else learns that it is there",
    z.strictObject({ ...ofFile, text: text(noteTextMax), writtenAt: past.optional() }),
    privateNote,
  ),
  mine: contract(
    "notes.mine",
    "Your own private notes on a file: pinned ones first, newest first",
    z.strictObject(ofFile),
    z.strictObject({ items: z.array(privateNote) }),
  ),
  editPrivate: contract(
    "notes.editPrivate",
    "Replace the text of your private note; the earlier one stays in its history, and releases of it end",
    z.strictObject({ ...ofNote, text: text(noteTextMax) }),
    privateNote,
  ),
  pinPrivate: contract(
    "notes.pinPrivate",
    "Pin your private note to the top, or unpin it",
    z.strictObject({ ...ofNote, pinned: z.boolean() }),
    privateNote,
  ),
  withdrawPrivate: contract(
    "notes.withdrawPrivate",
    "Withdraw your private note: it is no longer shown, and its history stays",
    z.strictObject(ofNote),
    z.strictObject({ id, version: z.int() }),
  ),
  privateHistory: contract(
    "notes.privateHistory",
    "Everything you did with your private notes on a file, in order, withdrawn ones included",
    z.strictObject(ofFile),
    z.strictObject({
      items: z.array(
        z.strictObject({
          noteId: id,
          did: z.enum(["wrote", "edited", "pinned", "unpinned", "withdrew"]),
          at: instant,
          writtenAt: instant.nullable(),
          text: z.string().nullable(),
        }),
      ),
    }),
  ),
  searchPrivate: contract(
    "notes.searchPrivate",
    "Search your own private notes on all files; case and accents do not matter",
    z.strictObject({
      text: text(searchTextMax),
      limit: z.int().min(1).max(50).default(20),
      cursor: z.string().max(300).optional(),
    }),
    z.strictObject({
      items: z.array(z.strictObject({ defendantId: id, id, writtenAt: instant })),
      next: z.string().nullable(),
    }),
  ),
  releasePrivate: contract(
    "notes.releasePrivate",
    "Release your private notes on a file, as they stand, to a colleague of your court until an instant",
    z.strictObject({
      ...ofFile,
      personId: id,
      /** Left out: all there are now. */
      noteIds: z.array(id).min(1).max(100).optional(),
      until: instant,
    }),
    release,
  ),
  privateReleases: contract(
    "notes.privateReleases",
    "What you have released of your private notes on a file, and what became of it",
    z.strictObject(ofFile),
    z.strictObject({ items: z.array(release) }),
  ),
  recallRelease: contract(
    "notes.recallRelease",
    "Take a release back; it ends at once",
    z.strictObject({ ...ofFile, releaseId: id }),
    release,
  ),
  released: contract(
    "notes.released",
    "Judges' private notes on a file that were released to you",
    z.strictObject(ofFile),
    z.strictObject({
      items: z.array(
        z.strictObject({
          id,
          authorId: id,
          writtenAt: instant,
          text: z.string(),
          /** Null for a note that passed to you as the author's successor. */
          until: instant.nullable(),
        }),
      ),
    }),
  ),
  proposeEscrow: contract(
    "notes.proposeEscrow",
    "Propose that a judge's private notes pass to a successor: the first officer",
    z.strictObject({ authorId: id, successorId: id, reason: z.enum(escrowReasons) }),
    escrow,
  ),
  approveEscrow: contract(
    "notes.approveEscrow",
    "Approve an escrow: the second officer",
    z.strictObject({ id }),
    escrow,
  ),
  confirmEscrow: contract(
    "notes.confirmEscrow",
    "Confirm an escrow for the court: a judge who is neither author nor successor",
    z.strictObject({ id }),
    escrow,
  ),
  escrows: contract(
    "notes.escrows",
    "The last 200 escrows: officers see all, judges those of their court",
    z.strictObject({}),
    z.strictObject({ items: z.array(escrow) }),
  ),
};
