import { createHash, randomUUID } from "node:crypto";
import type { Model } from "mongoose";
import type { z } from "zod";
import { type Earlier, look } from "../../../libs/access/assemble.ts";
import type { View } from "../../../libs/access/decide.ts";
import { type Files, nothingHeld, type Scope } from "../../../libs/access/files.ts";
import { disclose, type ItemDisclosure, recall, sharedAtWriting } from "../../../libs/access/item-disclosures.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { listOfFile } from "../../../libs/record/of-file.ts";
import type { Contents } from "./contents.ts";
import { documentBytesMax, type documentsContracts } from "./documents.contract.ts";
import { typeOf } from "./documents.rules.ts";
import type { DocumentRecord } from "./documents.schema.ts";
import { documentParts } from "./documents.views.ts";

const documentsMax = 500;

/** Every query on documents and on their contents. */
export function documentsStore(
  documents: Model<DocumentRecord>,
  contents: Contents,
  committer: Committer,
  files: Files,
  directory: Directory,
  earlier: Earlier<DocumentRecord>,
) {
  async function open(person: Person, id: string, stored: DocumentRecord | null): Promise<Scope> {
    const held = stored ? documentParts[stored.class].held(stored) : nothingHeld("case");
    return files.openToRead(person, stored?.defendantId ?? id, held);
  }

  /** Content first, under an id of its own: a document that is known has its content, whenever a process ends. */
  async function keep(content: Buffer): Promise<string> {
    const contentId = randomUUID();
    await contents.store(contentId, content);
    return contentId;
  }

  return {
    async add(
      input: z.output<typeof documentsContracts.addDocument.input>,
      person: Person,
      command: Command,
    ): Promise<DocumentRecord> {
      const { defendantId, class: cls, title, type, shareWith } = input;
      const caseId = input.caseId ?? null;
      await files.openToWrite(person, defendantId, { class: cls, caseId });
      await files.openAtTable(person, defendantId, caseId);
      await directory.assertAgencies("shareWith", shareWith);
      const content = readContent(input.contentBase64, type);
      const occurredAt = input.madeAt ? new Date(input.madeAt) : command.at;
      const place = { defendantId, caseId, courtId: person.courtId };
      const disclosures = sharedAtWriting(shareWith, cls, person, command);
      const contentId = await keep(content);
      const fields = {
        ...place,
        agencyId: person.agencyId,
        personId: person.id,
        occurredAt,
        class: cls,
        title,
        type,
        sizeBytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
        contentId,
        disclosures,
      };
      const { record } = await committer.create<DocumentRecord>(
        documents,
        fields,
        [
          { type: "document.added", occurredAt, data: { ...place, class: cls, type, sizeBytes: content.length } },
          ...disclosures.map(({ recipient }) => ({
            type: "document.shared" as const,
            data: { ...place, class: cls, recipient },
          })),
        ],
        command,
      );
      if (record.contentId !== contentId) await contents.remove(contentId); // The command had been carried out before.
      return record;
    },

    async get(id: string, person: Person): Promise<{ stored: DocumentRecord; view: View }> {
      const stored = await documents.findById(id).lean<DocumentRecord>();
      const scope = await open(person, id, stored);
      const seen = stored && (await look(documentParts[stored.class], scope, stored, earlier));
      return seen ? { stored: seen.item, view: seen.sight.view } : fail("NOT_FOUND");
    },

    /** The content as it was stored. Fails with INTERNAL when it is not that any more. */
    async read({ contentId, sha256 }: DocumentRecord): Promise<Buffer> {
      const content = await contents.read(contentId);
      return createHash("sha256").update(content).digest("hex") === sha256 ? content : fail("INTERNAL");
    },

    async share(
      { id, ...input }: z.output<typeof documentsContracts.shareDocument.input>,
      person: Person,
      command: Command,
    ): Promise<ItemDisclosure> {
      await directory.assertRecipient(input.recipient);
      const authorize = async (stored: DocumentRecord | null) => void (await open(person, id, stored));
      const { record } = await committer.change<DocumentRecord>(documents, id, command, authorize, stored => {
        const made = disclose(stored, stored.class, input, person, command);
        return {
          push: { disclosures: [made] },
          events: [{ type: "document.shared", data: { ...placeOf(stored), recipient: made.recipient } }],
        };
      });
      return record.disclosures.find(kept => kept.id === command.id) ?? fail("INTERNAL");
    },

    async recall(
      { id, ...input }: z.output<typeof documentsContracts.recallDocument.input>,
      person: Person,
      command: Command,
    ): Promise<ItemDisclosure> {
      const authorize = async (stored: DocumentRecord | null) => void (await open(person, id, stored));
      const { record } = await committer.change<DocumentRecord>(documents, id, command, authorize, stored => ({
        set: { disclosures: recall(stored, input, person, command) },
        events: [{ type: "document.recalled", data: placeOf(stored) }],
      }));
      return record.disclosures.find(kept => kept.id === input.disclosureId) ?? fail("INTERNAL");
    },

    ofDefendant: (defendantId: string) =>
      documents
        .find({ defendantId }, { disclosures: 1 })
        .limit(documentsMax)
        .lean<Pick<DocumentRecord, "_id" | "disclosures">[]>(),

    listForFile({ fileId }: Scope): Promise<DocumentRecord[]> {
      return listOfFile(documents, "defendantId", fileId, documentsMax);
    },

    async removeContent({ contentId }: DocumentRecord): Promise<void> {
      if (await contents.exists(contentId)) await contents.remove(contentId);
    },

    /** Removes contents that an upload has left without a document. How many there were. */
    async sweep(): Promise<number> {
      let swept = 0;
      for await (const contentIds of contents.abandonable()) {
        const named = await documents.distinct("contentId", { contentId: { $in: contentIds } });
        const abandoned = contentIds.filter(contentId => !named.includes(contentId));
        for (const contentId of abandoned) await contents.remove(contentId);
        swept += abandoned.length;
      }
      return swept;
    },
  };
}

const placeOf = ({ defendantId, caseId, courtId, class: cls }: DocumentRecord) => ({
  defendantId,
  caseId,
  courtId,
  class: cls,
});

/** The bytes. Fails with VALIDATION when they are too many, or are not what they are said to be. */
function readContent(contentBase64: string, type: DocumentRecord["type"]): Buffer {
  const content = Buffer.from(contentBase64, "base64");
  const refuse = (path: string, message: string) => fail("VALIDATION", { errors: [{ path, message }] });
  if (content.length > documentBytesMax) return refuse("contentBase64", "expected at most 4 MiB");
  const found = typeOf(content);
  if (!found) return refuse("contentBase64", "expected a PDF, PNG, JPEG or plain text");
  return found === type ? content : refuse("type", `expected ${found}: that is what the content is`);
}
