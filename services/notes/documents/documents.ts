import { type Assembled, assemble } from "../../../libs/access/assemble.ts";
import type { Files, Scope } from "../../../libs/access/files.ts";
import { viewOfItemDisclosure, viewOfItemSharing } from "../../../libs/access/item-disclosures.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import { Directory } from "../../../libs/bus/directory.ts";
import type { Tools } from "../../../libs/bus/serve.ts";
import { hourly } from "../../../libs/bus/work.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { log } from "../../../libs/log/log.ts";
import { findEarlier } from "../../../libs/record/earlier.ts";
import { contents } from "./contents.ts";
import { documentClasses, type documentsContracts } from "./documents.contract.ts";
import { type DocumentRecord, documentModel } from "./documents.schema.ts";
import { documentsStore } from "./documents.store.ts";
import { documentParts, documentView } from "./documents.views.ts";

/** Documents of a file: taken, kept with their hash, and read under the class each was given. */
export function documentsActions(
  { db, committer, events, call }: Pick<Tools, "db" | "committer" | "events" | "call">,
  files: Files,
) {
  const model = documentModel(db);
  const earlier = (stored: DocumentRecord, at: Date) => findEarlier<DocumentRecord>(events, "document", stored, at);
  const store = documentsStore(model, contents(db), committer, files, new Directory(call), earlier);

  async function toRead(id: string, person: Person) {
    const found = await store.get(id, person);
    // Whoever sees only that there is one knows of it already.
    return found.view === "full" ? found : fail("ACCESS_DENIED");
  }

  const handlers: Handlers<typeof documentsContracts> = {
    addDocument: async (input, { person, command }) =>
      documentView(await store.add(input, person(), command()), "full"),
    getDocument: async ({ id }, { person }) => {
      const { stored, view } = await store.get(id, person());
      return documentView(stored, view);
    },
    mayReadDocument: async ({ id }, { person }) => {
      await toRead(id, person());
      return {};
    },
    readDocument: async ({ id }, { person }) => {
      const { stored, view } = await toRead(id, person());
      return { ...documentView(stored, view), contentBase64: (await store.read(stored)).toString("base64") };
    },
    documentSharing: async ({ id }, { person }) => {
      const { stored } = await store.get(id, person());
      return viewOfItemSharing(stored, stored.class, person());
    },
    shareDocument: async (input, { person, command }) =>
      viewOfItemDisclosure(await store.share(input, person(), command())),
    recallDocument: async (input, { person, command }) =>
      viewOfItemDisclosure(await store.recall(input, person(), command())),
  };

  return {
    model,
    handlers,
    /** What is shared of this person's documents. */
    ofDefendant: store.ofDefendant,
    /** A part for each class of which this file has documents; of what it has none, nothing is said. */
    async parts(scope: Scope, newest?: number): Promise<Assembled[]> {
      const all = await store.listForFile(scope);
      const held = documentClasses.filter(cls => all.some(found => found.class === cls));
      return Promise.all(
        held.map(cls =>
          assemble(
            documentParts[cls],
            scope,
            all.filter(found => found.class === cls),
            earlier,
            newest,
          ),
        ),
      );
    },
    /** The content of a document that is erased; one that has gone already is no error. */
    removeContent: async (record: unknown) => store.removeContent(record as DocumentRecord),
    work: hourly("contents", async () => {
      const swept = await store.sweep();
      if (swept > 0) log.info({ swept }, "contents without a document were removed");
    }),
  };
}
