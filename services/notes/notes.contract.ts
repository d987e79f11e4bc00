import { z } from "zod";
import { confirmContract } from "../../libs/access/copied-files.ts";
import { endedSharingContract } from "../../libs/access/ended-sharing.ts";
import { itemDisclosureView, itemRecall, itemSharing, itemSharingView } from "../../libs/access/item-disclosures.ts";
import { subjectPartContract } from "../../libs/access/subject-parts.ts";
import { reachContract } from "../../libs/access/within-reach.ts";
import { contract, fields } from "../../libs/contract/contract.ts";
import { partInput, partOutput, sourceSchema } from "../../libs/contract/views.ts";
import { eraseContract } from "../../libs/record/erase-file.ts";
import { retentionFactsContract } from "../../libs/retention/retention.facts.ts";
import { documentsContracts } from "./documents/documents.contract.ts";
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
  sharing: contract(
    "notes.sharing",
    "With whom your agency shares a note, and what of that it recalled",
    z.strictObject({ id }),
    itemSharingView,
  ),
  share: contract(
    "notes.share",
    "Share a note of your agency with an agency, a team or a person",
    z.strictObject(itemSharing),
    itemDisclosureView,
  ),
  recall: contract(
    "notes.recall",
    "Recall what your agency shares of a note; it works before the answer",
    z.strictObject(itemRecall),
    itemDisclosureView,
  ),
  confirmAccess: confirmContract("notes"),
  eraseFile: eraseContract("notes"),
  retentionFacts: retentionFactsContract("notes"),
  ...documentsContracts,
  ...privateNotesContracts,
  part: contract("notes.part", "What this service holds of one file, for one reader", partInput, partOutput),
  partForSubject: subjectPartContract("notes"),
  reach: reachContract("notes"),
  endedSharing: endedSharingContract("notes"),
};
