import { admitting, dismissing, type ItemsOf } from "../../libs/access/admitting.ts";
import { assemble, page } from "../../libs/access/assemble.ts";
import { copiedFiles } from "../../libs/access/copied-files.ts";
import { endedSharing } from "../../libs/access/ended-sharing.ts";
import { readerFor } from "../../libs/access/for-judge.ts";
import { viewOfItemDisclosure, viewOfItemSharing } from "../../libs/access/item-disclosures.ts";
import { reachable, withinReach } from "../../libs/access/within-reach.ts";
import { Directory } from "../../libs/bus/directory.ts";
import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { together } from "../../libs/bus/work.ts";
import { fileMasterKey } from "../../libs/crypto/master-key.ts";
import { findEarlier } from "../../libs/record/earlier.ts";
import { eraseFile } from "../../libs/record/erase-file.ts";
import { heldFacts } from "../../libs/retention/retention.facts.ts";
import { authorKeysStore } from "./author-keys.store.ts";
import { documentsActions } from "./documents/documents.ts";
import { notesAccess } from "./notes.access.ts";
import { notesContracts } from "./notes.contract.ts";
import { type Note, notesModels } from "./notes.schema.ts";
import { notesStore } from "./notes.store.ts";
import { noteParts, noteView } from "./notes.views.ts";
import { privateNotesActions } from "./private-notes.actions.ts";
import { notesForSubject } from "./subject.ts";

/** Agencies' notes, the court's working notes, and judges' private notes. */
export const notes: ServiceDefinition<typeof notesContracts> = {
  name: "notes",
  contracts: notesContracts,
  access: notesAccess,
  open({ config, db, committer, call, catchUp, events, fileKeys, isAlone = false }) {
    const models = notesModels(db);
    const { files, projection, confirm, work } = copiedFiles(db, { catchUp, call, isAlone });
    const earlier = (stored: Note, at: Date) => findEarlier<Note>(events, "note", stored, at);
    const store = notesStore(models, committer, files, new Directory(call), earlier);
    const keys = authorKeysStore(models, fileMasterKey(config));
    const documents = documentsActions({ db, committer, events, call }, files);
    const itemsOf: ItemsOf = async defendantId =>
      (await Promise.all([store.ofDefendant(defendantId), documents.ofDefendant(defendantId)])).flat();
    const [admit, dismiss] = [admitting(call, itemsOf), dismissing(call, itemsOf)];
    const counted = reachable<Note>({
      model: models.notes,
      people: ({ defendantId }) => [defendantId],
      held: stored => noteParts[stored.kind].held(stored),
    });
    const privateNotes = privateNotesActions(models, keys, files, { committer, call });

    return {
      handlers: {
        add: async (input, { person, command }) => noteView(await store.add(input, person(), command()), "full"),
        get: async ({ id }, { person }) => {
          const { stored, view } = await store.get(id, person());
          return noteView(stored, view);
        },
        sharing: async ({ id }, { person }) => {
          const { stored } = await store.get(id, person());
          return viewOfItemSharing(stored, noteParts[stored.kind].class, person());
        },
        share: async (input, { person, command }) =>
          viewOfItemDisclosure(await store.share(input, person(), command())),
        recall: async (input, { person, command }) =>
          viewOfItemDisclosure(await store.recall(input, person(), command())),
        confirmAccess: confirm,
        eraseFile: async erasure => {
          if (!erasure.classes) await privateNotes.erase(erasure);
          const before = { document: documents.removeContent };
          return { records: await eraseFile({ db, committer, fileKeys, before }, erasure) };
        },
        retentionFacts: ({ fileId }) => heldFacts(db, fileId),
        ...documents.handlers,
        ...privateNotes.handlers,
        part: async ({ defendantId, before, limit, accessVersion, freezing, newest, judge }, { person }) => {
          const scope = await files.open(readerFor(person(), judge), defendantId, accessVersion);
          const [all, ofDocuments] = await Promise.all([store.listForFile(scope), documents.parts(scope, newest)]);
          const of = (wanted: Note["kind"]) => all.filter(({ kind }) => kind === wanted);
          const assembled = await Promise.all([
            assemble(noteParts.agency, scope, of("agency"), earlier, newest),
            assemble(noteParts.court, scope, of("court"), earlier, newest),
            ...ofDocuments,
          ]);
          return {
            parts: assembled.flatMap(({ part }) => part ?? []),
            timeline: page(
              assembled.flatMap(({ timeline }) => timeline),
              before,
              limit,
            ),
            ...(freezing && { held: assembled.flatMap(({ held }) => held()) }),
          };
        },
        reach: async ({ records }, { person }) => {
          const seen = await withinReach({ note: counted }, files, person(), records);
          return { seen: seen.map(({ id, defendantIds }) => ({ id, defendantIds: [...defendantIds] })) };
        },
        endedSharing: ({ fileIds }, { person }) => endedSharing(files, itemsOf, person(), fileIds),
        partForSubject: async ({ defendantId }, { person }) =>
          notesForSubject({ ...models, documents: documents.model }, await files.openForSubject(person(), defendantId)),
      },
      steps: {
        ...privateNotes.steps,
        "note.shared": admit,
        "note.recalled": dismiss,
        "document.shared": admit,
        "document.recalled": dismiss,
      },
      projections: [projection],
      work: together(work, documents.work),
    };
  },
};
