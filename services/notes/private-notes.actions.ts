import type { Files } from "../../libs/access/files.ts";
import type { Asked, Handlers } from "../../libs/bus/actions.ts";
import type { Tools } from "../../libs/bus/serve.ts";
import { clock } from "../../libs/clock/clock.ts";
import { type PersonEntry, peopleOutput } from "../../libs/contract/people.ts";
import { fail, isKnown } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Steps } from "../../libs/record/relay.ts";
import type { AuthorKeys } from "./author-keys.store.ts";
import { courtOfEscrow } from "./escrow.rules.ts";
import { escrowStore } from "./escrow.store.ts";
import type { NotesModels } from "./notes.schema.ts";
import type { privateNotesContracts } from "./private-notes.contract.ts";
import { searchNotes } from "./private-notes.search.ts";
import { privateNotesStore, type ScanPlace } from "./private-notes.store.ts";
import { escrowView, hitView, privateNoteView, releaseView, stepView } from "./private-notes.views.ts";
import { assertReleasable } from "./release.rules.ts";
import { releasesStore } from "./releases.store.ts";

/** Judges' private notes, their releases, and their passing to a successor. */
export function privateNotesActions(
  models: NotesModels,
  keys: AuthorKeys,
  files: Files,
  { committer, call }: Pick<Tools, "committer" | "call">,
): {
  handlers: Handlers<typeof privateNotesContracts>;
  steps: Steps;
  erase: ReturnType<typeof privateNotesStore>["erase"];
} {
  const notes = privateNotesStore(models, committer, keys);
  const releases = releasesStore(models, committer, keys);
  const escrows = escrowStore(models, committer);

  /** What `agencies` says of these people; those it does not know are left out. */
  async function describePeople(...ids: string[]): Promise<PersonEntry[]> {
    return peopleOutput.parse(await call({ action: "agencies.describePeople" }, { ids })).people;
  }

  async function mayOpen(person: Person, defendantId: string): Promise<boolean> {
    try {
      await files.open(person, defendantId);
      return true;
    } catch (error) {
      return isKnown(error) && ["NOT_FOUND", "ERASED"].includes(error.type) ? false : Promise.reject(error);
    }
  }

  const handlers: Handlers<typeof privateNotesContracts> = {
    addPrivate: async ({ defendantId, text, writtenAt }, asked) => {
      const author = someone(asked);
      await files.open(author, defendantId);
      const command = asked.command();
      const at = writtenAt ? new Date(writtenAt) : command.at;
      return privateNoteView(await notes.add(author.id, { defendantId, text, writtenAt: at.toISOString() }, command));
    },
    mine: async ({ defendantId }, asked) => {
      await files.open(asked.person(), defendantId);
      return { items: (await notes.list(asked.person().id, defendantId)).map(privateNoteView) };
    },
    editPrivate: async (input, asked) => {
      await files.open(someone(asked), input.defendantId);
      return privateNoteView(await notes.edit(asked.person().id, input, asked.command()));
    },
    pinPrivate: async (input, asked) => {
      await files.open(someone(asked), input.defendantId);
      return privateNoteView(await notes.pin(asked.person().id, input, asked.command()));
    },
    withdrawPrivate: async (input, asked) => {
      await files.open(someone(asked), input.defendantId);
      const { id, version } = await notes.withdraw(asked.person().id, input, asked.command());
      return { id, version };
    },
    privateHistory: async ({ defendantId }, asked) => {
      await files.open(asked.person(), defendantId);
      return { items: (await notes.history(asked.person().id, defendantId)).map(stepView) };
    },
    searchPrivate: async (input, { person }) => {
      const author = person();
      const scan = (after: ScanPlace | undefined) => notes.scan(author.id, after);
      const found = await searchNotes(input, scan, fileId => mayOpen(author, fileId));
      return { items: found.items.map(hitView), next: found.next };
    },
    releasePrivate: async ({ defendantId, personId, noteIds, until }, asked) => {
      const author = someone(asked);
      await files.open(author, defendantId);
      const [grantee] = await describePeople(personId);
      assertReleasable(author, grantee, new Date(until), clock.now());
      const from = { id: author.id, courtId: author.courtId ?? fail("ACCESS_DENIED") };
      const released = await releases.release(from, { defendantId, personId, noteIds, until }, asked.command());
      return releaseView(released, clock.now());
    },
    // Not cut by the file: what is out of the author's own reach by now can still be taken back.
    privateReleases: async ({ defendantId }, { person }) => {
      const found = await releases.list(person().id, defendantId);
      return { items: found.map(release => releaseView(release, clock.now())) };
    },
    recallRelease: async (input, asked) =>
      releaseView(await releases.recall(someone(asked).id, input, asked.command()), clock.now()),
    released: async ({ defendantId }, { person }) => {
      await files.open(person(), defendantId);
      return { items: await releases.listReleased(person(), defendantId) };
    },
    proposeEscrow: async ({ authorId, successorId, reason }, asked) => {
      someone(asked);
      const people = await describePeople(authorId, successorId);
      const entryOf = (id: string) => people.find(person => person.id === id);
      const courtId = courtOfEscrow(entryOf(authorId), entryOf(successorId));
      return escrowView(
        await escrows.propose({ authorId, successorId, courtId, reason }, asked.command()),
        clock.now(),
      );
    },
    approveEscrow: async ({ id }, asked) => {
      someone(asked);
      return escrowView(await escrows.approve(id, asked.command()), clock.now());
    },
    confirmEscrow: async ({ id }, asked) =>
      escrowView(await escrows.confirm(id, someone(asked), asked.command()), clock.now()),
    escrows: async (_input, { person }) => ({
      items: (await escrows.list(person())).map(stored => escrowView(stored, clock.now())),
    }),
  };

  return {
    handlers,
    steps: {
      "escrow.confirmed": async ({ recordId, recordedAt }) => {
        const { authorId, successorId, courtId } = await escrows.get(recordId);
        await keys.passOn({ _id: recordId, authorId, successorId, courtId, confirmedAt: recordedAt });
      },
    },
    erase: notes.erase,
  };
}

/** A human being: an agency's system has no private notes, and confirms nothing about those of others. */
function someone({ person }: Asked): Person {
  return person().kind === "person" ? person() : fail("ACCESS_DENIED");
}
