import { assemble, page } from "../../libs/access/assemble.ts";
import { copiedFiles } from "../../libs/access/files.ts";
import { Directory } from "../../libs/bus/directory.ts";
import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { fileMasterKey } from "../../libs/crypto/master-key.ts";
import { authorKeysStore } from "./author-keys.store.ts";
import { notesAccess } from "./notes.access.ts";
import { notesContracts } from "./notes.contract.ts";
import { notesModels } from "./notes.schema.ts";
import { notesStore } from "./notes.store.ts";
import { noteParts, noteView } from "./notes.views.ts";
import { privateNotesActions } from "./private-notes.actions.ts";

/** Agencies' notes, the court's working notes, and judges' private notes. */
export const notes: ServiceDefinition<typeof notesContracts> = {
  name: "notes",
  contracts: notesContracts,
  access: notesAccess,
  open({ config, db, committer, call, catchUp }) {
    const models = notesModels(db);
    const { files, projection } = copiedFiles(db, catchUp);
    const store = notesStore(models, committer, files, new Directory(call));
    const keys = authorKeysStore(models, fileMasterKey(config));
    const privateNotes = privateNotesActions(models, keys, files, { committer, call });

    return {
      handlers: {
        add: async (input, { person, command }) => noteView(await store.add(input, person(), command()), "full"),
        get: async ({ id }, { person }) => {
          const { stored, view } = await store.get(id, person());
          return noteView(stored, view);
        },
        ...privateNotes.handlers,
        part: async ({ defendantId, before, limit }, { person }) => {
          const scope = await files.open(person(), defendantId);
          const all = await store.listForFile(scope);
          const assembled = [
            assemble(
              noteParts.agency,
              scope,
              all.filter(({ kind }) => kind === "agency"),
            ),
            assemble(
              noteParts.court,
              scope,
              all.filter(({ kind }) => kind === "court"),
            ),
          ];
          return {
            parts: assembled.flatMap(({ part }) => part ?? []),
            timeline: page(
              assembled.flatMap(({ timeline }) => timeline),
              before,
              limit,
            ),
          };
        },
      },
      steps: privateNotes.steps,
      projections: [projection],
    };
  },
};
