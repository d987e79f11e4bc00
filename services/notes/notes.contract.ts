import { z } from "zod";
import { contract, fields } from "../../libs/contract/contract.ts";
import { partInput, partOutput, sourceSchema } from "../../libs/contract/views.ts";
import { noteTextMax, privateNotesContracts } from "./private-notes.contract.ts";

const { id, past, text } = fields;

const note = z.strictObject({
  id,
  version: z.int(),
  source: sourceSchema,
  defendantId: id,
  caseId: id.nullable(),
  kind: z.enum(["agency", "court"]),
  text: z.string().nullable(),
  sharedWith: z.array(id),
});

/** What the notes service takes and gives: agencies' notes, the court's working notes, and a judge's private notes. */
export const notesContracts = {
  add: contract(
    "notes.add",
    "Add a note of your agency, or of the court; say which agencies may read it",
    z.strictObject({
      defendantId: id,
      caseId: id.optional(),
      kind: z.enum(["agency", "court"]),
      text: text(noteTextMax),
      writtenAt: past.optional(),
      shareWith: z.array(id).max(20).default([]),
    }),
    note,
  ),
  get: contract("notes.get", "A note", z.strictObject({ id }), note),
  ...privateNotesContracts,
  part: contract("notes.part", "What this service holds of one file, for one reader", partInput, partOutput),
};
