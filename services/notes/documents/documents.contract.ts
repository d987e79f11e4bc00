import { z } from "zod";
import { itemDisclosureView, itemRecall, itemSharing, itemSharingView } from "../../../libs/access/item-disclosures.ts";
import type { InformationClass } from "../../../libs/access/matrix.ts";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { documentTypes } from "./documents.rules.ts";

const { id, past, text } = fields;

/** What a document may hold: it is read under this class, and written by whoever may write the class. */
export const documentClasses = [
  "case",
  "antecedents",
  "risk",
  "compliance",
  "treatment",
  "health",
  "needs",
  "victim-statement",
  "intelligence",
  "agency-notes",
] as const satisfies readonly InformationClass[];
export type DocumentClass = (typeof documentClasses)[number];

/** 4 MiB: with base64 and its envelope it fits one message of the bus, so a document comes and goes whole. */
export const documentBytesMax = 4 * 1024 * 1024;
export const documentBodyBytesMax = 6 * 1024 * 1024;
const base64Max = Math.ceil(documentBytesMax / 3) * 4;

const document = z.strictObject({
  id,
  version: z.int(),
  source: sourceSchema,
  defendantId: id,
  caseId: id.nullable(),
  class: z.enum(documentClasses),
  /** Null where the reader's view is limited. */
  title: z.string().nullable(),
  type: z.enum(documentTypes),
  sizeBytes: z.int(),
  /** SHA-256 of the content, in hex. */
  sha256: z.string(),
  sharedWith: z.array(id),
});

export const documentsContracts = {
  addDocument: contract(
    "notes.addDocument",
    "Add a document to a file: PDF, PNG, JPEG or plain text, at most 4 MiB, as base64",
    z.strictObject({
      defendantId: id,
      caseId: id.optional(),
      class: z.enum(documentClasses),
      title: text(200),
      type: z.enum(documentTypes),
      contentBase64: z.base64("expected base64").min(1, "expected content").max(base64Max, "expected at most 4 MiB"),
      madeAt: past.optional(),
      shareWith: z.array(id).max(20).default([]),
    }),
    document,
  ),
  getDocument: contract(
    "notes.getDocument",
    "What a document is, without its content",
    z.strictObject({ id }),
    document,
  ),
  readDocument: contract(
    "notes.readDocument",
    "A document's content, to be saved: it is never shown by the browser itself",
    z.strictObject({ id }),
    document.extend({ contentBase64: z.string() }),
  ),
  mayReadDocument: contract(
    "notes.mayReadDocument",
    "Whether a document's content may be read now; fails as reading it does. Asked while it is being sent",
    z.strictObject({ id }),
    z.strictObject({}),
  ),
  documentSharing: contract(
    "notes.documentSharing",
    "With whom your agency shares a document, and what of that it recalled",
    z.strictObject({ id }),
    itemSharingView,
  ),
  shareDocument: contract(
    "notes.shareDocument",
    "Share a document of your agency with an agency, a team or a person",
    z.strictObject(itemSharing),
    itemDisclosureView,
  ),
  recallDocument: contract(
    "notes.recallDocument",
    "Recall what your agency shares of a document; it works before the answer",
    z.strictObject(itemRecall),
    itemDisclosureView,
  ),
};
